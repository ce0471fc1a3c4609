/* weighting.c - from base weights to final ones, step by step. */
#include "weights/weighting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t
rows_of(const struct sv_weighting *w, const struct sv_weighting_step *s)
{
    return w->record[s->record].n_rows;
}

#define APPLY(name)                                                         \
    static enum sv_status                                                   \
    name(double *after, const struct sv_weighting *w,                       \
         const struct sv_weighting_step *s, double *const *weight,          \
         struct sv_weighting_trace *trace, struct sv_fault *fault)

/* Factors take the place of the weights. */
APPLY(design_weights)
{
    (void) weight;
    (void) trace;
    (void) fault;
    memcpy(after, s->factor, rows_of(w, s) * sizeof *after);
    return SV_OK;
}

APPLY(from_parent)
{
    const struct sv_weighting_record *r = &w->record[s->record];

    (void) trace;
    (void) fault;
    for (size_t j = 0; j < r->n_rows; j++)
        after[j] = weight[r->parent][r->parent_row[j]]
                   * (s->factor != NULL ? s->factor[j] : 1);
    return SV_OK;
}

APPLY(one_per_household)
{
    (void) trace;
    (void) fault;
    for (size_t j = 0; j < rows_of(w, s); j++)
        after[j] = weight[s->record][j] * s->factor[j];
    return SV_OK;
}

APPLY(classes)
{
    (void) w;
    (void) trace;
    return sv_response_adjust(after, &s->response, weight[s->record], fault);
}

/* Multiplies by 1/p those who answered. */
static void
divide(double *after, const struct sv_response *r, const double *p,
       const double *before)
{
    for (size_t j = 0; j < r->n; j++)
        after[j] = r->answer[j] == SV_OUTSIDE ? before[j]
                   : r->answer[j] == SV_SILENT ? 0
                                               : before[j] / p[j];
}

APPLY(propensity)
{
    const double *before = weight[s->record];
    struct sv_response r = s->response;
    double *p = malloc((r.n + 1) * sizeof *p);
    uint32_t *class_of = malloc((r.n + 1) * sizeof *class_of);
    enum sv_status status =
        p == NULL || class_of == NULL
            ? sv_fail(fault, SV_SYSTEM, "out of memory for propensities")
            : sv_response_propensity(p, &r, &s->x, before, fault);

    (void) w;
    (void) trace;
    if (status == SV_OK && s->n_classes == 0) {
        divide(after, &r, p, before);
    } else if (status == SV_OK) {
        r.class_of = class_of;
        r.n_classes = sv_response_classes(class_of, &r, p, s->n_classes);
        status = r.n_classes == 0
                     ? sv_fail(fault, SV_SYSTEM, "out of memory for classes")
                     : sv_response_adjust(after, &r, before, fault);
    }
    free(p);
    free(class_of);
    return status;
}

APPLY(trim)
{
    (void) trace;
    return sv_trim(after, &s->trimming, weight[s->record], rows_of(w, s),
                   fault);
}

/* The weights of the rows of x: of groups, their sums. */
static void
sum_groups(double *d, const struct sv_weighting_step *s, const double *weight,
           size_t n)
{
    if (s->group == NULL) {
        memcpy(d, weight, n * sizeof *d);
        return;
    }
    memset(d, 0, s->x.n_rows * sizeof *d);
    for (size_t j = 0; j < n; j++)
        d[s->group[j]] += weight[j];
}

/* Shares become totals. */
static void
fill_totals(double *total, const struct sv_weighting_step *s, const double *d)
{
    const struct sv_auxiliary *x = &s->x;

    sv_auxiliary_sum(total, x, d);
    for (size_t m = 0; m < x->n_margins; m++) {
        double whole = s->population[m];

        if (isnan(whole))
            whole = 0;
        for (size_t k = x->margin[m]; k < x->margin[m + 1]; k++)
            whole += isnan(s->population[m]) ? total[k] : 0;
        for (size_t k = x->margin[m]; k < x->margin[m + 1]; k++)
            total[k] = s->share[m] ? s->total[k] * whole : s->total[k];
    }
}

static enum sv_status
run(struct sv_weighting_trace *t, const struct sv_weighting_step *s,
    const double *total, struct sv_fault *fault)
{
    const struct sv_calibration c = {
        .x = &s->x, .total = total, .distance = s->distance,
        .bounds = s->bounds, .tolerance = s->tolerance, .most = s->most,
    };

    return s->distance != NULL ? sv_calibrate(t->g, &c, t->before, fault)
                               : sv_rake(t->g, t->after, &c, t->before, fault);
}

