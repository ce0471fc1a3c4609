/* patterns.c - rows into the tables of the patterns that they have. */
#include "stages/tally/patterns.h"

#include <stdlib.h>

#include "stages/tally/patternorder.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for pattern tables");
}

/* ---- patterns --------------------------------------------------------------- */

static enum sv_status
bind(struct sv_pattern_fold *f, const uint8_t **state,
     const struct sv_pattern_layout *layout, const struct sv_store *units,
     struct sv_fault *fault)
{
    const size_t n_rows = f->fold->design->n_rows;
    const void *column;
    enum sv_status status = sv_store_typed(&column, units, layout->state, SV_U8,
                                           n_rows, fault);

    *state = column;
    f->column = calloc(layout->n_columns + 1, sizeof *f->column);
    if (f->column == NULL)
        return no_memory(fault);
    for (size_t k = 0; status == SV_OK && k < layout->n_columns; k++) {
        struct sv_column *c = &f->column[f->n_columns++];

        status = sv_store_column(c, units, layout->column[k], fault);
        if (status == SV_OK
            && (c->n != n_rows || c->type == SV_U32 || c->type == SV_U64))
            status = sv_fail(fault, SV_BUG, "units.h5: %s is not a column of "
                             "values", layout->column[k]);
    }
    return status;
}

static bool
counts(const struct sv_pattern_fold *f, uint32_t j)
{
    return f->fold->weight[j] > 0;
}

/* Who belongs, in the order of the data. */
static size_t
take_members(struct sv_pattern_fold *f, const uint8_t *state)
{
    size_t n = 0;

    for (uint32_t j = 0; j < f->fold->design->n_rows; j++)
        if ((state[j] == 1 || state[j] > 2)
            && (counts(f, j) || (f->listed && f->fold->weight[j] == 0)))
            f->row[n++] = j;
    return n;
}

/* Where the patterns begin among N members. */
static enum sv_status
find_starts(struct sv_pattern_fold *f, size_t n, struct sv_fault *fault)
{
    size_t patterns = 0;

    f->start = calloc(n + 1, sizeof *f->start);
    if (f->start == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || f->each
            || !sv_pattern_same(f->column, f->n_columns, f->row[i - 1],
                                f->row[i]))
            f->start[patterns++] = i;
    f->start[patterns] = n;
    f->record.n_cells = patterns;
    return SV_OK;
}

static void
name_units(struct sv_pattern_fold *f)
{
    const struct sv_ranges *d = f->fold->design;
    const size_t last = f->fold->stages - 1;

    for (uint32_t unit = 0; unit < d->n_units[last]; unit++)
        for (uint32_t j = sv_first_row(d, last, unit);
             j < sv_first_row(d, last, unit + 1); j++)
            f->unit[j] = unit;
}

enum sv_status
sv_pattern_fold_make(struct sv_pattern_fold *out,
                     const struct sv_pattern_layout *layout,
                     const struct sv_store *units, const struct sv_fold *fold,
                     const struct sv_residual_file *residuals, bool listed,
                     struct sv_fault *fault)
{
    const size_t n_rows = fold->design->n_rows;
    const uint8_t *state;
    enum sv_status status;
    size_t n;

    *out = (struct sv_pattern_fold){
        .fold = fold, .residuals = residuals, .each = layout->each,
        .listed = listed,
        .record = sv_pattern_rows(layout, 0),
        .first_row = sv_first_row(fold->design, 0, fold->first_psu),
        .end_row = sv_first_row(fold->design, 0, fold->end_psu),
    };
    status = bind(out, &state, layout, units, fault);
    if (status != SV_OK)
        return status;
    out->row = calloc(n_rows + 1, sizeof *out->row);
    out->unit = calloc(n_rows + 1, sizeof *out->unit);
    if (out->row == NULL || out->unit == NULL)
        return no_memory(fault);
    name_units(out);
    n = take_members(out, state);
    status = sv_pattern_sort(out->row, n, out->column,
                             out->each ? 1 : out->n_columns, fault);
    return status == SV_OK ? find_starts(out, n, fault) : status;
}

void
sv_pattern_fold_free(struct sv_pattern_fold *fold)
{
    free(fold->column);
    free(fold->row);
    free(fold->start);
    free(fold->unit);
    *fold = (struct sv_pattern_fold){ 0 };
}

/* ---- rows ----------------------------------------------------------------- */

/* Members [first, end) of one pattern and unit: a row of the table. */
struct run {
    uint64_t first, end;
};

/* The run behind RUN in pattern P, of the PSUs folded; false if there is none.
 * The first one is behind { start[p], start[p] }. */
