/* test_design.c - designs that can be, and the sentences for those that cannot. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "weights/design.h"

/* North has PSUs a, b (2 and 1 units), south has c (3 units).
 * The first stage has populations 4 and 3, the second none. */
static const uint32_t psus[] = { 2, 1 }, units[] = { 2, 1, 3 };
static const double counts[] = { 4, 3 };

static struct sv_stage stages[] = {
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

static void
refuse(const struct sv_design_plan *plan, const char *sentence)
{
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    cr_expect(eq(int, sv_design_new(&d, plan, &fault), SV_DATA));
    cr_expect_str_eq(fault.text, sentence);
    cr_expect(d == NULL);
    sv_design_free(d);
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
    struct sv_stage by_rate[] = { stages[0], stages[1] };
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
    struct sv_stage stage[] = { stages[0], stages[1] };
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
    struct sv_stage only[] = { stages[0], stages[1] };
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

Test(design, fail_names_everybody_lonely)
{
    const struct sv_design_plan plan = plan_of("fail");

    refuse(&plan,
           "1 stratum has a single PSU, which shows no variance: stratum"
           " 'south' (merge with stratum 'north'); merge them in the data, or"
           " set lonely-psu to collapse, adjust, average, remove or"
           " certainty\n"
           "1 group has a single unit at stage 2, which shows no variance: PSU"
           " 'b' of stratum 'north'; set lonely-psu to adjust, average, remove"
           " or certainty, or leave out the fpc of stage 1");
}

Test(design, fail_counts_those_it_has_no_room_for)
{
    static uint32_t ones[400];
    static struct sv_stage stage = { .n_units = 400, .n_drawn = ones };
    const struct sv_design_plan plan = {
        .n_strata = 400, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("fail"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    for (size_t h = 0; h < 400; h++)
        ones[h] = 1;
    cr_expect(eq(int, sv_design_new(&d, &plan, &fault), SV_DATA));
    cr_expect(strncmp(fault.text, "400 strata have a single PSU", 28) == 0);
    cr_expect(strstr(fault.text, "stratum '2' (merge with stratum '1'), ")
              != NULL);
    cr_expect(strstr(fault.text, " more; merge them in the data") != NULL);
}

Test(design, sizes_that_do_not_add_up)
{
    static const uint32_t none[] = { 2, 0 }, three[] = { 2, 1, 4 };
    struct sv_stage stage[] = { stages[0], stages[1] };
    struct sv_design_plan plan = plan_of("remove");

    plan.stages = stage;
    stage[0].n_drawn = none;
    refuse(&plan, "group 2 of stage 1 has no unit; a design holds what was"
                  " drawn, so each has one or more");
    stage[0].n_drawn = psus;
    stage[1].n_drawn = three;
    refuse(&plan, "the groups of stage 2 add up to 7 units, but the stage has"
                  " 6");
    stage[1].n_units = (size_t) UINT32_MAX + 1;
    refuse(&plan, "stage 2 has 4294967296 units; at most 4294967295 can be"
                  " held");
    plan.n_stages = 0;
    refuse(&plan, "the design has 0 stages; expected 1 to 8");
    plan.n_strata = 0;
    refuse(&plan, "the design has 0 strata; expected 1 to 4294967295");
}

Test(design, populations_that_cannot_be)
{
    static const struct { double population[2]; const char *sentence; } bad[] = {
        { { 4, -3.5 }, "stratum 'south': the population for stage 1 is -3.5;"
          " expected a count of 1 or more, or a rate above 0 and at most 1" },
        { { 0, 9 }, "stratum 'north': the population for stage 1 is 0; expected"
          " a count of 1 or more, or a rate above 0 and at most 1" },
        { { NAN, 9 }, "stratum 'north': the population for stage 1 is nan;"
          " expected a count of 1 or more, or a rate above 0 and at most 1" },
        { { 7, 0.25 }, "stratum 'south': the population for stage 1 is the rate"
          " 0.25, but elsewhere in that stage it is a count; give one or the"
          " other throughout" },
        { { 1.5, 9 }, "stratum 'north': 2 units were drawn at stage 1 from a"
          " population of 1.5; expected a population of 2 or more" },
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct sv_stage stage[] = { stages[0], stages[1] };
        struct sv_design_plan plan = plan_of("remove");

        stage[0].population = bad[i].population;
        plan.stages = stage;
        refuse(&plan, bad[i].sentence);
    }
}

Test(design, lower_groups_are_named_by_their_parents)
{
    static const uint32_t ones[] = { 1, 1, 1, 1, 1, 1 };
    static const double six[] = { 6, 6, 6 };
    static const double one_short[] = { 3, 3, 3, 0.5, 3, 3 };
    const struct sv_stage stage[] = {
        stages[0],
        { .n_units = 6, .n_drawn = units, .population = six,
          .labels = stages[1].labels },
        { .n_units = 6, .n_drawn = ones, .population = one_short },
    };
    struct sv_design_plan plan = plan_of("remove");

    plan.stages = stage;
    plan.n_stages = 3;
    refuse(&plan, "unit '1' of stage 2 in PSU 'c' of stratum 'south': the"
                  " population for stage 3 is the rate 0.5, but elsewhere in"
                  " that stage it is a count; give one or the other"
                  " throughout");
}
