/* derivation.c - everything that will be derived, before any row is read. */
#include "stages/derive/derivation.h"

#include <stdio.h>
#include <string.h>

#include "pipeline/catalogue.h"
#include "stages/derive/classify.h"
#include "stages/derive/lacking.h"
#include "stages/derive/misfits.h"
#include "stages/derive/modelling.h"
#include "stages/derive/namedcategories.h"
#include "stages/derive/testneeds.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for variables");
}

/* ---- variables ---------------------------------------------------------- */

/* The categories that the description names. */
static enum sv_status
name_categories(struct sv_target *t, struct sv_arena *arena,
                struct sv_fault *fault)
{
    const struct sv_variable *v = t->variable;

    t->set.n = v->n_cuts > 0 ? v->n_cuts : v->n_categories;
    t->set.name = sv_arena_take(arena, t->set.n + 1, sizeof *t->set.name);
    if (t->set.name == NULL)
        return no_memory(fault);
    for (size_t k = 0; k < t->set.n; k++) {
        char text[64];

        if (v->n_cuts > 0) {
            sv_name_cut(text, sizeof text, v->cut, v->n_cuts, k);
            t->set.name[k] = sv_arena_text(arena, text, strlen(text));
        } else {
            t->set.name[k] = v->category[k].name.text;
        }
    }
    return SV_OK;
}

/* What the target is, by the kind of its source and what is asked of it. */
static enum sv_status
settle_kind(struct sv_target *t, struct sv_derivation *d,
            struct sv_fault *fault)
{
    const struct sv_variable *v = t->variable;
    const struct sv_symbol *source = sv_expression_symbol(t->e);

    if (v->kind == SV_VARIABLE_WHERE
        && sv_expression_kind(t->e) != SV_KIND_BOOL)
        return sv_point(fault, SV_DATA, v->expression.at,
                        strlen(v->expression.text), "'where' takes a condition,"
                        " like 'x == 1'");
    if (v->n_categories > 0 || v->n_cuts > 0) {
        t->kind = SV_TARGET_CATEGORY;
        return name_categories(t, d->arena, fault);
    }
    switch (sv_expression_kind(t->e)) {
    case SV_KIND_BOOL:
        t->kind = SV_TARGET_BOOL;
        break;
    case SV_KIND_NUMBER:
        t->kind = SV_TARGET_NUMBER;
        t->type = source != NULL ? source->type : SV_F64;
        break;
    case SV_KIND_CATEGORY:
        t->kind = SV_TARGET_CATEGORY;
        return sv_keep_categories(t, d, fault);
    case SV_KIND_STRING:
        t->kind = SV_TARGET_CATEGORY;
        return sv_classify_strings(t, d, fault);
    }
    return SV_OK;
}

/* Makes the target known under its name from here on. */
static void
publish(struct sv_target *t, struct sv_derivation *d)
{
    struct sv_world_record *r = &d->world.record[t->record];
    const struct sv_symbol *source = sv_expression_symbol(t->e);
    struct sv_symbol *s = &r->symbol[r->n_symbols++];

    *s = (struct sv_symbol){ .name = t->name, .type = t->type };
    s->misfit = sv_arena_take(d->arena, 1, sizeof *s->misfit);
    s->kind = t->kind == SV_TARGET_BOOL       ? SV_KIND_BOOL
              : t->kind == SV_TARGET_CATEGORY ? SV_KIND_CATEGORY
                                              : SV_KIND_NUMBER;
    if (t->kind == SV_TARGET_CATEGORY)
        s->categories = &t->set;
    if (t->kind == SV_TARGET_NUMBER && source != NULL) {
        s->label = source->label;
        s->n_labels = source->n_labels;
    }
    t->symbol = s;
}

/* Keeps the name of a variable whose definition has a fault. */
static void
publish_faulty(struct sv_derivation *d, const struct sv_variable *v)
{
    struct sv_world_record *r = &d->world.record[v->record];

    r->symbol[r->n_symbols++] = (struct sv_symbol){
        .name = v->name.text, .kind = SV_KIND_NUMBER, .type = SV_F64,
        .faulty = true,
    };
}

static const char *
file_label(const struct sv_derivation *d, const struct sv_target *t)
{
    const struct sv_symbol *source = sv_expression_symbol(t->e);

    for (int r = t->record; source != NULL && r >= 0;
         r = d->world.record[r].parent) {
        const char *label = sv_dictionary_label(d->meta,
                                                d->world.record[r].name,
                                                source->name);

        if (*label != '\0')
            return label;
    }
    return "";
}

