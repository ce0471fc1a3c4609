/* test_design.c - designs that can be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "weights/design.h"

/* North has PSUs a, b (2 and 1 units), south has c (3 units).
 * The first stage has populations 4 and 3, the second none. */
static const uint32_t psus[] = { 2, 1 }, units[] = { 2, 1, 3 };
static const double counts[] = { 4, 3 };

static struct sv_stage_plan stages[] = {
    { .n_units = 3, .n_drawn = psus, .population = counts, .labels = "a\0b\0c" },
    { .n_units = 6, .n_drawn = units, .labels = "1\0" "2\0" "1\0" "1\0" "2\0" "3" },
};

static struct sv_design_plan
plan_of(const char *rule)
{
    return (struct sv_design_plan) {
        .n_strata = 2, .labels = "north\0south", .n_stages = 2,
        .stages = stages, .lonely = sv_lonely_find(rule),
    };
}

static struct sv_design *
accept(const struct sv_design_plan *plan)
{
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_design_new(&d, plan, &fault), SV_OK), "%s",
              fault.text);
    return d;
}

Test(design, units_find_their_parents)
{
    const struct sv_design_plan plan = plan_of("remove");
    struct sv_design *d = accept(&plan);
    char text[SV_LABEL_SIZE];

    cr_expect(eq(sz, sv_design_n_stages(d), 2));
    cr_expect(eq(sz, sv_design_n_strata(d), 2));
    cr_expect(eq(sz, sv_design_n_units(d, 0), 3));
    cr_expect(eq(sz, sv_design_n_lowest(d), 6));
    cr_expect(eq(u32, sv_unit_above(d, 1, 2, 0), 1));
    cr_expect(eq(u32, sv_unit_above(d, 1, 5, 0), 2));
    cr_expect(eq(u32, sv_unit_above(d, 1, 5, 1), 5));
    cr_expect(eq(u32, sv_stratum_of(d, 1), 0));
    cr_expect(eq(u32, sv_stratum_of(d, 2), 1));
    cr_expect_str_eq(sv_stratum_label(d, 1, text), "south");
    cr_expect_str_eq(sv_unit_label(d, 0, 2, text), "c");
    cr_expect_str_eq(sv_unit_label(d, 1, 4, text), "2");
    sv_design_free(d);
}

Test(design, things_without_label_go_by_number)
{
    struct sv_design_plan plan = plan_of("remove");
    char text[SV_LABEL_SIZE];
    struct sv_design *d;

    plan.labels = NULL;
    d = accept(&plan);
    cr_expect_str_eq(sv_stratum_label(d, 1, text), "2");
    sv_design_free(d);
}

/* What each group adds: above * open, and who is lonely. */
Test(design, fractions_multiply_downwards)
{
    const struct sv_design_plan plan = plan_of("remove");
    struct sv_design *d = accept(&plan);
    const struct sv_group *first = sv_design_groups(d, 0);
    const struct sv_group *second = sv_design_groups(d, 1);

    cr_expect(epsilon_eq(dbl, first[0].open, 0.5, 1e-15));
    cr_expect(epsilon_eq(dbl, first[1].open, 2.0 / 3, 1e-15));
    cr_expect(epsilon_eq(dbl, second[0].above, 0.5, 1e-15));
    cr_expect(epsilon_eq(dbl, second[2].above, 1.0 / 3, 1e-15));
    cr_expect(epsilon_eq(dbl, second[2].open, 1, 1e-15));
    cr_expect(first[1].lonely && !first[0].lonely);
    cr_expect(second[1].lonely && !second[0].lonely && !second[2].lonely);
    sv_design_free(d);
}

Test(design, rates_are_counts_by_another_name)
{
    static const double rates[] = { 0.5, 1.0 / 3 };
    struct sv_stage_plan by_rate[] = { stages[0], stages[1] };
    struct sv_design_plan plan = plan_of("remove");
    struct sv_design *d;

    by_rate[0].population = rates;
    plan.stages = by_rate;
    d = accept(&plan);
    cr_expect(epsilon_eq(dbl, sv_design_groups(d, 0)[0].open, 0.5, 1e-15));
    cr_expect(epsilon_eq(dbl, sv_design_groups(d, 1)[2].above, 1.0 / 3, 1e-15));
    sv_design_free(d);
}

/* One of one drawn: no sampling there, so nobody is lonely; but the units
 * below count in full. */
Test(design, certainty_psu_is_not_lonely)
{
    static const double certain[] = { 5, 1 };
    static const uint32_t two_each[] = { 2, 1, 3 };
    struct sv_stage_plan stage[] = { stages[0], stages[1] };
    struct sv_design_plan plan = plan_of("remove");
    struct sv_design *d;

    stage[0].population = certain;
    stage[1].n_drawn = two_each;
    plan.stages = stage;
    d = accept(&plan);
    cr_expect(eq(dbl, sv_design_groups(d, 0)[1].open, 0.0));
    cr_expect(not(sv_design_groups(d, 0)[1].lonely));
    cr_expect(eq(dbl, sv_design_groups(d, 1)[2].above, 1.0));
    sv_design_free(d);
}

Test(design, stages_end_at_the_first_without_population)
{
    struct sv_stage_plan only[] = { stages[0], stages[1] };
    struct sv_design_plan plan = plan_of("remove");
    struct sv_design *d;

    only[0].population = NULL;
    plan.stages = only;
    d = accept(&plan);
    cr_expect(eq(sz, sv_stages_kept(only, 2), 1));
    cr_expect(eq(sz, sv_stages_kept(stages, 2), 2));
    cr_expect(eq(sz, sv_design_n_lowest(d), 3));
    sv_design_free(d);
}
