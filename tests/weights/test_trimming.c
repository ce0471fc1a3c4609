/* test_trimming.c - limits hold, and the sum stays. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "weights/trimming.h"

enum { N = 7 };
static const double before[N] = { 3.1, 47.2, 8.8, 12.5, 130.4, 9.9, 21.7 };

static void
expect_trimmed(const struct sv_trimming *t, const double *want)
{
    struct sv_fault fault = { 0 };
    double after[N];

    cr_assert(sv_trim(after, t, before, N, &fault) == SV_OK, "%s", fault.text);
    for (size_t j = 0; j < N; j++)
        cr_expect(epsilon_eq(dbl, after[j], want[j], 1e-12), "unit %zu", j);
}

/* trimWeights(upper = 40, lower = 5) of R survey. */
Test(trimming, once_is_what_r_survey_does)
{
    static const double want[N] = { 5, 40, 32.725, 36.425, 40, 33.825, 45.625 };

    expect_trimmed(&(struct sv_trimming) { 5, 40, false, false,
                                           SV_REDISTRIBUTE_EQUALLY }, want);
}

/* 45.625 is cut, too, and its 5.625 goes to the three that never were. */
Test(trimming, strictly_who_was_cut_stays_at_the_limit)
{
    static const double want[N] = { 5, 40, 34.6, 38.3, 40, 35.7, 40 };

    expect_trimmed(&(struct sv_trimming) { 5, 40, false, true,
                                           SV_REDISTRIBUTE_EQUALLY }, want);
}

Test(trimming, in_proportion)
{
    const double k = 1 + (7.2 + 90.4 - 1.9) / (8.8 + 12.5 + 9.9 + 21.7);
    const double want[N] = { 5, 40, 8.8 * k, 12.5 * k, 40, 9.9 * k, 21.7 * k };

    expect_trimmed(&(struct sv_trimming) { 5, 40, false, false,
                                           SV_REDISTRIBUTE_PROPORTIONALLY },
                   want);
}

/* The median is 12.5. */
Test(trimming, by_medians_and_to_nobody)
{
    static const double want[N] = { 5, 47.2, 8.8, 12.5, 50, 9.9, 21.7 };

    expect_trimmed(&(struct sv_trimming) { 0.4, 4, true, true,
                                           SV_REDISTRIBUTE_NOT }, want);
}

/* As trimWeights() of R survey does with replicate weights. */
Test(trimming, weights_below_zero_are_cut_where_there_is_a_lower_limit)
{
    static const double w[4] = { -2.5, 10.3, 33.1, 77.9 };
    struct sv_trimming t = { 5, 50, false, false, SV_REDISTRIBUTE_EQUALLY };
    struct sv_fault fault = { 0 };
    double after[4];

    cr_assert(sv_trim(after, &t, w, 4, &fault) == SV_OK, "%s", fault.text);
    cr_expect(epsilon_eq(dbl, after[0], 5, 1e-12));
    cr_expect(epsilon_eq(dbl, after[1], 10.3 + (27.9 - 7.5) / 2, 1e-12));
    t.low = 0;
    cr_assert(sv_trim(after, &t, w, 4, &fault) == SV_OK, "%s", fault.text);
    cr_expect(eq(dbl, after[0], -2.5));
    cr_expect(epsilon_eq(dbl, after[2], 33.1 + 27.9 / 2, 1e-12));
}

Test(trimming, weights_of_zero_stay_zero)
{
    static const double w[4] = { 0, 10.3, 0, 77.9 };
    struct sv_fault fault = { 0 };
    double after[4];

    cr_assert(sv_trim(after, &(struct sv_trimming) {
                          5, 50, false, true, SV_REDISTRIBUTE_EQUALLY },
                      w, 4, &fault) == SV_OK);
    cr_expect(eq(dbl, after[0], 0.0));
    cr_expect(eq(dbl, after[3], 50.0));
    cr_expect(epsilon_eq(dbl, after[1], 38.2, 1e-12));
}

Test(trimming, nobody_left_to_give_to)
{
    struct sv_fault fault = { 0 };
    double after[N];

    cr_expect(sv_trim(after, &(struct sv_trimming) {
                          1, 2, false, true, SV_REDISTRIBUTE_EQUALLY },
                      before, N, &fault) == SV_DATA);
    cr_expect(strcmp(fault.text, "every weight is beyond the limits 1 and 2, "
                 "so there is nobody to give to what is cut off; widen the "
                 "limits") == 0, "%s",
              fault.text);
}