static enum sv_status
make_variable(struct sv_derivation *d, const struct sv_variable *v,
              struct sv_fault *fault)
{
    struct sv_target *t = &d->target[d->n_targets];
    struct sv_fault own = { 0 };
    enum sv_status status;

    *t = (struct sv_target){ .name = v->name.text, .record = v->record,
                             .variable = v, .type = SV_U8 };
    status = sv_expression_type(&t->e, d->arena, &d->world, v->record,
                                v->expression, v->aggregate, &own);
    if (status == SV_OK)
        status = sv_recode_make(&t->recode, d->arena, v, t->e, &d->reasons,
                                &own);
    if (status == SV_OK)
        status = settle_kind(t, d, &own);
    sv_misfits_meet(d, v->name.text, NULL);
    if (status != SV_OK) {
        publish_faulty(d, v);
        return sv_add_all(fault, &own);
    }
    if (t->kind == SV_TARGET_CATEGORY)
        t->type = t->set.n > UINT8_MAX ? SV_I16 : SV_U8;
    t->label = file_label(d, t);
    publish(t, d);
    d->n_targets++;
    return SV_OK;
}

/* ---- weights and indicators ---------------------------------------------- */

/* The fault that E, written as TEXT, is not WANTED. */
static enum sv_status
misfit(struct sv_derivation *d, const struct sv_expression *e,
       struct sv_string text, enum sv_kind wanted, const char *sentence,
       struct sv_fault *fault)
{
    if (!sv_misfit_keep(e, text, wanted, sentence, d->arena))
        return sv_point(fault, SV_DATA, text.at, strlen(text.text), "%s",
                        sentence);
    fault->status = SV_DATA;
    return SV_DATA;
}

static enum sv_status
check_kind(struct sv_derivation *d, const struct sv_expression *e,
           struct sv_string text, enum sv_kind kind, const char *what,
           struct sv_fault *fault)
{
    char sentence[128];

    if (sv_expression_kind(e) == kind)
        return SV_OK;
    snprintf(sentence, sizeof sentence, "%s takes %s", what,
             kind == SV_KIND_BOOL ? "a condition, like 'x == 1'" : "a number");
    return misfit(d, e, text, kind, sentence, fault);
}

static enum sv_status
type_as(struct sv_expression **out, struct sv_derivation *d, int record,
        struct sv_string text, enum sv_kind kind, const char *what,
        struct sv_fault *fault)
{
    const enum sv_status status = sv_expression_type(
        out, d->arena, &d->world, record, text, NULL, fault);

    return status == SV_OK ? check_kind(d, *out, text, kind, what, fault)
                           : status;
}

/* A weight may stand in the record type or, by the same name, above it. */
static enum sv_status
make_weight(struct sv_derivation *d, const struct sv_weight_spec *w,
            struct sv_fault *fault)
{
    const struct sv_string text = w->expression;
    struct sv_string above = text;
    char *name;

    for (int r = d->world.record[w->record].parent;
         r >= 0 && sv_world_find(&d->world, w->record, text.text) == NULL;
         r = d->world.record[r].parent)
        if (sv_world_find(&d->world, r, text.text) != NULL) {
            const char *record = d->world.record[r].name;
            const size_t size = strlen(record) + strlen(text.text) + 2;

            name = sv_arena_take(d->arena, size, 1);
            if (name == NULL)
                return no_memory(fault);
            snprintf(name, size, "%s.%s", record, text.text);
            above.text = name;
            break;
        }
    return type_as(&d->weight[w->record], d, w->record, above, SV_KIND_NUMBER,
                   "weight", fault);
}

static enum sv_status
make_shares(struct sv_measure *m, struct sv_derivation *d,
            struct sv_fault *fault)
{
    const struct sv_indicator *i = m->indicator;

    m->shares = sv_classify(d, i->record, i->value, fault);
    if (m->shares == NULL)
        return fault->status;
    m->n_categories = sv_target_categories(m->shares);
    m->n_categories += d->survey->item_missing == SV_ITEM_CATEGORY;
    if (m->n_categories > 250)
        return sv_point(fault, SV_DATA, i->value.at, strlen(i->value.text),
                        "shares has %zu categories, more than 250",
                        m->n_categories);
    return SV_OK;
}

