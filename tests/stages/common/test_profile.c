/* test_profile.c - what a set of weights is like, and what is no weight. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "stages/common/profile.h"

#define NEAR 1e-14

/* On paper: 2 3 7 0, of which three are above zero.
 *   sum 12, mean 4, deviations -2 -1 3, their squares 14, cv = sqrt(7) / 4
 *   sum of squares 62, Kish = 3 x 62 / 144 = 31/24 */
Test(profile, matches_paper)
{
    const double w[] = { 2, 3, 7, 0 };
    const struct sv_profile p = sv_profile_of(w, 4);

    cr_expect(eq(sz, p.n, 4));
    cr_expect(eq(sz, p.zero, 1));
    cr_expect(eq(dbl, p.sum, 12));
    cr_expect(eq(dbl, p.min, 2), "a weight of zero is not the least");
    cr_expect(eq(dbl, p.max, 7));
    cr_expect(epsilon_eq(dbl, p.cv, sqrt(7) / 4, NEAR));
    cr_expect(epsilon_eq(dbl, p.kish, 31.0 / 24, NEAR));
}

/* Kish's effect is 1 + (n - 1)/n cv^2, whatever the weights. */
Test(profile, kish_follows_from_cv)
{
    double w[97];
    struct sv_profile p;

    for (int i = 0; i < 97; i++)
        w[i] = 12.385 + 11.07 * sin(2.385 * i);
    p = sv_profile_of(w, 97);
    cr_expect(epsilon_eq(dbl, p.kish, 1 + 96.0 / 97 * p.cv * p.cv, 1e-12));
    cr_expect(gt(dbl, p.kish, 1.1), "the example shows something");
}

Test(profile, equal_weights_have_no_effect)
{
    const double w[] = { 12.5, 12.5, 12.5 };
    const struct sv_profile p = sv_profile_of(w, 3);

    cr_expect(eq(dbl, p.cv, 0));
    cr_expect(epsilon_eq(dbl, p.kish, 1, NEAR));
}

Test(profile, one_weight_has_no_cv)
{
    const double w[] = { 0, 7.25, 0 };
    const struct sv_profile p = sv_profile_of(w, 3);

    cr_expect(isnan(p.cv));
    cr_expect(eq(dbl, p.kish, 1));
    cr_expect(eq(dbl, p.min, 7.25));
    cr_expect(eq(dbl, p.max, 7.25));
}

static const uint32_t rows[] = { 11, 12, 13, 14, 15, 16, 17, 18 };

static enum sv_status
check(struct sv_fault *fault, const double *w, size_t n)
{
    *fault = (struct sv_fault){ 0 };
    return sv_weights_check(w, rows, n, "person", fault);
}

Test(weights, in_order_are_let_through)
{
    const double w[] = { 0, 1e-300, 2.385, 1e300 };
    struct sv_fault fault;

    cr_expect(eq(int, check(&fault, w, 4), SV_OK), "%s", fault.text);
    cr_expect_str_eq(fault.text, "");
}

Test(weights, whose_sum_is_beyond_numbers_are_refused)
{
    const double w[] = { 1e308, 1e308, 2.385 };
    struct sv_fault fault;

    cr_expect(eq(int, check(&fault, w, 3), SV_DATA));
    cr_expect_str_eq(fault.text, "person: the weights are too large to be added "
                     "up; is the weight the right variable?");
}

Test(weights, every_kind_is_counted_and_its_rows_are_named)
{
    const double w[] = { NAN, -1.5, 2, INFINITY, NAN, 3, -INFINITY, 1 };
    struct sv_fault fault;

    cr_expect(eq(int, check(&fault, w, 8), SV_DATA));
    cr_expect_str_eq(
        fault.text,
        "person: 2 of 8 rows have no weight (row 11, 15); every row needs a "
        "finite weight, 0 or above: mend the file, or leave these rows out of "
        "it\n"
        "person: 2 of 8 rows have a negative weight (row 12, 17); every row "
        "needs a finite weight, 0 or above: mend the file, or leave these rows "
        "out of it\n"
        "person: 1 of 8 rows have an infinite weight (row 14); every row needs "
        "a finite weight, 0 or above: mend the file, or leave these rows out "
        "of it");
}

Test(weights, five_rows_are_named_the_rest_counted)
{
    const double w[] = { -1, -1, -1, -1, -1, -1, 1, 1 };
    struct sv_fault fault;

    cr_expect(eq(int, check(&fault, w, 5), SV_DATA));
    cr_expect(ne(ptr, strstr(fault.text, "(row 11, 12, 13, 14, 15);"), NULL),
              "%s", fault.text);
    cr_expect(eq(int, check(&fault, w, 8), SV_DATA));
    cr_expect(ne(ptr, strstr(fault.text,
                             "6 of 8 rows have a negative weight "
                             "(row 11, 12, 13, 14, 15, ...);"), NULL),
              "%s", fault.text);
}

/* Rows are in the order of the design here, in that of the file there. */
Test(weights, the_first_rows_of_the_file_are_named)
{
    static const uint32_t shuffled[] = { 15, 7, 23, 3, 19, 11, 1, 9 };
    const double w[] = { -1, -1, -1, -1, -1, -1, -1, 1 };
    struct sv_fault fault = { 0 };

    cr_expect(eq(int, sv_weights_check(w, shuffled, 8, "person", &fault),
                 SV_DATA));
    cr_expect(ne(ptr, strstr(fault.text, "(row 1, 3, 7, 11, 15, ...)"), NULL),
              "%s", fault.text);
    fault = (struct sv_fault){ 0 };
    cr_expect(eq(int, sv_weights_check(w, shuffled, 4, "person", &fault),
                 SV_DATA));
    cr_expect(ne(ptr, strstr(fault.text, "(row 3, 7, 15, 23)"), NULL), "%s",
              fault.text);
}

Test(weights, all_zero_is_refused)
{
    const double w[] = { 0, 0, 0 };
    struct sv_fault fault;

    cr_expect(eq(int, check(&fault, w, 3), SV_DATA));
    cr_expect_str_eq(fault.text, "person: all 3 weights are zero; is the "
                     "weight the right variable?");
    cr_expect(eq(int, check(&fault, w, 1), SV_DATA));
}
