/* intervals.h - confidence intervals.
 *
 * Student's t with the design's degrees of freedom throughout.  A bound is NAN
 * where it does not exist: no standard error, or degrees of freedom <= 0.
 */
#ifndef SV_INTERVALS_H
#define SV_INTERVALS_H

#include <stddef.h>

struct sv_interval {
    double low, high;
    unsigned flags;             /* SV_FLAG_NO_DF, SV_FLAG_EXTREME (linear.h) */
};

/* The two-sided quantile of Student's t, positive; DF may be INFINITY. */
double sv_t_quantile(double df, double level);

/* value -+ t se: for means, totals, ratios. */
struct sv_interval sv_interval_wald(double value, double se, double df,
                                    double level);

struct sv_proportion {
    double p;                   /* in [0,1] */
    double se;
    double df;
    double n;                   /* members with non-zero weight */
    double n_effective;         /* for p of 0 or 1, which show no spread: n over
                                   the Kish design effect; see effects.h */
};

struct sv_interval_method {
    const char *name;           /* as written after `interval:` */
    const char *blurb;
    void (*bounds)(double *low, double *high, const struct sv_proportion *x,
                   double level);       /* 0 < p < 1, se > 0, df > 0 */
};

extern const struct sv_interval_method sv_interval_methods[];
extern const size_t sv_n_interval_methods;

/* NULL if there is none of that name. */
const struct sv_interval_method *sv_interval_find(const char *name);

/* The interval of a proportion by METHOD; where p is exactly 0 or 1, whatever
 * the method, the one-sided Clopper-Pearson bound at n_effective (flagged
 * SV_FLAG_EXTREME), the other bound being p. */
struct sv_interval
sv_interval_proportion(const struct sv_interval_method *method,
                       const struct sv_proportion *x, double level);

#endif
