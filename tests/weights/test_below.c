/* test_below.c - the share of values below a number. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/hand_design.h"
#include "weights/quantiles.h"

/* Two rows a PSU; the share is the proportion of linear.h, whoever asks. */
Test(below, is_a_proportion_by_linearisation_or_replicates)
{
    static const uint32_t n[] = { 5, 7 };
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;
    double y[24], w[24], hits[12] = { 0 }, all[12] = { 0 }, values[12];
    uint32_t unit[24];
    const struct sv_values x = { 24, y, w, unit };
    struct sv_estimate linear, repeated;
    struct sv_below got;
    void *scratch;

    hand_design_make(&h, 2, n, NULL, "fail");
    for (uint32_t i = 0; i < 24; i++) {
        unit[i] = 5 * i % 12;
        y[i] = 0.7 * i;
        w[i] = 3 + sin(i);
        all[unit[i]] += w[i];
        hits[unit[i]] += y[i] <= 6.3 ? w[i] : 0;
    }
    h.rows.term[0] = hits;
    h.rows.term[1] = all;
    cr_assert(sv_replicates_make(&reps, h.design, sv_replicate_find("jkn"),
                                 &options, &fault) == SV_OK);
    scratch = malloc(sv_below_scratch(h.design, &reps));
    linear = sv_estimate_cell(h.design, sv_estimator_find("mean"), &h.rows,
                              scratch);
    repeated = sv_replicate_cell(values, &reps, h.design,
                                 sv_estimator_find("mean"), &h.rows, true,
                                 scratch);
    got = sv_below_linear(&(struct sv_below_linear) { h.design, &x, scratch },
                          6.3);
    cr_expect(epsilon_eq(dbl, got.p, linear.value, 1e-14));
    cr_expect(epsilon_eq(dbl, got.se, linear.se, 1e-14));
    got = sv_below_repeated(
        &(struct sv_below_repeated) { h.design, &x, &reps, true, scratch },
        6.3);
    cr_expect(epsilon_eq(dbl, got.p, linear.value, 1e-14));
    cr_expect(epsilon_eq(dbl, got.se, repeated.se, 1e-14));
    free(scratch);
    sv_replicates_free(&reps);
    hand_design_free(&h);
}

/* A quantile of each replicate: half a sample has the median of that half. */
Test(below, quantiles_are_repeated_with_each_replicate)
{
    static const uint32_t n[] = { 2, 2 };
    static const double given[] = { 2, 0, 0, 2, 2, 0, 0, 2 };
    static const double y[] = { 1.5, 2.25, 4.75, 9.125 };
    static const double w[] = { 1, 1, 1.5, 1.5 };
    static const uint32_t unit[] = { 0, 1, 2, 3 };
    const struct sv_values x = { 4, y, w, unit };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;
    double values[2], weights[4], copy[4];

    hand_design_make(&h, 2, n, NULL, "fail");
    cr_assert(sv_replicates_given(&reps, h.design, 0, 2, given, 0.5, NULL,
                                  &fault) == SV_OK);
    sv_quantile_repeat(values, &reps, h.design, sv_quantile_rule_find("math"),
                       &x, 0.5, weights, copy);
    cr_expect(eq(dbl, values[0], 4.75));
    cr_expect(eq(dbl, values[1], 9.125));
    sv_quantile_repeat(values, &reps, h.design, sv_quantile_rule_find("math"),
                       &x, 0.39, weights, copy);
    cr_expect(eq(dbl, values[0], 1.5));
    cr_expect(eq(dbl, values[1], 2.25));
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
