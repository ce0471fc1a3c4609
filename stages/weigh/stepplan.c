/* stepplan.c - a step of weighting as arrays, from its description. */
#include "stages/weigh/stepplan.h"

#include <math.h>
#include <string.h>

#include "stages/weigh/marginplan.h"

struct planning {
    struct sv_weighting_step *step;
    const struct sv_step_spec *spec;
    const struct sv_weigh_world *world;
    const double *weight;
    struct sv_stage *stage;
    size_t n;                   /* rows */
};

#define PLAN(name) \
    static enum sv_status name(struct planning *p, struct sv_fault *fault)

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a step of weighting");
}

static void *
take(struct planning *p, size_t n, size_t size)
{
    return sv_arena_take(p->world->arena, n + 1, size);
}

/* A number that every row needs, from LEAST on. */
static enum sv_status
factor(const double **out, struct planning *p, struct sv_string name,
       bool (*good)(double v), const char *what, struct sv_fault *fault)
{
    bool *bad = take(p, p->n, sizeof *bad);
    enum sv_status status = sv_weigh_number(out, p->world, p->spec->record,
                                            name, fault);

    if (status != SV_OK)
        return status;
    if (bad == NULL)
        return no_memory(fault);
    for (size_t j = 0; j < p->n; j++)
        bad[j] = !good((*out)[j]);
    return sv_weigh_rows_fault(p->world, p->spec->record, bad, name, what,
                               fault);
}

static bool
is_probability(double v)
{
    return v > 0 && v <= 1;
}

static bool
is_count(double v)
{
    return v > 0 && isfinite(v);
}

static bool
is_number(double v)
{
    return v >= 0 && isfinite(v);
}

PLAN(design_weights)
{
    const struct sv_step_spec *s = p->spec;
    double *w = take(p, p->n, sizeof *w);
    const double *a = NULL, *b = NULL;

    if (w == NULL)
        return no_memory(fault);
    for (size_t j = 0; j < p->n; j++)
        w[j] = 1;
    for (size_t k = 0; k < s->probabilities.n; k++) {
        if (factor(&a, p, s->probabilities.item[k], is_probability,
                   "have no probability above 0 and up to 1", fault) != SV_OK)
            return fault->status;
        for (size_t j = 0; j < p->n; j++)
            w[j] /= a[j];
    }
    for (size_t k = 0; k < s->drawn.n; k++) {
        if (factor(&a, p, s->drawn.item[k], is_count,
                   "have no number drawn above 0", fault) != SV_OK
            || factor(&b, p, s->population.item[k], is_count,
                      "have no number to draw from above 0", fault) != SV_OK)
            return fault->status;
        for (size_t j = 0; j < p->n; j++)
            w[j] *= b[j] / a[j];
    }
    p->step->factor = w;
    return SV_OK;
}

PLAN(multiply)
{
    if (p->spec->times.text == NULL)
        return SV_OK;
    return factor(&p->step->factor, p, p->spec->times, is_number,
                  "have no number to multiply by, 0 or above", fault);
}

/* A condition: 0 missing, 1 false, 2 true. */
static enum sv_status
condition(const int32_t **out, struct planning *p, struct sv_string name,
          struct sv_fault *fault)
{
    const struct sv_names one = { &name, 1 };
    struct sv_crossed x;
    enum sv_status status = sv_weigh_cross(&x, p->world, p->spec->record, &one,
                                           fault);

    if (status != SV_OK)
        return status;
    *out = x.cell;
    if (x.n_cells != 2 || strcmp(x.name[1] + strlen(name.text), "=true") != 0)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text),
                        "'%s' must be a condition, made by 'where'", name.text);
    return SV_OK;
}

/* Who is asked, who answered; a row with a weight must tell. */
static enum sv_status
answers(struct planning *p, struct sv_fault *fault)
{
    const struct sv_step_spec *s = p->spec;
    uint8_t *answer = take(p, p->n, sizeof *answer);
    bool *bad = take(p, p->n, sizeof *bad);
    const int32_t *answered = NULL, *eligible = NULL;

    if (answer == NULL || bad == NULL)
        return no_memory(fault);
    if (condition(&answered, p, s->answered, fault) != SV_OK
        || (s->eligible.text != NULL
            && condition(&eligible, p, s->eligible, fault) != SV_OK))
        return fault->status;
    for (size_t j = 0; j < p->n; j++) {
        const bool asked = eligible == NULL || eligible[j] != 0;

        answer[j] = !asked ? SV_OUTSIDE
                    : answered[j] == 1 ? SV_ANSWERED : SV_SILENT;
        bad[j] = p->weight[j] > 0
                 && ((asked && answered[j] < 0)
                     || (eligible != NULL && eligible[j] < 0));
    }
    p->step->response.n = p->n;
    p->step->response.answer = answer;
    p->step->response.n_classes = 1;
    return sv_weigh_rows_fault(p->world, s->record, bad, s->answered,
                               "do not tell whether they answered", fault);
}

PLAN(response)
{
    const struct sv_step_spec *s = p->spec;
    struct sv_crossed x;
    uint32_t *class_of = take(p, p->n, sizeof *class_of);
    bool *bad = take(p, p->n, sizeof *bad);
    enum sv_status status = answers(p, fault);

    if (status != SV_OK || s->by.n == 0)
        return status;
    if (class_of == NULL || bad == NULL)
        return no_memory(fault);
    status = sv_weigh_cross(&x, p->world, s->record, &s->by, fault);
    if (status != SV_OK)
        return status;
    for (size_t j = 0; j < p->n; j++) {
        bad[j] = x.cell[j] < 0 && p->weight[j] > 0
                 && p->step->response.answer[j] != SV_OUTSIDE;
        class_of[j] = x.cell[j] < 0 ? 0 : (uint32_t) x.cell[j];
    }
    p->step->response.class_of = class_of;
    p->step->response.n_classes = x.n_cells;
    p->step->response.class_name = x.name;
    return sv_weigh_rows_fault(p->world, s->record, bad, s->by.item[0],
                               "are in no class, for a value is missing",
                               fault);
}

