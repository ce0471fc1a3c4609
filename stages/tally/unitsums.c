/* unitsums.c - the sums of one sampling unit while its rows go by. */
#include "stages/tally/unitsums.h"

#include <stdlib.h>
#include <string.h>

#include "weights/moments.h"

enum { NO_LINE = 0 };           /* lines are numbered from 1 */

struct sv_unit_sums {
    const struct sv_fold *fold;
    double *row_sums;           /* [n_sums] of the row at hand */
    uint32_t *row_counts;       /* [n_counts] */
    uint32_t *line_of;          /* [n_cells] or NO_LINE */
    uint32_t *touched;          /* [n_cells] cell of each line */
    uint32_t n_touched;
    double *sums, *moments;     /* [n_cells] lines, used from the front */
    uint32_t *counts;
};

struct sv_unit_sums *
sv_unit_sums_new(const struct sv_fold *fold)
{
    const struct sv_tally_record *r = fold->layout;
    struct sv_unit_sums *u = calloc(1, sizeof *u);

    if (u == NULL)
        return NULL;
    u->fold = fold;
    u->row_sums = calloc(r->n_sums + 1, sizeof *u->row_sums);
    u->row_counts = calloc(r->n_counts + 1, sizeof *u->row_counts);
    u->line_of = calloc(r->n_cells, sizeof *u->line_of);
    u->touched = calloc(r->n_cells, sizeof *u->touched);
    /* Untouched pages of a large calloc() are never taken. */
    u->sums = calloc(r->n_cells * r->n_sums + 1, sizeof *u->sums);
    u->moments = calloc(r->n_cells * r->n_moments + 1, sizeof *u->moments);
    u->counts = calloc(r->n_cells * r->n_counts + 1, sizeof *u->counts);
    if (u->row_sums == NULL || u->row_counts == NULL || u->line_of == NULL
        || u->touched == NULL || u->sums == NULL || u->moments == NULL
        || u->counts == NULL) {
        sv_unit_sums_free(u);
        return NULL;
    }
    return u;
}

void
sv_unit_sums_free(struct sv_unit_sums *sums)
{
    if (sums == NULL)
        return;
    free(sums->row_sums);
    free(sums->row_counts);
    free(sums->line_of);
    free(sums->touched);
    free(sums->sums);
    free(sums->moments);
    free(sums->counts);
    free(sums);
}

/* The thread sanitizer is not ready yet when the loader chooses a clone. */
#ifdef SV_ONE_TARGET
#define FOR_EVERY_TARGET
#else
#define FOR_EVERY_TARGET \
    __attribute__((target_clones("avx512f", "avx2", "default")))
#endif

/* Adding a row to a line is all that is done once for every row and crossing.
 * It goes across columns, so each sum is added up in the order of rows on
 * every instruction set. */
FOR_EVERY_TARGET
static void
add_line(double *restrict sums, const double *restrict row_sums, size_t n_sums,
         uint32_t *restrict counts, const uint32_t *restrict row_counts,
         size_t n_counts)
{
    for (size_t k = 0; k < n_sums; k++)
        sums[k] += row_sums[k];
    for (size_t k = 0; k < n_counts; k++)
        counts[k] += row_counts[k];
}

static bool
is_counted(uint8_t state, double w)
{
    return (state == 1 || state > 2) && w > 0;
}

/* What row J adds for a proportion or a share: STATE 1 counts without a hit,
 * 2 + k hits numerator k (from 1). */
static void
expand_hits(double *sums, uint32_t *counts, const struct sv_tally_item *item,
            uint8_t state, double w)
{
    for (size_t k = 0; k < item->n_numerators; k++) {
        const bool hit = state == k + 3 && w > 0;

        sums[item->numerator + k] = hit ? w : 0;
        counts[item->hits + k] = hit;
    }
}

void
sv_row_sums(double *sums, uint32_t *counts, const struct sv_fold *f, uint32_t j)
{
    const double w = f->weight[j];

    for (size_t i = 0; i < f->layout->n_items; i++) {
        const struct sv_tally_item *item = &f->layout->item[i];
        const uint8_t state = f->state[i][j];
        const bool counted = is_counted(state, w);
        const double in = counted ? w : 0;

        sums[item->denominator] = in;
        sums[item->square] = in * w;
        counts[item->count] = counted;
        if (f->y[i] == NULL) {
            expand_hits(sums, counts, item, state, w);
            continue;
        }
        sums[item->numerator] = counted ? w * f->y[i][j] : 0;
        counts[item->hits] = counted && f->y[i][j] != 0;
        if (f->x[i] != NULL)
            sums[item->denominator] = counted ? w * f->x[i][j] : 0;
    }
}

