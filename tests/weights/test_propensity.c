/* test_propensity.c - the probability of an answer, as glm of R has it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "weights/response.h"

enum { N = 12 };
static const double x[N] = { 1.37, 2.91, 0.44, 3.18, 2.05, 1.76,
                             0.83, 2.47, 3.92, 1.11, 2.66, 0.29 };
static const char group[] = "abacbcabcacb";
static const uint8_t answered[N] = { 1, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1, 0 };
static const double weight[N] = { 12.7, 8.3, 19.4, 5.6, 11.9, 7.7,
                                  14.2, 9.1, 6.8, 10.5, 13.3, 4.9 };

/* fitted(glm(y ~ g + x, quasibinomial, weights = w)) */
static const double fitted[N] = {
    0.7089356985733417, 0.2011012824151557, 0.7838650119540750,
    0.7735777042743194, 0.2667298282610814, 0.8625337494317649,
    0.7542451652535032, 0.2330674535330156, 0.7133777988754892,
    0.7313575285342547, 0.8101869137658557, 0.4358899127544724
};

/* A constant, a column for every group, and x: one column too many. */
static void
make(struct sv_auxiliary *out, uint8_t *answer)
{
    struct sv_fault fault = { 0 };

    cr_assert(sv_auxiliary_take(out, N, 5, 0, 3 * N, &fault) == SV_OK);
    for (size_t j = 0; j < N; j++) {
        const uint32_t columns[3] = { 0, (uint32_t) (1 + group[j] - 'a'), 4 };
        const double values[3] = { 1, 1, x[j] };

        for (size_t k = 0; k < 3; k++) {
            out->column[3 * j + k] = columns[k];
            out->value[3 * j + k] = values[k];
        }
        out->first[j + 1] = 3 * (j + 1);
        answer[j] = answered[j] ? SV_ANSWERED : SV_SILENT;
    }
}

Test(propensity, is_that_of_a_logistic_regression)
{
    struct sv_fault fault = { 0 };
    struct sv_auxiliary a;
    uint8_t answer[N];
    struct sv_response r = { N, answer, NULL, 1, NULL };
    double p[N];

    make(&a, answer);
    cr_assert(sv_response_propensity(p, &r, &a, weight, &fault) == SV_OK, "%s",
              fault.text);
    for (size_t j = 0; j < N; j++)
        cr_expect(epsilon_eq(dbl, p[j], fitted[j], 1e-10), "unit %zu", j);
    sv_auxiliary_free(&a);
}

Test(propensity, a_group_in_which_all_answered_has_probability_one)
{
    struct sv_fault fault = { 0 };
    struct sv_auxiliary a;
    uint8_t answer[N];
    struct sv_response r = { N, answer, NULL, 1, NULL };
    double p[N];

    make(&a, answer);
    answer[8] = SV_ANSWERED;    /* the last of group c */
    cr_assert(sv_response_propensity(p, &r, &a, weight, &fault) == SV_OK, "%s",
              fault.text);
    for (size_t j = 0; j < N; j++)
        if (group[j] == 'c')
            cr_expect(epsilon_eq(dbl, p[j], 1.0, 1e-9), "unit %zu", j);
        else
            cr_expect(lt(dbl, p[j], 0.95), "unit %zu", j);
    sv_auxiliary_free(&a);
}

Test(propensity, whoever_is_outside_has_none)
{
    struct sv_fault fault = { 0 };
    struct sv_auxiliary a;
    uint8_t answer[N];
    struct sv_response r = { N, answer, NULL, 1, NULL };
    double p[N];

    make(&a, answer);
    answer[4] = SV_OUTSIDE;
    cr_assert(sv_response_propensity(p, &r, &a, weight, &fault) == SV_OK);
    cr_expect(eq(dbl, p[4], 0.0));
    cr_expect(gt(dbl, p[5], 0.5));
    sv_auxiliary_free(&a);
}

Test(propensity, classes_are_of_nearly_equal_numbers_and_ties_stay_together)
{
    static const double p[N] = { .31, .52, .31, .77, .64, .31,
                                 .88, .52, .91, .46, .31, .59 };
    static const uint32_t want[N] = { 0, 1, 0, 2, 2, 0, 2, 1, 2, 1, 0, 1 };
    uint8_t answer[N];
    uint32_t class_of[N];
    const struct sv_response r = { N, answer, NULL, 1, NULL };

    for (size_t j = 0; j < N; j++)
        answer[j] = SV_ANSWERED;
    cr_assert(eq(sz, sv_response_classes(class_of, &r, p, 3), 3));
    for (size_t j = 0; j < N; j++)
        cr_expect(eq(u32, class_of[j], want[j]), "unit %zu", j);
}