/* One covariate: a classification has a column a category, a number one. */
struct covariate {
    struct sv_crossed x;
    const double *number;
    size_t first;
};

static enum sv_status
read_covariate(struct covariate *c, struct planning *p, const struct sv_names *one,
               struct sv_fault *fault)
{
    const struct sv_step_spec *s = p->spec;
    const bool number = sv_weigh_is_number(p->world, s->record,
                                           one->item->text);
    bool *bad = take(p, p->n, sizeof *bad);
    enum sv_status status =
        number ? sv_weigh_number(&c->number, p->world, s->record, *one->item,
                                 fault)
               : sv_weigh_cross(&c->x, p->world, s->record, one, fault);

    if (status != SV_OK)
        return status;
    if (bad == NULL)
        return no_memory(fault);
    for (size_t j = 0; j < p->n; j++)
        bad[j] = p->weight[j] > 0
                 && p->step->response.answer[j] != SV_OUTSIDE
                 && (number ? isnan(c->number[j]) : c->x.cell[j] < 0);
    return sv_weigh_rows_fault(p->world, s->record, bad, *one->item,
                               "have a weight, but no value to go by", fault);
}

/* Row J: 1, then what the covariates have; nothing for those outside. */
static void
fill_row(struct sv_auxiliary *x, const struct covariate *c, size_t n, size_t j,
         bool inside)
{
    size_t at = x->first[j];

    if (inside) {
        x->column[at] = 0;
        x->value[at++] = 1;
    }
    for (size_t k = 0; inside && k < n; k++) {
        const bool number = c[k].number != NULL;

        if (number ? isnan(c[k].number[j]) : c[k].x.cell[j] < 0)
            continue;
        x->column[at] = (uint32_t) (c[k].first
                                    + (number ? 0 : (size_t) c[k].x.cell[j]));
        x->value[at++] = number ? c[k].number[j] : 1;
    }
    x->first[j + 1] = at;
}

PLAN(propensity)
{
    const struct sv_step_spec *s = p->spec;
    struct covariate *c = take(p, s->on.n, sizeof *c);
    size_t columns = 1;
    enum sv_status status = answers(p, fault);

    if (status != SV_OK)
        return status;
    if (c == NULL)
        return no_memory(fault);
    for (size_t k = 0; k < s->on.n; k++) {
        const struct sv_names one = { &s->on.item[k], 1 };

        if (read_covariate(&c[k], p, &one, fault) != SV_OK)
            return fault->status;
        c[k].first = columns;
        columns += c[k].number != NULL ? 1 : c[k].x.n_cells;
    }
    status = sv_auxiliary_take(&p->step->x, p->n, columns, 0,
                               p->n * (s->on.n + 1), fault);
    for (size_t j = 0; status == SV_OK && j < p->n; j++)
        fill_row(&p->step->x, c, s->on.n, j,
                 p->step->response.answer[j] != SV_OUTSIDE);
    p->step->n_classes = (size_t) s->classes;
    return status;
}

PLAN(margins)
{
    return sv_margins_plan(p->step, p->spec, p->world, p->weight, p->stage,
                           fault);
}

PLAN(trim)
{
    const struct sv_step_spec *s = p->spec;
    const char *to = s->redistribute.text;

    (void) fault;
    p->step->trimming = (struct sv_trimming){
        .low = s->low, .high = s->high, .medians = s->medians,
        .strict = s->strict,
        .to = strcmp(to, "equally") == 0 ? SV_REDISTRIBUTE_EQUALLY
              : strcmp(to, "proportionally") == 0
                  ? SV_REDISTRIBUTE_PROPORTIONALLY
                  : SV_REDISTRIBUTE_NOT,
    };
    return SV_OK;
}

static enum sv_status (*const planner[])(struct planning *p,
                                         struct sv_fault *fault) = {
    [SV_ADJUST_DESIGN] = design_weights, [SV_ADJUST_ELIGIBILITY] = response,
    [SV_ADJUST_RESPONSE] = response, [SV_ADJUST_PROPENSITY] = propensity,
    [SV_ADJUST_PARENT] = multiply, [SV_ADJUST_ONE] = multiply,
    [SV_ADJUST_POSTSTRATIFY] = margins, [SV_ADJUST_RAKE] = margins,
    [SV_ADJUST_CALIBRATE] = margins, [SV_ADJUST_TRIM] = trim,
};

enum sv_status
sv_step_plan(struct sv_weighting_step *step, const struct sv_step_spec *spec,
             const struct sv_weigh_world *world, double *const *weight,
             struct sv_stage *stage, struct sv_fault *fault)
{
    struct planning p = {
        step, spec, world, weight[spec->record], stage,
        world->record[spec->record].n_rows,
    };

    *step = (struct sv_weighting_step){
        .kind = sv_weighting_kind_find(sv_adjustment_name(spec->kind)),
        .record = (size_t) spec->record,
        .distance = sv_distance_find(spec->distance.text),
        .bounds = { isnan(spec->low) ? -INFINITY : spec->low,
                    isnan(spec->high) ? INFINITY : spec->high },
        .tolerance = spec->tolerance, .most = (unsigned) spec->iterations,
    };
    if (step->kind == NULL)
        return sv_fail(fault, SV_BUG, "weighting: there is no step '%s'",
                       sv_adjustment_name(spec->kind));
    return planner[spec->kind](&p, fault);
}
