/* modelling.c - what the models of the description need of the data. */
#include "stages/derive/modelling.h"

#include <stdio.h>
#include <string.h>

#include "stages/derive/classify.h"
#include "stages/derive/namedcategories.h"
#include "stages/derive/patternneeds.h"

enum { NAME_SIZE = 512, OUTSIDE = 0, COUNTED = 1, LACKING = 2 };

static enum sv_status
type_condition(struct sv_expression **out, struct sv_derivation *d,
               const struct sv_model_spec *spec, struct sv_string text,
               const char *what, struct sv_fault *fault)
{
    enum sv_status status = sv_expression_type(out, d->arena, &d->world,
                                               spec->record, text, NULL, fault);

    if (status != SV_OK || sv_expression_kind(*out) == SV_KIND_BOOL)
        return status;
    return sv_point(fault, SV_DATA, text.at, strlen(text.text), "%s takes a "
                    "condition, like 'x == 1'", what);
}

static enum sv_status
type_outcome(struct sv_modelling *m, struct sv_derivation *d,
             struct sv_fault *fault)
{
    const struct sv_string text = m->spec->outcome;
    enum sv_status status;

    if (strcmp(m->spec->kind.text, "logistic") == 0)
        return type_condition(&m->outcome, d, m->spec, text,
                              "the outcome of a logistic model", fault);
    status = sv_expression_type(&m->outcome, d->arena, &d->world,
                                m->spec->record, text, NULL, fault);
    if (status != SV_OK || sv_expression_kind(m->outcome) == SV_KIND_NUMBER
        || sv_expression_kind(m->outcome) == SV_KIND_BOOL)
        return status;
    return sv_point(fault, SV_DATA, text.at, strlen(text.text), "the outcome of "
                    "a linear model takes a number or a condition");
}

/* The variable NAME of RECORD itself, or NULL. */
static const struct sv_target *
own_variable(const struct sv_derivation *d, int record, const char *name)
{
    for (size_t i = 0; i < d->n_targets; i++)
        if (d->target[i].record == record && d->target[i].variable != NULL
            && d->target[i].symbol != NULL
            && strcmp(d->target[i].name, name) == 0)
            return &d->target[i];
    return NULL;
}

static const struct sv_target *
inherited(struct sv_derivation *d, int record, struct sv_string name,
          struct sv_fault *fault)
{
    for (int r = d->world.record[record].parent; r >= 0;
         r = d->world.record[r].parent) {
        const struct sv_target *t = own_variable(d, r, name.text);

        if (t == NULL)
            continue;
        if (t->kind != SV_TARGET_NUMBER)
            return sv_classify(d, record, name, fault);
        sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' is a number "
                 "of '%s'; define one of '%s' from %s.%s for this model",
                 name.text, d->world.record[r].name,
                 d->world.record[record].name, d->world.record[r].name,
                 name.text);
        return NULL;
    }
    sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' is a variable of "
             "another record type than '%s', which the model is of", name.text,
             d->world.record[record].name);
    return NULL;
}

static enum sv_status
find_reference(size_t *out, const struct sv_target *t, struct sv_string name,
               struct sv_fault *fault)
{
    *out = 0;
    if (name.text == NULL)
        return SV_OK;
    if (sv_target_categories(t) == 0)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' is a "
                        "number, which has no reference", t->name);
    *out = sv_target_find(t, name.text);
    return *out < sv_target_categories(t)
               ? SV_OK : sv_fault_category(t, t->name, name, fault);
}

static enum sv_status
make_covariate(struct sv_modelling *m, struct sv_derivation *d, size_t i,
               struct sv_fault *fault)
{
    const struct sv_string name = m->spec->variable[i];
    const int record = m->spec->record;
    const struct sv_target *t = own_variable(d, record, name.text);
    size_t n;

    if (t == NULL)
        t = inherited(d, record, name, fault);
    m->covariate[i] = t;
    if (t == NULL)
        return fault->status;
    n = sv_target_categories(t);
    if (n == 1 || (n == 0 && t->kind != SV_TARGET_NUMBER))
        return sv_point(fault, SV_DATA, name.at, strlen(name.text), "'%s' has "
                        "%s, so it explains nothing; leave it out", name.text,
                        n == 1 ? "one category" : "no categories");
    return find_reference(&m->reference[i], t, m->spec->reference[i], fault);
}

