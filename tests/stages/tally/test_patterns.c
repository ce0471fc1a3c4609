/* test_patterns.c - pattern tables against a naive twin, bit by bit. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tally/patternorder.h"
#include "stages/tally/patterns.h"
#include "tests/helpers/scratch.h"
#include "tests/stages/tally/random_units.h"

enum { COLUMNS = 3, VARIABLES = 5 };

/* The pattern table (y, a, b) of the mean of random units; every row has two
 * calibration variables, or none. */
struct sample {
    struct random_units u;
    struct sv_store *units;
    double *y;                  /* few values, and a zero with a sign */
    uint64_t *first;
    uint32_t *column;
    double *v;
    struct sv_residual_file residuals;
    const char *name[COLUMNS];
    struct sv_pattern_layout layout;
    bool listed;
};

static const uint8_t *
a_of(const struct sample *s)
{
    return s->u.crossed[1][0].narrow;
}

static const int16_t *
b_of(const struct sample *s)
{
    return s->u.crossed[2][0].wide;
}

static void
store_units(struct sample *s)
{
    const size_t n = s->u.n_rows;
    char path[SCRATCH_SIZE];
    struct sv_store_maker *maker;
    struct sv_digest digest;
    struct sv_fault fault = { 0 };

    scratch_file(path, "units.h5");
    cr_assert(sv_store_begin(&maker, path, "units", 1, &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "ind/2/state", SV_U8, n, s->u.state[2],
                           &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "ind/2/y", SV_F64, n, s->y, &fault) == SV_OK);
    cr_assert(sv_store_put(maker, "p/var/a", SV_U8, n, a_of(s), &fault)
              == SV_OK);
    cr_assert(sv_store_put(maker, "p/var/b", SV_I16, n, b_of(s), &fault)
              == SV_OK);
    cr_assert(sv_store_layout(maker, &fault) == SV_OK);
    cr_assert(sv_store_seal(maker, &digest, &fault) == SV_OK);
    cr_assert(sv_store_open(&s->units, path, "units", 1, &digest, &fault)
              == SV_OK);
}

static void
make_residuals(struct sample *s)
{
    const size_t n = s->u.n_rows;
    uint64_t at = 0;

    s->first = calloc(n + 1, sizeof *s->first);
    s->column = calloc(2 * n, sizeof *s->column);
    s->v = calloc(2 * n, sizeof *s->v);
    for (size_t j = 0; j < n; j++) {
        for (uint32_t k = 0; k < 2 && j % 7 != 3; k++) {
            s->column[at] = 2 * k + (uint32_t) (j % 3 == 0);
            s->v[at++] = (k == 0 ? 1 : -1) * (0.61 + (double) (j % 11) / 17);
        }
        s->first[j + 1] = at;
    }
    s->residuals = (struct sv_residual_file){
        .n_columns = VARIABLES, .first = s->first, .column = s->column,
        .v = s->v,
    };
}

static void
make(struct sample *s, unsigned seed, uint32_t psus, uint32_t rows,
     size_t stages)
{
    *s = (struct sample){ .name = { "ind/2/y", "p/var/a", "p/var/b" } };
    random_units_make(&s->u, seed, psus, rows, stages);
    s->y = calloc(s->u.n_rows, sizeof *s->y);
    for (size_t j = 0; j < s->u.n_rows; j++)
        s->y[j] = j % 5 == 0 ? -0.0 : floor(s->u.y[2][j] / 100) / 3;
    store_units(s);
    make_residuals(s);
    s->layout = (struct sv_pattern_layout){
        "p", "ind/2/state", s->name, COLUMNS, false, "p/patterns/0"
    };
}

static void
sample_free(struct sample *s)
{
    sv_store_close(s->units);
    random_units_free(&s->u);
    free(s->y);
    free(s->first);
    free(s->column);
    free(s->v);
}

