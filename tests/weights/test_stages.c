/* test_stages.c - one stage of sampling, and the step to the next. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "weights/stages.h"

/* Units 0..5 in groups of 1, 2 and 3; nobody in unit 4, nobody in group 0. */
static const uint32_t group_of[] = { 0, 1, 1, 2, 2, 2 };

Test(stages, fold_adds_what_belongs_together)
{
    struct sv_pair pair[] = {
        { 2.385, 1, 1 }, { 7.121, 2, 2 }, { 1.733, 4, 3 }, { 5.019, 8, 5 },
    };
    struct sv_pairs pairs = { 4, pair };

    sv_stage_fold(&pairs, group_of);
    cr_expect(eq(sz, pairs.n, 2));
    cr_expect(pair[0].unit == 1 && pair[1].unit == 2);
    cr_expect(epsilon_eq(dbl, pair[0].a, 9.506, 1e-12));
    cr_expect(epsilon_eq(dbl, pair[1].a, 6.752, 1e-12));
    cr_expect(pair[0].b == 3 && pair[1].b == 12);
}

/* Second stage of one PSU out of four, three units of six in it, a = 1, 3 and
 * none, b = 2, 2 and none; means 4/3 and 4/3:
 *   sum = (-1/3)(2/3) + (5/3)(2/3) + (16/9) = 8/3
 *   1/4 (above) 1/2 (open) 3/2 8/3 = 1/2 */
Test(stages, covariance_matches_paper)
{
    const uint32_t psus[] = { 1 }, units[] = { 3 };
    const double four[] = { 4 }, six[] = { 6 };
    const struct sv_stage_plan described[] = {
        { .n_units = 1, .n_drawn = psus, .population = four },
        { .n_units = 3, .n_drawn = units, .population = six },
    };
    const struct sv_design_plan plan = {
        .n_strata = 1, .n_stages = 2, .stages = described,
        .lonely = sv_lonely_find("remove"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };
    struct sv_pairs pairs;
    struct sv_sum *sums;
    void *scratch;

    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK));
    scratch = malloc(sv_stage_scratch_size(d));
    cr_assert(scratch != NULL);
    sv_stage_scratch(&pairs, &sums, d, scratch);
    pairs.pair[pairs.n++] = (struct sv_pair) { 1, 2, 0 };
    pairs.pair[pairs.n++] = (struct sv_pair) { 3, 2, 2 };
    cr_expect(epsilon_eq(dbl, sv_stage_covariance(d, 1, &pairs, sums), 0.5,
                         1e-14));
    free(scratch);
    sv_design_free(d);
}
