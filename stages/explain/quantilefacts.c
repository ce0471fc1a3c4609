/* quantilefacts.c - a quantile, opened by way of the distribution function. */
#include "stages/explain/quantilefacts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/runningsums.h"
#include "weights/quantiles.h"

enum { NAME_SIZE = 512 };

/* The members of the cell, and room for what is made of them. */
struct work {
    struct sv_facts *f;
    const struct sv_variance *v;
    struct sv_pattern_layout *layouts;
    size_t n_layouts;
    const struct sv_pattern_layout *layout;
    struct sv_pattern_table table;
    struct sv_member_file members;      /* n 0: replicates have multipliers */
    struct sv_running running;
    struct sv_values values;
    double *y, *w;
    uint32_t *unit, *at;        /* at: in the table */
    uint32_t *member;           /* [n_members] and of those whose weight is 0 */
    size_t n_members;
    double *cross[2];           /* [columns of residuals] up to q, and of all */
    void *rows;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a quantile");
}

static enum sv_status
open_table(struct work *w, struct sv_fault *fault)
{
    const struct sv_result_folder *folder = &w->f->o->folder;
    const json_t *own = json_array_get(
        json_object_get(folder->meta, "indicators"),
        w->f->place.item->indicator);
    const size_t k = (size_t) json_integer_value(json_object_get(own,
                                                                 "patterns"));
    enum sv_status status = sv_pattern_layout(&w->layouts, &w->n_layouts,
                                              folder->meta, fault);

    if (status == SV_OK && k >= w->n_layouts)
        status = sv_fail(fault, SV_BUG, "tally.h5: a quantile lacks its table");
    if (status != SV_OK)
        return status;
    w->layout = &w->layouts[k];
    status = sv_pattern_table_of(&w->table, folder->tally, w->layout, fault);
    return status == SV_OK
               ? sv_member_file_of(&w->members, folder->tally, w->layout,
                                   w->table.rows.n, fault)
               : status;
}

/* ---- members ------------------------------------------------------------------- */

static const struct sv_tally_crossing *
crossing_of(const struct work *w)
{
    const struct sv_tally_record *r = w->v->record;
    size_t c = 0;

    while (w->f->place.cell - r->crossing[c].first_cell
           >= r->crossing[c].n_cells)
        c++;
    return &r->crossing[c];
}

/* Leaves in IN [patterns] those that are in the cell. */
static enum sv_status
find_members(bool *in, const struct work *w, struct sv_fault *fault)
{
    const struct sv_tally_crossing *c = crossing_of(w);
    size_t rest = w->f->place.cell - c->first_cell, below = c->n_cells;

    memset(in, 1, w->table.n_patterns * sizeof *in);
    for (size_t k = 0; k < c->n; k++) {
        char name[NAME_SIZE];
        size_t column;
        const double *code;

        below /= c->size[k];
        snprintf(name, sizeof name, "%s/var/%s", w->layout->record,
                 c->variable[k]);
        column = sv_pattern_column(w->layout, name);
        if (column == w->layout->n_columns)
            return sv_fail(fault, SV_BUG, "tally.h5: %s does not have %s",
                           w->layout->group, c->variable[k]);
        code = w->table.values + column * w->table.n_patterns;
        for (size_t i = 0; i < w->table.n_patterns; i++)
            in[i] = in[i] && code[i] == (double) (rest / below) + 1;
        rest %= below;
    }
    return SV_OK;
}

