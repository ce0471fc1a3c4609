/* auxiliary.h - what is known of every unit and, summed, of the population.
 *
 * A matrix x [n_rows][n_columns], kept by rows without its zeros: of a
 * classification a row has one 1, of a number one value.  A column belongs to a
 * margin: a classification (perhaps crossed) has a column a category, a number
 * one.  Every column has the total that the population is known to have.
 *
 * Where units must keep a common weight (members of a household), the rows are
 * those of households: x is the mean over members (sv_auxiliary_average).
 */
#ifndef SV_AUXILIARY_H
#define SV_AUXILIARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"

struct sv_auxiliary {
    size_t n_rows, n_columns, n_margins;
    size_t *first;              /* [n_rows + 1] where the entries of a row are */
    uint32_t *column;           /* [first[n_rows]] ascending within a row */
    double *value;              /* [first[n_rows]] */
    size_t *margin;             /* [n_margins + 1] first column of each */
    const char *const *name;    /* [n_columns] "sex=male"; borrowed */
};

/* Room for ENTRIES; the caller releases it with sv_auxiliary_free(). */
enum sv_status sv_auxiliary_take(struct sv_auxiliary *out, size_t n_rows,
                                 size_t n_columns, size_t n_margins,
                                 size_t entries, struct sv_fault *fault)
    SV_MUST_USE;
void sv_auxiliary_free(struct sv_auxiliary *x);

/* OUT: a row for every group, the mean of the rows of X that are in it;
 * group[x->n_rows] < n_groups.  A group without rows has no entries. */
enum sv_status sv_auxiliary_average(struct sv_auxiliary *out,
                                    const struct sv_auxiliary *x,
                                    const uint32_t *group, size_t n_groups,
                                    struct sv_fault *fault) SV_MUST_USE;

/* sum_k x[row][k] a[k] */
double sv_auxiliary_dot(const struct sv_auxiliary *x, size_t row,
                        const double *a);

/* SUM [n_columns] = sum over rows of w x. */
void sv_auxiliary_sum(double *sum, const struct sv_auxiliary *x,
                      const double *w);

/* A [n_columns][n_columns] = sum over rows of w x x'. */
void sv_auxiliary_cross(double *a, const struct sv_auxiliary *x,
                        const double *w);

#endif
