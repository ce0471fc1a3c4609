/* test_preston.c - Preston's bootstrap. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/random_design.h"
#include "weights/replicates.h"

/* After many replicates, the multi-stage variance of linear.h, lower stages
 * with their fractions.  The standard deviation of a standard error from
 * 20,000 replicates is half a per cent of it. */
Test(preston, many_replicates_come_to_the_linearised_variance)
{
    static struct random_design r;
    static const int stages[][2] = { { 1, 0 }, { 1, 1 }, { 2, 2 }, { 3, 3 },
                                     { 3, 2 } };
    const struct sv_replicate_options options = { .n = 20000, .seed = 271 };
    const struct sv_estimator *total = sv_estimator_find("total");

    for (int k = 0; k < 5; k++) {
        struct sv_fault fault = { 0 };
        struct sv_replicates reps;
        struct sv_rows rows = { .unit = r.unit, .members = r.members,
                                .term = { r.a }, .stride = 1 };
        double *values, linear, repeated;
        void *scratch;

        random_design_make(&r, 77, stages[k][0], stages[k][1], "remove", false);
        rows.n = r.n_rows;
        cr_assert(sv_replicates_make(&reps, r.design,
                                     sv_replicate_find("preston"),
                                     &options, &fault) == SV_OK);
        values = malloc(reps.n * sizeof *values);
        scratch = malloc(sv_replicate_scratch(&reps, r.design));
        linear = sv_estimate_cell(r.design, total, &rows, scratch).se;
        repeated = sv_replicate_cell(values, &reps, r.design, total, &rows,
                                     false, scratch).se;
        cr_assert(linear > 0);
        cr_expect(fabs(repeated / linear - 1) < 0.02, "%d: %g for %g", k,
                  repeated, linear);
        free(scratch);
        free(values);
        sv_replicates_free(&reps);
        random_design_free(&r);
    }
}
