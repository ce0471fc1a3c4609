/* produce.c - evaluates a derivation into the columns of units.h5. */
#include "stages/derive/produce.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "stages/derive/modelling.h"

/* Blocks that a thread takes at a time; their pages are given back together. */
enum { CHUNK = 32 * SV_BLOCK };

/* What is worked out in one pass over a record type: targets [first, end), or
 * its weight and measures. */
struct pass {
    struct sv_derivation *d;
    struct sv_stage *stage;
    int record;
    size_t first, end;
    bool measures;
    uint64_t total;             /* rows of all passes, for progress */
    _Atomic uint64_t *done;
    _Atomic bool failed;
};

/* A workspace for every expression of the pass; one set a thread. */
struct workspaces {
    struct sv_workspace **of;
    size_t n;
};

static struct sv_workspace *
open_workspace(struct workspaces *w, const struct sv_expression *e, bool *good)
{
    struct sv_workspace *made;

    if (e == NULL)
        return NULL;
    made = sv_workspace_new(e);
    *good = *good && made != NULL;
    w->of[w->n++] = made;
    return made;
}

/* ---- targets ------------------------------------------------------------- */

static void
put_codes(const struct sv_target *t, size_t first, const int32_t *code,
          size_t n)
{
    if (t->type == SV_U8)
        for (size_t j = 0; j < n; j++)
            ((uint8_t *) t->data)[first + j] = (uint8_t) code[j];
    else
        for (size_t j = 0; j < n; j++)
            ((int16_t *) t->data)[first + j] = (int16_t) code[j];
}

#define PUT(T)                                                             \
    for (size_t j = 0; j < n; j++)                                         \
        ((T *) t->data)[first + j] = missing[j] ? 0 : (T) number[j]

static void
put_numbers(const struct sv_target *t, size_t first, const double *number,
            const uint8_t *missing, size_t n)
{
    switch (t->type) {
    case SV_I8:
        PUT(int8_t);
        break;
    case SV_I16:
        PUT(int16_t);
        break;
    case SV_I32:
        PUT(int32_t);
        break;
    case SV_U8: case SV_U32: case SV_U64: case SV_F32: case SV_F64:
    default:
        PUT(double);
    }
}

/* Writes kinds of missing; pages without any are never touched. */
static void
put_missing(uint8_t *to, const uint8_t *missing, size_t n)
{
    uint8_t any = 0;

    for (size_t j = 0; j < n; j++)
        any |= missing[j];
    if (any)
        memcpy(to, missing, n);
}

static void
fill_target(const struct sv_target *t, struct sv_workspace *w, size_t first,
            size_t n)
{
    const struct sv_values v = sv_evaluate(t->e, w, first, n);
    uint8_t missing[SV_BLOCK];
    int32_t code[SV_BLOCK];

    if (t->kind == SV_TARGET_CATEGORY) {
        sv_recode(code, missing, &t->recode, &v, n);
        put_codes(t, first, code, n);
    } else {
        sv_recode_missing(missing, &t->recode, &v, n);
        if (t->kind == SV_TARGET_NUMBER) {
            put_numbers(t, first, v.number, missing, n);
        } else {
            for (size_t j = 0; j < n; j++)
                code[j] = missing[j] ? 0 : 1 + v.truth[j];
            put_codes(t, first, code, n);
        }
    }
    put_missing(t->missing + first, missing, n);
}

/* ---- measures ------------------------------------------------------------- */

/* States are told in docs/formats.md. */
enum { OUTSIDE = 0, COUNTED = 1, ITEM_MISSING = 2, YES = 3 };

/* The kind of missing of row J of what the measure is about, 0 if it is
 * known. */
static uint8_t
missing_at(const struct sv_values *value, const struct sv_values *below,
           size_t j)
{
    const uint8_t kind = value->missing != NULL ? value->missing[j] : 0;

    if (kind != 0 || below == NULL || below->missing == NULL)
        return kind;
    return below->missing[j];
}

