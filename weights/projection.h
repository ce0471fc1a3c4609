/* projection.h - what calibration takes out of scores, for linearisation.
 *
 * Calibrated weights vary less than others: what a score has in common with
 * the calibration variables does not count.  A step of calibration replaces
 * the scores s (one a row, weights included) by
 *
 *     P s = s - U (V'U)^-1 V's,    U = w x,  V = x / g,
 *
 * w being the weights after the step and g the factor it put to them: the
 * residuals of the regression on x with the weights before it (Deville and
 * Saerndal 1992; the same digits as R survey, svyrecvar).  A raking has a block
 * for each margin, with V = x / w, and goes over them ten times.
 *
 * The steps of a chain are one linear map, s - U M V's, with all blocks side by
 * side in U and V.  So a sampling unit needs the sum of its rows' u, once, and
 * a number V's, the sum over its members, whatever the steps were.
 */
#ifndef SV_PROJECTION_H
#define SV_PROJECTION_H

#include "weights/auxiliary.h"

/* One set of columns.  Row j of the data has row row_of[j] of X, times u[j] in
 * U and v[j] in V; borrowed. */
struct sv_projection_block {
    const struct sv_auxiliary *x;
    size_t from, to;            /* columns of X */
    size_t n_rows;              /* those beyond have 0 */
    const uint32_t *row_of;     /* [n_rows]; NULL: j */
    const double *u, *v;        /* [n_rows] */
};

struct sv_projection {
    size_t n_rows, n_blocks, n_order;
    const struct sv_projection_block *block;
    const size_t *order;        /* [n_order] blocks, first to last */
};

/* Columns of all blocks: those of U, V and M. */
size_t sv_projection_columns(const struct sv_projection *p);

/* M [columns][columns]. */
enum sv_status sv_projection_matrix(double *m, const struct sv_projection *p,
                                    struct sv_fault *fault) SV_MUST_USE;

/* Adds row J of U to SUM [columns]. */
void sv_projection_add_u(double *sum, const struct sv_projection *p, size_t j);

/* Row J of V, without its zeros, into COLUMN and VALUE; returns how many. */
size_t sv_projection_row_v(uint32_t *column, double *value,
                           const struct sv_projection *p, size_t j);

#endif