enum sv_status
sv_modelling_make(struct sv_derivation *d, size_t k, struct sv_fault *fault)
{
    struct sv_modelling *m = &d->model[k];
    const struct sv_model_spec *spec = &d->survey->model[k];
    struct sv_fault own = { 0 };
    enum sv_status status = SV_OK;

    m->spec = spec;
    m->covariate = sv_arena_take(d->arena, spec->n_variables + 1,
                                 sizeof *m->covariate);
    m->reference = sv_arena_take(d->arena, spec->n_variables + 1,
                                 sizeof *m->reference);
    if (sv_arena_failed(d->arena))
        return sv_fail(fault, SV_SYSTEM, "out of memory for models");
    if (spec->universe.text != NULL)
        status = type_condition(&m->universe, d, spec, spec->universe,
                                "universe", &own);
    if (status <= SV_DATA)
        status = type_outcome(m, d, &own);
    for (size_t i = 0; status <= SV_DATA && i < spec->n_variables; i++) {
        struct sv_fault one = { 0 };

        status = make_covariate(m, d, i, &one);
        if (one.status != SV_OK)
            status = sv_add_all(&own, &one);
    }
    return own.status == SV_OK ? SV_OK : sv_add_all(fault, &own);
}

static bool
lacks(const struct sv_target *t, size_t row)
{
    if (t->kind == SV_TARGET_NUMBER)
        return t->missing[row] != 0;
    return (t->type == SV_U8 ? ((const uint8_t *) t->data)[row]
                             : ((const int16_t *) t->data)[row]) == 0;
}

static bool
lacks_any(const struct sv_modelling *m, size_t row)
{
    for (size_t i = 0; i < m->spec->n_variables; i++)
        if (lacks(m->covariate[i], row))
            return true;
    return false;
}

void
sv_modelling_fill(const struct sv_modelling *m, struct sv_workspace *universe,
                  struct sv_workspace *outcome, size_t first, size_t n,
                  uint64_t *counts)
{
    const struct sv_values y = sv_evaluate(m->outcome, outcome, first, n);
    struct sv_values in = { 0 };

    if (universe != NULL)
        in = sv_evaluate(m->universe, universe, first, n);
    for (size_t j = 0; j < n; j++) {
        const size_t row = first + j;

        m->state[row] = OUTSIDE;
        if (in.truth != NULL
            && (!in.truth[j] || (in.missing != NULL && in.missing[j] != 0)))
            continue;
        counts[0]++;
        m->state[row] = (y.missing != NULL && y.missing[j] != 0)
                                || lacks_any(m, row) ? LACKING : COUNTED;
        if (m->state[row] == COUNTED)
            m->y[row] = y.number != NULL ? y.number[j] : y.truth[j];
        else
            counts[1]++;
    }
}

static json_t *
variables_of(const struct sv_modelling *m)
{
    json_t *all = json_array();

    for (size_t i = 0; i < m->spec->n_variables; i++) {
        const struct sv_target *t = m->covariate[i];
        const size_t n = sv_target_categories(t);
        json_t *categories = json_array();

        for (size_t k = 0; k < n; k++)
            json_array_append_new(categories, json_string(sv_target_category(t, k)));
        json_array_append_new(
            all, json_pack("{s:s, s:o, s:I}", "name", m->spec->variable[i].text,
                           "categories", categories, "reference",
                           (json_int_t) m->reference[i]));
    }
    return all;
}

static json_int_t
ask(json_t *patterns, const struct sv_derivation *d, size_t k)
{
    const struct sv_modelling *m = &d->model[k];
    json_t *columns = json_array();
    char path[NAME_SIZE], state[NAME_SIZE];

    for (size_t i = 0; i < m->spec->n_variables; i++)
        json_array_append_new(
            columns, json_string(sv_target_path(path, sizeof path, d,
                                                m->covariate[i], "var")));
    snprintf(path, sizeof path, "model/%zu/y", k);
    json_array_append_new(columns, json_string(path));
    snprintf(state, sizeof state, "model/%zu/state", k);
    return sv_pattern_ask(patterns, d->world.record[m->spec->record].name,
                          state, columns, false);
}

json_t *
sv_models_meta(const struct sv_derivation *d, json_t *patterns)
{
    json_t *all = json_array();

    for (size_t k = 0; k < d->survey->n_models; k++)
        json_array_append_new(
            all, json_pack("{s:s, s:s, s:I, s:o}", "code",
                           d->model[k].spec->code.text, "record",
                           d->world.record[d->model[k].spec->record].name,
                           "patterns", ask(patterns, d, k), "variables",
                           variables_of(&d->model[k])));
    return all;
}
