/* quantity.h - what a number is made from.
 *
 * A number is a function of the totals of one cell.  All that its value and its
 * variance need, by whatever method, is pointed at from here; nothing is owned.
 *
 * A quantile q is no function of totals, but the inverse of one: of F, the share
 * of those up to it.  Its totals are those of F at q, and its scores are those of
 * F times a slope.  The slope is -se(q)/se(F), minus the inverse of the density
 * that the published standard error implies (Woodruff 1952), so that the scores
 * give that standard error, and with other numbers' scores covariances.
 */
#ifndef SV_QUANTITY_H
#define SV_QUANTITY_H

#include "weights/linear.h"
#include "weights/residuals.h"

struct sv_inverse {
    double value;               /* of the number; NAN: does not exist */
    double slope;               /* what scores of the estimator are times */
    unsigned flags;             /* of enum sv_flag: why it has no standard error,
                                   so that no contrast with it has one */
    const double *values;       /* [replicates] of the number; NULL: without */
};

struct sv_quantity {
    const struct sv_estimator *estimator;
    struct sv_rows rows;
    const struct sv_residuals *residuals;       /* NULL: not calibrated */
    struct sv_cross cross;                      /* of a calibrated cell */
    const double *repeated[SV_MAX_TERMS];       /* [replicates] the terms by
                                   replicate, where they were summed from the
                                   data; NULL: ROWS times multipliers */
    const struct sv_inverse *inverse;           /* NULL: the number is what the
                                   estimator makes of the totals */
};

/* NAN: does not exist. */
double sv_quantity_value(const struct sv_quantity *q);

/* The linearised scores by unit, of residuals where it has some; B is of twice
 * their columns.  *OUT has room for sv_quantity_n_scores() entries. */
size_t sv_quantity_n_scores(const struct sv_quantity *q);
void sv_quantity_linearise(struct sv_scores *out, const struct sv_quantity *q,
                           double *b);

/* ... and as if it had no residuals: units with members alone. */
void sv_quantity_plain_scores(struct sv_scores *out,
                              const struct sv_quantity *q);

#endif
