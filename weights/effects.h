/* effects.h - design effects: the variance over that of simple random sampling.
 *
 * With S^2 the element variance in the cell (y for totals and means, the
 * residual y - Rx for ratios), n members with non-zero weight and N = sum of
 * their weights,
 *
 *     V_srs = spread^2 S^2 / n            wr  (R: deff = "replace")
 *     V_srs = spread^2 S^2 / n (1 - n/N)  wor (R: deff = TRUE)
 *
 * where spread, from the estimator, is N for a total, 1 for a mean and N/X for
 * a ratio.
 */
#ifndef SV_EFFECTS_H
#define SV_EFFECTS_H

#include <stddef.h>

struct sv_srs {
    double variance;            /* of the estimate, by design */
    double n, sum_w, sum_w2;    /* members with non-zero weight */
    double s2;                  /* element variance, see below */
    double spread;              /* e->spread(total, sum_w) */
};

struct sv_effect {
    const char *name;           /* as written after `design-effect:` */
    const char *blurb;
    double (*effect)(const struct sv_srs *x);   /* NAN: does not exist */
};

extern const struct sv_effect sv_effects[];
extern const size_t sv_n_effects;

/* NULL if there is none of that name. */
const struct sv_effect *sv_effect_find(const char *name);

/* Element variances as R's svyvar, n/(n-1) sum w (y - mean)^2 / sum w; NAN for
 * n < 2.  Of a 0/1 variable with weighted mean p: */
double sv_s2_binary(double p, double n);

/* ... of a numeric one, M2 = sum w (y - weighted mean)^2 (moments.h): */
double sv_s2_numeric(double m2, double sum_w, double n);

/* ... and of the residuals y - R x: */
struct sv_comoments;
double sv_s2_ratio(const struct sv_comoments *m, double ratio, double n);

/* n / (1 + cv^2 of the weights) = (sum w)^2 / sum w^2. */
double sv_n_kish(double sum_w, double sum_w2);

#endif
