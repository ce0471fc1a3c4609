/* pps.h - PSUs drawn with unequal probabilities, without replacement.
 *
 * Such a design gives every PSU i its probability p_i of being in the sample,
 * and a rule for the variance of the first stage.  Later stages are as in any
 * design, a PSU's share of them counting p_i in place of n/N.
 *
 * With D_ij = 1 - p_i p_j / p_ij, p_ij the probability that both are in the
 * sample, and z scores that are weighted already,
 *
 *     Horvitz-Thompson  sum over i, j   D_ij z_i z_j     (D_ii = 1 - p_i)
 *     Yates-Grundy      sum over i < j  -D_ij (z_i - z_j)^2
 *
 * Strata are drawn independently.  The rules say where D comes from; Brewer's
 * needs none:
 *
 *     n/(n-1) sum (1 - p_i) (z_i - mean)^2.
 *
 * PSUs with p = 1 are sure to be in the sample: they add nothing at the first
 * stage, and neither n nor the mean counts them.  A stratum with one PSU that
 * is not sure is lonely.
 */
#ifndef SV_PPS_H
#define SV_PPS_H

#include <stdbool.h>
#include <stddef.h>

/* What D depends on, within a stratum. */
struct sv_pps_pair {
    double n;                   /* PSUs that are not sure */
    double p, q;                /* the probabilities of the two */
    double squares;             /* sum of p^2 / n over the population, or its
                                   estimate, the mean of p */
    double joint;               /* of the two; NAN unless given */
};

struct sv_pps_rule {
    const char *name;           /* as written after `pps:` */
    const char *blurb;
    bool needs_joint;
    double (*delta)(const struct sv_pps_pair *x);   /* NULL: not by pairs */
};

extern const struct sv_pps_rule sv_pps_rules[];
extern const size_t sv_n_pps_rules;

/* NULL if there is none of that name. */
const struct sv_pps_rule *sv_pps_find(const char *name);

/* Part of a design's plan; everything is copied. */
struct sv_pps {
    const struct sv_pps_rule *rule;
    bool yates_grundy;          /* rules by pairs; else Horvitz-Thompson */
    const double *probability;  /* [n PSUs], in (0,1] */
    const double *squares;      /* [n_strata] see sv_pps_pair; NULL: estimated */
    const double *joint;        /* a matrix [n_h][n_h] for each stratum, back to
                                   back; diagonals are not looked at */
};

#endif
