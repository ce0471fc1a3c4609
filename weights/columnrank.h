/* columnrank.h - the rank of a matrix, as R's qr() finds it. */
#ifndef SV_COLUMNRANK_H
#define SV_COLUMNRANK_H

#include <stddef.h>

/* The rank of MATRIX [rows][columns], which is overwritten: how many columns
 * are left when one is taken out whose part that earlier ones do not explain is
 * shorter than TOLERANCE times the column (LINPACK's limited pivoting, R
 * qr(tol =)).  By Householder reflections. */
size_t sv_column_rank(double *matrix, size_t rows, size_t columns,
                      double tolerance);

#endif