static enum sv_status
gather(struct work *w, struct sv_fault *fault)
{
    const size_t n = w->table.n_patterns + 1;
    const size_t columns = w->v->calibrated.residuals.n_columns + 1;
    bool *in = calloc(n, sizeof *in);
    enum sv_status status;

    w->y = malloc(n * sizeof *w->y);
    w->w = malloc(n * sizeof *w->w);
    w->unit = malloc(n * sizeof *w->unit);
    w->at = malloc(n * sizeof *w->at);
    w->member = malloc(n * sizeof *w->member);
    w->cross[0] = calloc(2 * columns, sizeof *w->cross[0]);
    w->rows = malloc(sv_below_room(w->v->design) + 1);
    if (in == NULL || w->y == NULL || w->w == NULL || w->unit == NULL
        || w->at == NULL || w->member == NULL || w->cross[0] == NULL
        || w->rows == NULL || !sv_running_take(&w->running, &w->members, n)) {
        free(in);
        return no_memory(fault);
    }
    w->cross[1] = w->cross[0] + columns;
    status = find_members(in, w, fault);
    w->values = (struct sv_values){ 0, w->y, w->w, w->unit };
    for (size_t i = 0; status == SV_OK && i + 1 < n; i++) {
        const size_t k = w->values.n;

        w->y[k] = w->table.values[i];
        w->w[k] = w->table.rows.sums[i * SV_PATTERN_SUMS + SV_PATTERN_W];
        w->unit[k] = w->table.rows.unit[i];
        w->at[k] = (uint32_t) i;
        w->values.n += in[i] && w->w[k] > 0;
        if (in[i])
            w->member[w->n_members++] = (uint32_t) i;
    }
    free(in);
    if (w->members.n > 0)
        sv_running_begin(&w->running, w->member, w->n_members);
    return status;
}

/* ---- the distribution function --------------------------------------------------- */

static void
add_cross(double *cross, const struct work *w, double q)
{
    const struct sv_pattern_table *t = &w->table;

    memset(cross, 0, w->v->calibrated.residuals.n_columns * sizeof *cross);
    for (size_t i = 0; i < w->values.n && w->y[i] <= q; i++)
        for (uint64_t e = t->first[w->at[i]]; e < t->first[w->at[i] + 1]; e++)
            cross[t->column[e]] += t->v[e];
}

/* The share of those up to Q, as what is estimated. */
static struct sv_quantity
share_up_to(struct work *w, double q)
{
    struct sv_quantity share = {
        .estimator = sv_estimator_find("proportion"),
        .rows = sv_below_rows(w->v->design, &w->values, q, w->rows),
    };

    if (w->members.n > 0) {
        size_t upto = 0;

        while (upto < w->n_members && w->table.values[w->member[upto]] <= q)
            upto++;
        sv_running_upto(&w->running, upto);
        share.repeated[0] = w->running.below;
        share.repeated[1] = w->running.all;
    }
    if (w->members.n > 0 || w->table.first == NULL)
        return share;
    add_cross(w->cross[0], w, q);
    add_cross(w->cross[1], w, INFINITY);
    share.residuals = &w->v->calibrated.residuals;
    share.cross = (struct sv_cross){ .term = { w->cross[0], w->cross[1] } };
    return share;
}

/* CONTEXT is the work. */
static struct sv_below
below(void *context, double q)
{
    struct work *w = context;
    const struct sv_quantity share = share_up_to(w, q);
    const struct sv_estimate e = sv_variance_estimate(w->v, &share,
                                                      &w->f->r->room);

    return (struct sv_below){ e.value, e.se, e.flags };
}

/* ---- the parts -------------------------------------------------------------------- */

/* The scores of F over the density: those of the quantile. */
static enum sv_status
open_scores(struct sv_facts *f, struct sv_fault *fault)
{
    const size_t n = sv_quantity_n_scores(&f->q) + 1;
    struct sv_scores scores = {
        .unit = malloc(n * sizeof *scores.unit),
        .z = malloc(n * sizeof *scores.z),
    };
    enum sv_status status = SV_SYSTEM;

    if (scores.unit == NULL || scores.z == NULL)
        no_memory(fault);
    else {
        sv_quantity_scores(&scores, &f->q, &f->r->room);
        for (size_t i = 0; i < scores.n; i++)
            scores.z[i] /= -f->quantile.density;
        status = sv_facts_open_scores(f, &scores, fault);
    }
    free(scores.unit);
    free(scores.z);
    return status;
}

/* VALUES of the quantile in each replicate. */
static void
repeat(double *values, const struct work *w,
       const struct sv_quantile_task *task, double *scratch)
{
    const struct sv_member_values members = { w->table.values, w->member,
                                              w->n_members };

    if (w->members.n > 0)
        sv_members_quantile(values, &w->members, &members, task->rule, task->p,
                            1, scratch);
    else
        sv_quantile_repeat(values, &w->v->replicates, w->v->design, task->rule,
                           &w->values, task->p, scratch,
                           scratch + w->values.n);
}

