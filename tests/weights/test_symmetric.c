/* test_symmetric.c - Cholesky's factor. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

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

/* The covariance of x, y and x + y: what is left of the last pivot is rounding. */
Test(symmetric, a_form_is_not_made_of_rounding)
{
    const double a = 2.385, b = 1.733, c = 0.419;
    double v[] = { a, c, a + c, c, b, c + b, a + c, c + b, a + 2 * c + b };
    double y[] = { 1.25, 0.75, 2 };
    double two[] = { a, c, c, b }, z[] = { 1.25, 0.75 };
    double again[] = { a, c, c, b }, u[] = { 1.25, 0.75 };
    const double of_much[] = { 1, 1e13 };

    v[8] += 3e-14;
    cr_expect(isnan(sv_inverse_form(v, 3, NULL, y)));
    cr_expect(epsilon_eq(dbl, sv_inverse_form(two, 2, NULL, z),
                         (b * 1.25 * 1.25 - 2 * c * 1.25 * 0.75 + a * 0.75 * 0.75)
                             / (a * b - c * c), 1e-12));
    cr_expect(isnan(sv_inverse_form(again, 2, of_much, u)));
}

Test(symmetric, a_singular_matrix_is_refused)
{
    double a[] = { 1, 2, 2, 4 }, b[] = { -1 };

    cr_expect(not(sv_cholesky(a, 2)));
    cr_expect(not(sv_cholesky(b, 1)));
}
