/* quantiling.c - quantiles in every cell, from the table of members. */
#include "stages/estimate/quantiling.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/memberfile.h"
#include "stages/common/runningsums.h"
#include "weights/effects.h"
#include "weights/quantiles.h"

enum { NAME_SIZE = 512 };

/* One indicator, with where its results are. */
struct measure {
    const struct sv_quantile_rule *rule;
    const char *interval;
    double p;
    size_t column;              /* of the results */
};

/* A table of members in one crossing; borrowed. */
struct task {
    struct sv_result *out;
    struct sv_kept_quantiles *kept;
    bool keeps;                 /* those of the crossing */
    size_t columns;             /* of the results */
    const struct sv_variance *v;
    const struct sv_methods *methods;
    const struct sv_pattern_layout *layout;
    struct sv_pattern_table table;
    struct sv_member_file members;      /* n 0: replicates have multipliers */
    size_t batch;               /* replicates that are repeated at once */
    const struct measure *measure;
    size_t n_measures;
    uint32_t *member;           /* [table.n_patterns] by cell, then by value */
    uint64_t *first;            /* [n_cells + 1] of the crossing */
};

/* What one thread works in: the members of a cell, and more. */
struct place {
    const struct task *task;
    struct sv_room room;
    struct sv_values values;    /* of members with a weight */
    const uint32_t *member;     /* [n] in the table, by value */
    size_t n;                   /* with those whose weight is 0 */
    struct sv_running running;  /* where members have replicate weights */
    double *y, *w;              /* [n_patterns] */
    uint32_t *unit;
    double *cross[2];           /* [columns of residuals] up to q, and of all */
    void *rows;                 /* sv_below_room() bytes */
    double *scratch;            /* [batch + 1][n_patterns], where quantiles
                                   are repeated */
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for quantiles");
}

/* ---- places --------------------------------------------------------------- */

static bool
open_place(struct place *p, const struct task *t)
{
    const size_t n = t->table.n_patterns + 1;
    const size_t columns = t->v->calibrated.residuals.n_columns + 1;
    const bool room = sv_room_take(&p->room, t->v, 1);
    const bool running = sv_running_take(&p->running, &t->members, n);

    p->task = t;
    p->y = malloc(n * sizeof *p->y);
    p->w = malloc(n * sizeof *p->w);
    p->unit = malloc(n * sizeof *p->unit);
    p->cross[0] = calloc(2 * columns, sizeof *p->cross[0]);
    p->cross[1] = p->cross[0] != NULL ? p->cross[0] + columns : NULL;
    p->rows = malloc(sv_below_room(t->v->design) + 1);
    p->scratch = t->batch > 0
                     ? malloc((t->batch + 1) * n * sizeof *p->scratch) : NULL;
    return room && running && p->y != NULL && p->w != NULL && p->unit != NULL
           && p->cross[0] != NULL && p->rows != NULL
           && (p->scratch != NULL || t->batch == 0);
}

static void
close_place(struct place *p)
{
    sv_room_free(&p->room);
    sv_running_free(&p->running);
    free(p->y);
    free(p->w);
    free(p->unit);
    free(p->cross[0]);
    free(p->rows);
    free(p->scratch);
}

