/* results.c - every number of a run: estimates by indicator and cell. */
#include "stages/estimate/results.h"

#include <math.h>
#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "weights/moments.h"

/* What is summed over the rows of a cell for one item, numerators apart. */
struct cell_sums {
    uint64_t n;                 /* members */
    double sum_w2;
    struct sv_moments moments;
    struct sv_comoments comoments;
};

/* All that one number is made from; borrowed. */
struct task {
    const struct sv_variance *variance;
    const struct sv_tally_record *record;       /* the variance's, and its */
    const struct sv_tally_rows *rows;
    const struct sv_methods *methods;
    struct sv_room *room;
    const struct sv_tally_item *item;
    const struct sv_estimator *estimator;
    size_t cell, first, n;      /* the cell and its rows */
};

enum sv_status
sv_methods_find(struct sv_methods *out, const struct sv_survey *survey,
                struct sv_fault *fault)
{
    const struct sv_tables_spec *t = &survey->tables;

    *out = (struct sv_methods){
        .effect = sv_effect_find(t->design_effect.text),
        .interval = sv_interval_find(t->interval.text),
        .confidence = t->confidence,
    };
    if (out->effect == NULL || out->interval == NULL)
        return sv_fail(fault, SV_BUG, "tables: there is no interval '%s' or "
                       "no design-effect '%s'", t->interval.text,
                       t->design_effect.text);
    return SV_OK;
}

size_t
sv_result_columns(const struct sv_tally_record *record)
{
    size_t n = 0;

    for (size_t i = 0; i < record->n_items; i++)
        n += record->item[i].n_numerators;
    return n;
}

double
sv_result_cv(const struct sv_result *r)
{
    return r->value != 0 ? r->se / fabs(r->value) : NAN;
}

/* The column of counts of the cell's rows. */
static const uint32_t *
counts(const struct task *t, size_t column)
{
    return t->rows->counts + column * t->rows->n + t->first;
}

static const double *
sums(const struct task *t, size_t column)
{
    return t->rows->sums + t->first * t->record->n_sums + column;
}

static void
add_moments(struct cell_sums *s, const struct task *t, size_t row)
{
    const double *at;

    if (t->item->moments == t->record->n_moments)
        return;
    at = t->rows->moments + (t->first + row) * t->record->n_moments
         + t->item->moments;
    if (t->item->estimand == SV_RATIO) {
        struct sv_comoments m;

        memcpy(&m, at, sizeof m);
        sv_comoments_merge(&s->comoments, &m);
    } else {
        struct sv_moments m;

        memcpy(&m, at, sizeof m);
        sv_moments_merge(&s->moments, &m);
    }
}

static struct cell_sums
sum_cell(const struct task *t)
{
    const uint32_t *n = counts(t, t->item->count);
    const double *square = sums(t, t->item->square);
    struct cell_sums s = { 0 };

    for (size_t i = 0; i < t->n; i++) {
        s.n += n[i];
        s.sum_w2 += square[i * t->record->n_sums];
        add_moments(&s, t, i);
    }
    return s;
}

/* Of y; of the residuals y - Rx for a ratio. */
static double
element_variance(const struct task *t, const struct cell_sums *s, double sum_w,
                 double value)
{
    const double n = (double) s->n;

    if (t->estimator->proportion)
        return sv_s2_binary(value, n);
    if (t->item->estimand == SV_RATIO)
        return sv_s2_ratio(&s->comoments, value, n);
    return sv_s2_numeric(s->moments.m2, sum_w, n);
}

static struct sv_interval
interval(const struct task *t, const struct sv_result *r,
         const struct cell_sums *s, double sum_w)
{
    const struct sv_proportion p = {
        .p = r->value, .se = r->se, .df = r->df, .n = (double) s->n,
        .n_effective = sv_n_kish(sum_w, s->sum_w2),
    };

    if (t->estimator->proportion)
        return sv_interval_proportion(t->methods->interval, &p,
                                      t->methods->confidence);
    return sv_interval_wald(r->value, r->se, r->df, t->methods->confidence);
}

/* What the number of Q rests on. */
static void
fill_support(struct sv_result *r, const struct task *t,
             const struct sv_quantity *q, const struct cell_sums *s, size_t k)
{
    const struct sv_support support = sv_support_of(t->variance->design,
                                                    &q->rows, t->room->scratch);
    const uint32_t *hits = counts(t, t->item->hits + k);

    for (size_t i = 0; i < t->n; i++) {
        r->n_numerator += hits[i];
        r->weighted_numerator += q->rows.term[0][i * q->rows.stride];
        r->weighted_denominator += q->rows.term[1][i * q->rows.stride];
    }
    r->n = s->n;
    r->psus = t->variance->summed.psus_known ? (double) support.psus : NAN;
    r->strata = t->variance->summed.psus_known ? (double) support.strata : NAN;
    r->df = sv_variance_degrees(t->variance, &support);
}

