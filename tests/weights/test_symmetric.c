/* test_symmetric.c - Cholesky's factor. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "weights/symmetric.h"

/* L = (2; 3 1; -1 4 5) and its product with its transpose. */
Test(symmetric, the_factor_is_found_and_solves)
{
    double a[] = { 4, 6, -2, 6, 10, 1, -2, 1, 42 };
    double x[] = { 7, 0, 11.5, 0, 25.5, 0 };    /* L (3.5, 1, 5), stride 2 */

    cr_assert(sv_cholesky(a, 3));
    cr_expect(eq(dbl, a[0], 2));
    cr_expect(eq(dbl, a[3], 3));
    cr_expect(eq(dbl, a[4], 1));
    cr_expect(eq(dbl, a[6], -1));
    cr_expect(eq(dbl, a[7], 4));
    cr_expect(eq(dbl, a[8], 5));
    sv_forward_solve(a, 3, x, 2);
    cr_expect(eq(dbl, x[0], 3.5));
    cr_expect(eq(dbl, x[2], 1));
    cr_expect(eq(dbl, x[4], 5));
}

Test(symmetric, a_singular_matrix_is_refused)
{
    double a[] = { 1, 2, 2, 4 }, b[] = { -1 };

    cr_expect(not(sv_cholesky(a, 2)));
    cr_expect(not(sv_cholesky(b, 1)));
}
