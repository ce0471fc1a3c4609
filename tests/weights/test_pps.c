/* test_pps.c - variance with unequal probabilities. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "weights/design.h"
#include "weights/linear.h"

enum { PSUS = 13, SSUS = 2 * PSUS };

static const uint32_t psus[] = { 5, 3, 5 };
static const double rates[] = { 0.3, 0.2, 0.4 };
static const double probability[PSUS] = {
    0.21, 0.43, 0.17, 1, 0.338, 0.61, 0.127, 0.29, 0.5551, 0.31, 0.2207, 0.47,
    0.389,
};

/* One stage, or two: each PSU has two units of NEXT[i]. */
static struct sv_design *
design_of(const struct sv_pps *pps, const double *next, const char *rule)
{
    uint32_t two[PSUS];
    const struct sv_stage_plan stage[] = {
        { .n_units = PSUS, .n_drawn = psus, .population = rates },
        { .n_units = SSUS, .n_drawn = two, .population = next },
    };
    const struct sv_design_plan plan = {
        .n_strata = 3, .n_stages = next != NULL ? 2 : 1, .stages = stage,
        .lonely = sv_lonely_find(rule), .pps = pps,
    };
    struct sv_fault fault = { 0 };
    struct sv_design *d = NULL;

    for (size_t i = 0; i < PSUS; i++)
        two[i] = 2;
    cr_assert(sv_design_new(&d, &plan, &fault) == SV_OK, "%s", fault.text);
    return d;
}

static double
score_a(size_t i)
{
    return 41.3 + 17.7 * sin(5.1 * (double) i);
}

static double
score_b(size_t i)
{
    return 23.9 * cos(2.3 * (double) i) - 3.1;
}

/* The covariance of scores over units, every SKIP-th of which has none. */
static double
covariance(const struct sv_design *d, size_t n, size_t skip)
{
    uint32_t unit[SSUS];
    double a[SSUS], b[SSUS];
    struct sv_scores A = { 0, unit, a }, B;
    void *scratch = malloc(sv_linear_scratch(d));
    double v;

    for (size_t i = 0; i < n; i++)
        if (i % skip != skip - 1) {
            unit[A.n] = (uint32_t) i;
            a[A.n] = score_a(i);
            b[A.n++] = score_b(i);
        }
    B = (struct sv_scores) { A.n, unit, b };
    v = sv_covariance(d, &A, &B, scratch);
    free(scratch);
    return v;
}

/* Equal probabilities and their joint ones are simple random sampling, by any
 * rule, at one stage or with a second below. */
Test(pps, equal_probabilities_are_simple_random_sampling)
{
    double p[PSUS], joint[25 + 9 + 25], next[PSUS];
    size_t at = 0, unit = 0;

    for (size_t h = 0; h < 3; h++) {
        const double n = psus[h], N = n / rates[h];

        for (size_t i = 0; i < psus[h]; i++) {
            next[unit] = 0.3 + 0.04 * (double) unit;
            p[unit++] = rates[h];
        }
        for (size_t i = 0; i < psus[h] * psus[h]; i++)
            joint[at++] = n * (n - 1) / (N * (N - 1));
    }
    for (size_t k = 0; k < sv_n_pps_rules; k++)
        for (int yg = 0; yg < 2; yg++)
            for (int stages = 1; stages < 3; stages++)
                for (size_t skip = 4; skip < 1000; skip *= 30) {
                    const struct sv_pps pps = {
                        .rule = &sv_pps_rules[k], .probability = p,
                        .yates_grundy = yg == 1 && sv_pps_rules[k].delta != NULL,
                        .joint = sv_pps_rules[k].needs_joint ? joint : NULL,
                    };
                    const double *below = stages == 2 ? next : NULL;
                    struct sv_design *d = design_of(&pps, below, "fail");
                    struct sv_design *srs = design_of(NULL, below, "fail");
                    const size_t n = stages == 2 ? SSUS : PSUS;
                    const double want = covariance(srs, n, skip);

                    cr_expect(epsilon_eq(dbl, covariance(d, n, skip), want,
                                         1e-11 * fabs(want)),
                              "%s, %d stages", sv_pps_rules[k].name, stages);
                    sv_design_free(d);
                    sv_design_free(srs);
                }
}

