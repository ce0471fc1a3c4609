/* fold.c - the one pass over the data, on many threads. */
#include "stages/tally/fold.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tally/unitsums.h"

/* Enough chunks for every thread to get its share, and few enough that the
 * threads seldom meet. */
enum { CHUNKS = 128 };

/* Bytes of rows that are kept in memory before the kernel may have them. */
enum { HELD = 32 << 20 };

struct run {
    const struct sv_fold *fold;
    const struct sv_fold_plan *plan;
    const struct sv_tally_columns *into;
    struct sv_stage *stage;
    _Atomic uint64_t done;      /* rows of the data */
    _Atomic uint64_t put;       /* bytes of the tally */
    _Atomic bool no_memory, no_category;
};

/* The first unit of stage STAGE (from 0) in PSU. */
static uint32_t
first_unit(const struct sv_ranges *d, size_t stage, uint32_t psu)
{
    uint32_t unit = psu;

    for (size_t s = 0; s < stage; s++)
        unit = d->stage[s][unit];
    return unit;
}

static uint32_t
first_row(const struct sv_fold *f, uint32_t psu)
{
    return sv_first_row(f->design, 0, psu);
}

/* Cuts the PSUs into chunks. */
static enum sv_status
cut(struct sv_fold_plan *out, const struct sv_fold *f, struct sv_fault *fault)
{
    const uint32_t psus = f->end_psu - f->first_psu;
    const size_t rows = f->design->n_rows / CHUNKS;

    out->chunk = calloc(psus + 1, sizeof *out->chunk);
    if (out->chunk == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %u sampling units",
                       psus);
    for (uint32_t psu = f->first_psu; psu < f->end_psu;) {
        struct sv_chunk *c = &out->chunk[out->n_chunks++];

        c->first_psu = psu++;
        while (psu < f->end_psu
               && first_row(f, psu) - first_row(f, c->first_psu) < rows)
            psu++;
        c->end_psu = psu;
    }
    return SV_OK;
}

static void
give_back(const void *column, size_t size, uint32_t first, uint32_t end)
{
    if (column != NULL)
        sv_pages_done((const char *) column + first * size,
                      (end - first) * size);
}

/* Lets go of the rows of the input that have been folded. */
static void
give_back_rows(const struct sv_fold *f, uint32_t first, uint32_t end)
{
    give_back(f->weight, sizeof *f->weight, first, end);
    for (size_t i = 0; i < f->layout->n_items; i++) {
        give_back(f->state[i], 1, first, end);
        give_back(f->y[i], sizeof(double), first, end);
        give_back(f->x[i], sizeof(double), first, end);
    }
    for (size_t c = 0; c < f->layout->n_crossings; c++)
        for (size_t k = 0; k < f->layout->crossing[c].n; k++) {
            give_back(f->codes[c][k].narrow, 1, first, end);
            give_back(f->codes[c][k].wide, sizeof(int16_t), first, end);
        }
}

/* For every unit of the last stage in chunk C. */
#define EACH_UNIT(f, c, unit)                                               \
    for (uint32_t unit = first_unit((f)->design, (f)->stages - 1,           \
                                    (c)->first_psu),                        \
                  end_##unit = first_unit((f)->design, (f)->stages - 1,     \
                                          (c)->end_psu);                    \
         unit < end_##unit; unit++)

static uint32_t
unit_row(const struct sv_fold *f, uint32_t unit)
{
    return sv_first_row(f->design, f->stages - 1, unit);
}

static void
count_chunk(struct run *run, uint32_t *seen, size_t i)
{
    const struct sv_fold *f = run->fold;
    const struct sv_chunk *c = &run->plan->chunk[i];
    uint32_t *rows = run->plan->end + i * f->layout->n_cells;

    EACH_UNIT(f, c, unit)
        if (!sv_count_cells(rows, seen, f, unit, unit_row(f, unit),
                            unit_row(f, unit + 1)))
            atomic_store(&run->no_category, true);
    give_back_rows(f, first_row(f, c->first_psu), first_row(f, c->end_psu));
}

enum sv_status
sv_fold_plan(struct sv_fold_plan *out, const struct sv_fold *fold,
             struct sv_fault *fault)
{
    const size_t n_cells = fold->layout->n_cells;
    struct run run = { .fold = fold, .plan = out };
    enum sv_status status;

