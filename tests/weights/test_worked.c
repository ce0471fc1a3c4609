/* test_worked.c - intervals by hand are those of intervals.h. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/worked.h"

static const struct sv_proportion numbers[] = {
    { .p = 0.312, .se = 0.0217, .df = 37, .n = 1183, .n_effective = 701.3 },
    { .p = 0.9713, .se = 0.0231, .df = 5, .n = 211, .n_effective = 120.7 },
    { .p = 0.0123, .se = 0.0091, .df = 2, .n = 96, .n_effective = 51.9 },
    { .p = 0, .se = 0, .df = 7, .n = 31, .n_effective = 17.3 },
    { .p = 1, .se = 0, .df = 7, .n = 31, .n_effective = 17.3 },
    { .p = 0.5, .se = 0, .df = 7, .n = 31, .n_effective = 17.3 },
};

/* Every method there is or ever will be. */
Test(worked, last_lines_are_the_bounds)
{
    for (size_t m = 0; m < sv_n_interval_methods; m++)
        for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
            const struct sv_interval expected = sv_interval_proportion(
                &sv_interval_methods[m], &numbers[i], 0.95);
            struct sv_worked line[SV_MAX_WORKED];
            const size_t n = sv_worked_proportion(
                line, &sv_interval_methods[m], &numbers[i], 0.95);

            cr_assert(gt(sz, n, 2), "%s has no steps",
                      sv_interval_methods[m].name);
            cr_expect(epsilon_eq(dbl, line[n - 2].value, expected.low, 1e-12),
                      "%s, %zu", sv_interval_methods[m].name, i);
            cr_expect(epsilon_eq(dbl, line[n - 1].value, expected.high, 1e-12),
                      "%s, %zu", sv_interval_methods[m].name, i);
        }
}

Test(worked, wald_and_what_does_not_exist)
{
    const struct sv_proportion none = { .p = 3.7, .se = NAN, .df = 4 };
    const struct sv_proportion mean = { .p = 3.7, .se = 0.31, .df = 4 };
    const struct sv_interval expected = sv_interval_wald(3.7, 0.31, 4, 0.9);
    struct sv_worked line[SV_MAX_WORKED];

    cr_expect(eq(sz, sv_worked_wald(line, &none, 0.9), 0));
    cr_assert(eq(sz, sv_worked_wald(line, &mean, 0.9), 4));
    cr_expect(epsilon_eq(dbl, line[2].value, expected.low, 1e-14));
    cr_expect(epsilon_eq(dbl, line[3].value, expected.high, 1e-14));
}