static uint8_t
state_of_missing(const struct sv_derivation *d, const struct sv_measure *m)
{
    const enum sv_item_missing rule = d->survey->item_missing;

    if (m->indicator->estimand == SV_PROPORTION && rule == SV_ITEM_AS_NO)
        return COUNTED;
    if (m->shares != NULL && rule == SV_ITEM_CATEGORY)
        return (uint8_t) (2 + m->n_categories);
    return ITEM_MISSING;
}

/* Shares are read from the column of their target, which is complete. */
static uint8_t
state_of_share(const struct sv_target *t, size_t row, uint8_t *missing)
{
    const int code = t->type == SV_U8 ? ((const uint8_t *) t->data)[row]
                                      : ((const int16_t *) t->data)[row];

    *missing = code == 0 && t->missing[row] == 0 ? SV_SYSTEM_MISSING
                                                 : t->missing[row];
    return (uint8_t) (2 + code);
}

/* A condition counts 1 where it is true. */
static double
as_number(const struct sv_values *v, size_t j)
{
    return v->number != NULL ? v->number[j] : v->truth[j];
}

static void
put_state(const struct sv_derivation *d, const struct sv_measure *m,
          size_t row, size_t j, const struct sv_values *value,
          const struct sv_values *below, uint64_t *counts)
{
    uint8_t missing = 0, state = COUNTED;

    if (m->shares != NULL)
        state = state_of_share(m->shares, row, &missing);
    else
        missing = missing_at(value, below, j);
    if (missing != 0)
        state = state_of_missing(d, m);
    else if (m->y == NULL && value->truth != NULL && value->truth[j])
        state = YES;
    if (missing == 0 && m->y != NULL)
        m->y[row] = as_number(value, j);
    if (missing == 0 && below != NULL)
        m->x[row] = as_number(below, j);
    counts[0]++;
    if (missing != 0)
        counts[missing]++;
    m->state[row] = state;
}

/* COUNTS [SV_MAX_KINDS] is this thread's. */
static void
fill_measure(const struct sv_derivation *d, const struct sv_measure *m,
             struct sv_workspace *const w[3], size_t first, size_t n,
             uint64_t *counts)
{
    struct sv_values universe = { 0 }, value = { 0 }, below = { 0 };

    if (m->universe != NULL)
        universe = sv_evaluate(m->universe, w[0], first, n);
    if (m->value != NULL)
        value = sv_evaluate(m->value, w[1], first, n);
    if (m->denominator != NULL)
        below = sv_evaluate(m->denominator, w[2], first, n);
    for (size_t j = 0; j < n; j++) {
        const bool in = universe.truth == NULL
                        || (universe.truth[j]
                            && (universe.missing == NULL
                                || universe.missing[j] == 0));

        if (in)
            put_state(d, m, first + j, j, &value,
                      m->denominator != NULL ? &below : NULL, counts);
        else
            m->state[first + j] = OUTSIDE;
    }
}

static void
fill_weight(double *to, const struct sv_expression *e, struct sv_workspace *w,
            size_t first, size_t n)
{
    const struct sv_values v = sv_evaluate(e, w, first, n);

    for (size_t j = 0; j < n; j++)
        to[first + j] = v.missing != NULL && v.missing[j] ? NAN : v.number[j];
}

/* ---- passes ---------------------------------------------------------------- */

