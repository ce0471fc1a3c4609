/* test_standing.c - where an estimate stands to a target. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "stages/common/codewords.h"
#include "stages/common/standing.h"

static const char *
target(double low, double high)
{
    return sv_standing_code(sv_standing_of(low, high, 0.7, INFINITY));
}

Test(standing, is_by_the_interval)
{
    cr_expect_str_eq(target(0.7, 0.7312), "reached");
    cr_expect_str_eq(target(0.6999, 0.7312), "within-error");
    cr_expect_str_eq(target(0.6618, 0.7), "within-error");
    cr_expect_str_eq(target(0.6618, 0.6999), "not-reached");
    cr_expect_str_eq(target(NAN, 0.6999), "");
}

Test(standing, parity_has_two_sides)
{
    static const struct { double low, high; const char *code; } tried[] = {
        { 0.983, 1.017, "reached" }, { 0.968, 1.06, "within-error" },
        { 0.968, 1.0, "within-error" }, { 1.0, 1.031, "within-error" },
        { 0.871, 0.979, "not-reached" }, { 1.0201, 1.18, "not-reached" },
    };

    for (size_t k = 0; k < sizeof tried / sizeof *tried; k++)
        cr_expect_str_eq(sv_standing_code(
            sv_standing_of(tried[k].low, tried[k].high, SV_PARITY_LEAST,
                           SV_PARITY_MOST)), tried[k].code);
}

Test(standing, has_words)
{
    cr_expect_str_eq(sv_word_of("en", "within-error"), "within error");
    cr_expect_str_eq(sv_word_of("fr", "not-reached"), "non atteinte");
    cr_expect_str_eq(sv_word_of("es", "reached"), "alcanzada");
}
