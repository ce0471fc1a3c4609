/* test_decompose.c - the parts of a variance: on paper, and adding up. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/weights/random_design.h"
#include "weights/decompose.h"

static void
open_up(struct sv_decomposition *out, const struct sv_design *d,
        const struct sv_scores *z)
{
    struct sv_fault fault = { 0 };

    cr_assert(sv_decompose(out, d, z, &fault) == SV_OK, "%s", fault.text);
}

static double
variance(const struct sv_design *d, const struct sv_scores *z)
{
    void *scratch = malloc(sv_linear_scratch(d));
    const double v = sv_variance(d, z, scratch);

    free(scratch);
    return v;
}

/* Two strata, of 3 PSUs out of 12 and 2 out of 8:
 *     z: 6 3 - | 20 26    (- has no members)
 *     stratum 1: mean 3, squares 9 + 0 + 9 = 18, factor 3/4 3/2, of it 9 by -
 *     stratum 2: mean 23, squares 18, factor 3/4 2 */
Test(decompose, parts_match_paper)
{
    const uint32_t n[] = { 3, 2 };
    const double population[] = { 12, 8 };
    const struct sv_stage_plan stage = { .n_units = 5, .n_drawn = n,
                                         .population = population };
    const struct sv_design_plan plan = { .n_strata = 2, .n_stages = 1,
                                         .stages = &stage,
                                         .lonely = sv_lonely_find("fail") };
    uint32_t unit[] = { 0, 1, 3, 4 };
    double z[] = { 6, 3, 20, 26 };
    const struct sv_scores scores = { 4, unit, z };
    struct sv_decomposition x;
    struct sv_design *d;
    struct sv_fault fault = { 0 };
    size_t largest[2];

    cr_assert(sv_design_new(&d, &plan, &fault) == SV_OK);
    open_up(&x, d, &scores);
    cr_assert(eq(sz, x.stage[0].n_groups, 2));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[0].mean, 3, 1e-14));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[0].squares, 18, 1e-13));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[0].factor, 1.125, 1e-14));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[0].rest, 1.125 * 9, 1e-13));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[1].variance, 27, 1e-13));
    cr_expect(epsilon_eq(dbl, x.variance, 20.25 + 27, 1e-13));
    cr_expect(eq(sz, sv_largest_units(largest, 2, &x.stage[0]), 2));
    cr_expect(eq(sz, largest[0], 2), "20 before 26, which adds as much");
    cr_expect(eq(sz, largest[1], 3));
    sv_decomposition_free(&x);
    sv_design_free(d);
}

/* 10 14 | 20 alone: passed over, or squared about 44/3, or doubling the rest. */
Test(decompose, lonely_rules_are_told)
{
    static const struct {
        const char *rule;
        double centre, variance, scale;
        bool passed_over;
    } expected[] = {
        { "remove", 20, 0, 1, true }, { "certainty", 20, 0, 1, true },
        { "adjust", 44.0 / 3, 256.0 / 9, 1, false },
        { "average", 20, 0, 2, true },
    };
    const uint32_t n[] = { 2, 1 };
    const struct sv_stage_plan stage = { .n_units = 3, .n_drawn = n };
    uint32_t unit[] = { 0, 1, 2 };
    double z[] = { 10, 14, 20 };
    const struct sv_scores scores = { 3, unit, z };

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        const struct sv_design_plan plan = {
            .n_strata = 2, .n_stages = 1, .stages = &stage,
            .lonely = sv_lonely_find(expected[i].rule),
        };
        struct sv_decomposition x;
        struct sv_design *d;
        struct sv_fault fault = { 0 };
        const struct sv_group_part *g;

        cr_assert(sv_design_new(&d, &plan, &fault) == SV_OK);
        open_up(&x, d, &scores);
        g = &x.stage[0].group[1];
        cr_expect(g->lonely && !x.stage[0].group[0].lonely);
        cr_expect(eq(int, g->passed_over, expected[i].passed_over));
        cr_expect(epsilon_eq(dbl, g->centre, expected[i].centre, 1e-13));
        cr_expect(epsilon_eq(dbl, g->variance, expected[i].variance, 1e-12));
        cr_expect(epsilon_eq(dbl, x.stage[0].scale, expected[i].scale, 0));
        cr_expect(epsilon_eq(dbl, sv_decomposition_sum(&x), x.variance, 1e-12));
        sv_decomposition_free(&x);
        sv_design_free(d);
    }
}

/* Collapsed, 20 | 10 14 are one group, of the first stratum's unit and the
 * others: mean 44/3, factor 3/2. */
Test(decompose, merged_strata_are_one_group)
{
    const uint32_t n[] = { 1, 2 };
    const struct sv_stage_plan stage = { .n_units = 3, .n_drawn = n };
    const struct sv_design_plan plan = {
        .n_strata = 2, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("collapse"),
    };
    uint32_t unit[] = { 0, 1, 2 };
    double z[] = { 20, 10, 14 };
    const struct sv_scores scores = { 3, unit, z };
    struct sv_decomposition x;
    struct sv_design *d;
    struct sv_fault fault = { 0 };

    cr_assert(sv_design_new(&d, &plan, &fault) == SV_OK);
    open_up(&x, d, &scores);
    cr_expect(eq(sz, x.stage[0].n_groups, 1));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[0].mean, 44.0 / 3, 1e-13));
    cr_expect(epsilon_eq(dbl, x.stage[0].group[0].variance,
                         1.5 * (256 + 196 + 4) / 9, 1e-12));
    sv_decomposition_free(&x);
    sv_design_free(d);
}