/* Lets go of rows [first, end) of what the pass has written. */
static void
give_back(const struct pass *p, size_t first, size_t end)
{
    const struct sv_derivation *d = p->d;

    for (size_t i = p->first; i < p->end; i++) {
        const struct sv_target *t = &d->target[i];
        const size_t size = sv_type_size(t->type);

        sv_pages_done((char *) t->data + first * size, (end - first) * size);
        sv_pages_done(t->missing + first, end - first);
    }
    if (p->measures && d->weights[p->record] != NULL)
        sv_pages_done(d->weights[p->record] + first,
                      (end - first) * sizeof **d->weights);
    for (size_t i = 0; p->measures && i < d->n_measures; i++) {
        const struct sv_measure *m = &d->measure[i];

        if (m->indicator->record != p->record)
            continue;
        sv_pages_done(m->state + first, end - first);
        if (m->y != NULL)
            sv_pages_done(m->y + first, (end - first) * sizeof *m->y);
        if (m->x != NULL)
            sv_pages_done(m->x + first, (end - first) * sizeof *m->x);
    }
    for (size_t k = 0; k < d->world.record[p->record].n_raw; k++) {
        const struct sv_symbol *s = &d->world.record[p->record].symbol[k];
        const size_t size = sv_type_size(s->type);

        sv_pages_done((const char *) s->data + first * size,
                      (end - first) * size);
        if (s->missing != NULL)
            sv_pages_done(s->missing + first, end - first);
    }
}

/* One block of everything the pass makes; workspaces come in the order in
 * which they were opened. */
static void
fill_block(const struct pass *p, struct sv_workspace *const *w, size_t first,
           size_t n, uint64_t *counts)
{
    const struct sv_derivation *d = p->d;

    for (size_t i = p->first; i < p->end; i++)
        fill_target(&d->target[i], *w++, first, n);
    if (!p->measures)
        return;
    if (d->weight[p->record] != NULL)
        fill_weight(d->weights[p->record], d->weight[p->record], *w++, first,
                    n);
    for (size_t i = 0; i < d->n_measures; i++) {
        const struct sv_measure *m = &d->measure[i];
        struct sv_workspace *own[3] = { NULL };

        if (m->indicator->record != p->record)
            continue;
        own[0] = m->universe != NULL ? *w++ : NULL;
        own[1] = m->value != NULL ? *w++ : NULL;
        own[2] = m->denominator != NULL ? *w++ : NULL;
        fill_measure(d, m, own, first, n, counts + i * SV_MAX_KINDS);
    }
    for (size_t i = 0; i < d->survey->n_models; i++) {
        const struct sv_modelling *m = &d->model[i];
        struct sv_workspace *const universe =
            m->spec->record == p->record && m->universe != NULL ? *w++ : NULL;

        if (m->spec->record == p->record)
            sv_modelling_fill(m, universe, *w++, first, n,
                              counts + d->n_measures * SV_MAX_KINDS + 2 * i);
    }
}

/* All workspaces of a thread, in the order of fill_block(). */
static bool
open_workspaces(struct workspaces *w, const struct pass *p)
{
    const struct sv_derivation *d = p->d;
    bool good = true;

    w->n = 0;
    w->of = calloc(p->end - p->first + 3 * d->n_measures
                       + 2 * d->survey->n_models + 2, sizeof *w->of);
    if (w->of == NULL)
        return false;
    for (size_t i = p->first; i < p->end; i++)
        open_workspace(w, d->target[i].e, &good);
    if (!p->measures)
        return good;
    open_workspace(w, d->weight[p->record], &good);
    for (size_t i = 0; i < d->n_measures; i++) {
        const struct sv_measure *m = &d->measure[i];

        if (m->indicator->record != p->record)
            continue;
        open_workspace(w, m->universe, &good);
        open_workspace(w, m->value, &good);
        open_workspace(w, m->denominator, &good);
    }
    for (size_t i = 0; i < d->survey->n_models; i++)
        if (d->model[i].spec->record == p->record) {
            open_workspace(w, d->model[i].universe, &good);
            open_workspace(w, d->model[i].outcome, &good);
        }
    return good;
}

static void
close_workspaces(struct workspaces *w)
{
    for (size_t i = 0; w->of != NULL && i < w->n; i++)
        sv_workspace_free(w->of[i]);
    free(w->of);
}