/* Whether I is of a list that comes along, where its user can change nothing. */
static bool
is_shipped(const struct sv_indicator *i)
{
    return i->named.text != NULL && !sv_catalogue_is_path(i->named.text);
}

/* TEXT of I without a place, where it is of a list that comes along: that of its
 * user is told, by refuse(). */
static struct sv_string
placed(const struct sv_indicator *i, struct sv_string text)
{
    if (is_shipped(i))
        text.at = (struct sv_place){ .source = NULL };
    return text;
}

/* An expression of I.  What the catalogue writes may lack a category. */
static enum sv_status
type_of(struct sv_expression **out, struct sv_derivation *d,
        const struct sv_indicator *i, struct sv_string text,
        struct sv_lack *lack, struct sv_fault *fault)
{
    if (i->named.text == NULL)
        return sv_expression_type(out, d->arena, &d->world, i->record, text,
                                  NULL, fault);
    return sv_expression_try(out, d->arena, &d->world, i->record, text, lack,
                             fault);
}

/* OWN are faults of I.  Where it is of a list that comes along, variables of the
 * survey do not fit it: the fault is at the name of the list in survey.yaml. */
static enum sv_status
refuse(const struct sv_indicator *i, const struct sv_fault *own,
       struct sv_fault *fault)
{
    const int n = (int) strcspn(own->text, "\n");

    if (own->n == 0) {          /* told of a variable, or will be */
        fault->status = SV_DATA > fault->status ? SV_DATA : fault->status;
        return SV_DATA;
    }
    if (!is_shipped(i) || own->status != SV_DATA)
        return sv_add_all(fault, own);
    return sv_point(fault, SV_DATA, i->named.at, strlen(i->named.text),
                    "%.60s%s%.60s cannot be computed from the survey's "
                    "variables, of `%.160s`%s%.100s: %.*s", i->code.text,
                    i->item.text != NULL ? "." : "",
                    i->item.text != NULL ? i->item.text : "", i->value.text,
                    i->universe.text != NULL ? " among " : "",
                    i->universe.text != NULL ? i->universe.text : "", n,
                    own->text);
}

/* A text in the place of a number is often a column of a CSV file in which one
 * value is none. */
static enum sv_status
report_no_number(struct sv_derivation *d, const struct sv_expression *e,
                 struct sv_string text, const char *name, struct sv_fault *fault)
{
    const struct sv_symbol *const symbol = sv_expression_symbol(e);
    char sentence[128];

    if (sv_expression_kind(e) != SV_KIND_STRING || symbol == NULL) {
        snprintf(sentence, sizeof sentence, "%s takes a number or a condition",
                 name);
        return misfit(d, e, text, SV_KIND_NUMBER, sentence, fault);
    }
    return sv_point(fault, SV_DATA, text.at, strlen(text.text),
                    "%s takes a number or a condition, and '%s' is a text; in a "
                    "CSV file one value that is no number makes a column so, "
                    "and `types: {%s: number}` tells its row", name,
                    symbol->name, symbol->name);
}

/* What is estimated: a condition for a proportion; a number for all else, or a
 * condition, which counts 1 where it is true. */
static enum sv_status
type_value(struct sv_expression **out, struct sv_derivation *d,
           const struct sv_indicator *i, struct sv_string text,
           struct sv_lack *lack, struct sv_fault *fault)
{
    const char *name = sv_estimand_name(i->estimand);
    enum sv_status status = type_of(out, d, i, text, lack, fault);

    if (status != SV_OK)
        return status;
    if (i->estimand == SV_PROPORTION)
        return check_kind(d, *out, text, SV_KIND_BOOL, name, fault);
    if (i->estimand == SV_QUANTILE)
        return check_kind(d, *out, text, SV_KIND_NUMBER, name, fault);
    if (sv_expression_kind(*out) == SV_KIND_NUMBER
        || sv_expression_kind(*out) == SV_KIND_BOOL)
        return SV_OK;
    return report_no_number(d, *out, text, name, fault);
}

static enum sv_status
type_universe(struct sv_measure *m, struct sv_derivation *d,
              struct sv_lack *lack, struct sv_fault *fault)
{
    const struct sv_indicator *i = m->indicator;
    const struct sv_string text = placed(i, i->universe);
    const enum sv_status status =
        type_of(&m->universe, d, i, text, lack, fault);

