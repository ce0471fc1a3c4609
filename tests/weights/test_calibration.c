/* test_calibration.c - margins are met, and what cannot be is named. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/weights/margins_by_hand.h"

static const double totals[HAND_COLUMNS] = { 47.3, 39.7, 41.6, 45.4, 231.7 };

static struct sv_calibration
calibration(const struct sv_auxiliary *x, const double *total,
            const char *distance)
{
    return (struct sv_calibration) {
        .x = x, .total = total, .distance = sv_distance_find(distance),
        .bounds = { 0.4, 2.6 }, .tolerance = 1e-9, .most = 100,
    };
}

Test(calibration, every_distance_meets_every_margin)
{
    for (size_t i = 0; i < sv_n_distances; i++) {
        const struct sv_distance *d = &sv_distances[i];
        struct sv_fault fault = { 0 };
        struct sv_auxiliary x;
        struct sv_calibration c;
        double g[HAND_ROWS];

        hand_margins(&x, HAND_COLUMNS);
        c = calibration(&x, totals, d->name);
        cr_assert(sv_calibrate(g, &c, hand_weights, &fault) == SV_OK, "%s: %s",
                  d->name, fault.text);
        for (size_t k = 0; k < HAND_COLUMNS; k++)
            cr_expect(epsilon_eq(dbl, hand_sum(hand_weights, g, k), totals[k],
                                 1e-11 * totals[k]), "%s", d->name);
        for (size_t j = 0; d->takes_bounds && j < HAND_ROWS; j++)
            cr_expect(g[j] >= 0.4 && g[j] <= 2.6, "%s", d->name);
        sv_auxiliary_free(&x);
    }
}

/* One classification: all distances give the ratio of totals. */
Test(calibration, of_one_classification_is_post_stratification)
{
    static const double want[2] = { 49.1, 33.3 };

    for (size_t i = 0; i < sv_n_distances; i++) {
        struct sv_fault fault = { 0 };
        struct sv_auxiliary x;
        struct sv_calibration c;
        double g[HAND_ROWS];

        hand_margins(&x, 2);
        c = calibration(&x, want, sv_distances[i].name);
        cr_assert(sv_calibrate(g, &c, hand_weights, &fault) == SV_OK);
        cr_expect(epsilon_eq(dbl, g[0], 49.1 / (11.3 + 7.9 + 14.2 + 9.6),
                             1e-12));
        cr_expect(epsilon_eq(dbl, g[7], 33.3 / (8.7 + 12.1 + 10.4 + 6.8),
                             1e-12));
        sv_auxiliary_free(&x);
    }
}

/* Some bootstraps of several stages have replicate weights below 0. */
Test(calibration, weights_below_zero_take_part)
{
    const double w[HAND_ROWS] = { 11.3, 7.9, 14.2, 9.6, 8.7, 12.1, 10.4, -1.3 };

    for (size_t i = 0; i < sv_n_distances; i++) {
        struct sv_fault fault = { 0 };
        struct sv_auxiliary x;
        struct sv_calibration c;
        double g[HAND_ROWS];

        hand_margins(&x, HAND_COLUMNS);
        c = calibration(&x, totals, sv_distances[i].name);
        cr_assert(sv_calibrate(g, &c, w, &fault) == SV_OK, "%s: %s",
                  sv_distances[i].name, fault.text);
        for (size_t k = 0; k < HAND_COLUMNS; k++)
            cr_expect(epsilon_eq(dbl, hand_sum(w, g, k), totals[k],
                                 1e-9 * totals[k]), "%s", sv_distances[i].name);
        cr_expect(g[7] != 1);
        sv_auxiliary_free(&x);
    }
}

Test(calibration, a_unit_of_weight_zero_stays_out)
{
    double w[HAND_ROWS] = { 11.3, 7.9, 14.2, 9.6, 8.7, 12.1, 10.4, 0 };
    double g[HAND_ROWS];
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    struct sv_calibration c;

    hand_margins(&x, HAND_COLUMNS);
    c = calibration(&x, totals, "raking-ratio");
    cr_assert(sv_calibrate(g, &c, w, &fault) == SV_OK, "%s", fault.text);
    cr_expect(eq(dbl, g[7], 1.0));
    cr_expect(epsilon_eq(dbl, hand_sum(w, g, HAND_NUMBER), 231.7, 1e-9));
    sv_auxiliary_free(&x);
}