/* How many of the members have a value that is at most Q. */
static size_t
count_upto(const struct place *p, double q)
{
    const double *value = p->task->table.values;
    size_t low = 0, high = p->n;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (value[p->member[mid]] <= q)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* Adds w v of the members whose value is at most Q. */
static void
add_cross(double *cross, const struct place *p, double q)
{
    const struct sv_pattern_table *t = &p->task->table;
    const size_t n = count_upto(p, q);

    memset(cross, 0,
           p->task->v->calibrated.residuals.n_columns * sizeof *cross);
    for (size_t i = 0; i < n; i++)
        for (uint64_t e = t->first[p->member[i]];
             e < t->first[p->member[i] + 1]; e++)
            cross[t->column[e]] += t->v[e];
}

/* Takes the members of CELL of the crossing. */
static void
gather(struct place *p, size_t cell)
{
    const struct task *t = p->task;
    const uint64_t first = t->first[cell];

    p->member = t->member + first;
    p->n = (size_t) (t->first[cell + 1] - first);
    p->values = (struct sv_values){ 0, p->y, p->w, p->unit };
    for (size_t i = 0; i < p->n; i++) {
        const uint32_t at = p->member[i];
        const size_t to = p->values.n;

        p->y[to] = t->table.values[at];
        p->w[to] = t->table.rows.sums[at * SV_PATTERN_SUMS + SV_PATTERN_W];
        p->unit[to] = t->table.rows.unit[at];
        p->values.n += p->w[to] > 0;
    }
    if (t->members.n > 0)
        sv_running_begin(&p->running, p->member, p->n);
    else if (t->table.first != NULL)
        add_cross(p->cross[1], p, INFINITY);
}

/* ---- quantiles -------------------------------------------------------------- */

/* The share of those up to Q, as what is estimated; it lies in the place. */
static struct sv_quantity
share_up_to(struct place *p, double q)
{
    const struct sv_variance *v = p->task->v;
    struct sv_quantity share = {
        .estimator = sv_estimator_find("proportion"),
        .rows = sv_below_rows(v->design, &p->values, q, p->rows),
    };

    if (p->task->members.n > 0) {
        sv_running_upto(&p->running, count_upto(p, q));
        share.repeated[0] = p->running.below;
        share.repeated[1] = p->running.all;
    } else if (p->task->table.first != NULL) {
        add_cross(p->cross[0], p, q);
        share.residuals = &v->calibrated.residuals;
        share.cross = (struct sv_cross){ .term = { p->cross[0], p->cross[1] } };
    }
    return share;
}

/* CONTEXT is the place. */
static struct sv_below
below(void *context, double q)
{
    struct place *p = context;
    const struct sv_quantity share = share_up_to(p, q);
    const struct sv_estimate e = sv_variance_estimate(p->task->v, &share,
                                                      &p->room);

    return (struct sv_below){ e.value, e.se, e.flags };
}

/* VALUES [replicates] of the quantile, from the weights of members. */
static void
repeat_members(double *values, struct place *p,
               const struct sv_quantile_task *q)
{
    const struct task *t = p->task;
    const struct sv_member_values members = { t->table.values, p->member,
                                              p->n };

    sv_members_quantile(values, &t->members, &members, q->rule, q->p,
                        t->batch, p->scratch);
}

/* The quantile again with the weights of each replicate. */
static struct sv_quantile
repeated(struct place *p, const struct sv_quantile_task *q)
{
    const struct sv_variance *v = p->task->v;
    struct sv_quantile out = { NAN, NAN, NAN, NAN, 0 };
    struct sv_interval bounds;
    struct sv_repeated whole;

    out.value = sv_quantile_value(q->rule, &p->values, q->p);
    out.flags = below(p, out.value).flags;
    if (out.flags & (SV_FLAG_EMPTY | SV_FLAG_ONE_PSU | SV_FLAG_LONELY))
        return out;
    if (p->task->members.n > 0)
        repeat_members(p->room.values, p, q);
    else
        sv_quantile_repeat(p->room.values, &v->replicates, v->design, q->rule,
                           &p->values, q->p, p->scratch,
                           p->scratch + p->task->table.n_patterns);
    whole = (struct sv_repeated){ out.value, p->room.values };
    out.flags = 0;
    out.se = sv_repeated_root(&out.flags, &v->replicates, &whole, v->mse);
    bounds = sv_interval_wald(out.value, out.se, q->df, q->level);
    out.low = bounds.low;
    out.high = bounds.high;
    out.flags |= bounds.flags;
    return out;
}

/* Leaves GOT to contrasts; false without memory. */
static bool
keep(struct place *p, const struct measure *m, size_t cell,
     const struct sv_quantile *got, bool again)
{
    const struct task *t = p->task;
    struct sv_kept_quantile **to;
    struct sv_quantity share;

    if (!t->keeps)
        return true;
    share = share_up_to(p, got->value);
    to = &t->kept->of[cell * t->columns + m->column];
    *to = sv_quantile_keep(t->v, got, &share, again ? p->room.values : NULL,
                           &p->room);
    return *to != NULL;
}

/* The result of M in CELL of the record; false without memory. */
static bool
fill_one(struct place *p, const struct measure *m, size_t cell)
{
    struct sv_result *r = p->task->out + cell * p->task->columns + m->column;
    const bool again = strcmp(m->interval, "quantile") == 0 && p->values.n > 0;
    double sum_w = 0, sum_w2 = 0;
    struct sv_quantile_task q = {
        .rule = m->rule, .interval = m->interval, .p = m->p, .df = r->df,
        .level = p->task->methods->confidence, .below = below, .context = p,
    };
    struct sv_quantile got;

    for (size_t i = 0; i < p->values.n; i++) {
        sum_w += p->w[i];
        sum_w2 += p->w[i] * p->w[i];
    }
    q.n_effective = sv_n_kish(sum_w, sum_w2);
    got = again ? repeated(p, &q) : sv_quantile(&q, &p->values);
    r->value = got.value;
    r->se = got.se;
    r->low = got.low;
    r->high = got.high;
    r->flags = got.flags;
    r->deff = NAN;
    r->n_numerator = 0;
    r->weighted_numerator = 0;
    for (size_t i = 0; i < p->values.n && p->y[i] <= got.value; i++) {
        r->n_numerator++;
        r->weighted_numerator += p->w[i];
    }
    return keep(p, m, cell, &got, again);
}

/* ---- crossings ------------------------------------------------------------- */

/* The column of the table that has the codes of VARIABLE. */
static const double *
codes_of(const struct task *t, const char *variable, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    size_t k;

    snprintf(name, sizeof name, "%s/var/%s", t->layout->record, variable);
    k = sv_pattern_column(t->layout, name);
    if (k < t->layout->n_columns)
        return t->table.values + k * t->table.n_patterns;
    sv_fail(fault, SV_BUG, "tally.h5: %s does not have %s", t->layout->group,
            variable);
    return NULL;
}

/* CELL [n_patterns], numbered from 0 in the crossing; n_cells: in none. */
static enum sv_status
find_cells(uint32_t *cell, const struct task *t,
           const struct sv_tally_crossing *c, struct sv_fault *fault)
{
    const size_t n = t->table.n_patterns;

    memset(cell, 0, n * sizeof *cell);
    for (size_t k = 0; k < c->n; k++) {
        const double *code = codes_of(t, c->variable[k], fault);

        if (code == NULL)
            return fault->status;
        for (size_t i = 0; i < n; i++) {
            const bool in = code[i] >= 1 && code[i] <= (double) c->size[k]
                            && cell[i] < c->n_cells;

            cell[i] = (uint32_t) (in ? cell[i] * c->size[k]
                                           + (size_t) code[i] - 1
                                     : c->n_cells);
        }
    }
    return SV_OK;
}

/* Sorts the members by cell, those of a cell as they are in the table. */
static void
distribute(struct task *t, const uint32_t *cell, size_t n_cells)
{
    const size_t n = t->table.n_patterns;

    memset(t->first, 0, (n_cells + 1) * sizeof *t->first);
    for (size_t i = 0; i < n; i++)
        if (cell[i] < n_cells)
            t->first[cell[i] + 1]++;
    for (size_t c = 0; c < n_cells; c++)
        t->first[c + 1] += t->first[c];
    for (size_t i = 0; i < n; i++)
        if (cell[i] < n_cells)
            t->member[t->first[cell[i]]++] = (uint32_t) i;
    for (size_t c = n_cells; c > 0; c--)        /* back to where they began */
        t->first[c] = t->first[c - 1];
    t->first[0] = 0;
}

/* All cells of a crossing, the first of them being FIRST_CELL. */
static bool
fill_cells(const struct task *t, size_t first_cell, size_t n_cells)
{
    _Atomic bool failed = false;

    #pragma omp parallel
    {
        struct place place;
        const bool open = open_place(&place, t);

        if (!open)
            atomic_store(&failed, true);
        #pragma omp for schedule(dynamic, 1)
        for (size_t cell = 0; cell < n_cells; cell++) {
            if (!open)
                continue;
            gather(&place, cell);
            for (size_t m = 0; m < t->n_measures; m++)
                if (!fill_one(&place, &t->measure[m], first_cell + cell))
                    atomic_store(&failed, true);
        }
        close_place(&place);
    }
    return !failed;
}

static enum sv_status
fill_crossings(struct task *t, struct sv_fault *fault)
{
    const struct sv_tally_record *r = t->v->record;
    uint32_t *cell = malloc((t->table.n_patterns + 1) * sizeof *cell);
    enum sv_status status = SV_OK;

    t->member = malloc((t->table.n_patterns + 1) * sizeof *t->member);
    t->first = malloc((r->n_cells + 1) * sizeof *t->first);
    if (cell == NULL || t->member == NULL || t->first == NULL)
        status = no_memory(fault);
    for (size_t c = 0; status == SV_OK && c < r->n_crossings; c++) {
        const struct sv_tally_crossing *x = &r->crossing[c];

        status = find_cells(cell, t, x, fault);
        if (status != SV_OK)
            break;
        distribute(t, cell, x->n_cells);
        t->keeps = t->kept->of != NULL && t->kept->wanted[c];
        if (!fill_cells(t, x->first_cell, x->n_cells))
            status = no_memory(fault);
    }
    free(cell);
    free(t->member);
    free(t->first);
    return status;
}

/* ---- tables ----------------------------------------------------------------- */

static enum sv_status
take_measure(struct measure *m, const json_t *indicator, size_t column,
             struct sv_fault *fault)
{
    const char *rule =
        json_string_value(json_object_get(indicator, "rule"));

    *m = (struct measure){
        .rule = rule != NULL ? sv_quantile_rule_find(rule) : NULL,
        .interval = json_string_value(json_object_get(indicator, "interval")),
        .p = json_real_value(json_object_get(indicator, "p")),
        .column = column,
    };
    return m->rule != NULL && m->interval != NULL
               ? SV_OK
               : sv_fail(fault, SV_BUG, "tally.h5: a quantile lacks its rule");
}

/* The quantiles of table NUMBER into MEASURE; how many come to *N. */
static enum sv_status
measures_of(struct measure *measure, size_t *n, const struct sv_variance *v,
            const json_t *meta, size_t number, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;
    size_t column = 0;

    *n = 0;
    for (size_t i = 0; status == SV_OK && i < v->record->n_items; i++) {
        const struct sv_tally_item *item = &v->record->item[i];
        const json_t *indicator = json_array_get(
            json_object_get(meta, "indicators"), item->indicator);

        if (item->estimand == SV_QUANTILE
            && json_integer_value(json_object_get(indicator, "patterns"))
                   == (json_int_t) number)
            status = take_measure(&measure[(*n)++], indicator, column, fault);
        column += item->n_numerators;
    }
    return status;
}

static enum sv_status
fill_table(struct task *t, const struct sv_store *tally,
           struct sv_fault *fault)
{
    enum sv_status status = sv_pattern_table_of(&t->table, tally, t->layout,
                                                fault);

    if (status != SV_OK)
        return status;
    if (!t->layout->each || t->table.rows.n != t->table.n_patterns)
        return sv_fail(fault, SV_BUG, "tally.h5: %s has not every member once",
                       t->layout->group);
    status = sv_member_file_of(&t->members, tally, t->layout, t->table.rows.n,
                               fault);
    if (status != SV_OK)
        return status;
    t->batch = t->members.n > 0 ? sv_members_batch(t->table.n_patterns)
                                : t->v->replicates.n > 0;
    return fill_crossings(t, fault);
}

enum sv_status
sv_quantiles_fill(struct sv_result *out, struct sv_kept_quantiles *kept,
                  const struct sv_variance *v,
                  const struct sv_methods *methods,
                  const struct sv_store *tally, const json_t *meta,
                  struct sv_fault *fault)
{
    struct measure *measure = calloc(v->record->n_items + 1, sizeof *measure);
    struct task task = {
        .out = out, .kept = kept, .columns = sv_result_columns(v->record), .v = v,
        .methods = methods, .measure = measure,
    };
    struct sv_pattern_layout *layout;
    size_t n;
    enum sv_status status = sv_pattern_layout(&layout, &n, meta, fault);

    if (status == SV_OK && measure == NULL)
        status = no_memory(fault);
    for (size_t k = 0; status == SV_OK && k < n; k++) {
        task.layout = &layout[k];
        if (strcmp(layout[k].record, v->record->name) != 0)
            continue;
        status = measures_of(measure, &task.n_measures, v, meta, k, fault);
        if (status == SV_OK && task.n_measures > 0)
            status = fill_table(&task, tally, fault);
    }
    sv_pattern_layout_free(layout, n);
    free(measure);
    return status;
}