    return status == SV_OK ? check_kind(d, m->universe, text, SV_KIND_BOOL,
                                        "universe", fault)
                           : status;
}

enum sv_status
sv_measure_make(struct sv_derivation *d, const struct sv_indicator *i,
                struct sv_lack *lack, struct sv_fault *fault)
{
    struct sv_measure *m = &d->measure[d->n_measures];
    struct sv_fault own = { 0 };
    enum sv_status status = SV_OK;

    *m = (struct sv_measure){ .indicator = i };
    if (i->universe.text != NULL)
        status = type_universe(m, d, lack, &own);
    if (status <= SV_DATA && i->estimand == SV_SHARES)
        status = make_shares(m, d, &own);
    else if (status <= SV_DATA)
        status = type_value(&m->value, d, i, placed(i, i->value), lack, &own);
    if (status <= SV_DATA && i->estimand == SV_RATIO)
        status = type_value(&m->denominator, d, i, placed(i, i->denominator),
                            lack, &own);
    sv_misfits_meet(d, i->code.text, i->item.text);
    if (own.status != SV_OK)
        return refuse(i, &own, fault);
    d->n_measures += lack == NULL || lack->variable == NULL;
    return SV_OK;
}

bool
sv_has_y(const struct sv_measure *m)
{
    return m->indicator->estimand != SV_PROPORTION
           && m->indicator->estimand != SV_SHARES;
}

const char *
sv_target_path(char *path, size_t size, const struct sv_derivation *d,
               const struct sv_target *t, const char *group)
{
    const bool gives_way = t->kind == SV_TARGET_NUMBER
                           && sv_classification(d, t->record, t->name) != NULL;

    snprintf(path, size, "%s/%s%s/%s", d->world.record[t->record].name,
             gives_way ? "number-" : "", group, t->name);
    return path;
}

/* ---- classifications ------------------------------------------------------ */

/* Whether some available indicator is of RECORD. */
static bool
is_tabulated(const struct sv_derivation *d, int record)
{
    for (size_t k = 0; k < d->survey->n_indicators; k++)
        if (sv_is_available(d, k) && d->survey->indicator[k].record == record)
            return true;
    return false;
}

bool
sv_is_known(const struct sv_derivation *d, int record, const char *name)
{
    for (; record >= 0; record = d->world.record[record].parent)
        if (sv_world_find(&d->world, record, name) != NULL)
            return true;
    return false;
}

const char *
sv_near_class(const struct sv_derivation *d, int record, const char *name)
{
    const char *names[256];
    size_t n = 0;

    for (size_t i = 0; i < d->n_targets && n < 256; i++)
        if (record < 0 || sv_is_known(d, record, d->target[i].name))
            names[n++] = d->target[i].name;
    return sv_nearest(name, names, n);
}

void
sv_fault_unknown_class(const struct sv_derivation *d, struct sv_string name,
                       struct sv_fault *fault)
{
    const char *near = sv_near_class(d, -1, name.text);

    sv_point(fault, SV_DATA, name.at, strlen(name.text), "there is no variable "
             "'%s' to tabulate by%s%s%s", name.text,
             near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
             near != NULL ? "'?" : "");
}

/* Whether some record type has all of BY, itself or above it. */
static bool
is_crossed(const struct sv_derivation *d, const struct sv_crossing *by)
{
    for (size_t r = 0; r < d->world.n; r++) {
        size_t k = 0;

        while (k < by->variable.n
               && sv_is_known(d, (int) r, by->variable.item[k].text))
            k++;
        if (k == by->variable.n)
            return true;
    }
    return false;
}

/* Makes the classification NAME in every record type that has it and is
 * tabulated; whether one has it. */
static bool
classify_everywhere(struct sv_derivation *d, struct sv_string name,
                    struct sv_fault *fault)
{
    bool known = false;

    for (size_t r = 0; r < d->world.n; r++) {
        struct sv_fault own = { 0 };

        if (!sv_is_known(d, (int) r, name.text))
            continue;
        known = true;
        if (is_tabulated(d, (int) r)
            && sv_classify(d, (int) r, name, &own) == NULL) {
            sv_add_all(fault, &own);
            break;
        }
    }
    return known;
}