static bool
next_run(struct run *run, const struct sv_pattern_fold *f, size_t p)
{
    const uint64_t end = f->start[p + 1];

    run->first = run->end;
    while (run->first < end && f->row[run->first] < f->first_row)
        run->first++;
    run->end = run->first;
    while (run->end < end && f->row[run->end] < f->end_row
           && f->unit[f->row[run->end]] == f->unit[f->row[run->first]])
        run->end++;
    return run->end > run->first;
}

#define EACH_RUN(run, f, p)                                                 \
    for (struct run run = { (f)->start[p], (f)->start[p] };                 \
         next_run(&run, f, p);)

static void
count_rows(const void *self, uint64_t *rows)
{
    const struct sv_pattern_fold *f = self;

    for (size_t p = 0; p < f->record.n_cells; p++)
        EACH_RUN(run, f, p)
            rows[p + 1]++;
}

static enum sv_status
fill_rows(const void *self, const struct sv_tally_columns *into,
          struct sv_fault *fault)
{
    const struct sv_pattern_fold *f = self;
    size_t at = 0;

    for (size_t p = 0; p < f->record.n_cells; p++)
        EACH_RUN(run, f, p) {
            double sums[SV_PATTERN_SUMS] = { 0 };
            uint32_t n = 0;
            const struct sv_tally_row row = {
                f->unit[f->row[run.first]], sums, NULL, &n, 1
            };

            for (uint64_t i = run.first; i < run.end; i++) {
                const double w = f->fold->weight[f->row[i]];

                n += counts(f, f->row[i]);
                sums[SV_PATTERN_W] += w;
                sums[SV_PATTERN_W2] += w * w;
            }
            sv_tally_put(into, &f->record, at++, &row);
        }
    return fault->status;
}

static uint64_t
count_entries(const struct sv_pattern_fold *f)
{
    uint64_t n = 0;

    for (uint64_t i = 0; i < f->start[f->record.n_cells]; i++)
        if (f->row[i] >= f->first_row && f->row[i] < f->end_row)
            n += f->residuals->first[f->row[i] + 1]
                 - f->residuals->first[f->row[i]];
    return n;
}

/* The entries of data row J from AT on; where they end. */
static uint64_t
put_entries(const struct sv_pattern_columns *into, uint64_t at,
            const struct sv_pattern_fold *f, uint32_t j)
{
    const struct sv_residual_file *r = f->residuals;

    for (uint64_t e = r->first[j]; e < r->first[j + 1]; e++, at++) {
        into->column[at] = r->column[e];
        into->v[at] = r->v[e] * f->fold->weight[j];
    }
    return at;
}

static uint64_t
count_members(const struct sv_pattern_fold *f)
{
    uint64_t n = 0;

    for (size_t p = 0; p < f->record.n_cells; p++)
        EACH_RUN(run, f, p)
            n += run.end - run.first;
    return n;
}

static void
list_members(const struct sv_pattern_columns *into,
             const struct sv_pattern_fold *f)
{
    uint64_t at = 0;
    size_t row = 0;

    for (size_t p = 0; into->members != NULL && p < f->record.n_cells; p++)
        EACH_RUN(run, f, p) {
            for (uint64_t i = run.first; i < run.end; i++)
                into->member[at++] = f->row[i];
            into->members[++row] = at;
        }
}

static void
fill_patterns(const void *self, const struct sv_pattern_columns *into)
{
    const struct sv_pattern_fold *f = self;
    const size_t n = f->record.n_cells;
    uint64_t at = 0;
    size_t row = 0;

    for (size_t k = 0; k < f->n_columns; k++)
        for (size_t p = 0; p < n; p++)
            into->values[k * n + p] =
                sv_pattern_value(&f->column[k], f->row[f->start[p]]);
    for (size_t p = 0; into->first != NULL && p < n; p++)
        EACH_RUN(run, f, p) {
            for (uint64_t i = run.first; i < run.end; i++)
                at = put_entries(into, at, f, f->row[i]);
            into->first[++row] = at;
        }
    list_members(into, f);
}

struct sv_tally_source
sv_pattern_source(const struct sv_pattern_fold *f)
{
    const bool calibrated = f->residuals->n_columns > 0;

    return (struct sv_tally_source){
        .record = &f->record, .count = count_rows, .fill = fill_rows,
        .self = f, .n_columns = f->n_columns,
        .has_entries = calibrated,
        .n_entries = calibrated ? count_entries(f) : 0,
        .has_members = f->listed,
        .n_members = f->listed ? count_members(f) : 0,
        .fill_patterns = fill_patterns,
    };
}