static void
fill_chunk(struct pass *p, const struct workspaces *w, size_t first,
           uint64_t *counts)
{
    const size_t rows = p->d->world.record[p->record].n;
    const size_t end = first + CHUNK < rows ? first + CHUNK : rows;
    uint64_t done;

    for (size_t at = first; at < end; at += SV_BLOCK)
        fill_block(p, w->of, at, end - at < SV_BLOCK ? end - at : SV_BLOCK,
                   counts);
    give_back(p, first, end);
    done = atomic_fetch_add(p->done, end - first) + (end - first);
    sv_stage_progress(p->stage, done, p->total);
}

/* How many counts a thread has: of measures, then of models. */
static size_t
count_counts(const struct sv_derivation *d)
{
    return d->n_measures * SV_MAX_KINDS + 2 * d->survey->n_models;
}

/* Adds what the threads have counted of indicators: whole numbers, so in any
 * order. */
static void
add_counts(struct sv_derivation *d, const uint64_t *counts, size_t n_threads)
{
    const size_t n = d->n_measures * SV_MAX_KINDS, all = count_counts(d);

    for (size_t t = 0; t < n_threads; t++) {
        for (size_t k = 0; k < d->n_indicators * SV_MAX_KINDS; k++)
            d->counts[k] += counts[t * all + k];
        for (size_t k = n; k < all; k++)
            d->model_counts[k - n] += counts[t * all + k];
    }
}

static void
run_pass(struct pass *p)
{
    const size_t rows = p->d->world.record[p->record].n;
    const size_t n_counts = count_counts(p->d);
    const size_t n_threads = (size_t) omp_get_max_threads();
    uint64_t *counts = calloc(n_threads * n_counts + 1, sizeof *counts);

    if (counts == NULL) {
        p->failed = true;
        return;
    }
    #pragma omp parallel
    {
        struct workspaces w = { NULL, 0 };
        uint64_t *own = counts + n_counts * (size_t) omp_get_thread_num();

        if (!open_workspaces(&w, p))
            atomic_store(&p->failed, true);
        #pragma omp barrier
        #pragma omp for schedule(dynamic, 1)
        for (size_t first = 0; first < rows; first += CHUNK)
            if (!atomic_load(&p->failed))
                fill_chunk(p, &w, first, own);
        close_workspaces(&w);
    }
    if (p->measures && !p->failed)
        add_counts(p->d, counts, n_threads);
    free(counts);
}

/* The end of the targets of one record type that begin at FIRST. */
static size_t
end_of_run(const struct sv_derivation *d, size_t first)
{
    size_t end = first + 1;

    while (end < d->n_targets
           && d->target[end].record == d->target[first].record)
        end++;
    return end;
}

/* Rows of all passes. */
static uint64_t
count_rows(const struct sv_derivation *d)
{
    uint64_t rows = 0;

    for (size_t i = 0; i < d->n_targets; i = end_of_run(d, i))
        rows += d->world.record[d->target[i].record].n;
    for (size_t r = 0; r < d->world.n; r++)
        rows += d->world.record[r].n;
    return rows;
}

enum sv_status
sv_produce(struct sv_derivation *d, struct sv_stage *stage,
           struct sv_fault *fault)
{
    _Atomic uint64_t done = 0;
    struct pass p = { .d = d, .stage = stage, .total = count_rows(d),
                      .done = &done };

    for (p.first = 0; p.first < d->n_targets && !p.failed; p.first = p.end) {
        p.end = end_of_run(d, p.first);
        p.record = d->target[p.first].record;
        run_pass(&p);
    }
    p.first = p.end = 0;
    p.measures = true;
    for (size_t r = 0; r < d->world.n && !p.failed; r++) {
        p.record = (int) r;
        run_pass(&p);
    }
    if (p.failed)
        return sv_fail(fault, SV_SYSTEM, "out of memory for expressions");
    return SV_OK;
}
