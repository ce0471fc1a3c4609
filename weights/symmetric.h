/* symmetric.h - symmetric positive definite matrices, small and dense. */
#ifndef SV_SYMMETRIC_H
#define SV_SYMMETRIC_H

#include <stdbool.h>
#include <stddef.h>

/* Replaces the lower triangle of A[n][n] by its Cholesky factor L, A = L L'.
 * False if A is not positive definite to working precision; A is lost then. */
bool sv_cholesky(double *a, size_t n);

/* Replaces X[n] by L^-1 X, L from sv_cholesky(); x's entries are STRIDE apart.
 */
void sv_forward_solve(const double *l, size_t n, double *x, size_t stride);

/* Y' A^-1 Y for a covariance A[n][n]; NAN if it is singular: a pivot is at most
 * 1e-12 of SIZE[n], which is what the entries of the diagonal were summed from (the
 * sum of what was added, without signs), or of the diagonal where SIZE is NULL.
 * What is less is rounding, and a statistic made of it any number.  A and Y are
 * lost. */
double sv_inverse_form(double *a, size_t n, const double *size, double *y);

#endif
