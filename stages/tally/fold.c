/* fold.c - the one pass over the data, on many threads. */
#include "stages/tally/fold.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "stages/tally/unitsums.h"

/* Rows that a chunk has at least, so that its pages can be given back and the
 * threads seldom meet; small enough that every thread gets its share. */
enum { CHUNK_ROWS = 16384 };

struct run {
    const struct sv_fold *fold;
    struct sv_fold_result *result;
    struct sv_stage *stage;
    _Atomic uint64_t done;      /* rows */
    _Atomic bool failed;        /* out of memory */
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
cut(struct sv_fold_result *out, const struct sv_fold *f,
    struct sv_fault *fault)
{
    out->chunk = calloc(f->end_psu - f->first_psu + 1, sizeof *out->chunk);
    if (out->chunk == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %u sampling units",
                       f->end_psu - f->first_psu);
    for (uint32_t psu = f->first_psu; psu < f->end_psu;) {
        struct sv_chunk *c = &out->chunk[out->n_chunks++];

        c->first_psu = psu++;
        while (psu < f->end_psu
               && first_row(f, psu) - first_row(f, c->first_psu) < CHUNK_ROWS)
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

/* Folds the PSUs of chunk I into the rows of this thread. */
static void
fold_chunk(struct run *run, struct sv_unit_sums *sums, size_t i)
{
    const struct sv_fold *f = run->fold;
    const size_t part = (size_t) omp_get_thread_num();
    struct sv_chunk *c = &run->result->chunk[i];
    struct sv_folded *out = &run->result->part[part];
    const uint32_t first = first_row(f, c->first_psu);
    const uint32_t end = first_row(f, c->end_psu);
    const size_t last = f->stages - 1;
    uint64_t done;

    c->part = part;
    c->first = out->n;
    for (uint32_t unit = first_unit(f->design, last, c->first_psu);
         unit < first_unit(f->design, last, c->end_psu); unit++) {
        sv_unit_sums_add(sums, sv_first_row(f->design, last, unit),
                         sv_first_row(f->design, last, unit + 1));
        if (!sv_unit_sums_emit(sums, unit, out)) {
            atomic_store(&run->failed, true);
            return;
        }
    }
    c->n = out->n - c->first;
    give_back_rows(f, first, end);
    done = atomic_fetch_add(&run->done, end - first) + (end - first);
    if (run->stage != NULL)
        sv_stage_progress(run->stage, done, f->design->n_rows);
}

static void
fold_chunks(struct run *run)
{
    #pragma omp parallel
    {
        struct sv_unit_sums *sums = sv_unit_sums_new(run->fold);

        if (sums == NULL)
            atomic_store(&run->failed, true);
        #pragma omp for schedule(dynamic, 1)
        for (size_t i = 0; i < run->result->n_chunks; i++)
            if (!atomic_load(&run->failed))
                fold_chunk(run, sums, i);
        sv_unit_sums_free(sums);
    }
}

enum sv_status
sv_fold_run(struct sv_fold_result *out, const struct sv_fold *fold,
            struct sv_stage *stage, struct sv_fault *fault)
{
    struct run run = { .fold = fold, .result = out, .stage = stage };
    enum sv_status status;

    *out = (struct sv_fold_result){ 0 };
    status = cut(out, fold, fault);
    if (status != SV_OK)
        return status;
    out->n_parts = (size_t) omp_get_max_threads();
    out->part = calloc(out->n_parts, sizeof *out->part);
    if (out->part != NULL)
        fold_chunks(&run);
    if (out->part == NULL || run.failed) {
        sv_fold_free(out);
        return sv_fail(fault, SV_SYSTEM, "out of memory for the tally");
    }
    return SV_OK;
}

void
sv_fold_free(struct sv_fold_result *result)
{
    for (size_t i = 0; result->part != NULL && i < result->n_parts; i++) {
        free(result->part[i].unit);
        free(result->part[i].cell);
        free(result->part[i].sums);
        free(result->part[i].moments);
        free(result->part[i].counts);
    }
    free(result->part);
    free(result->chunk);
    *result = (struct sv_fold_result){ 0 };
}
