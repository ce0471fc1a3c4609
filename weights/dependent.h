/* dependent.h - solving with a symmetric matrix whose columns may depend on
 * each other, as those of two margins do: both add up to the population.
 *
 * Columns are taken in order; one that the columns before it make up is left
 * out, and its unknown is 0.
 */
#ifndef SV_DEPENDENT_H
#define SV_DEPENDENT_H

#include <stdbool.h>
#include <stddef.h>

/* Replaces the lower triangle of A [n][n], symmetric and positive
 * semidefinite, by the Cholesky factor of the columns that stay; left[k] says
 * which are left out.  Returns how many stay. */
size_t sv_dependent_factor(double *a, bool *left, size_t n);

/* Solves A x = b for the columns that stay; X holds b at first.  Entries are
 * STRIDE apart. */
void sv_dependent_solve(const double *l, const bool *left, size_t n, double *x,
                        size_t stride);

#endif
