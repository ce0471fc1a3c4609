/* test_runningsums.c - sums of replicate weights along the members of a cell. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "stages/common/runningsums.h"

enum { REPS = 3, MEMBERS = 2500 };

/* Members of every second row, from the last to the first. */
static void
make(struct sv_member_file *f, double *w, uint32_t *row, uint32_t *member)
{
    for (uint32_t j = 0; j < 2 * MEMBERS; j++)
        for (uint32_t r = 0; r < REPS; r++)
            w[j * REPS + r] = 0.37 + (j * 7919 + r * 104729) % 1013 / 71.0;
    for (uint32_t i = 0; i < MEMBERS; i++) {
        row[i] = 2 * i + 1;
        member[i] = MEMBERS - 1 - i;
    }
    *f = (struct sv_member_file){
        .n = REPS, .weight = { SV_F64, 2 * MEMBERS * REPS, w }, .row = row,
    };
}

Test(runningsums, sums_are_those_of_the_first_members)
{
    static const size_t upto[] = { 0, 1, 1023, 1024, 1025, 2047, 2048, 2500 };
    double *w = calloc(2 * MEMBERS * REPS, sizeof *w);
    uint32_t *row = calloc(MEMBERS, sizeof *row);
    uint32_t *member = calloc(MEMBERS, sizeof *member);
    struct sv_member_file f;
    struct sv_running run;

    make(&f, w, row, member);
    cr_assert(sv_running_take(&run, &f, MEMBERS));
    for (size_t n = 2048; n <= MEMBERS; n += MEMBERS - 2048) {
        sv_running_begin(&run, member, n);
        for (size_t k = 0; k < sizeof upto / sizeof *upto; k++) {
            if (upto[k] > n)
                continue;
            sv_running_upto(&run, upto[k]);
            for (size_t r = 0; r < REPS; r++) {
                double sum = 0;

                for (size_t i = 0; i < upto[k]; i++)
                    sum += w[row[member[i]] * REPS + r];
                cr_assert(eq(dbl, run.below[r], sum));
                cr_assert(upto[k] < n || run.all[r] == sum);
            }
        }
    }
    sv_running_free(&run);
    free(w);
    free(row);
    free(member);
}

/* R's quantile(type = 1) of the
 * values repeated by their weights. */
Test(runningsums, quantiles_are_taken_again_whatever_the_batch)
{
    static const double value[] = { 1.25, 2.5, 4.75, 8.125, 9.5 };
    static const double w[] = { 3, 1, 0, 1, 2, 5, 2, 1, 0, 1, 7, 1, 0, 1, 2 };
    static const uint32_t row[] = { 0, 1, 2, 3, 4 }, member[] = { 0, 1, 2, 3, 4 };
    static const double expected[] = { 2.5, 8.125, 2.5 };
    const struct sv_member_file f = {
        .n = REPS, .weight = { SV_F64, 5 * REPS, w }, .row = row,
    };
    const struct sv_member_values m = { value, member, 5 };
    const struct sv_quantile_rule *rule = sv_quantile_rule_find("math");
    double scratch[5 * (REPS + 1)], values[REPS];

    for (size_t batch = 1; batch <= REPS; batch++) {
        sv_members_quantile(values, &f, &m, rule, 0.5, batch, scratch);
        for (size_t r = 0; r < REPS; r++)
            cr_assert(eq(dbl, values[r], expected[r]), "batch %zu", batch);
    }
}