/* The sentence that WANT totals by DISTANCE end in. */
static void
expect_fault(const double *want, size_t columns, const char *distance,
             double low, double high, const char *sentence)
{
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    struct sv_calibration c;
    double g[HAND_ROWS];

    hand_margins(&x, columns);
    c = calibration(&x, want, distance);
    c.bounds = (struct sv_bounds) { low, high };
    cr_expect(sv_calibrate(g, &c, hand_weights, &fault) == SV_DATA);
    cr_expect(strcmp(fault.text, sentence) == 0, "%s", fault.text);
    sv_auxiliary_free(&x);
}

Test(calibration, totals_that_contradict_each_other)
{
    static const double want[] = { 47.3, 39.7, 41.6, 46.4 };

    expect_fault(want, 4, "linear", -INFINITY, INFINITY,
                 "area=r: its total is 46.4, but in the sample it is made up "
                 "of other margins (sex=m, sex=f, area=u ...), whose totals "
                 "make it 45.4; let the totals agree, or leave one out");
}

Test(calibration, a_total_of_zero_where_there_are_units)
{
    static const double want[] = { 81, 0 };

    expect_fault(want, 2, "linear", -INFINITY, INFINITY,
                 "sex=f: the total is 0, and the sample has units there, 38 by "
                 "their weights");
}

Test(calibration, a_total_that_is_no_number)
{
    static const double want[] = { 81, NAN };

    expect_fault(want, 2, "raking-ratio", 0, INFINITY,
                 "sex=f: its total is not a number");
}

Test(calibration, bounds_that_cannot_hold_name_those_that_would)
{
    static const double want[] = { 43, 57 };

    expect_fault(want, 2, "logit", 0.7, 1.4,
                 "sex=f: the weights add up to 38 and the total is 57, 1.5 "
                 "times as much, which no factors between 0.7 and 1.4 can "
                 "make; the bounds must hold 1.5 at least");
}

Test(calibration, bounds_must_hold_one)
{
    static const double want[] = { 43, 57 };

    expect_fault(want, 2, "truncated-linear", 1.1, 1.4,
                 "the bounds 1.1 to 1.4 do not hold 1: a weight must be able "
                 "to stay as it is");
}

Test(calibration, margins_that_are_each_in_reach_but_not_together)
{
    static const double want[] = { 60, 21, 40, 41, 320 };
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    struct sv_calibration c;
    double g[HAND_ROWS];

    hand_margins(&x, HAND_COLUMNS);
    c = calibration(&x, want, "truncated-linear");
    c.bounds = (struct sv_bounds) { 0.45, 1.7 };
    cr_expect(sv_calibrate(g, &c, hand_weights, &fault) == SV_DATA);
    cr_expect(strstr(fault.text, "margins are not met; the worst is ") != NULL,
              "%s", fault.text);
    cr_expect(strstr(fault.text, "; widen the bounds, or join small "
                     "categories") != NULL, "%s", fault.text);
    sv_auxiliary_free(&x);
}

Test(calibration, nobody_of_a_category_that_has_a_total)
{
    static const double want[] = { 47.3, 39.7 };
    static const double w[HAND_ROWS] = { 11.3, 7.9, 14.2, 9.6, 0, 0, 0, 0 };
    struct sv_fault fault = { 0 };
    struct sv_auxiliary x;
    struct sv_calibration c;
    double g[HAND_ROWS];

    hand_margins(&x, 2);
    c = calibration(&x, want, "linear");
    cr_expect(sv_calibrate(g, &c, w, &fault) == SV_DATA);
    cr_expect(strcmp(fault.text, "sex=f: the population has 39.7, and the "
                 "sample nobody with a weight; join it to another category") == 0, "%s",
              fault.text);
    sv_auxiliary_free(&x);
}
