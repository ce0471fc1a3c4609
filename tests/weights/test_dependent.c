/* test_dependent.c - solving where columns depend on each other. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "weights/dependent.h"

/* X'X of rows (1,0,1), (0,1,1), (1,0,1), (0,1,1), (1,0,1): the third column is
 * the sum of the others. */
static const double sums[9] = { 3, 0, 3, 0, 2, 2, 3, 2, 5 };

Test(dependent, a_column_that_others_make_up_is_left_out)
{
    double a[9], x[3] = { 3.9, 1.7, 5.6 };
    bool left[3];

    memcpy(a, sums, sizeof a);
    cr_expect(eq(sz, sv_dependent_factor(a, left, 3), 2));
    cr_expect(not(left[0]));
    cr_expect(not(left[1]));
    cr_expect(left[2]);
    sv_dependent_solve(a, left, 3, x, 1);
    cr_expect(ieee_ulp_eq(dbl, x[0], 3.9 / 3, 4));
    cr_expect(ieee_ulp_eq(dbl, x[1], 1.7 / 2, 4));
    cr_expect(eq(dbl, x[2], 0.0));
}

Test(dependent, a_regular_matrix_is_solved_at_any_stride)
{
    static const double whole[9] = { 4.1, 1.3, 0.7, 1.3, 3.9, -0.4,
                                     0.7, -0.4, 5.2 };
    double a[9], x[6] = { 2.17, -1, 0.93, -1, -3.31, -1 };
    bool left[3];

    memcpy(a, whole, sizeof a);
    cr_assert(eq(sz, sv_dependent_factor(a, left, 3), 3));
    sv_dependent_solve(a, left, 3, x, 2);
    for (size_t i = 0; i < 3; i++) {
        const double want[3] = { 2.17, 0.93, -3.31 };
        double got = 0;

        for (size_t k = 0; k < 3; k++)
            got += whole[i * 3 + k] * x[2 * k];
        cr_expect(epsilon_eq(dbl, got, want[i], 1e-14));
        cr_expect(eq(dbl, x[2 * i + 1], -1.0));
    }
}

Test(dependent, a_column_of_zeros_is_left_out)
{
    double a[4] = { 0, 0, 0, 2.89 }, x[2] = { 0, 4.913 };
    bool left[2];

    cr_expect(eq(sz, sv_dependent_factor(a, left, 2), 1));
    sv_dependent_solve(a, left, 2, x, 1);
    cr_expect(eq(dbl, x[0], 0.0));
    cr_expect(ieee_ulp_eq(dbl, x[1], 1.7, 4));
}
