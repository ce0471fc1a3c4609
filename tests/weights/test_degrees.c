/* test_degrees.c - PSUs, strata and degrees of freedom of a cell. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "weights/degrees.h"

/* Three strata of 3, 2 and 4 PSUs. */
static struct sv_design *
three_strata(void)
{
    static const uint32_t n[] = { 3, 2, 4 };
    static const struct sv_stage_plan stage = { .n_units = 9, .n_drawn = n };
    const struct sv_design_plan plan = {
        .n_strata = 3, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("fail"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK));
    return d;
}

static struct sv_support
support(const struct sv_design *d, size_t n, const uint32_t *unit,
        const uint32_t *members)
{
    const struct sv_rows rows = { .n = n, .unit = unit, .members = members };
    void *const scratch = malloc(sv_linear_scratch(d));
    const struct sv_support s = sv_support_of(d, &rows, scratch);

    free(scratch);
    return s;
}

/* PSUs 0, 1 of the first stratum, 7 of the third; PSU 4 has members of zero
 * weight only, so it and its stratum do not count. */
Test(degrees, rules_count_different_things)
{
    static const struct { const char *rule; double df; } expected[] = {
        { "domain", 3 - 2 }, { "strata-nonempty", 7 - 2 }, { "design", 9 - 3 },
        { "replicates", 13 - 1 },
    };
    const uint32_t unit[] = { 0, 1, 4, 7 }, members[] = { 5, 2, 0, 11 };
    struct sv_design *d = three_strata();
    struct sv_support s = support(d, 4, unit, members);

    s.rank = 13;
    cr_expect(eq(u64, s.n, 18));
    cr_expect(eq(sz, s.psus, 3));
    cr_expect(eq(sz, s.strata, 2));
    cr_expect(eq(sz, s.strata_psus, 7));
    cr_expect(not(s.one_psu));
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        cr_expect(eq(dbl, sv_degrees_find(expected[i].rule)->count(d, &s),
                     expected[i].df), "%s", expected[i].rule);
    cr_expect(eq(sz, sv_n_degrees_rules, sizeof expected / sizeof *expected));
    cr_expect(sv_degrees_find("satterthwaite") == NULL);
    sv_design_free(d);
}

/* All of the first stratum, one of two, all of the third: two whole strata add
 * up to the same. */
Test(degrees, whole_strata_take_a_direction_off_the_rank)
{
    const uint32_t unit[] = { 0, 1, 2, 4, 5, 6, 7, 8 };
    const uint32_t members[] = { 5, 2, 1, 1, 11, 3, 2, 9 };
    struct sv_design *d = three_strata();
    const struct sv_support all = support(d, 8, unit, members);
    const struct sv_support some = support(d, 7, unit, members);

    cr_expect(eq(sz, all.apart, 8));
    cr_expect(eq(sz, all.whole, 2));
    cr_expect(eq(sz, all.pairs, 3));
    cr_expect(eq(sz, sv_support_rank(&all, false, 9), 7));
    cr_expect(eq(sz, sv_support_rank(&all, false, 5), 5));
    cr_expect(eq(sz, some.whole, 1));
    cr_expect(eq(sz, sv_support_rank(&some, false, 9), 7));
    sv_design_free(d);
}

/* Two million PSUs in one stratum, every third of them seen: in a moment, not in
 * as many steps as there are pairs. */
Test(degrees, one_large_stratum, .timeout = 60)
{
    enum { PSUS = 2000000, SEEN = PSUS / 3 };
    static const uint32_t n[] = { PSUS };
    static const struct sv_stage_plan stage = { .n_units = PSUS, .n_drawn = n };
    const struct sv_design_plan plan = {
        .n_strata = 1, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("fail"),
    };
    uint32_t *unit = malloc(SEEN * sizeof *unit);
    uint32_t *members = malloc(SEEN * sizeof *members);
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };
    struct sv_support s;

    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK));
    for (uint32_t i = 0; i < SEEN; i++) {
        unit[i] = 3 * i + i % 2;    /* no neighbours */
        members[i] = 1;
    }
    unit[SEEN - 1] = unit[SEEN - 2] + 1;    /* but for the last two */
    s = support(d, SEEN, unit, members);
    cr_expect(eq(sz, s.psus, SEEN));
    cr_expect(eq(sz, s.pairs, unit[SEEN - 1] % 2));
    free(unit);
    free(members);
    sv_design_free(d);
}

Test(degrees, nobody_counts_nothing)
{
    const uint32_t unit[] = { 4 }, members[] = { 0 };
    struct sv_design *d = three_strata();
    const struct sv_support s = support(d, 1, unit, members);

    cr_expect(eq(u64, s.n, 0));
    cr_expect(eq(sz, s.psus, 0));
    cr_expect(eq(sz, s.strata, 0));
    cr_expect(not(s.one_psu));
    sv_design_free(d);
}

/* Two PSUs, each its own stratum: the first 1 of 1, the second 1 of 3; two
 * units below the first, one of them 2 of 2. */
Test(degrees, one_psu_looks_below_certainty)
{
    static const uint32_t psus[] = { 1, 2 }, units[] = { 2, 1, 2 };
    static const double population[] = { 1, 3 }, below[] = { 2, 4, 9 };
    static const struct sv_stage_plan stages[] = {
        { .n_units = 3, .n_drawn = psus, .population = population },
        { .n_units = 5, .n_drawn = units, .population = below },
    };
    static const struct { size_t n; uint32_t unit[2]; bool one; } cases[] = {
        { 2, { 0, 1 }, false },     /* both units of the certainty PSU */
        { 1, { 0 }, true },         /* one of them: complete, but nothing left */
        { 1, { 3 }, true },         /* one unit of a sampled PSU */
        { 2, { 3, 4 }, true },      /* two units of one sampled PSU */
        { 2, { 2, 3 }, false },     /* two sampled PSUs */
    };
    static const uint32_t members[] = { 1, 1 };
    const struct sv_design_plan plan = {
        .n_strata = 2, .n_stages = 2, .stages = stages,
        .lonely = sv_lonely_find("remove"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect(eq(int, support(d, cases[i].n, cases[i].unit, members).one_psu,
                     cases[i].one), "case %zu", i);
    sv_design_free(d);
}
