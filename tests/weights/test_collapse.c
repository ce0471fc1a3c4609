/* test_collapse.c - which strata the rule `collapse` merges. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/degrees.h"
#include "weights/design.h"

static struct sv_design *
collapsed(size_t n_strata, const uint32_t *n_psu, const double *population)
{
    struct sv_stage_plan stage = { .n_drawn = n_psu, .population = population };
    const struct sv_design_plan plan = {
        .n_strata = n_strata, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("collapse"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    for (size_t h = 0; h < n_strata; h++)
        stage.n_units += n_psu[h];
    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK), "%s",
              fault.text);
    return d;
}

/* 1 | 3 | 1 | 2: the first joins the second, for want of one before; the third
 * joins the second too. */
Test(collapse, lonely_joins_the_one_before)
{
    const uint32_t n[] = { 1, 3, 1, 2 };
    struct sv_design *d = collapsed(4, n, NULL);
    const uint32_t *group_of = sv_design_group_of(d, 0);

    cr_expect(eq(sz, sv_stratum_joined(d, 0), 1));
    cr_expect(eq(sz, sv_stratum_joined(d, 1), 1));
    cr_expect(eq(sz, sv_stratum_joined(d, 2), 1));
    cr_expect(eq(sz, sv_stratum_joined(d, 3), 3));
    cr_expect(eq(sz, sv_design_n_groups(d, 0), 2));
    cr_expect(eq(u32, sv_design_groups(d, 0)[0].n, 5));
    cr_expect(eq(u32, group_of[4], 0));
    cr_expect(eq(u32, group_of[5], 1));
    sv_design_free(d);
}

/* Two lonely ones keep each other company; the second does not go further. */
Test(collapse, two_lonely_become_one_stratum)
{
    const uint32_t n[] = { 1, 1, 2 };
    struct sv_design *d = collapsed(3, n, NULL);

    cr_expect(eq(sz, sv_stratum_joined(d, 0), 1));
    cr_expect(eq(sz, sv_stratum_joined(d, 1), 1));
    cr_expect(eq(sz, sv_design_n_groups(d, 0), 2));
    sv_design_free(d);
}

/* 2 of 6 | 3 of 3 | 1 of 4: the middle one, complete, is passed over, and the
 * merged stratum has 3 of 10. */
Test(collapse, complete_strata_are_passed_over)
{
    const uint32_t n[] = { 2, 3, 1 };
    const double population[] = { 6, 3, 4 };
    struct sv_design *d = collapsed(3, n, population);

    cr_expect(eq(sz, sv_stratum_joined(d, 2), 0));
    cr_expect(eq(u32, sv_design_group_of(d, 0)[5], 0));
    cr_expect(eq(u32, sv_design_group_of(d, 0)[4], 1));
    cr_expect(epsilon_eq(dbl, sv_design_groups(d, 0)[0].open, 0.7, 1e-15));
    cr_expect(eq(dbl, sv_design_groups(d, 0)[1].open, 0.0));
    sv_design_free(d);
}

/* Merged strata count once, also where others lie between. */
Test(collapse, merged_strata_are_one_for_degrees_of_freedom)
{
    const uint32_t n[] = { 2, 3, 1 }, unit[] = { 0, 2, 5 };
    const uint32_t members[] = { 4, 1, 2 };
    const double population[] = { 6, 3, 4 };
    struct sv_design *d = collapsed(3, n, population);
    const struct sv_rows rows = { .n = 3, .unit = unit, .members = members };
    unsigned char scratch[1024];
    struct sv_support s;

    cr_assert(le(sz, sv_linear_scratch(d), sizeof scratch));
    s = sv_support_of(d, &rows, scratch);
    cr_expect(eq(sz, s.psus, 3));
    cr_expect(eq(sz, s.strata, 2));
    cr_expect(eq(sz, s.strata_psus, 6));
    sv_design_free(d);
}

Test(collapse, nobody_to_merge_with)
{
    const uint32_t n[] = { 1 };
    struct sv_stage_plan stage = { .n_units = 1, .n_drawn = n };
    const struct sv_design_plan plan = {
        .n_strata = 1, .labels = "capital", .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("collapse"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    cr_expect(eq(int, sv_design_new(&d, &plan, &fault), SV_DATA));
    cr_expect_str_eq(fault.text,
                     "stratum 'capital' has a single PSU and there is no other"
                     " stratum to collapse it with; choose another lonely-psu"
                     " rule");
    cr_expect(d == NULL);
}