/* The quantile in each replicate, or what F in each makes of it. */
static enum sv_status
open_values(struct work *w, const struct sv_quantile_task *task,
            struct sv_fault *fault)
{
    struct sv_facts *f = w->f;
    const struct sv_replicates *reps = &w->v->replicates;
    double *values = f->r->room.values;
    double *scratch = malloc((2 * w->n_members + 1) * sizeof *scratch);

    if (scratch == NULL)
        return no_memory(fault);
    if (strcmp(f->quantile.interval, "quantile") == 0)
        repeat(values, w, task, scratch);
    else {
        sv_variance_values(values, w->v, &f->q, &f->r->room);
        for (size_t r = 0; r < reps->n; r++)
            values[r] = f->value
                        - (values[r] - f->quantile.below) / f->quantile.density;
    }
    free(scratch);
    return sv_facts_open_values(f, values, fault);
}

static bool
differs(double ours, double published)
{
    return isnan(ours) != isnan(published)
           || fabs(ours - published) > 1e-9 * fabs(published);
}

/* The quantile once more, from its members, must be what is published. */
static enum sv_status
check(const struct work *w, const struct sv_quantile_task *task,
      struct sv_fault *fault)
{
    const struct sv_facts *f = w->f;
    struct sv_quantile again;

    if (strcmp(task->interval, "quantile") == 0)
        return SV_OK;
    again = sv_quantile(task, &w->values);
    return differs(again.value, f->value) || differs(again.se, f->se)
                   || differs(again.low, f->low) || differs(again.high, f->high)
               ? sv_fail(fault, SV_BUG, "%s: its members give %.17g, published "
                         "is %.17g", f->name, again.value, f->value)
               : SV_OK;
}

/* ---- the interval ------------------------------------------------------------------ */

static void
add_line(struct sv_facts *f, const char *symbol, const char *formula,
         double value)
{
    if (f->n_lines < SV_MAX_WORKED)
        f->line[f->n_lines++] = (struct sv_worked){ symbol, formula, value };
}

static void
work_interval(struct sv_facts *f, const struct sv_quantile_task *task)
{
    const struct sv_interval_method *method = sv_interval_find(task->interval);
    const struct sv_proportion F = {
        .p = f->quantile.below, .se = f->quantile.below_se, .df = f->df,
        .n = (double) f->n, .n_effective = task->n_effective,
    };
    const struct sv_proportion whole = { .p = f->value, .se = f->se,
                                         .df = f->df };

    if (isnan(f->low) && isnan(f->high))
        return;
    if (strcmp(task->interval, "quantile") == 0) {
        f->n_lines = sv_worked_wald(f->line, &whole, f->o->confidence);
        return;
    }
    if (method != NULL) {
        f->n_lines = sv_worked_proportion(f->line, method, &F,
                                          f->o->confidence);
        f->line[f->n_lines - 2].symbol = "F low";
        f->line[f->n_lines - 1].symbol = "F high";
    } else
        add_line(f, "t", "of Student with df degrees of freedom, two-sided",
                 sv_t_quantile(f->df, f->o->confidence));
    add_line(f, "low", method != NULL ? "the value at F low, by the rule"
                                      : "the first value with (F - p)/se(F) above -t",
             f->low);
    add_line(f, "high", method != NULL ? "the value at F high, by the rule"
                                       : "the first value with (F - p)/se(F) above t",
             f->high);
}

/* ---- all of it ----------------------------------------------------------------------- */

static void
take_members(struct work *w)
{
    struct sv_facts *f = w->f;
    bool *seen = calloc(sv_design_n_units(w->v->design, 0) + 1, sizeof *seen);

    for (size_t i = 0; i < w->values.n; i++) {
        f->sum_w += w->w[i];
        f->sum_w2 += w->w[i] * w->w[i];
    }
    f->members = calloc(sv_design_n_groups(w->v->design, 0) + 1,
                        sizeof *f->members);
    if (f->members != NULL && seen != NULL)
        sv_facts_count_members(f, &f->q, seen);
    free(seen);
    f->support = sv_support_of(w->v->design, &f->q.rows, f->r->room.scratch);
}

