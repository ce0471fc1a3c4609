/* test_replicates.c - the methods, and replicates that come from elsewhere. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "tests/weights/hand_design.h"
#include "weights/replicates.h"

Test(replicates, methods_are_found_by_name)
{
    for (size_t i = 0; i < sv_n_replicate_methods; i++)
        cr_expect(sv_replicate_find(sv_replicate_methods[i].name)
                  == &sv_replicate_methods[i]);
    cr_expect(sv_replicate_find("jk2") == NULL);
}

Test(replicates, given_ones_are_kept_as_they_are)
{
    static const uint32_t n[] = { 2, 1 };
    static const double given[] = { 0.37, 1.91, 2.4, 0.113, 1.07, 0.82 };
    static const double rscale[] = { 0.7, 1.3 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;

    hand_design_make(&h, 2, n, NULL, "remove");
    cr_assert(sv_replicates_given(&reps, h.design, 0, 2, given, 0.0417, rscale,
                                  &fault) == SV_OK);
    for (size_t u = 0; u < 3; u++)
        for (size_t r = 0; r < 2; r++)
            cr_expect(eq(dbl, sv_multiplier(&reps, u, r), given[2 * u + r]));
    cr_expect(eq(dbl, reps.scale, 0.0417));
    cr_expect(eq(dbl, reps.rscale[1], 1.3));
    sv_replicates_free(&reps);
    cr_assert(sv_replicates_given(&reps, h.design, 0, 2, given, 0.0417, NULL,
                                  &fault) == SV_OK);
    cr_expect(eq(dbl, reps.rscale[1], 1));
    sv_replicates_free(&reps);
    hand_design_free(&h);
}

/* A statement of what memory they take, before it is taken. */
Test(replicates, more_than_memory_is_for_are_refused)
{
    static const uint32_t n[] = { 11, 12 };
    struct sv_fault fault = { 0 };
    struct hand_design h;
    struct sv_replicates reps;
    struct sv_replicate_options options = { .n = 6000000, .seed = 7 };

    hand_design_make(&h, 2, n, NULL, "remove");
    cr_expect(sv_replicates_make(&reps, h.design, sv_replicate_find("rao-wu"),
                                 &options, &fault) == SV_DATA);
    cr_expect(ne(ptr, strstr(fault.text, "6000000 replicates of 23 units"),
                 NULL), "%s", fault.text);
    sv_replicates_free(&reps);
    fault = (struct sv_fault){ 0 };
    options.n = 70000;                  /* a matrix of 70000 x 70000 */
    cr_expect(sv_replicates_make(&reps, h.design, sv_replicate_find("sdr"),
                                 &options, &fault) == SV_DATA);
    sv_replicates_free(&reps);
    hand_design_free(&h);
}
