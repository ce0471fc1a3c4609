/* test_memberfile.c - reading replicate weights of single members. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/memberfile.h"
#include "tests/helpers/scratch.h"

enum { ROWS = 3, REPS = 2, DATA = 5 };

static const struct sv_pattern_layout layout = {
    .record = "p", .group = "p/patterns/0",
};

/* Five rows of data with two replicate weights each, as WIDE as F64; the table
 * has three rows, of two, none and one member, the last being row LAST. */
static struct sv_store *
store(bool wide, uint64_t last)
{
    static const double w[DATA * REPS] = { 1.5, 2.25, 3, -4.5, 5, 6.75, 7.125,
                                           8, 9.5, 10 };
    static const uint64_t members[ROWS + 1] = { 0, 2, 2, 3 };
    static const double scale = 0.25, rscales[REPS] = { 1, 2 };
    static const double bounds[4] = { 10, 30, 1.5, 0 };
    const uint32_t member[] = { 1, 4, (uint32_t) last, 0 };
    float narrow[DATA * REPS];
    char path[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_store *out;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    for (size_t k = 0; k < DATA * REPS; k++)
        narrow[k] = (float) w[k];
    scratch_file(path, "members.h5");
    cr_assert(sv_store_begin(&maker, path, "tally", 1, &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/replicates/scale", SV_F64, 1, &scale,
                           &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/replicates/rscales", SV_F64, REPS, rscales,
                           &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/replicates/bounds", SV_F64, 4, bounds,
                           &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/replicates/weight", SV_F64, DATA * REPS, w,
                           &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/replicates/rows", wide ? SV_F64 : SV_F32,
                           DATA * REPS, wide ? (const void *) w : narrow,
                           &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/patterns/0/members", SV_U64, ROWS + 1,
                           members, &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/patterns/0/member", SV_U32,
                           last < DATA ? 3 : 4, member, &fault) == SV_OK);
    cr_assert(sv_store_layout(maker, &fault) == SV_OK);
    cr_assert(sv_store_seal(maker, &digest, &fault) == SV_OK);
    cr_assert(sv_store_open(&out, path, "tally", 1, &digest, &fault) == SV_OK);
    return out;
}

Test(memberfile, weights_are_those_of_the_row_in_either_width)
{
    for (int wide = 0; wide < 2; wide++) {
        struct sv_store *s = store(wide, 2);
        struct sv_member_file f;
        struct sv_fault fault = { 0 };
        double w[REPS];

        cr_assert(sv_member_file_of(&f, s, &layout, ROWS, &fault) == SV_OK);
        cr_assert(eq(sz, f.n, REPS));
        sv_member_weights(w, &f, f.first[0] + 1, 0, REPS);
        cr_expect(eq(dbl, w[0], 9.5));
        cr_expect(eq(dbl, w[1], 10));
        sv_member_weights(w, &f, 0, 1, 1);
        cr_expect(eq(dbl, w[0], -4.5));
        sv_member_add(w, &f, f.first[2], 0, REPS);
        cr_expect(eq(dbl, w[0], 0.5));
        cr_expect(eq(dbl, w[1], 16.75));
        sv_store_close(s);
    }
}

Test(memberfile, none_without_replicates_and_a_bug_where_it_does_not_fit)
{
    static const struct sv_pattern_layout other = {
        .record = "q", .group = "q/patterns/0",
    };
    struct sv_store *s = store(true, 2);
    struct sv_member_file f;
    struct sv_fault fault = { 0 };

    cr_assert(sv_member_file_of(&f, s, &other, ROWS, &fault) == SV_OK);
    cr_expect(eq(sz, f.n, 0));
    cr_expect(eq(int, sv_member_file_of(&f, s, &layout, ROWS + 1, &fault),
                 SV_BUG));
    sv_store_close(s);
    s = store(true, DATA);
    fault = (struct sv_fault){ 0 };
    cr_expect(eq(int, sv_member_file_of(&f, s, &layout, ROWS, &fault), SV_BUG));
    cr_expect(strstr(fault.text, "does not fit together") != NULL, "%s",
              fault.text);
    sv_store_close(s);
}