/* Leaves the quantile to contrasts. */
static enum sv_status
keep(struct work *w, const struct sv_quantile_task *task, struct sv_fault *fault)
{
    struct sv_facts *f = w->f;
    const struct sv_quantile own = {
        .value = f->value, .se = f->se,
        .flags = isnan(f->se) ? SV_FLAG_UNDEFINED : 0 };
    const bool again = strcmp(task->interval, "quantile") == 0;
    double *values = calloc(w->v->replicates.n + 1, sizeof *values);
    double *scratch = malloc((2 * w->n_members + 1) * sizeof *scratch);

    if (values != NULL && scratch != NULL) {
        if (again)
            repeat(values, w, task, scratch);
        f->q = share_up_to(w, f->value);
        f->quantile.kept = sv_quantile_keep(w->v, &own, &f->q,
                                            again ? values : NULL,
                                            &f->r->room);
    }
    free(values);
    free(scratch);
    return f->quantile.kept != NULL ? SV_OK : no_memory(fault);
}

static enum sv_status
open_quantile(struct work *w, struct sv_fault *fault)
{
    struct sv_facts *f = w->f;
    struct sv_quantile_task task = {
        .rule = sv_quantile_rule_find(f->quantile.rule),
        .interval = f->quantile.interval, .p = f->quantile.p, .df = f->df,
        .level = f->o->confidence, .below = below, .context = w,
    };
    struct sv_below at;
    enum sv_status status;

    if (task.rule == NULL)
        return sv_fail(fault, SV_BUG, "%s: has no rule", f->name);
    at = below(w, f->value);
    f->quantile.below = at.p;
    f->quantile.below_se = at.se;
    f->quantile.density = at.se / f->se;
    f->q = share_up_to(w, f->value);
    take_members(w);
    if (f->members == NULL)
        return no_memory(fault);
    task.n_effective = sv_n_kish(f->sum_w, f->sum_w2);
    status = check(w, &task, fault);
    f->q = share_up_to(w, f->value);    /* the rows were written over */
    if (status == SV_OK && sv_facts_have_parts(f))
        status = w->v->replicates.n > 0 ? open_values(w, &task, fault)
                                        : open_scores(f, fault);
    if (status == SV_OK && !(sv_facts_gap(f) <= 1e-9))
        status = sv_fail(fault, SV_BUG, "%s: the parts of the variance do not "
                         "add up to what is published, by %.3g of it", f->name,
                         sv_facts_gap(f));
    work_interval(f, &task);
    return status == SV_OK ? keep(w, &task, fault) : status;
}

static void
close_work(struct work *w)
{
    sv_pattern_layout_free(w->layouts, w->n_layouts);
    free(w->y);
    free(w->w);
    free(w->unit);
    free(w->at);
    free(w->member);
    free(w->cross[0]);
    free(w->rows);
    sv_running_free(&w->running);
    w->f->q.rows = (struct sv_rows){ .n = 0 };  /* were in there */
    w->f->q.cross = (struct sv_cross){ .term = { NULL } };
    w->f->q.repeated[0] = w->f->q.repeated[1] = NULL;
}

enum sv_status
sv_facts_open_quantile(struct sv_facts *f, struct sv_fault *fault)
{
    struct work w = { .f = f, .v = &f->r->variance };
    enum sv_status status;

    f->quantile = (struct sv_facts_quantile){
        .p = json_number_value(json_object_get(f->indicator, "p")),
        .rule = sv_json_text_of(f->indicator, "rule"),
        .interval = sv_json_text_of(f->indicator, "interval"),
    };
    f->q.estimator = sv_estimator_find("proportion");
    f->s2 = f->srs = NAN;
    status = open_table(&w, fault);
    if (status == SV_OK)
        status = gather(&w, fault);
    if (status == SV_OK)
        status = open_quantile(&w, fault);
    close_work(&w);
    return status;
}
