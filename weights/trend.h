/* trend.h - do proportions rise or fall over ordered categories?
 *
 * With p_j the proportion in category j, s_j its score, s their mean:
 *
 *     linear     b = sum_j (s_j - s) p_j / sum_j (s_j - s)^2, the slope by
 *                score of a straight line through the proportions; t = b/se on
 *                the degrees of freedom of the design
 *     departure  C p = 0, C the second differences by score: Wald's
 *                W = (Cp)' (C V C')^-1 Cp, which does not depend on how C is
 *                chosen; (df - K + 1)/(K df) W is F with K = m - 2 and
 *                df - K + 1 degrees of freedom
 *
 * (Koch, Freeman and Freeman 1975, International Statistical Review 43; Korn
 * and Graubard 1999, Analysis of Health Surveys, 3.3; the reference of Thomas
 * and Rao 1987.)  V comes from the design, so domains need not be independent.
 */
#ifndef SV_TREND_H
#define SV_TREND_H

#include "weights/association.h"

struct sv_trend {
    double slope, se;
    struct sv_test linear;      /* statistic: t; df1 1, df2 df */
    struct sv_test departure;   /* cannot be tested with less than three */
};

/* P[m], their covariance V[m][m] and SCORE[m], ascending.  Categories whose P
 * or variance is NAN are passed over, and keep the others' scores as they are.
 * Fails for want of memory only. */
enum sv_status sv_trend(struct sv_trend *out, const double *p, const double *v,
                        const double *score, size_t m, double df,
                        struct sv_fault *fault) SV_MUST_USE;

#endif