/* Makes the classifications of one crossing, and faults those that nobody has,
 * or that no record type has all of. */
static enum sv_status
make_crossing(struct sv_derivation *d, const struct sv_crossing *by,
              struct sv_fault *fault)
{
    const struct sv_string first = by->variable.item[0];
    bool all = true;

    for (size_t k = 0; k < by->variable.n && fault->status <= SV_DATA; k++) {
        const bool known = classify_everywhere(d, by->variable.item[k], fault);

        if (!known)
            sv_fault_unknown_class(d, by->variable.item[k], fault);
        all = all && known;
    }
    if (all && !is_crossed(d, by))
        sv_point(fault, SV_DATA, first.at, strlen(first.text), "no record type "
                 "has all that is crossed here; `parent` lets persons have "
                 "what their household has");
    return fault->status > SV_DATA ? fault->status : SV_OK;
}

/* ---- the whole ------------------------------------------------------------- */

/* Variables and indicators at most; classifications in every record type. */
static enum sv_status
make_room(struct sv_derivation *d, struct sv_fault *fault)
{
    const struct sv_survey *s = d->survey;
    size_t classes = s->n_indicators;

    for (size_t k = 0; k < s->tables.n_by; k++)
        classes += s->tables.by[k].variable.n * s->n_records;
    for (size_t k = 0; k < s->n_models; k++)
        classes += s->model[k].n_variables;
    for (size_t k = 0; k < s->tables.n_tests; k++)
        classes += s->tables.test[k].by.n + s->tables.test[k].within.n + 1;
    d->capacity = s->n_variables + classes + 1;
    d->target = sv_arena_take(d->arena, d->capacity, sizeof *d->target);
    d->measure = sv_arena_take(d->arena,
                               s->n_indicators + s->tables.n_tests + 1,
                               sizeof *d->measure);
    d->lack = sv_arena_take(d->arena, s->n_indicators + 1, sizeof *d->lack);
    d->model = sv_arena_take(d->arena, s->n_models + 1, sizeof *d->model);
    d->weight = sv_arena_take(d->arena, s->n_records + 1, sizeof *d->weight);
    d->weights = sv_arena_take(d->arena, s->n_records + 1, sizeof *d->weights);
    return sv_arena_failed(d->arena) ? no_memory(fault) : SV_OK;
}

enum sv_status
sv_derivation_make(struct sv_derivation *d, struct sv_fault *fault)
{
    const struct sv_survey *s = d->survey;
    enum sv_status status;

    sv_reasons_begin(&d->reasons);
    status = sv_dictionary_read(&d->world, d->arena, d->microdata, d->meta,
                                s->n_variables, &d->reasons, fault);
    d->world.kind = d->reasons.name;
    d->world.n_kinds = d->reasons.n;
    if (status == SV_OK)
        status = make_room(d, fault);
    if (status != SV_OK)
        return status;
    for (size_t k = 0; status <= SV_DATA && k < s->n_variables; k++) {
        status = make_variable(d, &s->variable[k], fault);
        d->world.n_kinds = d->reasons.n;
    }
    for (size_t k = 0; status <= SV_DATA && k < s->design.n_weights; k++) {
        struct sv_fault own = { 0 };

        status = make_weight(d, &s->design.weight[k], &own);
        if (status != SV_OK)
            sv_add_all(fault, &own);
    }
    for (size_t k = 0; status <= SV_DATA && k < s->n_indicators; k++)
        if (s->indicator[k].missing_variable == NULL
            && s->indicator[k].estimand != SV_HIGHEST)
            status = sv_measure_make(d, &s->indicator[k], &d->lack[k], fault);
    for (size_t k = 0; status <= SV_DATA && k < s->tables.n_by; k++)
        status = make_crossing(d, &s->tables.by[k], fault);
    d->n_indicators = d->n_measures;
    if (status <= SV_DATA)
        status = sv_lacking_settle(d, fault);
    for (size_t k = 0; status <= SV_DATA && k < s->n_models; k++)
        if (!sv_model_lacks(d, &s->model[k], fault))
            status = sv_modelling_make(d, k, fault);
    if (status <= SV_DATA)
        status = sv_tests_make(d, fault);
    if (status <= SV_DATA)
        status = sv_named_categories_check(d, fault);
    if (status <= SV_DATA)
        sv_misfits_tell(d, fault);
    return fault->status;
}