/* p_ij of the rules, written out. */
static double
joint_probability(const char *rule, size_t first, size_t n, size_t i, size_t j)
{
    const double p = probability[i], q = probability[j];
    double m = 0, mean = 0;

    for (size_t k = first; k < first + n; k++)
        if (probability[k] < 1) {
            m++;
            mean += probability[k];
        }
    mean /= m;
    if (p == 1 || q == 1)
        return p * q;
    if (rule[0] == 'o')
        return p * q * (m - 1) / (m - (p + q) / 2);
    return p * q * (m - 1) / (m - p - q + mean);
}

/* The definitions, over all pairs of PSUs, members or not. */
static double
naive(const char *rule, bool yg, size_t skip)
{
    double v = 0;

    for (size_t h = 0, first = 0; h < 3; first += psus[h++])
        for (size_t i = first; i < first + psus[h]; i++)
            for (size_t j = first; j < first + psus[h]; j++) {
                const bool in_i = i % skip != skip - 1;
                const bool in_j = j % skip != skip - 1;
                const double ai = in_i ? score_a(i) : 0;
                const double bi = in_i ? score_b(i) : 0;
                const double aj = in_j ? score_a(j) : 0;
                const double bj = in_j ? score_b(j) : 0;
                const double pij = i == j ? probability[i]
                    : joint_probability(rule, first, psus[h], i, j);
                const double d = 1 - probability[i] * probability[j] / pij;

                v += yg ? -d * (ai - aj) * (bi - bj) / 2
                        : d * (ai * bj + aj * bi) / 2;
            }
    return v;
}

Test(pps, pairs_are_those_of_the_definitions)
{
    static const char *const rules[] = { "overton", "hartley-rao" };

    for (int k = 0; k < 4; k++)
        for (size_t skip = 3; skip < 1000; skip *= 30) {
            const struct sv_pps pps = {
                .rule = sv_pps_find(rules[k / 2]), .yates_grundy = k % 2 == 1,
                .probability = probability,
            };
            struct sv_design *d = design_of(&pps, NULL, "fail");
            const double want = naive(rules[k / 2], k % 2 == 1, skip);

            cr_expect(epsilon_eq(dbl, covariance(d, PSUS, skip), want,
                                 1e-11 * fabs(want)), "%s", rules[k / 2]);
            sv_design_free(d);
        }
}

/* The sure PSU is the fourth: neither n nor the mean of its stratum has it. */
Test(pps, brewer_leaves_sure_psus_out)
{
    const struct sv_pps pps = { .rule = sv_pps_find("brewer"),
                                .probability = probability };
    struct sv_design *d = design_of(&pps, NULL, "fail");
    double want = 0;

    for (size_t h = 0, first = 0; h < 3; first += psus[h++]) {
        double n = 0, a = 0, b = 0, v = 0;

        for (size_t i = first; i < first + psus[h]; i++)
            if (probability[i] < 1) {
                n++;
                a += score_a(i);
                b += score_b(i);
            }
        for (size_t i = first; i < first + psus[h]; i++)
            v += (1 - probability[i]) * (score_a(i) - a / n)
                 * (score_b(i) - b / n);
        want += n / (n - 1) * v;
    }
    cr_expect(epsilon_eq(dbl, covariance(d, PSUS, 1000), want,
                         1e-12 * fabs(want)));
    sv_design_free(d);
}

/* Two of the three PSUs of the second stratum are sure: the other is lonely. */
Test(pps, lonely_is_who_has_only_sure_company)
{
    double p[PSUS];
    const struct sv_pps pps = { .rule = sv_pps_find("brewer"),
                                .probability = p };
    struct sv_design *d;
    double all, without, mean_a = 0, mean_b = 0;

    for (size_t i = 0; i < PSUS; i++) {
        p[i] = i == 5 || i == 7 ? 1 : probability[i];
        mean_a += score_a(i) / PSUS;
        mean_b += score_b(i) / PSUS;
    }
    d = design_of(&pps, NULL, "remove");
    without = covariance(d, PSUS, 1000);
    cr_expect(sv_design_groups(d, 0)[1].lonely);
    sv_design_free(d);

    d = design_of(&pps, NULL, "average");
    cr_expect(epsilon_eq(dbl, covariance(d, PSUS, 1000), without * 3 / 2,
                         1e-12 * fabs(without)));
    sv_design_free(d);

    d = design_of(&pps, NULL, "adjust");
    all = covariance(d, PSUS, 1000);
    cr_expect(epsilon_eq(dbl, all - without,
                         (1 - p[6]) * (score_a(6) - mean_a)
                         * (score_b(6) - mean_b), 1e-9));
    sv_design_free(d);
}
