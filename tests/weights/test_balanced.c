/* test_balanced.c - replicates made from a Hadamard matrix. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/hand_design.h"
#include "weights/replicates.h"

static double
variance_of_total(const struct sv_replicates *reps, struct hand_design *h)
{
    double *values = malloc(reps->n * sizeof *values);
    void *scratch = malloc(sv_replicate_scratch(reps, h->design));
    const struct sv_estimate got =
        sv_replicate_cell(values, reps, h->design, sv_estimator_find("total"),
                          &h->rows, true, scratch);

    free(scratch);
    free(values);
    return got.se * got.se;
}

/* Any number of pairs: sum over pairs of (z1 - z2)^2, by whole halves and by
 * Fay's; and no more, as rows are orthogonal to each other and to 1. */
Test(balanced, halves_of_a_total_are_the_differences_of_pairs)
{
    for (size_t strata = 1; strata <= 29; strata++) {
        uint32_t n[29];
        struct hand_design h;
        double want = 0;

        for (size_t k = 0; k < strata; k++)
            n[k] = 2;
        hand_design_make(&h, strata, n, NULL, "fail");
        for (size_t i = 0; i < h.n; i += 2)
            want += pow(h.a[i] - h.a[i + 1], 2);
        for (int k = 0; k < 3; k++) {
            const struct sv_replicate_options options = { .rho = 0.3 * k };
            struct sv_fault fault = { 0 };
            struct sv_replicates reps;

            cr_assert(sv_replicates_make(
                &reps, h.design, sv_replicate_find(k > 0 ? "fay" : "brr"),
                &options, &fault) == SV_OK, "%s", fault.text);
            cr_expect(reps.n > strata && reps.n <= 2 * strata + 2);
            cr_expect(epsilon_eq(dbl, variance_of_total(&reps, &h), want,
                                 1e-11 * want), "%zu strata", strata);
            sv_replicates_free(&reps);
        }
        hand_design_free(&h);
    }
}

Test(balanced, four_psus_are_two_pairs_and_three_are_refused)
{
    static const uint32_t even[] = { 4, 2 }, odd[] = { 2, 3, 5 };
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };
    struct sv_replicates reps;
    struct hand_design h;
    double want;

    hand_design_make(&h, 2, even, NULL, "fail");
    want = pow(h.a[0] - h.a[1], 2) + pow(h.a[2] - h.a[3], 2)
           + pow(h.a[4] - h.a[5], 2);
    cr_assert(sv_replicates_make(&reps, h.design, sv_replicate_find("brr"),
                                 &options, &fault) == SV_OK);
    cr_expect(epsilon_eq(dbl, variance_of_total(&reps, &h), want, 1e-9));
    sv_replicates_free(&reps);
    hand_design_free(&h);

    hand_design_make(&h, 3, odd, NULL, "fail");
    cr_expect(sv_replicates_make(&reps, h.design, sv_replicate_find("brr"),
                                 &options, &fault) == SV_DATA);
    cr_expect(strstr(fault.text, "2 strata have an odd one, the first being"
                     " stratum '2' with 3") != NULL, "%s", fault.text);
    sv_replicates_free(&reps);
    hand_design_free(&h);
}

Test(balanced, rho_lies_below_one)
{
    static const uint32_t n[] = { 2, 2 };
    const struct sv_replicate_options options = { .rho = 1 };
    struct sv_fault fault = { 0 };
    struct sv_replicates reps;
    struct hand_design h;

    hand_design_make(&h, 2, n, NULL, "fail");
    cr_expect(sv_replicates_make(&reps, h.design, sv_replicate_find("fay"),
                                 &options, &fault) == SV_DATA);
    hand_design_free(&h);
}

/* sum over strata of (1 - f)/2 sum (z_i - z_next)^2, going round. */
Test(balanced, successive_differences_of_a_total)
{
    static const uint32_t n[] = { 5, 4, 1, 8 };
    static const double population[] = { 20, 5, 1, 80 };
    const struct sv_replicate_options options = { .n = 19 };
    struct sv_fault fault = { 0 };
    struct sv_replicates reps;
    struct hand_design h;
    double want = 0;

    hand_design_make(&h, 4, n, population, "fail");
    for (size_t k = 0, first = 0; k < 4; first += n[k++])
        for (size_t i = 0; i < n[k]; i++) {
            const size_t next = first + (i + 1) % n[k];

            want += (1 - n[k] / population[k]) / 2
                    * pow(h.a[first + i] - h.a[next], 2);
        }
    cr_assert(sv_replicates_make(
        &reps, h.design, sv_replicate_find("sdr"), &options,
        &fault) == SV_OK);
    cr_expect(eq(sz, reps.n, 20));
    cr_expect(eq(dbl, reps.scale, 0.2));
    cr_expect(epsilon_eq(dbl, variance_of_total(&reps, &h), want,
                         1e-11 * want));
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
