/* test_replicaterank.c - in how many directions replicates differ. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/hand_design.h"
#include "weights/columnrank.h"
#include "weights/degrees.h"
#include "weights/replicates.h"

enum { PSUS = 20, STRATA = 4 };

static const uint32_t drawn[STRATA] = { 4, 6, 2, 8 };

static void
make(struct sv_replicates *out, struct hand_design *h, const char *method)
{
    const struct sv_replicate_options options = { 60, 0.3, 20261125 };
    struct sv_fault fault = { 0 };

    hand_design_make(h, STRATA, drawn, NULL, "fail");
    cr_assert(sv_replicates_make(out, h->design, sv_replicate_find(method),
                                 &options, &fault) == SV_OK, "%s: %s", method,
              fault.text);
}

/* The rank of the multipliers of UNIT [n], whatever made them. */
static size_t
dense(const struct sv_replicates *reps, const uint32_t *unit, size_t n)
{
    double *m = calloc(n * reps->n, sizeof *m);
    size_t rank;

    for (size_t i = 0; i < n; i++)
        for (size_t r = 0; r < reps->n; r++)
            m[i * reps->n + r] = sv_multiplier(reps, unit[i], r);
    rank = sv_column_rank(m, n, reps->n, 1e-5);
    free(m);
    return rank;
}

/* In the whole, and in domains of PSUs taken at random: PSUs less the strata, or
 * pairs, that are all there, but one. */
Test(replicaterank, is_that_of_the_matrix)
{
    static const char *const methods[] = { "jkn", "brr", "fay", "bootstrap",
                                           "rao-wu", "sdr" };

    for (size_t k = 0; k < sizeof methods / sizeof *methods; k++) {
        struct hand_design h;
        struct sv_replicates reps;
        uint32_t unit[PSUS], members[PSUS], state = 977;
        size_t rank;

        make(&reps, &h, methods[k]);
        for (uint32_t u = 0; u < PSUS; u++)
            unit[u] = u;
        rank = sv_replicates_rank(&reps);
        cr_expect(eq(sz, rank, dense(&reps, unit, PSUS)), "%s", methods[k]);
        for (int domain = 0; domain < 40; domain++) {
            struct sv_rows rows = { .unit = unit, .members = members };
            struct sv_support s;
            unsigned char scratch[4096];

            for (uint32_t u = 0; u < PSUS; u++) {
                state = state * 1664525 + 1013904223;
                if (state >> 24 < 150 + 2 * (uint32_t) domain) {
                    unit[rows.n] = u;
                    members[rows.n++] = 1 + state % 7;
                }
            }
            cr_assert(le(sz, sv_linear_scratch(h.design), sizeof scratch));
            s = sv_support_of(h.design, &rows, scratch);
            cr_expect(eq(sz, sv_support_rank(
                                 &s, sv_replicate_find(methods[k])->halves,
                                 rank),
                         dense(&reps, unit, rows.n)), "%s, domain %d",
                      methods[k], domain);
        }
        sv_replicates_free(&reps);
        hand_design_free(&h);
    }
}

/* More PSUs than replicates: no more than these. */
Test(replicaterank, is_at_most_the_replicates)
{
    const struct sv_replicate_options options = { .n = 7, .seed = 3 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;

    hand_design_make(&h, STRATA, drawn, NULL, "fail");
    cr_assert(sv_replicates_make(&reps, h.design, sv_replicate_find("rao-wu"),
                                 &options, &fault) == SV_OK);
    cr_expect(eq(sz, sv_replicates_rank(&reps), 7));
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
