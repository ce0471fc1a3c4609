/* makemodels.c - what is written under models. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/making.h"

enum { MOST_VARIABLES = 32, MOST_PARTS = 128 };

/* One model while it is made. */
struct reading {
    struct sv_making *m;
    const struct sv_written_model *written;
    struct sv_model_spec *spec;
};

/* An outcome that is no variable may be an indicator. */
static void
find_outcome(struct reading *r)
{
    struct sv_model_spec *s = r->spec;
    const struct sv_indicator *x = NULL;

    s->outcome = s->written = r->written->outcome;
    if (s->written.text == NULL)
        return;
    if (sv_survey_variable(r->m->survey, s->written.text) == NULL)
        x = sv_survey_indicator(r->m->survey, s->written.text);
    if (x == NULL)
        return;
    if (x->missing_variable != NULL)
        sv_making_fault(r->m, s->written, "indicator '%.60s' is not available: "
                        "it lacks '%.60s'", s->written.text,
                        x->missing_variable);
    else if (x->estimand != SV_PROPORTION && x->estimand != SV_MEAN)
        sv_making_fault(r->m, s->written, "indicator '%.60s' is neither a "
                        "proportion nor a mean", s->written.text);
    else if (x->record != s->record)
        sv_making_fault(r->m, s->written, "indicator '%.60s' is of '%.60s', "
                        "the model is not", s->written.text,
                        r->m->survey->record[x->record].name.text);
    s->outcome.text = x->value.text;
    if (s->universe.text == NULL) {
        s->universe = x->universe;
    } else if (x->universe.text != NULL) {
        const size_t size = strlen(s->universe.text)
                            + strlen(x->universe.text) + 12;
        char *both = sv_arena_take(r->m->arena, size, 1);

        if (both != NULL)
            snprintf(both, size, "(%s) and (%s)", s->universe.text,
                     x->universe.text);
        s->universe.text = both;
    }
}

/* Says that NAME is not a variable of the description. */
static void
fault_unknown(struct reading *r, struct sv_string name)
{
    const struct sv_survey *s = r->m->survey;
    const char *names[256], *near;
    size_t n = 0;

    for (size_t i = 0; i < s->n_variables && n < 256; i++)
        names[n++] = s->variable[i].name.text;
    near = sv_nearest(name.text, names, n);
    sv_making_fault(r->m, name, "'%.60s' is not defined under variables%s%s%s",
                    name.text, near != NULL ? "; did you mean '" : "",
                    near != NULL ? near : "", near != NULL ? "'?" : "");
}

/* The number of NAME among the model's variables, with a new one for a new
 * name; MOST_VARIABLES, after a fault, if there are too many. */
static size_t
number_of(struct reading *r, struct sv_string name)
{
    struct sv_model_spec *s = r->spec;

    for (size_t i = 0; i < s->n_variables; i++)
        if (strcmp(s->variable[i].text, name.text) == 0)
            return i;
    if (s->n_variables == MOST_VARIABLES) {
        sv_making_fault(r->m, name, "a model has at most %d variables",
                        MOST_VARIABLES);
        return MOST_VARIABLES;
    }
    if (sv_survey_variable(r->m->survey, name.text) == NULL)
        fault_unknown(r, name);
    if (s->written.text != NULL && strcmp(name.text, s->written.text) == 0)
        sv_making_fault(r->m, name, "'%.60s' is the outcome and cannot explain "
                        "itself", name.text);
    s->variable[s->n_variables] = name;
    return s->n_variables++;
}

static bool
same_set(const struct sv_model_part *a, const struct sv_model_part *b)
{
    unsigned in_a = 0, in_b = 0;

    for (size_t i = 0; i < a->n; i++)
        in_a |= 1u << a->variable[i];
    for (size_t i = 0; i < b->n; i++)
        in_b |= 1u << b->variable[i];
    return in_a == in_b;
}

static void
add_part(struct reading *r, const struct sv_model_part *part)
{
    struct sv_model_spec *s = r->spec;

    for (size_t k = 0; k < s->n_parts; k++)
        if (same_set(&s->part[k], part))
            return;
    if (s->n_parts < MOST_PARTS)
        s->part[s->n_parts++] = *part;
    else
        sv_making_fault(r->m, s->variable[part->variable[0]], "a model has at "
                        "most %d terms", MOST_PARTS);
}

/* The products of DEGREE variables of one entry of `on`. */
static void
add_products(struct reading *r, const struct sv_model_part *whole,
             size_t degree)
{
    for (unsigned chosen = 1; chosen < 1u << whole->n; chosen++) {
        struct sv_model_part part = { 0 };

        for (size_t i = 0; i < whole->n; i++)
            if (chosen >> i & 1)
                part.variable[part.n++] = whole->variable[i];
        if (part.n == degree)
            add_part(r, &part);
    }
}

