/* test_replicate_variance.c - estimates with each replicate's weights. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/hand_design.h"
#include "tests/weights/random_design.h"
#include "weights/replicates.h"

/* Every row times its multiplier, one replicate after the other. */
static double
naive_value(const struct sv_replicates *reps, const struct random_design *r,
            const struct sv_estimator *e, size_t replicate)
{
    double t[SV_MAX_TERMS] = { 0 };
    const size_t last = sv_design_n_stages(r->design) - 1;

    for (size_t i = 0; i < r->n_rows; i++) {
        const uint32_t u = sv_unit_above(r->design, last, r->unit[i],
                                         reps->stage);
        const double m = sv_multiplier(reps, u, replicate);

        t[0] += m * r->a[i];
        t[1] += m * r->b[i];
    }
    return e->value(t);
}

Test(replicate_variance, values_are_those_of_the_dense_table)
{
    static struct random_design r;
    const struct sv_replicate_options options = { .n = 12, .seed = 5,
                                                  .rho = 0.4 };
    const struct sv_estimator *ratio = sv_estimator_find("ratio");
    size_t tried = 0;

    for (unsigned seed = 1; seed <= 40; seed++)
        for (size_t m = 0; m < sv_n_replicate_methods; m++) {
            struct sv_fault fault = { 0 };
            struct sv_replicates reps;
            struct sv_rows rows = { .unit = r.unit, .members = r.members,
                                    .term = { r.a, r.b }, .stride = 1 };
            double *values;
            void *scratch;

            random_design_make(&r, seed, 1 + seed % 3, seed % 2, "remove",
                               false);
            rows.n = r.n_rows;
            if (sv_replicates_make(&reps, r.design, &sv_replicate_methods[m],
                                   &options, &fault) == SV_OK) {
                tried++;
                values = malloc(reps.n * sizeof *values);
                scratch = malloc(sv_replicate_scratch(&reps, r.design));
                sv_replicate_values(values, &reps, r.design, ratio, &rows,
                                    scratch);
                for (size_t k = 0; k < reps.n; k++) {
                    const double want = naive_value(&reps, &r, ratio, k);

                    cr_expect(isnan(want) ? isnan(values[k])
                              : fabs(values[k] - want)
                                <= 1e-11 * (1 + fabs(want)));
                }
                free(scratch);
                free(values);
            }
            sv_replicates_free(&reps);
            random_design_free(&r);
        }
    cr_expect(tried > 150, "%zu", tried);
}

/* Four replicates by hand, the last of which is not counted. */
Test(replicate_variance, centres_at_the_mean_or_at_the_estimate)
{
    double rscale[] = { 0.5, 0.25, 2, 0 };
    const double a[] = { 3, 7, 5, 21 }, b[] = { 2, -1, 11, 0.5 };
    const struct sv_replicates reps = { .n = 4, .scale = 0.75,
                                        .rscale = rscale };
    const struct sv_repeated A = { 4, a }, B = { 3, b };
    size_t left_out = 99;

    /* means 5 and 4 */
    cr_expect(epsilon_eq(dbl, sv_replicate_variance(&reps, &A, false,
                                                    &left_out),
                         0.75 * (0.5 * 4 + 0.25 * 4), 1e-14));
    cr_expect(eq(sz, left_out, 0));
    cr_expect(epsilon_eq(dbl, sv_replicate_variance(&reps, &A, true, NULL),
                         0.75 * (0.5 * 1 + 0.25 * 9 + 2 * 1), 1e-14));
    cr_expect(epsilon_eq(dbl, sv_replicate_covariance(&reps, &A, &B, false,
                                                      NULL),
                         0.75 * (0.5 * -2 * -2 + 0.25 * 2 * -5), 1e-14));
    cr_expect(epsilon_eq(dbl, sv_replicate_covariance(&reps, &A, &B, true,
                                                      NULL),
                         0.75 * (0.5 * -1 * -1 + 0.25 * 3 * -4 + 2 * 1 * 8),
                         1e-14));
}

/* A cell in two PSUs of different strata: halves that have neither show no
 * mean; they are left out, and said to be. */
Test(replicate_variance, replicates_without_an_estimate_are_left_out)
{
    static const uint32_t n[] = { 2, 2 };
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;
    struct sv_estimate got;
    double values[4];
    void *scratch;

    hand_design_make(&h, 2, n, NULL, "fail");
    h.members[1] = h.members[3] = 0;
    cr_assert(sv_replicates_make(&reps, h.design, sv_replicate_find("brr"),
                                 &options, &fault) == SV_OK);
    cr_assert(eq(sz, reps.n, 4));
    scratch = malloc(sv_replicate_scratch(&reps, h.design));
    got = sv_replicate_cell(values, &reps, h.design, sv_estimator_find("mean"),
                            &h.rows, false, scratch);
    cr_expect(eq(uint, got.flags, SV_FLAG_REPLICATES));
    cr_expect(got.se > 0);

    h.members[2] = 0;
    got = sv_replicate_cell(values, &reps, h.design, sv_estimator_find("mean"),
                            &h.rows, false, scratch);
    cr_expect(eq(uint, got.flags, SV_FLAG_ONE_PSU));
    cr_expect(isnan(got.se));
    free(scratch);
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