/* A table in memory. */
struct table {
    struct sv_pattern_fold fold;
    struct sv_tally_columns rows;
    struct sv_pattern_columns of;
    uint64_t entries;
};

static void
fold(struct table *t, const struct sample *s, const struct sv_fold *f)
{
    struct sv_fault fault = { 0 };
    struct sv_tally_source source;
    size_t n;

    *t = (struct table){ .entries = 0 };
    cr_assert(sv_pattern_fold_make(&t->fold, &s->layout, s->units, f,
                                   &s->residuals, s->listed, &fault) == SV_OK,
              "%s", fault.text);
    source = sv_pattern_source(&t->fold);
    n = source.record->n_cells;
    t->rows.cells = calloc(n + 1, sizeof *t->rows.cells);
    source.count(source.self, t->rows.cells);
    for (size_t c = 0; c < n; c++)
        t->rows.cells[c + 1] += t->rows.cells[c];
    t->rows.n = t->rows.cells[n];
    t->rows.unit = calloc(t->rows.n + 1, sizeof *t->rows.unit);
    t->rows.counts = calloc(t->rows.n + 1, sizeof *t->rows.counts);
    t->rows.sums = calloc(2 * t->rows.n + 1, sizeof *t->rows.sums);
    t->entries = source.n_entries;
    t->of.values = calloc(n * COLUMNS + 1, sizeof *t->of.values);
    t->of.first = calloc(t->rows.n + 1, sizeof *t->of.first);
    t->of.column = calloc(t->entries + 1, sizeof *t->of.column);
    t->of.v = calloc(t->entries + 1, sizeof *t->of.v);
    cr_assert(source.has_members == s->listed);
    if (s->listed) {
        t->of.members = calloc(t->rows.n + 1, sizeof *t->of.members);
        t->of.member = calloc(source.n_members + 1, sizeof *t->of.member);
    }
    cr_assert(source.fill(source.self, &t->rows, &fault) == SV_OK);
    source.fill_patterns(source.self, &t->of);
}

static void
table_free(struct table *t)
{
    sv_pattern_fold_free(&t->fold);
    free(t->rows.cells);
    free(t->rows.unit);
    free(t->rows.counts);
    free(t->rows.sums);
    free(t->of.values);
    free(t->of.first);
    free(t->of.column);
    free(t->of.v);
    free(t->of.members);
    free(t->of.member);
}

static bool
belongs(const struct sample *s, const struct table *t, size_t pattern,
        uint32_t j)
{
    const size_t n = t->fold.record.n_cells;
    const uint8_t state = s->u.state[2][j];

    return (state == 1 || state > 2)
           && (s->u.fold.weight[j] > 0 || s->listed)
           && t->of.values[pattern] == s->y[j]
           && t->of.values[n + pattern] == a_of(s)[j]
           && t->of.values[2 * n + pattern] == b_of(s)[j];
}

/* The row AT is what the unit's members of the pattern add up to, in order;
 * returns how many they are. */
static uint32_t
expect_row(const struct sample *s, const struct table *t, size_t pattern,
           uint32_t unit, size_t at)
{
    const size_t last = s->u.fold.stages - 1;
    double w = 0, w2 = 0, v[VARIABLES] = { 0 }, sum[VARIABLES] = { 0 };
    uint32_t n = 0;

    for (uint32_t j = sv_first_row(&s->u.design, last, unit);
         j < sv_first_row(&s->u.design, last, unit + 1); j++) {
        if (!belongs(s, t, pattern, j))
            continue;
        n++;
        w += s->u.fold.weight[j];
        w2 += s->u.fold.weight[j] * s->u.fold.weight[j];
        for (uint64_t e = s->first[j]; e < s->first[j + 1]; e++)
            v[s->column[e]] += s->v[e] * s->u.fold.weight[j];
    }
    if (n == 0)
        return 0;
    cr_assert(eq(u32, t->rows.unit[at], unit));
    cr_assert(eq(u32, t->rows.counts[at], n));
    cr_assert(eq(dbl, t->rows.sums[2 * at], w));
    cr_assert(eq(dbl, t->rows.sums[2 * at + 1], w2));
    for (uint64_t e = t->of.first[at]; e < t->of.first[at + 1]; e++)
        sum[t->of.column[e]] += t->of.v[e];
    for (size_t k = 0; k < VARIABLES; k++)
        cr_assert(eq(dbl, sum[k], v[k]));
    return n;
}