static bool
take_entry(struct sv_model_part *whole, struct reading *r,
           const struct sv_crossing *by)
{
    const struct sv_names *names = &by->variable;

    *whole = (struct sv_model_part){ 0 };
    if (names->n > SV_MAX_MODEL_CROSSED) {
        sv_making_fault(r->m, names->item[0], "an interaction is of %d "
                        "variables at most", SV_MAX_MODEL_CROSSED);
        return false;
    }
    for (size_t i = 0; i < names->n; i++) {
        const size_t k = number_of(r, names->item[i]);

        if (k == MOST_VARIABLES)
            return false;
        for (size_t j = 0; j < whole->n; j++)
            if (whole->variable[j] == k) {
                sv_making_fault(r->m, names->item[i], "'%.60s' is crossed with "
                                "itself", names->item[i].text);
                return false;
            }
        whole->variable[whole->n++] = k;
    }
    return true;
}

/* In R's order: by degree, then as they were written. */
static void
find_parts(struct reading *r)
{
    const struct sv_crossing *by = r->written->on.item;
    const size_t n = r->written->on.n;
    struct sv_model_part *whole = sv_arena_take(r->m->arena, n + 1,
                                                sizeof *whole);

    for (size_t i = 0; whole != NULL && i < n; i++)
        if (!take_entry(&whole[i], r, &by[i]))
            return;
    for (size_t degree = 1; degree <= SV_MAX_MODEL_CROSSED; degree++)
        for (size_t i = 0; whole != NULL && i < n; i++)
            add_products(r, &whole[i], degree);
}

static void
find_references(struct reading *r)
{
    const struct sv_coding *coding = r->written->reference.item;

    for (size_t i = 0; i < r->written->reference.n; i++) {
        const struct sv_coding *c = &coding[i];
        size_t k = 0;

        while (k < r->spec->n_variables
               && strcmp(r->spec->variable[k].text, c->name.text) != 0)
            k++;
        if (k == r->spec->n_variables) {
            sv_making_fault(r->m, c->name, "'%.60s' does not explain anything "
                            "in this model; add it to 'on'", c->name.text);
        } else if (c->n_codes != 1
                   || (c->code[0].string.text == NULL
                       && c->code[0].low != c->code[0].high)) {
            sv_making_fault(r->m, c->name, "the reference of '%.60s' is one "
                            "category", c->name.text);
        } else if (c->code[0].string.text != NULL) {
            r->spec->reference[k] = c->code[0].string;
        } else {
            char text[32];

            snprintf(text, sizeof text, "%.15g", c->code[0].low);
            r->spec->reference[k] = (struct sv_string){
                sv_arena_text(r->m->arena, text, strlen(text)), c->name.at };
        }
    }
}

static void
check_code(struct sv_making *m, const struct sv_model_spec *model)
{
    const struct sv_survey *s = m->survey;

    if (model->code.text == NULL)
        return;
    if (strpbrk(model->code.text, " \t\n,;\"'") != NULL)
        sv_making_fault(m, model->code, "'%.60s' cannot be a code: it holds a "
                        "blank, a comma or a quote", model->code.text);
    for (size_t i = 0; &s->model[i] != model; i++)
        if (s->model[i].code.text != NULL
            && strcmp(s->model[i].code.text, model->code.text) == 0)
            sv_making_fault(m, model->code, "there is a model '%.60s' already",
                            model->code.text);
}

/* The record type that a model is about: the one that is named, or the outcome's
 * where that is an indicator or a variable; SV_NO_RECORD after a fault. */
static int
record_of(struct sv_making *m, const struct sv_written_model *w)
{
    const char *outcome = w->outcome.text;
    const struct sv_variable *v;
    const struct sv_indicator *x;

    if (w->of.text == NULL && outcome != NULL) {
        v = sv_survey_variable(m->survey, outcome);
        x = sv_survey_indicator(m->survey, outcome);
        if (v != NULL && v->record != SV_NO_RECORD)
            return v->record;
        if (v == NULL && x != NULL && x->record != SV_NO_RECORD)
            return x->record;
    }
    return sv_making_record(m, w->of, w->code.text != NULL ? w->code : w->at,
                            false);
}

void
sv_make_models(struct sv_making *m)
{
    const struct sv_written_model *w = m->written->models.item;
    struct sv_survey *s = m->survey;
    const size_t n = m->written->models.n;

    s->model = sv_arena_take(m->arena, n + 1, sizeof *s->model);
    for (size_t i = 0; s->model != NULL && i < n; i++) {
        struct sv_model_spec *model = &s->model[i];
        struct reading r = { m, &w[i], model };

        *model = (struct sv_model_spec){
            .code = w[i].code, .name = w[i].name, .kind = w[i].kind,
            .universe = w[i].universe,
            .record = record_of(m, &w[i]),
            .variable = sv_arena_take(m->arena, MOST_VARIABLES,
                                      sizeof *model->variable),
            .reference = sv_arena_take(m->arena, MOST_VARIABLES,
                                       sizeof *model->reference),
            .part = sv_arena_take(m->arena, MOST_PARTS, sizeof *model->part),
        };
        if (model->variable == NULL || model->reference == NULL
            || model->part == NULL || model->record == SV_NO_RECORD)
            continue;
        check_code(m, model);
        find_outcome(&r);
        find_parts(&r);
        find_references(&r);
        s->n_models = i + 1;
    }
}