/* Moments are of struct type in weights/, doubles in a row. */
static void
add_moments(const struct sv_unit_sums *u, double *line, uint32_t j)
{
    const struct sv_fold *f = u->fold;
    const double w = f->weight[j];

    for (size_t i = 0; i < f->layout->n_items; i++) {
        double *at = line + f->layout->item[i].moments;

        if (f->y[i] == NULL || !is_counted(f->state[i][j], w)
            || f->layout->item[i].moments == f->layout->n_moments)
            continue;
        if (f->x[i] != NULL) {
            struct sv_comoments m;

            memcpy(&m, at, sizeof m);
            sv_comoments_add(&m, w, f->x[i][j], f->y[i][j]);
            memcpy(at, &m, sizeof m);
        } else {
            struct sv_moments m;

            memcpy(&m, at, sizeof m);
            sv_moments_add(&m, w, f->y[i][j]);
            memcpy(at, &m, sizeof m);
        }
    }
}

uint32_t
sv_row_cell(const struct sv_fold *f, size_t c, uint32_t j)
{
    const struct sv_tally_crossing *crossing = &f->layout->crossing[c];
    size_t cell = 0;

    for (size_t k = 0; k < crossing->n; k++) {
        const struct sv_codes *codes = &f->codes[c][k];
        const int code = codes->narrow != NULL ? codes->narrow[j]
                                               : codes->wide[j];

        if (code == 0)
            return SV_NO_CELL;
        if (code < 0 || (size_t) code > crossing->size[k])
            return SV_BAD_CELL;
        cell = cell * crossing->size[k] + (size_t) code - 1;
    }
    return (uint32_t) (crossing->first_cell + cell);
}

/* The line of a cell, a new one if it has none. */
static size_t
line_of(struct sv_unit_sums *u, uint32_t cell)
{
    if (u->line_of[cell] == NO_LINE) {
        u->touched[u->n_touched++] = cell;
        u->line_of[cell] = u->n_touched;
    }
    return u->line_of[cell] - 1;
}

void
sv_unit_sums_add(struct sv_unit_sums *sums, uint32_t first, uint32_t end)
{
    const struct sv_tally_record *r = sums->fold->layout;

    for (uint32_t j = first; j < end; j++) {
        sv_row_sums(sums->row_sums, sums->row_counts, sums->fold, j);
        for (size_t c = 0; c < r->n_crossings; c++) {
            const uint32_t cell = sv_row_cell(sums->fold, c, j);
            size_t line;

            if (cell == SV_NO_CELL)
                continue;
            line = line_of(sums, cell);
            add_line(sums->sums + line * r->n_sums, sums->row_sums, r->n_sums,
                     sums->counts + line * r->n_counts, sums->row_counts,
                     r->n_counts);
            if (r->n_moments > 0)
                add_moments(sums, sums->moments + line * r->n_moments, j);
        }
    }
}

/* Puts line LINE at AT and clears it. */
static void
put_line(struct sv_unit_sums *u, size_t line, uint32_t unit, size_t at,
         const struct sv_tally_columns *into)
{
    const struct sv_tally_record *r = u->fold->layout;
    double *sums = u->sums + line * r->n_sums;
    double *moments = u->moments + line * r->n_moments;
    uint32_t *counts = u->counts + line * r->n_counts;
    const struct sv_tally_row row = { unit, sums, moments, counts, 1 };

    sv_tally_put(into, r, at, &row);
    memset(sums, 0, r->n_sums * sizeof *sums);
    memset(moments, 0, r->n_moments * sizeof *moments);
    memset(counts, 0, r->n_counts * sizeof *counts);
}

size_t
sv_unit_sums_put(struct sv_unit_sums *sums, uint32_t unit, uint64_t *next,
                 const struct sv_tally_columns *into)
{
    const size_t n = sums->n_touched;

    for (size_t line = 0; line < n; line++) {
        const uint32_t cell = sums->touched[line];

        put_line(sums, line, unit, (size_t) next[cell]++, into);
        sums->line_of[cell] = NO_LINE;
    }
    sums->n_touched = 0;
    return n;
}

bool
sv_count_cells(uint32_t *rows, uint32_t *seen, const struct sv_fold *fold,
               uint32_t unit, uint32_t first, uint32_t end)
{
    for (uint32_t j = first; j < end; j++)
        for (size_t c = 0; c < fold->layout->n_crossings; c++) {
            const uint32_t cell = sv_row_cell(fold, c, j);

            if (cell == SV_BAD_CELL)
                return false;
            if (cell == SV_NO_CELL || seen[cell] == unit + 1)
                continue;
            seen[cell] = unit + 1;
            rows[cell]++;
        }
    return true;
}
