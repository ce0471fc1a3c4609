/* test_bootstrap.c - replicates that draw PSUs again. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/hand_design.h"
#include "weights/replicates.h"

static const uint32_t sizes[] = { 5, 4, 9 };
static const double populations[] = { 25, 11, 30 };

static void
make(struct sv_replicates *reps, const struct hand_design *h,
     const char *method, size_t n, uint64_t seed)
{
    const struct sv_replicate_options options = { .n = n, .seed = seed };
    struct sv_fault fault = { 0 };

    cr_assert(sv_replicates_make(reps, h->design, sv_replicate_find(method),
                                 &options, &fault) == SV_OK, "%s", fault.text);
}

/* In every replicate, a stratum keeps its weight. */
Test(bootstrap, multipliers_of_a_stratum_add_up_to_its_psus)
{
    static const char *const methods[] = { "bootstrap", "rao-wu" };

    for (int k = 0; k < 4; k++) {
        struct hand_design h;
        struct sv_replicates reps;

        hand_design_make(&h, 3, sizes, k < 2 ? NULL : populations, "fail");
        make(&reps, &h, methods[k % 2], 50, 20263);
        for (size_t r = 0; r < reps.n; r++)
            for (size_t g = 0, u = 0; g < 3; g++) {
                double sum = 0;

                for (size_t i = 0; i < sizes[g]; i++)
                    sum += sv_multiplier(&reps, u++, r);
                cr_expect(epsilon_eq(dbl, sum, sizes[g], 1e-12));
            }
        cr_expect(reps.fpc_dropped == (k == 3));
        sv_replicates_free(&reps);
        hand_design_free(&h);
    }
}

Test(bootstrap, a_seed_is_all_there_is_to_it)
{
    for (size_t m = 0; m < sv_n_replicate_methods; m++) {
        const struct sv_replicate_method *method = &sv_replicate_methods[m];
        struct hand_design h;
        struct sv_replicates a, b, c;
        const size_t bytes = 18 * 40 * sizeof(double);

        if (!method->random)
            continue;
        hand_design_make(&h, 3, sizes, populations, "fail");
        make(&a, &h, method->name, 40, 7919);
        make(&b, &h, method->name, 40, 7919);
        make(&c, &h, method->name, 40, 7920);
        cr_expect(memcmp(a.value, b.value, bytes) == 0, "%s", method->name);
        cr_expect(memcmp(a.value, c.value, bytes) != 0, "%s", method->name);
        sv_replicates_free(&a);
        sv_replicates_free(&b);
        sv_replicates_free(&c);
        hand_design_free(&h);
    }
}

/* No more copies than the population has: 11 of 4 are 2 or 3 each. */
Test(bootstrap, a_pseudo_population_runs_out)
{
    struct hand_design h;
    struct sv_replicates reps;
    double most = 0;

    hand_design_make(&h, 3, sizes, populations, "fail");
    make(&reps, &h, "bootstrap", 2000, 11);
    for (size_t r = 0; r < reps.n; r++)
        for (size_t u = 5; u < 9; u++)
            most = fmax(most, sv_multiplier(&reps, u, r));
    cr_expect(eq(dbl, most, 3));
    sv_replicates_free(&reps);
    hand_design_free(&h);
}

/* What a bootstrap of a total converges to, after many: with equal strata the
 * harmonic mean of their sizes is exact, so that Rao and Wu's and Canty and
 * Davison's come to the linearised variance without fractions.  The standard
 * deviation of a variance from 20,000 replicates is 1 % of it. */
Test(bootstrap, many_replicates_come_to_the_linearised_variance)
{
    static const uint32_t equal[] = { 6, 6, 6 };
    static const char *const methods[] = { "bootstrap", "rao-wu" };
    const struct sv_estimator *total = sv_estimator_find("total");

    for (int k = 0; k < 2; k++) {
        struct hand_design h;
        struct sv_replicates reps;
        double *values, linear, repeated;
        void *scratch;

        hand_design_make(&h, 3, equal, NULL, "fail");
        make(&reps, &h, methods[k], 20000, 4441);
        values = malloc(reps.n * sizeof *values);
        scratch = malloc(sv_replicate_scratch(&reps, h.design));
        linear = sv_estimate_cell(h.design, total, &h.rows, scratch).se;
        repeated = sv_replicate_cell(values, &reps, h.design, total, &h.rows,
                                     false, scratch).se;
        cr_expect(fabs(repeated / linear - 1) < 0.02, "%s: %g for %g",
                  methods[k], repeated, linear);
        free(scratch);
        free(values);
        sv_replicates_free(&reps);
        hand_design_free(&h);
    }
}

Test(bootstrap, one_replicate_is_too_few)
{
    static const struct sv_replicate_options options = { .n = 1, .seed = 3 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;

    hand_design_make(&h, 3, sizes, NULL, "fail");
    cr_expect(sv_replicates_make(&reps, h.design,
                                 sv_replicate_find("bootstrap"), &options,
                                 &fault) == SV_DATA);
    hand_design_free(&h);
}

Test(bootstrap, lonely_strata_under_adjust_are_refused)
{
    static const uint32_t n[] = { 3, 1 };
    static const struct sv_replicate_options options = { .n = 10, .seed = 3 };

    for (size_t m = 0; m < sv_n_replicate_methods; m++) {
        struct sv_fault fault = { 0 };
        struct hand_design h;
        struct sv_replicates reps;

        if (!sv_replicate_methods[m].counted)
            continue;
        hand_design_make(&h, 2, n, NULL, "adjust");
        cr_expect(sv_replicates_make(&reps, h.design, &sv_replicate_methods[m],
                                     &options, &fault) == SV_DATA);
        cr_expect(strstr(fault.text, "adjust") != NULL);
        sv_replicates_free(&reps);
        hand_design_free(&h);
        hand_design_make(&h, 2, n, NULL, "remove");
        cr_expect(sv_replicates_make(&reps, h.design, &sv_replicate_methods[m],
                                     &options, &fault) == SV_OK);
        sv_replicates_free(&reps);
        hand_design_free(&h);
    }
}
