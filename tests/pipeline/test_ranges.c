/* test_ranges.c - a sampling design on disk: read, and refused if broken. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/ranges.h"
#include "tests/helpers/scratch.h"

/* Two strata: of PSUs 0 1 and of PSU 2; households 0 | 1 2 3 | 4 5; eleven
 * rows.  The first stage has a population, the second has none. */
static const uint32_t strata[] = { 0, 2, 3 };
static const uint32_t psus[] = { 0, 1, 4, 6 };
static const uint32_t households[] = { 0, 2, 3, 5, 8, 9, 11 };
static const double populations[] = { 17, 0.25 };

struct example {
    const uint32_t *strata, *psus, *households;
    size_t n_households, n_fpc;
};

static const struct example good = { strata, psus, households, 7, 2 };

static struct sv_store *
store_of(const struct example *e)
{
    char path[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_store *store;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(path, "units.h5");
    cr_assert(eq(int, sv_store_begin(&maker, path, "units", 1, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "p/design/strata", SV_U32, 3,
                                   e->strata, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "p/design/stage1", SV_U32, 4,
                                   e->psus, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "p/design/fpc1", SV_F64, e->n_fpc,
                                   populations, &fault), SV_OK));
    cr_assert(eq(int, sv_store_put(maker, "p/design/stage2", SV_U32,
                                   e->n_households, e->households, &fault),
                 SV_OK));
    cr_assert(eq(int, sv_store_layout(maker, &fault), SV_OK));
    cr_assert(eq(int, sv_store_seal(maker, &digest, &fault), SV_OK));
    cr_assert(eq(int, sv_store_open(&store, path, "units", 1, &digest, &fault),
                 SV_OK), "%s", fault.text);
    return store;
}

Test(ranges, are_read)
{
    struct sv_store *store = store_of(&good);
    struct sv_fault fault = { 0 };
    struct sv_ranges r;

    cr_assert(eq(int, sv_ranges_of(&r, store, "p", &fault), SV_OK), "%s",
              fault.text);
    cr_expect(eq(sz, r.n_strata, 2));
    cr_expect(eq(sz, r.n_stages, 2));
    cr_expect(eq(sz, r.n_units[0], 3));
    cr_expect(eq(sz, r.n_units[1], 6));
    cr_expect(eq(sz, r.n_rows, 11));
    cr_assert(r.fpc[0] != NULL);
    cr_expect(eq(dbl, r.fpc[0][0], 17));
    cr_expect(eq(dbl, r.fpc[0][1], 0.25));
    cr_expect(r.fpc[1] == NULL);
    sv_store_close(store);
}

Test(ranges, rows_of_units_and_strata)
{
    struct sv_store *store = store_of(&good);
    const uint32_t of_psu[] = { 0, 2, 8, 11 };
    struct sv_fault fault = { 0 };
    struct sv_ranges r;

    cr_assert(eq(int, sv_ranges_of(&r, store, "p", &fault), SV_OK));
    for (uint32_t i = 0; i < 4; i++)
        cr_expect(eq(u32, sv_first_row(&r, 0, i), of_psu[i]));
    for (uint32_t i = 0; i < 7; i++)
        cr_expect(eq(u32, sv_first_row(&r, 1, i), households[i]));
    cr_expect(eq(u32, sv_first_row_of_stratum(&r, 0), 0));
    cr_expect(eq(u32, sv_first_row_of_stratum(&r, 1), 8));
    cr_expect(eq(u32, sv_first_row_of_stratum(&r, 2), 11));
    sv_store_close(store);
}

/* A household without persons is a unit without rows. */
Test(ranges, of_rows_may_be_empty)
{
    const uint32_t without[] = { 0, 2, 3, 3, 8, 9, 11 };
    struct example e = good;
    struct sv_store *store;
    struct sv_fault fault = { 0 };
    struct sv_ranges r;

    e.households = without;
    store = store_of(&e);
    cr_assert(eq(int, sv_ranges_of(&r, store, "p", &fault), SV_OK), "%s",
              fault.text);
    cr_expect(eq(u32, sv_first_row(&r, 1, 2), 3));
    cr_expect(eq(u32, sv_first_row(&r, 1, 3), 3));
    cr_expect(eq(sz, r.n_rows, 11));
    sv_store_close(store);
}

static void
expect_refused(const struct example *e, const char *sentence)
{
    struct sv_store *store = store_of(e);
    struct sv_fault fault = { 0 };
    struct sv_ranges r;

    cr_expect(ne(int, sv_ranges_of(&r, store, "p", &fault), SV_OK));
    cr_expect(ne(ptr, strstr(fault.text, sentence), NULL), "%s", fault.text);
    sv_store_close(store);
}

/* Each breaks one rule: begin at 0, ascend, hold something, end where the next
 * list ends. */
Test(ranges, that_do_not_fit_are_refused)
{
    const uint32_t late[] = { 1, 2, 3 }, empty[] = { 0, 0, 3 };
    const uint32_t down[] = { 0, 4, 1, 6 }, past[] = { 0, 1, 4, 7 };
    const uint32_t back[] = { 0, 2, 3, 2, 8, 9, 11 };
    const uint32_t hole[] = { 0, 1, 1, 6 };
    struct example e = good;

    e.strata = late;
    expect_refused(&e, "p/design: the ranges do not fit each other");
    e.strata = empty;
    expect_refused(&e, "p/design: the ranges do not fit each other");
    e = good;
    e.psus = down;
    expect_refused(&e, "p/design: the ranges do not fit each other");
    e.psus = past;
    expect_refused(&e, "p/design: the ranges do not fit each other");
    e.psus = hole;
    expect_refused(&e, "p/design: the ranges do not fit each other");
    e = good;
    e.households = back;
    expect_refused(&e, "p/design: the ranges do not fit each other");
}

Test(ranges, of_the_wrong_length_are_refused)
{
    struct example e = good;

    e.n_households = 1;
    expect_refused(&e, "p/design/stage2: is not a list of ranges");
    e = good;
    e.n_fpc = 1;
    expect_refused(&e, "p/design/fpc1");
}

Test(ranges, of_a_record_that_is_not_there)
{
    struct sv_store *store = store_of(&good);
    struct sv_fault fault = { 0 };
    struct sv_ranges r;

    cr_expect(ne(int, sv_ranges_of(&r, store, "q", &fault), SV_OK));
    cr_expect(ne(ptr, strstr(fault.text, "q/design/strata"), NULL), "%s",
              fault.text);
    sv_store_close(store);
}
