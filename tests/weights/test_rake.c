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

/* ... also where a replicate has a weight below 0. */
Test(rake, weights_below_zero_take_part)
{
    const double w[HAND_ROWS] = { 11.3, 7.9, 14.2, 9.6, 8.7, 12.1, 10.4, -1.3 };
    double raked[HAND_ROWS], ratio[HAND_ROWS];
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    struct sv_calibration c = {
        .x = &x, .total = totals, .bounds = { -INFINITY, INFINITY },
        .tolerance = 1e-13, .most = 500,
    };

    hand_margins(&x, 4);
    cr_assert(sv_rake(raked, NULL, &c, w, &fault) == SV_OK, "%s", fault.text);
    c.distance = sv_distance_find("raking-ratio");
    cr_assert(sv_calibrate(ratio, &c, w, &fault) == SV_OK);
    for (size_t j = 0; j < HAND_ROWS; j++)
        cr_expect(epsilon_eq(dbl, raked[j], ratio[j], 1e-11));
    for (size_t k = 0; k < 4; k++)
        cr_expect(epsilon_eq(dbl, hand_sum(w, raked, k), totals[k], 1e-10));
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

enum { ROWS = 211, COLUMNS = 9, MARGINS = 3 };

/* Three margins of 2, 3 and 4 categories by a rule, which some rows lack; with
 * SHARED some rows are half in one category and half in the next. */
static void
rule_margins(struct sv_auxiliary *x, bool shared)
{
    static const size_t first[MARGINS + 1] = { 0, 2, 5, 9 };
    static const char *const name[COLUMNS] = {
        "a", "b", "c", "d", "e", "f", "g", "h", "i",
    };
    struct sv_fault fault = { 0 };
    size_t n = 0;

    cr_assert(sv_auxiliary_take(x, ROWS, COLUMNS, MARGINS, 6 * ROWS, &fault)
              == SV_OK);
    memcpy(x->margin, first, sizeof first);
    x->name = name;
    for (size_t j = 0; j < ROWS; j++) {
        x->first[j] = n;
        for (size_t m = 0; m < MARGINS; m++) {
            const size_t size = first[m + 1] - first[m];
            const size_t k = (j * (31 + m) + j * j % 7) % (size + (m == 1));
            const bool half = shared && j % 5 == m && k + 1 < size;

            if (k == size)
                continue;
            x->column[n] = (uint32_t) (first[m] + k);
            x->value[n++] = half ? 0.5 : 1;
            if (half) {
                x->column[n] = (uint32_t) (first[m] + k + 1);
                x->value[n++] = 0.5;
            }
        }
    }
    x->first[ROWS] = n;
}

/* One entry after the other, for ROUNDS. */
static void
rake_naively(double *w, const struct sv_auxiliary *x, const double *total,
             unsigned rounds)
{
    for (size_t i = 0; i < rounds * MARGINS; i++) {
        const size_t m = i % MARGINS;
        double got[COLUMNS];

        sv_auxiliary_sum(got, x, w);
        for (size_t j = 0; j < ROWS; j++)
            for (size_t e = x->first[j]; e < x->first[j + 1]; e++)
                if (x->column[e] >= x->margin[m]
                    && x->column[e] < x->margin[m + 1])
                    w[j] *= total[x->column[e]] / got[x->column[e]];
    }
}

/* To the last bit; a wide tolerance ends it after few rounds. */
Test(rake, is_what_one_entry_after_the_other_gives)
{
    for (int shared = 0; shared < 2; shared++) {
        double d[ROWS], g[ROWS], w[ROWS], total[COLUMNS];
        struct sv_fault fault = { 0 };
        struct sv_auxiliary x;
        const struct sv_calibration c = {
            .x = &x, .total = total, .tolerance = 1e6, .most = 1,
        };

        rule_margins(&x, shared);
        for (size_t j = 0; j < ROWS; j++)
            w[j] = d[j] = j % 13 == 4 ? 0 : 3.25 + (double) (j * 37 % 101) / 7;
        sv_auxiliary_sum(total, &x, d);
        for (size_t k = 0; k < COLUMNS; k++)
            total[k] *= 0.875 + 0.0625 * (double) k;
        cr_assert(sv_rake(g, NULL, &c, d, &fault) == SV_OK, "%s", fault.text);
        rake_naively(w, &x, total, 1);
        for (size_t j = 0; j < ROWS; j++)
            cr_expect(eq(dbl, g[j], d[j] > 0 ? w[j] / d[j] : 1), "%zu", j);
        sv_auxiliary_free(&x);
    }
}
