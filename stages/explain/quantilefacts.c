/* quantilefacts.c - a quantile, opened by way of the distribution function. */
#include "stages/explain/quantilefacts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/quantilecell.h"
#include "weights/quantiles.h"

/* The quantile's facts, and the members that they come from. */
struct work {
    struct sv_facts *f;
    const struct sv_variance *v;
    struct sv_quantile_cell cell;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a quantile");
}

/* CONTEXT is the work. */
static struct sv_below
below(void *context, double q)
{
    struct work *w = context;
    const struct sv_quantity share = sv_quantile_cell_share(&w->cell, q);
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

/* The quantile in each replicate, or what F in each makes of it. */
static enum sv_status
open_values(struct work *w, const struct sv_quantile_task *task,
            struct sv_fault *fault)
{
    struct sv_facts *f = w->f;
    const struct sv_replicates *reps = &w->v->replicates;
    double *values = f->r->room.values;

    if (strcmp(f->quantile.interval, "quantile") == 0) {
        if (!sv_quantile_cell_repeat(values, &w->cell, task->rule, task->p))
            return no_memory(fault);
    } else {
        sv_variance_values(values, w->v, &f->q, &f->r->room);
        for (size_t r = 0; r < reps->n; r++)
            values[r] = f->value
                        - (values[r] - f->quantile.below) / f->quantile.density;
    }
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
    again = sv_quantile(task, &w->cell.values);
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

    for (size_t i = 0; i < w->cell.values.n; i++) {
        f->sum_w += w->cell.w[i];
        f->sum_w2 += w->cell.w[i] * w->cell.w[i];
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
keep(struct work *w, const struct sv_told_quantile *told,
     struct sv_fault *fault)
{
    w->f->quantile.kept = sv_quantile_cell_keep(&w->cell, told, &w->f->r->room);
    return w->f->quantile.kept != NULL ? SV_OK : no_memory(fault);
}

static enum sv_status
open_quantile(struct work *w, struct sv_fault *fault)
{
    struct sv_facts *f = w->f;
    const struct sv_told_quantile told = sv_told_quantile(f->number,
                                                          f->indicator);
    struct sv_quantile_task task = {
        .rule = told.rule, .interval = told.interval, .p = told.p, .df = f->df,
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
    f->q = sv_quantile_cell_share(&w->cell, f->value);
    take_members(w);
    if (f->members == NULL)
        return no_memory(fault);
    task.n_effective = sv_n_kish(f->sum_w, f->sum_w2);
    status = check(w, &task, fault);
    f->q = sv_quantile_cell_share(&w->cell, f->value);  /* written over */
    if (status == SV_OK && sv_facts_have_parts(f))
        status = w->v->replicates.n > 0 ? open_values(w, &task, fault)
                                        : open_scores(f, fault);
    if (status == SV_OK && !(sv_facts_gap(f) <= 1e-9))
        status = sv_fail(fault, SV_BUG, "%s: the parts of the variance do not "
                         "add up to what is published, by %.3g of it", f->name,
                         sv_facts_gap(f));
    work_interval(f, &task);
    return status == SV_OK ? keep(w, &told, fault) : status;
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
    status = sv_quantile_cell_open(&w.cell, w.v, &f->place, f->o->folder.tally,
                                   f->o->folder.meta, fault);
    if (status == SV_OK)
        status = open_quantile(&w, fault);
    sv_quantile_cell_close(&w.cell);
    f->q.rows = (struct sv_rows){ .n = 0 };     /* were in there */
    f->q.cross = (struct sv_cross){ .term = { NULL } };
    f->q.repeated[0] = f->q.repeated[1] = NULL;
    return status;
}