    *out = (struct sv_fold_plan){ 0 };
    status = cut(out, fold, fault);
    if (status != SV_OK)
        return status;
    out->end = calloc(out->n_chunks * n_cells + 1, sizeof *out->end);
    if (out->end == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the tally");
    #pragma omp parallel
    {
        uint32_t *seen = calloc(n_cells, sizeof *seen);

        if (seen == NULL)
            atomic_store(&run.no_memory, true);
        #pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < out->n_chunks; i++)
            if (!atomic_load(&run.no_memory))
                count_chunk(&run, seen, i);
        free(seen);
    }
    if (run.no_memory)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the tally");
    for (size_t k = n_cells; k < out->n_chunks * n_cells; k++)
        out->end[k] += out->end[k - n_cells];
    return run.no_category
               ? sv_fail(fault, SV_BUG, "units.h5: %s: a classification has a "
                         "category that is not described", fold->layout->name)
               : SV_OK;
}

void
sv_fold_plan_free(struct sv_fold_plan *plan)
{
    free(plan->chunk);
    free(plan->end);
    *plan = (struct sv_fold_plan){ 0 };
}

void
sv_fold_count(uint64_t *rows, const struct sv_fold_plan *plan, size_t n_cells)
{
    const size_t last = plan->n_chunks - 1;

    for (size_t c = 0; plan->n_chunks > 0 && c < n_cells; c++)
        rows[c + 1] += plan->end[last * n_cells + c];
}

/* What is written may leave memory: the file has it. */
static void
give_back_columns(struct run *run, uint64_t bytes)
{
    const struct sv_tally_columns *to = run->into;
    const struct sv_tally_record *r = run->fold->layout;
    const uint64_t before = atomic_fetch_add(&run->put, bytes);

    if (before / HELD == (before + bytes) / HELD)
        return;
    sv_pages_done(to->unit, to->n * sizeof *to->unit);
    sv_pages_done(to->sums, to->n * r->n_sums * sizeof *to->sums);
    sv_pages_done(to->counts, to->n * r->n_counts * sizeof *to->counts);
    if (to->moments != NULL)
        sv_pages_done(to->moments, to->n * r->n_moments * sizeof *to->moments);
}

/* Where the rows of chunk I begin, for every cell. */
static void
begin(uint64_t *next, const struct run *run, size_t i)
{
    const size_t n = run->fold->layout->n_cells;

    memcpy(next, run->into->cells, n * sizeof *next);
    for (size_t c = 0; i > 0 && c < n; c++)
        next[c] += run->plan->end[(i - 1) * n + c];
}

/* Folds the PSUs of chunk I, on a thread that has SUMS and NEXT. */
static void
fold_chunk(struct run *run, struct sv_unit_sums *sums, uint64_t *next, size_t i)
{
    const struct sv_fold *f = run->fold;
    const struct sv_tally_record *r = f->layout;
    const struct sv_chunk *c = &run->plan->chunk[i];
    const uint32_t first = first_row(f, c->first_psu);
    const uint32_t rows = first_row(f, c->end_psu) - first;
    uint64_t put = 0;

    begin(next, run, i);
    EACH_UNIT(f, c, unit) {
        sv_unit_sums_add(sums, unit_row(f, unit), unit_row(f, unit + 1));
        put += sv_unit_sums_put(sums, unit, next, run->into);
    }
    give_back_columns(run, put * (sizeof(double) * (r->n_sums + r->n_moments)
                                  + sizeof(uint32_t) * (r->n_counts + 1)));
    give_back_rows(f, first, first + rows);
    if (run->stage != NULL)
        sv_stage_progress(run->stage, atomic_fetch_add(&run->done, rows) + rows,
                          f->design->n_rows);
}

enum sv_status
sv_fold_run(const struct sv_tally_columns *into,
            const struct sv_fold_plan *plan, const struct sv_fold *fold,
            struct sv_stage *stage, struct sv_fault *fault)
{
    struct run run = { .fold = fold, .plan = plan, .into = into,
                       .stage = stage };

    #pragma omp parallel
    {
        struct sv_unit_sums *sums = sv_unit_sums_new(fold);
        uint64_t *next = calloc(fold->layout->n_cells, sizeof *next);

        if (sums == NULL || next == NULL)
            atomic_store(&run.no_memory, true);
        #pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < plan->n_chunks; i++)
            if (!atomic_load(&run.no_memory))
                fold_chunk(&run, sums, next, i);
        free(next);
        sv_unit_sums_free(sums);
    }
    return run.no_memory
               ? sv_fail(fault, SV_SYSTEM, "out of memory for the tally")
               : SV_OK;
}