static uint32_t
members(const struct sample *s)
{
    uint32_t n = 0;

    for (uint32_t j = 0; j < s->u.n_rows; j++)
        n += s->u.state[2][j] == 1 && s->u.fold.weight[j] > 0;
    return n;
}

Test(patterns, has_the_bits_of_the_naive_twin)
{
    for (unsigned seed = 1; seed <= 6; seed++) {
        struct sample s;
        struct table t;
        uint32_t units, counted = 0;
        size_t at = 0;

        make(&s, seed, 3 + seed, 30, 1 + seed % 2);
        units = (uint32_t) s.u.design.n_units[s.u.fold.stages - 1];
        fold(&t, &s, &s.u.fold);
        for (size_t p = 0; p < t.fold.record.n_cells; p++) {
            cr_assert(eq(sz, (size_t) t.rows.cells[p], at));
            for (uint32_t unit = 0; unit < units; unit++) {
                const uint32_t n = expect_row(&s, &t, p, unit, at);

                counted += n;
                at += n > 0;
            }
        }
        cr_expect(eq(sz, at, t.rows.n));
        cr_expect(eq(u32, counted, members(&s)));
        table_free(&t);
        sample_free(&s);
    }
}

/* Members in the order of the data, those without a weight among them; they are
 * counted in no row. */
Test(patterns, list_all_who_may_have_a_weight_in_a_replicate)
{
    struct sample s;
    struct table t;
    const double *w;
    size_t without = 0, listed = 0;

    make(&s, 31, 9, 40, 2);
    s.listed = true;
    fold(&t, &s, &s.u.fold);
    w = s.u.fold.weight;
    for (size_t p = 0; p < t.fold.record.n_cells; p++)
        for (size_t r = t.rows.cells[p]; r < t.rows.cells[p + 1]; r++) {
            uint32_t counted = 0;

            for (uint64_t m = t.of.members[r]; m < t.of.members[r + 1]; m++) {
                const uint32_t j = t.of.member[m];

                cr_assert(belongs(&s, &t, p, j));
                cr_assert(eq(u32, t.fold.unit[j], t.rows.unit[r]));
                cr_assert(m == t.of.members[r] || j > t.of.member[m - 1]);
                counted += w[j] > 0;
                without += w[j] == 0;
                listed++;
            }
            cr_assert(eq(u32, t.rows.counts[r], counted));
        }
    cr_expect(gt(sz, without, 5));
    for (uint32_t j = 0; j < s.u.n_rows; j++)
        listed -= s.u.state[2][j] == 1 || s.u.state[2][j] > 2;
    cr_expect(eq(sz, listed, 0));
    table_free(&t);
    sample_free(&s);
}

Test(patterns, ascend_the_first_column_first)
{
    struct sample s;
    struct table t;
    size_t n, ties = 0;

    make(&s, 11, 20, 60, 1);
    fold(&t, &s, &s.u.fold);
    n = t.fold.record.n_cells;
    cr_assert(gt(sz, n, 100));
    for (size_t p = 1; p < n; p++) {
        size_t k = 0;

        while (k < COLUMNS - 1
               && t.of.values[k * n + p] == t.of.values[k * n + p - 1])
            k++;
        ties += k > 0;
        cr_assert(gt(dbl, t.of.values[k * n + p], t.of.values[k * n + p - 1]));
    }
    cr_expect(gt(sz, ties, 50));
    table_free(&t);
    sample_free(&s);
}

