/* residuals.h - linearisation with calibrated weights, from the tally.
 *
 * The score of a unit is that of its members in the cell, less what the
 * calibration variables account for: z - U'b, with b = M V's (projection.h).
 * So every unit of the sample has a score, in the cell or not.
 */
#ifndef SV_RESIDUALS_H
#define SV_RESIDUALS_H

#include "weights/linear.h"

/* Borrowed; the same for all cells. */
struct sv_residuals {
    size_t n_columns, n_units;
    const double *units;        /* [n_units][n_columns] sums of u by unit of the
                                   last stage of the design */
    const double *matrix;       /* [n_columns][n_columns] M */
};

/* V's for the terms of an estimator: cross[k] [n_columns] is the sum over the
 * members of v times term k. */
struct sv_cross { const double *term[SV_MAX_TERMS]; };

/* The scores of all units.  *OUT needs room for n_units entries, B for
 * 2 n_columns numbers. */
void sv_residual_scores(struct sv_scores *out, const struct sv_residuals *r,
                        const struct sv_estimator *e,
                        const double total[SV_MAX_TERMS],
                        const struct sv_rows *rows,
                        const struct sv_cross *cross, double *b);

/* As sv_estimate_cell(), by residuals.  SCRATCH is of sv_linear_scratch(),
 * SCORES and B as above. */
struct sv_estimate sv_estimate_calibrated(const struct sv_design *d,
                                          const struct sv_estimator *e,
                                          const struct sv_rows *rows,
                                          const struct sv_residuals *r,
                                          const struct sv_cross *cross,
                                          struct sv_scores *scores, double *b,
                                          void *scratch);

#endif
