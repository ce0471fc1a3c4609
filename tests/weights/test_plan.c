/* test_plan.c - the sentences for designs that cannot be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

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

Test(plan, fail_names_everybody_lonely)
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

Test(plan, fail_counts_those_it_has_no_room_for)
{
    static uint32_t ones[400];
    static struct sv_stage_plan stage = { .n_units = 400, .n_drawn = ones };
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

Test(plan, sizes_that_do_not_add_up)
{
    static const uint32_t none[] = { 2, 0 }, three[] = { 2, 1, 4 };
    struct sv_stage_plan stage[] = { stages[0], stages[1] };
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

Test(plan, populations_that_cannot_be)
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
        struct sv_stage_plan stage[] = { stages[0], stages[1] };
        struct sv_design_plan plan = plan_of("remove");

        stage[0].population = bad[i].population;
        plan.stages = stage;
        refuse(&plan, bad[i].sentence);
    }
}

Test(plan, lower_groups_are_named_by_their_parents)
{
    static const uint32_t ones[] = { 1, 1, 1, 1, 1, 1 };
    static const double six[] = { 6, 6, 6 };
    static const double one_short[] = { 3, 3, 3, 0.5, 3, 3 };
    const struct sv_stage_plan stage[] = {
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
