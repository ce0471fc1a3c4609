/* stepping.c - the steps of weighting, one after the other. */
#include "stages/weigh/stepping.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/weigh/stepplan.h"

/* Keeps the rows whose weight grew most, the largest first. */
static void
keep_largest(struct sv_step_report *r, uint32_t row, double ratio)
{
    size_t at = r->n_largest < SV_LARGEST ? r->n_largest++ : SV_LARGEST;

    for (; at > 0 && r->largest[at - 1].ratio < ratio; at--)
        if (at < SV_LARGEST)
            r->largest[at] = r->largest[at - 1];
    if (at < SV_LARGEST) {
        r->largest[at].row = row;
        r->largest[at].ratio = ratio;
    }
}

/* A copy in the arena, whose failure report_margins() finds. */
static double *
keep(const struct sv_stepping *s, const double *weights, size_t n)
{
    double *copy = sv_arena_take(s->world.arena, n + 1, sizeof *copy);

    if (copy != NULL)
        memcpy(copy, weights, n * sizeof *copy);
    return copy;
}

static void
watch(void *to, size_t step, const double *before, const double *after)
{
    struct sv_stepping *s = to;
    const size_t record = s->step[step].record;
    const size_t n = s->world.record[record].n_rows;
    struct sv_step_report *r = &s->report[step];

    r->kind = s->step[step].kind->name;
    r->record = s->world.record[record].name;
    r->after = sv_profile_of(after, n);
    r->least = INFINITY;
    if (s->step[step].kind->calibrates) {
        r->weights_before = keep(s, before, n);
        r->weights_after = keep(s, after, n);
    }
    for (size_t j = 0; j < n; j++) {
        const double ratio = after[j] / before[j];

        r->dropped += before[j] > 0 && after[j] == 0;
        if (!(before[j] > 0) || after[j] == 0)
            continue;
        r->least = fmin(r->least, ratio);
        r->most = fmax(r->most, ratio);
        keep_largest(r, s->world.row[record][j], ratio);
    }
}

/* The margins before and after, from the trace. */
static enum sv_status
report_margins(struct sv_stepping *s, size_t i, struct sv_fault *fault)
{
    const struct sv_weighting_step *step = &s->step[i];
    const struct sv_weighting_trace *t = &s->trace[i];
    const size_t p = step->x.n_columns;
    struct sv_step_report *r = &s->report[i];
    struct sv_arena *a = s->world.arena;
    double *w = sv_arena_take(a, step->x.n_rows + 1, sizeof *w);

    if (!step->kind->calibrates)
        return SV_OK;
    r->before = sv_arena_take(a, p + 1, sizeof *r->before);
    r->total = sv_arena_take(a, p + 1, sizeof *r->total);
    r->reached = sv_arena_take(a, p + 1, sizeof *r->reached);
    if (sv_arena_failed(a))
        return sv_fail(fault, SV_SYSTEM, "out of memory for the report");
    for (size_t j = 0; j < step->x.n_rows; j++)
        w[j] = t->before[j] * t->g[j];
    sv_auxiliary_sum(r->before, &step->x, t->before);
    sv_auxiliary_sum(r->reached, &step->x, w);
    for (size_t m = 0; m < step->x.n_margins; m++)
        for (size_t k = step->x.margin[m]; k < step->x.margin[m + 1]; k++)
            r->total[k] = step->share[m] ? r->reached[k] : step->total[k];
    r->n_columns = p;
    r->name = step->x.name;
    return SV_OK;
}

/* A step can leave weights below 0, or none that are above. */
static enum sv_status
check(const struct sv_stepping *s, size_t i, struct sv_fault *fault)
{
    const struct sv_step_spec *spec = &s->world.survey->step[i];
    const struct sv_string at = { NULL, spec->at };
    const size_t n = s->world.record[spec->record].n_rows;
    const double *w = s->weight[spec->record];
    bool *bad = sv_arena_take(s->world.arena, n + 1, sizeof *bad);
    size_t zero = 0;

    if (bad == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for weighting");
    for (size_t j = 0; j < n; j++) {
        bad[j] = !(w[j] >= 0) || isinf(w[j]);
        zero += w[j] == 0;
    }
    if (zero == n)
        return sv_point(fault, SV_DATA, at.at, 1, "after this step every row "
                        "of %s has weight 0",
                        s->world.record[spec->record].name);
    return sv_weigh_rows_fault(&s->world, spec->record, bad, at,
                               "get a weight below 0; take a distance that "
                               "keeps weights positive (truncated-linear, "
                               "raking-ratio, logit), or join small categories",
                               fault);
}

static enum sv_status
run_step(struct sv_stepping *s, size_t i, struct sv_stage *stage,
         struct sv_fault *fault)
{
    const struct sv_step_spec *spec = &s->world.survey->step[i];
    const struct sv_weighting_watch w = { watch, s };
    enum sv_status status = sv_step_plan(&s->step[i], spec, &s->world,
                                         s->weight, stage, fault);

    s->weighting.n_steps = i + 1;
    if (status != SV_OK)
        return status;
    status = sv_weighting_apply(s->weight, &s->weighting, i, s->trace, &w,
                                fault);
    if (status == SV_OK)
        status = report_margins(s, i, fault);
    return status == SV_OK ? check(s, i, fault) : status;
}

enum sv_status
sv_stepping_run(struct sv_stepping *s, struct sv_stage *stage,
                struct sv_fault *fault)
{
    const size_t n = s->world.survey->n_steps;
    struct sv_arena *a = s->world.arena;
    enum sv_status status = SV_OK;

    s->step = sv_arena_take(a, n, sizeof *s->step);
    s->trace = sv_arena_take(a, n, sizeof *s->trace);
    s->report = sv_arena_take(a, n, sizeof *s->report);
    s->weighting = (struct sv_weighting){
        .record = s->world.record, .n_records = s->world.survey->n_records,
        .step = s->step,
    };
    if (sv_arena_failed(a))
        return sv_fail(fault, SV_SYSTEM, "out of memory for weighting");
    for (size_t i = 0; status == SV_OK && i < n; i++)
        status = run_step(s, i, stage, fault);
    return status;
}

void
sv_stepping_free(struct sv_stepping *s)
{
    for (size_t i = 0; i < s->weighting.n_steps; i++)
        sv_auxiliary_free(&s->step[i].x);
    sv_weighting_trace_free(s->trace, s->weighting.n_steps);
}
