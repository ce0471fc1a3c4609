/* triangle.h - the triangular factor of a tall matrix, taken in by rows.
 *
 * A = QR by Householder's reflections, a block of rows at a time, so that
 * memory is that of R: A'A = R'R without ever making A'A, whose condition is
 * the square of A's.  Written out here because a BLAS with threads adds in an
 * order of its own, and results must have the same bits anywhere.
 */
#ifndef SV_TRIANGLE_H
#define SV_TRIANGLE_H

#include <stdbool.h>
#include <stddef.h>

struct sv_triangle {
    size_t n;                   /* columns */
    double *r;                  /* [n][n], upper; zeros below */
    double *block;              /* rows not yet taken in, [filled][n] */
    double *sum;                /* [n] */
    size_t filled;
};

/* False for want of memory.  The caller releases it, also then. */
bool sv_triangle_take(struct sv_triangle *t, size_t n);
void sv_triangle_free(struct sv_triangle *t);

/* Begins with N columns, at most as many as were taken. */
void sv_triangle_clear(struct sv_triangle *t, size_t n);

/* Where to write the next row, [n]. */
double *sv_triangle_row(struct sv_triangle *t);

/* Completes R: after the last row, before anything below. */
void sv_triangle_finish(struct sv_triangle *t);

/* Which of the columns are made up by those before them: what is left of one
 * is at most LEAST of its length.  R is lost.  Returns how many are not. */
size_t sv_triangle_dependent(struct sv_triangle *t, bool *dependent,
                             double least);

/* X [n - 1] of the least squares fit of the last column by the others. */
void sv_triangle_solve(double *x, const struct sv_triangle *t);

/* OUT [m][m] = (R'R)^-1 of the first M columns.  R is lost. */
void sv_triangle_inverse(double *out, struct sv_triangle *t, size_t m);

#endif
