/* test_moments.c - moments centred from the start. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "weights/moments.h"

/* y 2, 5, 11 with weights 1, 2, 1: mean 23/4, M2 = sum w y^2 - (sum w y)^2 / sum w
 * = (4 + 50 + 121) - 23^2/4 = 175 - 132.25 = 42.75. */
Test(moments, match_paper)
{
    struct sv_moments m = { 0 };

    sv_moments_add(&m, 1, 2);
    sv_moments_add(&m, 2, 5);
    sv_moments_add(&m, 0, 1e300);       /* zero weight changes nothing */
    sv_moments_add(&m, 1, 11);
    cr_expect(epsilon_eq(dbl, m.w, 4, 1e-15));
    cr_expect(epsilon_eq(dbl, m.mean, 5.75, 1e-14));
    cr_expect(epsilon_eq(dbl, m.m2, 42.75, 1e-13));
}

/* With x 1, 2, 4: mean 9/4, XX = 1 + 8 + 16 - 81/4 = 4.75,
 * XY = 2 + 20 + 44 - 9 23/4 = 14.25. */
Test(moments, comoments_match_paper)
{
    struct sv_comoments m = { 0 };

    sv_comoments_add(&m, 1, 1, 2);
    sv_comoments_add(&m, 2, 2, 5);
    sv_comoments_add(&m, 1, 4, 11);
    cr_expect(epsilon_eq(dbl, m.mean_x, 2.25, 1e-14));
    cr_expect(epsilon_eq(dbl, m.mean_y, 5.75, 1e-14));
    cr_expect(epsilon_eq(dbl, m.xx, 4.75, 1e-13));
    cr_expect(epsilon_eq(dbl, m.xy, 14.25, 1e-13));
    cr_expect(epsilon_eq(dbl, m.yy, 42.75, 1e-13));
}

static double
value(int i)
{
    return (i * 7919 % 1013) / 97.0;
}

/* Any split, merged, is the whole; an offset of 1e9 costs nothing but the last
 * bits of y itself. */
Test(moments, merged_parts_are_the_whole)
{
    struct sv_moments whole = { 0 }, far = { 0 }, parts = { 0 };
    struct sv_comoments co_whole = { 0 }, co_parts = { 0 };

    for (int from = 0; from < 500; from += 100) {
        struct sv_moments part = { 0 };
        struct sv_comoments co_part = { 0 };

        for (int i = from; i < from + 100; i++) {
            const double w = 0.25 + i % 13, x = value(i), y = value(3 * i + 1);

            sv_moments_add(&whole, w, y);
            sv_moments_add(&part, w, y);
            sv_moments_add(&far, w, y + 1e9);
            sv_comoments_add(&co_whole, w, x, y);
            sv_comoments_add(&co_part, w, x, y);
        }
        sv_moments_merge(&parts, &part);
        sv_comoments_merge(&co_parts, &co_part);
    }
    cr_expect(epsilon_eq(dbl, parts.m2 / whole.m2, 1, 1e-13));
    cr_expect(epsilon_eq(dbl, far.m2 / whole.m2, 1, 1e-6));
    cr_expect(epsilon_eq(dbl, co_parts.xy / co_whole.xy, 1, 1e-12));
    cr_expect(epsilon_eq(dbl, co_parts.xx / co_whole.xx, 1, 1e-13));
    cr_expect(epsilon_eq(dbl, co_parts.yy / whole.m2, 1, 1e-13));
    cr_expect(epsilon_eq(dbl, co_parts.mean_y, whole.mean, 1e-13));
}

Test(moments, merging_nothing_changes_nothing)
{
    const struct sv_moments nothing = { 0 };
    const struct sv_comoments co_nothing = { 0 };
    struct sv_moments m = { 0 }, into = { 0 };
    struct sv_comoments c = { 0 };

    sv_moments_add(&m, 1.5, 2.385);
    sv_comoments_add(&c, 1.5, 7.121, 2.385);
    sv_moments_merge(&m, &nothing);
    sv_comoments_merge(&c, &co_nothing);
    sv_moments_merge(&into, &m);
    cr_expect(into.w == 1.5 && into.mean == 2.385 && into.m2 == 0);
    cr_expect(c.w == 1.5 && c.mean_x == 7.121 && c.mean_y == 2.385);
}