/* Post-stratification, raking and calibration: raking has no distance. */
APPLY(calibrate)
{
    const size_t n = rows_of(w, s), rows = s->x.n_rows;
    const double *before = weight[s->record];
    double *total = malloc((s->x.n_columns + 1) * sizeof *total);
    struct sv_weighting_trace t = {
        .before = malloc((rows + 1) * sizeof *t.before),
        .g = malloc((rows + 1) * sizeof *t.g),
        .after = s->distance == NULL
                     ? malloc((rows * s->x.n_margins + 1) * sizeof *t.after)
                     : NULL,
    };
    enum sv_status status = SV_OK;

    if (t.before == NULL || t.g == NULL || total == NULL
        || (s->distance == NULL && t.after == NULL))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for %zu weights", n);
    if (status == SV_OK) {
        sum_groups(t.before, s, before, n);
        fill_totals(total, s, t.before);
        status = run(&t, s, total, fault);
    }
    for (size_t j = 0; status == SV_OK && j < n; j++)
        after[j] = before[j] * t.g[s->group != NULL ? s->group[j] : j];
    free(total);
    if (status == SV_OK && trace != NULL)
        *trace = t;
    else
        sv_weighting_trace_free(&t, 1);
    return status;
}

const struct sv_weighting_kind sv_weighting_kinds[] = {
    { "design-weights", "the inverse of the probability of being drawn", false,
      true, design_weights },
    { "unknown-eligibility", "those known to be eligible or not stand for "
      "those of whom it is not known", false, false, classes },
    { "non-response", "those who answered stand for those who did not, within "
      "classes", false, false, classes },
    { "propensity", "the same, by the probability of an answer", false, false,
      propensity },
    { "from-parent", "the weight of the parent record", false, true,
      from_parent },
    { "one-per-household", "times the number from whom one was drawn", false,
      false, one_per_household },
    { "post-stratify", "to known totals of one classification", true, false,
      calibrate },
    { "rake", "to known totals of several classifications, one after the "
      "other, over and over", true, false, calibrate },
    { "calibrate", "to known totals of classifications and numbers", true,
      false, calibrate },
    { "trim", "to limits", false, false, trim },
};
const size_t sv_n_weighting_kinds =
    sizeof sv_weighting_kinds / sizeof *sv_weighting_kinds;

const struct sv_weighting_kind *
sv_weighting_kind_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < sv_n_weighting_kinds; i++)
        if (strcmp(sv_weighting_kinds[i].name, name) == 0)
            return &sv_weighting_kinds[i];
    return NULL;
}

static enum sv_status
apply_step(double *const *weight, const struct sv_weighting *w, size_t i,
           struct sv_weighting_trace *trace,
           const struct sv_weighting_watch *watch, struct sv_fault *fault)
{
    const struct sv_weighting_step *s = &w->step[i];
    const size_t n = rows_of(w, s);
    double *after = malloc((n + 1) * sizeof *after);
    enum sv_status status =
        after == NULL ? sv_fail(fault, SV_SYSTEM, "out of memory for %zu "
                                "weights", n)
                      : s->kind->apply(after, w, s, weight,
                                       trace != NULL ? &trace[i] : NULL, fault);

    if (status == SV_OK && watch != NULL)
        watch->step(watch->to, i, weight[s->record], after);
    if (status == SV_OK)
        memcpy(weight[s->record], after, n * sizeof *after);
    free(after);
    return status == SV_OK ? SV_OK
                           : sv_at(fault, "weighting, step %zu (%s of %s)",
                                   i + 1, s->kind->name,
                                   w->record[s->record].name);
}

enum sv_status
sv_weighting_apply(double *const *weight, const struct sv_weighting *w,
                   size_t first, struct sv_weighting_trace *trace,
                   const struct sv_weighting_watch *watch,
                   struct sv_fault *fault)
{
    for (size_t i = first; i < w->n_steps; i++) {
        enum sv_status status = apply_step(weight, w, i, trace, watch, fault);

        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

void
sv_weighting_trace_free(struct sv_weighting_trace *trace, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(trace[i].before);
        free(trace[i].g);
        free(trace[i].after);
        trace[i] = (struct sv_weighting_trace){ 0 };
    }
}
