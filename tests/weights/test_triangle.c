/* test_triangle.c - the triangular factor, against A'A. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "weights/triangle.h"

enum { ROWS = 1000, N = 6 };

static double a[ROWS][N];

/* More rows than a block has; the fourth column is made of the first two if
 * DEPENDENT. */
static void
fill(struct sv_triangle *t, bool dependent)
{
    srand(20260409);
    cr_assert(sv_triangle_take(t, N));
    sv_triangle_clear(t, N);
    for (size_t i = 0; i < ROWS; i++) {
        double *row = sv_triangle_row(t);

        for (size_t k = 0; k < N; k++)
            a[i][k] = (double) rand() / RAND_MAX - 0.37 + (k == 2 ? 2026 : 0);
        if (dependent)
            a[i][3] = 0.31 * a[i][0] - 1.7 * a[i][1];
        for (size_t k = 0; k < N; k++)
            row[k] = a[i][k];
    }
    sv_triangle_finish(t);
}

static double
cross(size_t j, size_t k)
{
    double sum = 0;

    for (size_t i = 0; i < ROWS; i++)
        sum += a[i][j] * a[i][k];
    return sum;
}

Test(triangle, is_a_root_of_the_cross_products)
{
    struct sv_triangle t;

    fill(&t, false);
    for (size_t j = 0; j < N; j++)
        for (size_t k = 0; k < N; k++) {
            double sum = 0;

            for (size_t i = 0; i < N; i++)
                sum += t.r[i * N + j] * t.r[i * N + k];
            cr_expect(epsilon_eq(dbl, sum, cross(j, k),
                                 1e-12 * sqrt(cross(j, j) * cross(k, k))));
            cr_expect(k >= j || t.r[j * N + k] == 0);
        }
    sv_triangle_free(&t);
}

Test(triangle, solves_and_inverts)
{
    struct sv_triangle t;
    double x[N - 1], inverse[(N - 1) * (N - 1)];

    fill(&t, false);
    sv_triangle_solve(x, &t);
    for (size_t j = 0; j < N - 1; j++) {        /* the normal equations */
        double left = -cross(j, N - 1);

        for (size_t k = 0; k < N - 1; k++)
            left += cross(j, k) * x[k];
        cr_expect(epsilon_eq(dbl, left, 0, 1e-8));
    }
    sv_triangle_inverse(inverse, &t, N - 1);
    for (size_t i = 0; i < N - 1; i++)
        for (size_t j = 0; j < N - 1; j++) {
            double sum = 0;

            for (size_t k = 0; k < N - 1; k++)
                sum += inverse[i * (N - 1) + k] * cross(k, j);
            cr_expect(epsilon_eq(dbl, sum, i == j, 1e-6));
        }
    sv_triangle_free(&t);
}

Test(triangle, finds_the_column_that_others_make_up)
{
    struct sv_triangle t;
    bool dependent[N];

    fill(&t, true);
    cr_expect(eq(sz, sv_triangle_dependent(&t, dependent, 1e-10), N - 1));
    for (size_t k = 0; k < N; k++)
        cr_expect(dependent[k] == (k == 3), "column %zu", k);
    sv_triangle_free(&t);
}