/* Rows of the shards, pattern by pattern, are those of the whole. */
Test(patterns, shards_have_the_same_patterns_and_the_rows_of_the_whole)
{
    enum { SHARDS = 3 };
    struct sample s;
    struct table whole, part[SHARDS];
    size_t at = 0, next[SHARDS] = { 0 };

    make(&s, 23, 17, 40, 2);
    fold(&whole, &s, &s.u.fold);
    for (uint32_t k = 0; k < SHARDS; k++) {
        struct sv_fold f = s.u.fold;

        f.first_psu = 17 * k / SHARDS;
        f.end_psu = 17 * (k + 1) / SHARDS;
        fold(&part[k], &s, &f);
        cr_assert(eq(sz, part[k].fold.record.n_cells,
                     whole.fold.record.n_cells));
        cr_expect(memcmp(part[k].of.values, whole.of.values,
                         COLUMNS * whole.fold.record.n_cells * sizeof(double))
                  == 0);
    }
    for (size_t p = 0; p < whole.fold.record.n_cells; p++)
        for (size_t k = 0; k < SHARDS; k++)
            for (; next[k] < part[k].rows.cells[p + 1]; next[k]++, at++) {
                cr_assert(eq(u32, part[k].rows.unit[next[k]],
                             whole.rows.unit[at]));
                cr_assert(eq(dbl, part[k].rows.sums[2 * next[k]],
                             whole.rows.sums[2 * at]));
            }
    cr_expect(eq(sz, at, whole.rows.n));
    cr_expect(eq(u64, part[0].entries + part[1].entries + part[2].entries,
                 whole.entries));
    for (size_t k = 0; k < SHARDS; k++)
        table_free(&part[k]);
    table_free(&whole);
    sample_free(&s);
}

Test(patterns, each_member_by_itself_goes_by_value_and_then_by_row)
{
    struct sample s;
    struct table t;
    uint32_t n;

    make(&s, 29, 12, 50, 1);
    s.layout.each = true;
    fold(&t, &s, &s.u.fold);
    n = members(&s);
    cr_assert(eq(sz, t.fold.record.n_cells, n));
    cr_assert(eq(sz, t.rows.n, n));
    for (uint32_t p = 0; p < n; p++) {
        const uint32_t j = t.fold.row[p];

        cr_assert(belongs(&s, &t, p, j));
        cr_assert(eq(dbl, t.rows.sums[2 * p], s.u.fold.weight[j]));
        cr_assert(p == 0 || t.of.values[p] > t.of.values[p - 1]
                  || (t.of.values[p] == t.of.values[p - 1]
                      && j > t.fold.row[p - 1]));
    }
    table_free(&t);
    sample_free(&s);
}

Test(patterns, numbers_of_every_type_ascend)
{
    static const double f[] = { 2.5, -1e300, 0, -0.0, 1e-300, -3.25, 2.5 };
    static const int8_t tiny[] = { 1, -5, 7, 7, 0, -5, 0 };
    static const int32_t wide[] = { 70000, -70000, 1, 1, 0, 2, 70000 };
    const struct sv_column column[] = {
        { SV_I8, 7, tiny }, { SV_F64, 7, f }, { SV_I32, 7, wide },
    };
    static const uint32_t want[] = { 1, 5, 4, 6, 0, 2, 3 };
    uint32_t row[] = { 0, 1, 2, 3, 4, 5, 6 };
    struct sv_fault fault = { 0 };

    cr_assert(sv_pattern_sort(row, 7, column, 3, &fault) == SV_OK);
    for (size_t i = 0; i < 7; i++)
        cr_expect(eq(u32, row[i], want[i]));
    cr_expect(sv_pattern_same(column, 3, 2, 3), "0 has no sign");
    cr_expect(not(sv_pattern_same(column, 3, 0, 6)));
}
