/* test_pps_plan.c - unequal probabilities that cannot be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "weights/design.h"

static const uint32_t drawn[] = { 2, 2 };
static const double rates[] = { 0.5, 0.5 };
static const double good[] = { 0.31, 0.62, 0.44, 0.2 };
static const double joint[] = { 0.31, 0.17, 0.17, 0.62,
                                0.44, 0.06, 0.06, 0.2 };

static enum sv_status
build(struct sv_fault *fault, const struct sv_pps *pps, const char *lonely)
{
    const struct sv_stage_plan stage = { .n_units = 4, .n_drawn = drawn,
                                    .population = rates };
    const struct sv_design_plan plan = {
        .n_strata = 2, .n_stages = 1, .stages = &stage, .pps = pps,
        .labels = "north\0south\0", .lonely = sv_lonely_find(lonely),
    };
    struct sv_design *d = NULL;
    enum sv_status status;

    *fault = (struct sv_fault) { 0 };
    status = sv_design_new(&d, &plan, fault);
    sv_design_free(d);
    return status;
}

Test(pps_plan, rules_need_what_they_need)
{
    struct sv_pps pps = { .rule = sv_pps_find("joint"), .probability = good };
    struct sv_fault fault;

    cr_expect(build(&fault, &pps, "fail") == SV_DATA);
    cr_expect(strstr(fault.text, "needs the joint probabilities") != NULL);
    pps.joint = joint;
    cr_expect(build(&fault, &pps, "fail") == SV_OK, "%s", fault.text);
    cr_expect(build(&fault, &pps, "collapse") == SV_DATA);
    pps.rule = sv_pps_find("brewer");
    pps.yates_grundy = true;
    cr_expect(build(&fault, &pps, "fail") == SV_DATA);
    cr_expect(strstr(fault.text, "no Yates-Grundy") != NULL);
}

Test(pps_plan, probabilities_are_probabilities)
{
    const double bad[] = { 0.31, 1.62, 0, 0.2 };
    const struct sv_pps pps = { .rule = sv_pps_find("brewer"),
                                .probability = bad };
    struct sv_fault fault;

    cr_expect(build(&fault, &pps, "fail") == SV_DATA);
    cr_expect(strstr(fault.text, "PSU '2' of stratum 'north'") != NULL);
    cr_expect(strstr(fault.text, "PSU '3' of stratum 'south'") != NULL);
}

Test(pps_plan, a_pair_is_no_likelier_than_one_of_it)
{
    double bad[8];
    const struct sv_pps pps = { .rule = sv_pps_find("joint"), .joint = bad,
                                .probability = good };
    struct sv_fault fault;

    memcpy(bad, joint, sizeof bad);
    bad[1] = bad[2] = 0.33;
    cr_expect(build(&fault, &pps, "fail") == SV_DATA);
    cr_expect(strstr(fault.text, "'2' and '1' of stratum 'north'") != NULL, "%s",
              fault.text);
    memcpy(bad, joint, sizeof bad);
    bad[6] = 0.07;
    cr_expect(build(&fault, &pps, "fail") == SV_DATA);
}

Test(pps_plan, one_unsure_psu_is_refused_under_fail)
{
    const double p[] = { 0.31, 0.62, 1, 0.2 };
    const struct sv_pps pps = { .rule = sv_pps_find("overton"),
                                .probability = p };
    struct sv_fault fault;

    cr_expect(build(&fault, &pps, "fail") == SV_DATA);
    cr_expect(strstr(fault.text, "'south'") != NULL);
    cr_expect(build(&fault, &pps, "certainty") == SV_OK);
}
