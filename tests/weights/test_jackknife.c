/* test_jackknife.c - replicates that leave out one PSU each. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/hand_design.h"
#include "tests/weights/random_design.h"
#include "weights/replicates.h"

static void
make(struct sv_replicates *reps, const struct sv_design *d, const char *method)
{
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };

    cr_assert(sv_replicates_make(reps, d, sv_replicate_find(method), &options,
                                 &fault) == SV_OK, "%s", fault.text);
}

Test(jackknife, multipliers_leave_out_one)
{
    static const uint32_t n[] = { 3, 2, 1, 2 };
    static const double population[] = { 10, 8, 1, 2 };
    struct hand_design h;
    struct sv_replicates reps;

    hand_design_make(&h, 4, n, population, "fail");
    make(&reps, h.design, "jkn");
    cr_assert(eq(sz, reps.n, 5));       /* the last two show no variance */
    cr_expect(reps.scale == 1);
    for (size_t r = 0; r < 5; r++) {
        cr_expect(epsilon_eq(dbl, reps.rscale[r], r < 3 ? 0.7 * 2 / 3
                                                        : 0.75 / 2, 1e-15));
        for (size_t u = 0; u < h.n; u++) {
            const double want = u == r ? 0
                : r < 3 && u < 3 ? 1.5
                : r >= 3 && u >= 3 && u < 5 ? 2 : 1;

            cr_expect(eq(dbl, sv_multiplier(&reps, u, r), want));
        }
    }
    sv_replicates_free(&reps);
    hand_design_free(&h);
}

/* A total is linear: leaving out each PSU in turn says what Taylor says, to
 * the last digits, centred anywhere. */
Test(jackknife, of_a_total_is_the_linearised_variance)
{
    static struct random_design r;
    const struct sv_estimator *total = sv_estimator_find("total");
    const struct sv_replicate_options options = { 0 };
    int without = 0;

    for (unsigned seed = 1; seed <= 60; seed++) {
        struct sv_replicates reps;
        struct sv_estimate linear, repeated;
        struct sv_fault fault = { 0 };
        struct sv_rows rows = { .unit = r.unit, .members = r.members,
                                .term = { r.a }, .stride = 1 };
        double *values;
        void *scratch;

        random_design_make(&r, seed, 1, seed % 2, "remove", false);
        rows.n = r.n_rows;
        if (sv_replicates_make(&reps, r.design, sv_replicate_find("jkn"),
                               &options, &fault) != SV_OK) {
            without++;              /* every stratum is lonely or complete */
            sv_replicates_free(&reps);
            random_design_free(&r);
            continue;
        }
        values = malloc(reps.n * sizeof *values);
        scratch = malloc(sv_replicate_scratch(&reps, r.design));
        linear = sv_estimate_cell(r.design, total, &rows, scratch);
        for (int mse = 0; mse < 2; mse++) {
            repeated = sv_replicate_cell(values, &reps, r.design, total, &rows,
                                         mse == 1, scratch);
            cr_expect(repeated.value == linear.value);
            if (isnan(linear.se))       /* only lonely strata have members */
                continue;
            cr_expect(epsilon_eq(dbl, repeated.se, linear.se,
                                 1e-11 * linear.se), "seed %u", seed);
        }
        free(scratch);
        free(values);
        sv_replicates_free(&reps);
        random_design_free(&r);
    }
    cr_expect(without < 10, "%d", without);
}

Test(jackknife, jk1_wants_one_stratum_and_scales_as_a_whole)
{
    static const uint32_t one[] = { 7 }, two[] = { 4, 3 };
    static const double population[] = { 28 };
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;

    hand_design_make(&h, 1, one, population, "fail");
    make(&reps, h.design, "jk1");
    cr_expect(epsilon_eq(dbl, reps.scale, 0.75 * 6 / 7, 1e-15));
    cr_expect(eq(sz, reps.n, 7));
    cr_expect(reps.rscale[6] == 1);
    cr_expect(epsilon_eq(dbl, sv_multiplier(&reps, 3, 2), 7.0 / 6, 1e-15));
    sv_replicates_free(&reps);
    hand_design_free(&h);

    hand_design_make(&h, 2, two, NULL, "fail");
    cr_expect(sv_replicates_make(&reps, h.design, sv_replicate_find("jk1"),
                                 &options, &fault) == SV_DATA);
    cr_expect(strstr(fault.text, "use jkn") != NULL);
    sv_replicates_free(&reps);
    hand_design_free(&h);
}

Test(jackknife, lonely_strata_are_left_out_scaled_for_or_spread)
{
    static const uint32_t n[] = { 2, 1, 3 };
    struct hand_design h;
    struct sv_replicates reps;

    hand_design_make(&h, 3, n, NULL, "certainty");
    make(&reps, h.design, "jkn");
    cr_expect(eq(sz, reps.n, 5));
    cr_expect(reps.scale == 1 && sv_multiplier(&reps, 2, 4) == 1);
    sv_replicates_free(&reps);
    hand_design_free(&h);

    hand_design_make(&h, 3, n, NULL, "average");
    make(&reps, h.design, "jkn");
    cr_expect(eq(sz, reps.n, 5));
    cr_expect(reps.scale == 1.5);
    sv_replicates_free(&reps);
    hand_design_free(&h);

    hand_design_make(&h, 3, n, NULL, "adjust");
    make(&reps, h.design, "jkn");
    cr_assert(eq(sz, reps.n, 6));
    cr_expect(sv_multiplier(&reps, 2, 5) == 0);
    cr_expect(sv_multiplier(&reps, 0, 5) == 1.5);
    cr_expect(sv_multiplier(&reps, 0, 1) == 2);
    cr_expect(epsilon_eq(dbl, reps.rscale[5], 2.0 / 3, 1e-15));
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
