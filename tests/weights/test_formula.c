/* test_formula.c - functions of several numbers, and their derivatives. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "weights/formula.h"

static const double theta[] = { 0.3712, 1.9047, 0.0856 };

/* Every step is there; the slopes by hand. */
Test(formula, values_and_slopes)
{
    const double a = theta[0], b = theta[1], c = theta[2];
    const struct { const char *postfix; double value, slope[3]; } want[] = {
        { "v1 v2 - v2 /", (a - b) / b, { 1 / b, -a / b / b, 0 } },
        { "v1 neg v2 v3 * +", -a + b * c, { -1, c, b } },
        { "v1 log v2 exp v3 sqrt + *", log(a) * (exp(b) + sqrt(c)),
          { (exp(b) + sqrt(c)) / a, log(a) * exp(b), log(a) / 2 / sqrt(c) } },
        { "v1 1 v1 - / v3 1 v3 - / /", a / (1 - a) * (1 - c) / c,
          { (1 - c) / c / (1 - a) / (1 - a), 0, -a / (1 - a) / c / c } },
        { "v2 1.5e1 *", 15 * b, { 0, 15, 0 } },
    };

    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        double f[SV_FORMULA_SIZE];

        cr_assert(sv_formula_of(f, want[i].postfix), "%s", want[i].postfix);
        cr_expect(epsilon_eq(dbl, sv_formula_value(f, theta), want[i].value,
                             1e-14));
        for (size_t k = 0; k < 3; k++)
            cr_expect(epsilon_eq(dbl, sv_formula_slope(f, theta, k),
                                 want[i].slope[k], 1e-13), "%s, slope %zu",
                      want[i].postfix, k);
    }
}

/* Where it does not exist, and where it has no slope. */
Test(formula, what_is_not_smooth_is_no_number)
{
    static const char *const none[] = { "v1 v1 v1 - /", "v1 v1 - log",
                                        "v1 v1 - sqrt", "v3 v2 - sqrt" };

    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        double f[SV_FORMULA_SIZE];

        cr_assert(sv_formula_of(f, none[i]));
        cr_expect(isnan(sv_formula_value(f, theta)), "%s", none[i]);
    }
}

Test(formula, what_is_none_is_refused)
{
    static const char *const none[] = { "", "v1 v2", "-", "v1 -", "log", "v0",
                                        "v", "v1x", "1y", "v1 v2 ^" };
    double f[SV_FORMULA_SIZE];
    char longest[4 * SV_MAX_FORMULA_STEPS + 16] = "1";

    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        cr_expect(sv_formula_of(f, none[i]) == false, "%s", none[i]);
    for (size_t k = 1; k < SV_MAX_FORMULA_STEPS; k++)
        strcat(longest, " neg");
    cr_expect(sv_formula_of(f, longest));
    strcat(longest, " neg");
    cr_expect(sv_formula_of(f, longest) == false);
}
