/* test_rake.c - iterative proportional fitting. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/weights/margins_by_hand.h"

static const double totals[4] = { 47.3, 39.7, 41.6, 45.4 };

Test(rake, ends_where_the_raking_ratio_ends)
{
    double raked[HAND_ROWS], ratio[HAND_ROWS], after[2 * HAND_ROWS];
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    struct sv_calibration c = {
        .x = &x, .total = totals, .bounds = { -INFINITY, INFINITY },
        .tolerance = 1e-14, .most = 500,
    };

    hand_margins(&x, 4);
    cr_assert(sv_rake(raked, after, &c, hand_weights, &fault) == SV_OK, "%s",
              fault.text);
    c.tolerance = 1e-12;
    c.distance = sv_distance_find("raking-ratio");
    cr_assert(sv_calibrate(ratio, &c, hand_weights, &fault) == SV_OK);
    for (size_t j = 0; j < HAND_ROWS; j++) {
        cr_expect(epsilon_eq(dbl, raked[j], ratio[j], 1e-12));
        cr_expect(eq(dbl, after[HAND_ROWS + j] / hand_weights[j], raked[j]));
    }
    sv_auxiliary_free(&x);
}

Test(rake, too_few_rounds_are_a_fault)
{
    double g[HAND_ROWS];
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    const struct sv_calibration c = {
        .x = &x, .total = totals, .tolerance = 1e-12, .most = 2,
    };

    hand_margins(&x, 4);
    cr_expect(sv_rake(g, NULL, &c, hand_weights, &fault) == SV_DATA);
    cr_expect(eq(int, strncmp(fault.text, "after 2 iterations 2 of 4 margins "
                              "are not met; the worst is sex=f: 39.", 70), 0),
              "%s", fault.text);
    sv_auxiliary_free(&x);
}
