/* test_patternfile.c - which pattern tables a tally has, and reading one. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/patternfile.h"
#include "tests/helpers/scratch.h"

/* The layout of TEXT, whose strings are those of *META, the caller's to
 * release. */
static struct sv_pattern_layout *
layout_of(json_t **meta, const char *text, size_t *n)
{
    struct sv_pattern_layout *layout;
    struct sv_fault fault = { 0 };

    *meta = json_loads(text, 0, NULL);
    cr_assert(meta[0] != NULL);
    cr_assert(eq(int, sv_pattern_layout(&layout, n, *meta, &fault), SV_OK));
    return layout;
}

static void
expect_refused(const char *text)
{
    json_t *meta = json_loads(text, 0, NULL);
    struct sv_pattern_layout *layout;
    struct sv_fault fault = { 0 };
    size_t n;

    cr_assert(meta != NULL);
    cr_expect(eq(int, sv_pattern_layout(&layout, &n, meta, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "pattern table") != NULL, "%s", fault.text);
    json_decref(meta);
}

Test(patternfile, tables_are_those_of_the_meta)
{
    size_t n;
    json_t *meta;
    struct sv_pattern_layout *l =
        layout_of(&meta, "{\"patterns\": [{\"record\": \"household\", \"state\":"
                  " \"ind/0/state\", \"columns\": [\"ind/0/y\"]},"
                  " {\"record\": \"person\", \"state\": \"ind/7/state\","
                  " \"columns\": [\"ind/7/y\", \"person/var/sex\"],"
                  " \"each\": true}]}", &n);
    struct sv_tally_record rows;

    cr_assert(eq(sz, n, 2));
    cr_expect_str_eq(l[1].record, "person");
    cr_expect_str_eq(l[1].state, "ind/7/state");
    cr_expect(l[1].each);
    cr_expect(not(l[0].each));
    cr_expect_str_eq(l[1].group, "person/patterns/1");
    cr_expect(eq(sz, sv_pattern_column(&l[1], "person/var/sex"), 1));
    cr_expect(eq(sz, sv_pattern_column(&l[1], "person/var/age"), 2));
    rows = sv_pattern_rows(&l[1], 17);
    cr_expect(sv_pattern_tallied(&rows, l, n));
    cr_expect(not(sv_pattern_tallied(&rows, l, 1)));
    sv_pattern_layout_free(l, n);
    json_decref(meta);
}

Test(patternfile, none_and_such_as_are_not_known)
{
    size_t n;
    json_t *meta;

    sv_pattern_layout_free(layout_of(&meta, "{}", &n), 0);
    cr_expect(eq(sz, n, 0));
    json_decref(meta);
    expect_refused("{\"patterns\": [{\"record\": \"p\", \"state\": \"s\","
                   " \"columns\": []}]}");
    expect_refused("{\"patterns\": [{\"record\": \"p\", \"columns\": [\"y\"]}]}");
    expect_refused("{\"patterns\": [{\"record\": \"p\", \"state\": \"s\","
                   " \"columns\": [\"y\", 7]}]}");
}

/* Three patterns of two columns, five rows, and the last N_ENTRIES of six
 * entries left out. */
static struct sv_store *
store_table(size_t n_entries)
{
    static const double values[] = { 1.5, 1.5, 2.385, 1, 2, 1 };
    static const double sums[] = { 7, 49, 3, 9, 1, 1, 2, 4, 5, 25 };
    static const uint64_t cells[] = { 0, 2, 3, 5 };
    static const uint64_t first[] = { 0, 2, 2, 3, 4, 6 };
    static const uint32_t unit[] = { 0, 2, 1, 0, 1 }, counts[] = { 1, 1, 1, 1, 2 };
    static const uint32_t column[] = { 0, 3, 3, 1, 0, 0 };
    static const double v[] = { 0.5, -1, 2, 7, 0.25, 0.125 };
    const struct { const char *name; enum sv_type type; size_t n;
                   const void *data; } all[] = {
        { "p/patterns/0/values", SV_F64, 6, values },
        { "p/patterns/0/cells", SV_U64, 4, cells },
        { "p/patterns/0/unit", SV_U32, 5, unit },
        { "p/patterns/0/sums", SV_F64, 10, sums },
        { "p/patterns/0/counts", SV_U32, 5, counts },
        { "p/patterns/0/first", SV_U64, 6, first },
        { "p/patterns/0/column", SV_U32, n_entries, column },
        { "p/patterns/0/v", SV_F64, n_entries, v },
    };
    char path[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_store *store;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(path, "tally.h5");
    cr_assert(sv_store_begin(&maker, path, "tally", 1, &fault) == SV_OK);
    for (size_t k = 0; k < sizeof all / sizeof *all; k++)
        cr_assert(sv_store_put(maker, all[k].name, all[k].type, all[k].n,
                               all[k].data, &fault) == SV_OK);
    cr_assert(sv_store_layout(maker, &fault) == SV_OK);
    cr_assert(sv_store_seal(maker, &digest, &fault) == SV_OK);
    cr_assert(sv_store_open(&store, path, "tally", 1, &digest, &fault)
              == SV_OK);
    return store;
}

Test(patternfile, a_table_is_read_as_it_lies)
{
    const char *columns[] = { "ind/0/y", "p/var/a" };
    const struct sv_pattern_layout layout = { "p", "ind/0/state", columns, 2,
                                              false, "p/patterns/0" };
    struct sv_store *store = store_table(6);
    struct sv_pattern_table t;
    struct sv_fault fault = { 0 };

    cr_assert(sv_pattern_table_of(&t, store, &layout, &fault) == SV_OK, "%s",
              fault.text);
    cr_expect(eq(sz, t.n_patterns, 3));
    cr_expect(eq(dbl, t.values[2], 2.385));
    cr_expect(eq(sz, t.rows.n, 5));
    cr_expect(eq(dbl, t.rows.sums[3 * SV_PATTERN_SUMS + SV_PATTERN_W], 2));
    cr_expect(eq(u32, t.rows.counts[4], 2));
    cr_expect(eq(dbl, t.v[t.first[3]], 7));
    sv_store_close(store);
    store = store_table(5);
    cr_expect(eq(int, sv_pattern_table_of(&t, store, &layout, &fault), SV_BUG));
    sv_store_close(store);
}