/* Groups add up to their stage, units and the rest to their group. */
static void
expect_sums(const struct sv_design *d, const struct sv_decomposition *x,
            const char *what)
{
    for (size_t s = 0; s < x->n_stages; s++) {
        const struct sv_stage_part *stage = &x->stage[s];

        for (size_t k = 0; k < stage->n_groups; k++) {
            const struct sv_group_part *g = &stage->group[k];
            double v = g->rest;

            for (size_t i = 0; i < stage->n_units; i++)
                if (sv_design_group_of(d, s)[stage->unit[i].unit] == g->group)
                    v += stage->unit[i].variance;
            cr_expect(isnan(v) || fabs(v - g->variance)
                                      <= 1e-12 * (1 + fabs(v)),
                      "%s: stage %zu, group %zu", what, s, k);
        }
    }
    if (isnan(x->variance))
        cr_expect(isnan(sv_decomposition_sum(x)), "%s", what);
    else
        cr_expect(fabs(sv_decomposition_sum(x) - x->variance)
                      <= 1e-11 * (1 + fabs(x->variance)), "%s", what);
}

static void
random_case(unsigned seed, int stages, int fpcs, const char *rule,
            bool in_domains)
{
    static struct random_design r;
    struct sv_scores scores;
    struct sv_decomposition x;
    double v;
    char what[80];

    random_design_make(&r, seed, stages, fpcs, rule, in_domains);
    scores = (struct sv_scores) { r.n_rows, r.unit, r.a };
    snprintf(what, sizeof what, "seed %u, %d stages, %d fpc, %s%s", seed,
             stages, fpcs, rule, in_domains ? ", in domains" : "");
    open_up(&x, r.design, &scores);
    v = variance(r.design, &scores);
    cr_expect(x.variance == v || (isnan(v) && isnan(x.variance)), "%s", what);
    if (r.n_rows > 0)
        expect_sums(r.design, &x, what);
    sv_decomposition_free(&x);
    random_design_free(&r);
}

Test(decompose, parts_add_up_on_random_designs)
{
    static const char *const rules[] = { "remove", "certainty", "adjust",
                                         "average" };
    unsigned seed = 4711;

    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
        for (int stages = 1; stages <= 3; stages++)
            for (int fpcs = 0; fpcs <= stages; fpcs++)
                for (int round = 0; round < 40; round++)
                    random_case(seed++, stages, fpcs, rules[k],
                                round % 2 == 1);
}

enum { PSUS = 9 };

static const uint32_t drawn[] = { 4, 2, 3 };
static const double probability[PSUS] = {
    0.21, 0.43, 1, 0.338, 1, 0.61, 0.127, 0.29, 0.5551,
};

/* Three strata with unequal probabilities, one of them lonely: a sure PSU is
 * no company. */
static void
unequal_case(const char *name, bool yates_grundy, const char *lonely)
{
    const double rates[] = { 0.3, 0.4, 0.2 };
    const struct sv_pps pps = { .rule = sv_pps_find(name),
                                .yates_grundy = yates_grundy,
                                .probability = probability };
    const struct sv_stage_plan stage = { .n_units = PSUS, .n_drawn = drawn,
                                         .population = rates };
    const struct sv_design_plan plan = { .n_strata = 3, .n_stages = 1,
                                         .stages = &stage, .pps = &pps,
                                         .lonely = sv_lonely_find(lonely) };
    uint32_t unit[] = { 0, 1, 2, 4, 5, 6, 8 };
    double z[] = { 41.3, 17.7, 23.9, -3.1, 12.9, 5.1, 77.23 };
    const struct sv_scores scores = { 7, unit, z };
    struct sv_decomposition x;
    struct sv_design *d;
    struct sv_fault fault = { 0 };

    cr_assert(sv_design_new(&d, &plan, &fault) == SV_OK, "%s", fault.text);
    open_up(&x, d, &scores);
    cr_expect(x.variance == variance(d, &scores), "%s", name);
    expect_sums(d, &x, name);
    cr_expect(x.stage[0].group[1].lonely);
    cr_expect(eq(int, isnan(x.stage[0].unit[0].variance) != 0,
                 sv_pps_find(name)->delta != NULL));
    sv_decomposition_free(&x);
    sv_design_free(d);
}

Test(decompose, parts_add_up_with_unequal_probabilities)
{
    static const char *const rules[] = { "remove", "adjust", "average" };

    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++)
        for (size_t i = 0; i < sv_n_pps_rules; i++)
            if (!sv_pps_rules[i].needs_joint) {
                unequal_case(sv_pps_rules[i].name, false, rules[k]);
                if (sv_pps_rules[i].delta != NULL)
                    unequal_case(sv_pps_rules[i].name, true, rules[k]);
            }
}