/* Everything about numerator K of the task's item in its cell; of a quantile
 * all but its value (quantiling.h). */
void
sv_drop_infinite(double *x, unsigned *flags)
{
    if (!isinf(*x))
        return;
    *x = NAN;
    *flags |= SV_FLAG_OVERFLOW;
}

/* Without a value there is nothing about it. */
static void
drop_infinite(struct sv_result *r)
{
    double *const about[] = { &r->se, &r->low, &r->high, &r->deff,
                              &r->weighted_numerator, &r->weighted_denominator };

    if (isinf(r->value))
        r->flags &= ~(unsigned) SV_FLAG_LONELY;    /* nor is there a variance */
    sv_drop_infinite(&r->value, &r->flags);
    for (size_t k = 0; k < 6; k++)
        sv_drop_infinite(about[k], &r->flags);
    for (size_t k = 0; k < 4 && isnan(r->value); k++)
        *about[k] = NAN;
}

static void
fill_one(struct sv_result *r, const struct task *t, const struct cell_sums *s,
         size_t k)
{
    const struct sv_quantity q = sv_quantity_of(t->variance, t->item, k,
                                                t->cell);
    struct sv_interval bounds;
    struct sv_estimate e;
    struct sv_srs srs;
    double sum_w;

    fill_support(r, t, &q, s, k);
    if (t->item->estimand == SV_QUANTILE)
        return;
    e = sv_variance_estimate(t->variance, &q, t->room);
    sum_w = t->item->estimand == SV_RATIO ? s->comoments.w
                                          : r->weighted_denominator;
    r->value = e.value;
    r->se = e.se;
    bounds = interval(t, r, s, sum_w);
    r->low = bounds.low;
    r->high = bounds.high;
    r->flags = e.flags | bounds.flags;
    srs = (struct sv_srs){
        .variance = e.se * e.se, .n = (double) s->n, .sum_w = sum_w,
        .sum_w2 = s->sum_w2,
        .s2 = element_variance(t, s, sum_w, e.value),
        .spread = t->estimator->spread(e.total, sum_w),
    };
    r->deff = t->methods->effect->effect(&srs);
    drop_infinite(r);
}

/* The rows of a cell that is done need not stay in memory. */
static void
give_back(const struct task *t)
{
    const struct sv_tally_record *r = t->record;

    sv_pages_done(t->rows->sums + t->first * r->n_sums,
                  t->n * r->n_sums * sizeof *t->rows->sums);
    for (size_t k = 0; k < r->n_counts; k++)
        sv_pages_done(counts(t, k), t->n * sizeof *t->rows->counts);
    if (t->rows->moments != NULL)
        sv_pages_done(t->rows->moments + t->first * r->n_moments,
                      t->n * r->n_moments * sizeof *t->rows->moments);
}

/* All columns of one cell. */
static void
fill_cell(struct sv_result *out, struct task *t, size_t cell)
{
    t->cell = cell;
    t->first = (size_t) t->rows->cells[cell];
    t->n = (size_t) t->rows->cells[cell + 1] - t->first;
    for (size_t i = 0; i < t->record->n_items; i++) {
        struct cell_sums s;

        t->item = &t->record->item[i];
        t->estimator = sv_estimand_estimator(t->item->estimand);
        s = sum_cell(t);
        for (size_t k = 0; k < t->item->n_numerators; k++, out++) {
            *out = (struct sv_result){ 0 };
            fill_one(out, t, &s, k);
        }
    }
    give_back(t);
}

enum sv_status
sv_results_fill(struct sv_result *out, const struct sv_variance *v,
                const struct sv_methods *methods, struct sv_fault *fault)
{
    const size_t columns = sv_result_columns(v->record);
    _Atomic bool failed = false;

    #pragma omp parallel
    {
        struct sv_room room;
        struct task task = {
            .variance = v, .record = v->record, .rows = &v->rows,
            .methods = methods, .room = &room,
        };
        const bool open = sv_room_take(&room, v, 1);

        if (!open)
            atomic_store(&failed, true);
        #pragma omp for schedule(dynamic, 4)
        for (size_t cell = 0; cell < v->record->n_cells; cell++)
            if (open)
                fill_cell(out + cell * columns, &task, cell);
        sv_room_free(&room);
    }
    if (failed)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the estimates");
    return SV_OK;
}
