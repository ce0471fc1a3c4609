/* extractcolumns.c - keys, weights, derived variables and indicators. */
#include "stages/export/extractcolumns.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/export/extractfill.h"

enum { NAME_SIZE = 512 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
}

const json_t *
sv_entry_of(const json_t *list, const char *key, const char *value)
{
    size_t i;
    json_t *entry;

    json_array_foreach(list, i, entry)
        if (strcmp(sv_json_text_of(entry, key), value) == 0)
            return entry;
    return NULL;
}

const char *
sv_label_text(const json_t *label, const char *language, const char *fallback)
{
    const char *text = json_string_value(json_object_get(label, language));
    void *first = json_object_iter((json_t *)(uintptr_t) label);

    if (text == NULL && first != NULL)
        text = json_string_value(json_object_iter_value(first));
    return text != NULL ? text : fallback;
}

/* The column NAME of STORE with one value a row of E. */
static enum sv_status
column_of(struct sv_column *out, const struct sv_extract *e,
          const struct sv_store *store, const char *name,
          struct sv_fault *fault)
{
    enum sv_status status = sv_store_column(out, store, name, fault);

    if (status == SV_OK && out->n != e->n_rows)
        return sv_fail(fault, SV_DATA, "%s has %zu rows, not the %zu of %s; "
                       "run hearth run again", name, out->n, e->n_rows,
                       e->record);
    return status;
}

/* ---- weights ----------------------------------------------------------------- */

static enum sv_status
add_weight(struct sv_extract *e, const struct sv_store *store,
           const char *column, const char *name, const char *label,
           struct sv_fault *fault)
{
    struct sv_extract_column *c = sv_extract_add(e, name);
    char path[NAME_SIZE];

    if (c == NULL)
        return no_memory(fault);
    c->type = SV_EXTRACT_NUMBER;
    c->fill = sv_fill_number;
    c->label = label;
    c->origin = "weights";
    snprintf(path, sizeof path, "%s/%s", e->record, column);
    return column_of(&c->data, e, store, path, fault);
}

/* Weights before and after calibration NUMBER. */
static enum sv_status
add_step(struct sv_extract *e, const struct sv_extract_sources *from,
         size_t number, struct sv_fault *fault)
{
    static const char *const sides[] = { "before", "after" };
    enum sv_status status = SV_OK;

    for (size_t k = 0; status == SV_OK && k < 2; k++) {
        char column[64], name[64];

        snprintf(column, sizeof column, "steps/%zu/%s", number, sides[k]);
        snprintf(name, sizeof name, "hearth_%s%zu", sides[k], number);
        status = add_weight(e, from->weights, column, name,
                            sv_extract_text(e, "Weight %s the calibration of "
                                            "step %zu", sides[k], number),
                            fault);
    }
    return status;
}

enum sv_status
sv_extract_weights(struct sv_extract *e, const struct sv_extract_sources *from,
                   struct sv_fault *fault)
{
    char path[NAME_SIZE];
    enum sv_status status = add_weight(e, from->weights, "weight",
                                       "hearth_weight", "Final weight", fault);

    snprintf(path, sizeof path, "%s/weight", e->record);
    if (status == SV_OK && from->survey->n_steps > 0
        && sv_store_has(from->units, path))
        status = add_weight(e, from->units, "weight", "hearth_base_weight",
                            "Weight before the steps of weighting", fault);
    for (size_t i = 1; status == SV_OK && i <= from->survey->n_steps; i++) {
        snprintf(path, sizeof path, "%s/steps/%zu/before", e->record, i);
        if (sv_store_has(from->weights, path))
            status = add_step(e, from, i, fault);
    }
    return status;
}

/* ---- derived variables ----------------------------------------------------------- */

static enum sv_status
take_categories(struct sv_extract *e, struct sv_extract_column *c,
                const json_t *categories, double first, const char *language,
                struct sv_fault *fault)
{
    size_t k;
    json_t *category;

    c->value = sv_arena_take(e->arena, json_array_size(categories) + 1,
                             sizeof *c->value);
    if (c->value == NULL)
        return no_memory(fault);
    json_array_foreach(categories, k, category)
        c->value[c->n_values++] = (struct sv_extract_label){
            first + (double) k,
            sv_label_text(json_object_get(category, "label"), language,
                          sv_json_text_of(category, "name"))
        };
    c->most = (int32_t) c->n_values;
    return SV_OK;
}

static enum sv_status
add_derived(struct sv_extract *e, const struct sv_extract_sources *from,
            const json_t *variable, struct sv_fault *fault)
{
    const char *name = sv_json_text_of(variable, "name");
    const char *type = sv_json_text_of(variable, "type");
    const json_t *categories = json_object_get(variable, "categories");
    const bool condition = strcmp(type, "condition") == 0;
    struct sv_extract_column *c = sv_extract_add(e, name);
    char path[NAME_SIZE];
    struct sv_column missing;
    enum sv_status status;

    if (c == NULL)
        return no_memory(fault);
    c->label = sv_label_text(json_object_get(variable, "label"),
                             from->language, name);
    c->origin = sv_extract_text(e, "%s: %s", condition ? "condition" : "variable",
                                name);
    c->type = categories != NULL ? SV_EXTRACT_INTEGER : SV_EXTRACT_NUMBER;
    c->fill = condition            ? sv_fill_condition
              : categories != NULL ? sv_fill_code
                                   : sv_fill_number;
    snprintf(path, sizeof path, "%s/var/%s", e->record, name);
    status = column_of(&c->data, e, from->units, path, fault);
    snprintf(path, sizeof path, "%s/missing/%s", e->record, name);
    if (status == SV_OK && sv_store_has(from->units, path)) {
        status = column_of(&missing, e, from->units, path, fault);
        c->missing = missing.data;
    }
    if (status == SV_OK && categories != NULL)
        status = take_categories(e, c, categories, condition ? 0 : 1,
                                 from->language, fault);
    return status;
}

enum sv_status
sv_extract_derived(struct sv_extract *e, const struct sv_extract_sources *from,
                   struct sv_fault *fault)
{
    const json_t *record =
        sv_entry_of(json_object_get(from->units_meta, "records"), "name",
                    e->record);
    size_t i;
    json_t *variable;
    enum sv_status status = SV_OK;

    json_array_foreach(json_object_get(record, "variables"), i, variable)
        if (status == SV_OK)
            status = add_derived(e, from, variable, fault);
    return status;
}

/* ---- indicators ------------------------------------------------------------------ */

/* One indicator on its way. */
struct adding {
    struct sv_extract *e;
    const struct sv_extract_sources *from;
    const json_t *indicator;
    size_t place;               /* in meta.indicators */
    const char *code;           /* HH8.h */
    const char *base;           /* its columns begin with: HH8_h */
    const char *label;
};

/* Column ind/K/PART as C's data, or its y. */
static enum sv_status
bind(struct sv_extract_column *c, const struct adding *a, const char *part,
     struct sv_fault *fault)
{
    struct sv_column column;
    char path[NAME_SIZE];
    enum sv_status status;

    snprintf(path, sizeof path, "ind/%zu/%s", a->place, part);
    status = column_of(&column, a->e, a->from->units, path, fault);
    if (strcmp(part, "state") == 0)
        c->data = column;
    else
        c->y = column.data;
    return status;
}

static enum sv_status
add_part(struct sv_extract_column **out, const struct adding *a,
         const char *tail, sv_extract_filler *fill, struct sv_fault *fault)
{
    char name[NAME_SIZE];
    struct sv_extract_column *c;

    snprintf(name, sizeof name, "%s%s", a->base, tail);
    c = *out = sv_extract_add(a->e, name);
    if (c == NULL)
        return no_memory(fault);
    c->fill = fill;
    c->type = fill == sv_fill_value ? SV_EXTRACT_NUMBER : SV_EXTRACT_INTEGER;
    c->most = 1;
    return bind(c, a, "state", fault);
}

static enum sv_status
add_value(const struct adding *a, struct sv_fault *fault)
{
    const char *estimator = sv_json_text_of(a->indicator, "estimator");
    const bool shares = strcmp(estimator, "shares") == 0;
    const bool yes = strcmp(estimator, "proportion") == 0;
    struct sv_extract_column *c;
    enum sv_status status = add_part(&c, a, "", yes      ? sv_fill_yes
                                                : shares ? sv_fill_share
                                                         : sv_fill_value,
                                     fault);

    if (status != SV_OK)
        return status;
    c->label = a->label;
    c->origin = sv_extract_text(a->e, "indicator %s, %s: %s", a->code,
                                estimator, sv_json_text_of(a->indicator, "value"));
    if (shares)
        return take_categories(a->e, c, json_object_get(a->indicator,
                                                        "categories"),
                               1, a->from->language, fault);
    return yes ? SV_OK : bind(c, a, "y", fault);
}

static enum sv_status
add_denominator(const struct adding *a, struct sv_fault *fault)
{
    struct sv_extract_column *c;
    enum sv_status status = add_part(&c, a, "_d", sv_fill_value, fault);

    if (status != SV_OK)
        return status;
    c->label = sv_extract_text(a->e, "%s: denominator", a->label);
    c->origin = sv_extract_text(a->e, "denominator of %s", a->code);
    return bind(c, a, "x", fault);
}

static enum sv_status
add_universe(const struct adding *a, struct sv_fault *fault)
{
    const char *written = sv_json_text_of(a->indicator, "universe");
    struct sv_extract_column *c;
    enum sv_status status = add_part(&c, a, "_u", sv_fill_universe, fault);

    if (status != SV_OK)
        return status;
    c->label = sv_extract_text(a->e, "%s: in its universe", a->label);
    c->origin = sv_extract_text(a->e, "universe of %s: %s", a->code,
                                *written != '\0' ? written : "all");
    return SV_OK;
}

static enum sv_status
add_indicator(struct adding *a, struct sv_fault *fault)
{
    const char *code = sv_json_text_of(a->indicator, "code");
    const char *item = sv_json_text_of(a->indicator, "item");
    const char *language = a->from->language;
    const char *name = sv_label_text(json_object_get(a->indicator, "name"),
                                     language, code);
    enum sv_status status;

    a->code = a->base = code;
    a->label = name;
    if (*item != '\0') {
        a->code = sv_extract_text(a->e, "%s.%s", code, item);
        a->base = sv_extract_text(a->e, "%s_%s", code, item);
        a->label = sv_extract_text(
            a->e, "%s: %s", name,
            sv_label_text(json_object_get(a->indicator, "item_name"), language,
                          item));
    }
    status = add_value(a, fault);
    if (status == SV_OK
        && strcmp(sv_json_text_of(a->indicator, "estimator"), "ratio") == 0)
        status = add_denominator(a, fault);
    return status == SV_OK ? add_universe(a, fault) : status;
}

enum sv_status
sv_extract_indicators(struct sv_extract *e,
                      const struct sv_extract_sources *from,
                      struct sv_fault *fault)
{
    struct adding a = { .e = e, .from = from };
    size_t i;
    json_t *indicator;
    enum sv_status status = SV_OK;

    json_array_foreach(json_object_get(from->units_meta, "indicators"), i,
                       indicator) {
        a.indicator = indicator;
        a.place = i;
        if (status == SV_OK
            && strcmp(sv_json_text_of(indicator, "record"), e->record) == 0)
            status = add_indicator(&a, fault);
    }
    return status;
}

/* ---- tests and models ------------------------------------------------------------- */

/* The column PART of units.h5 as what C is filled from. */
static enum sv_status
bind_path(struct sv_column *out, const struct sv_extract *e,
          const struct sv_extract_sources *from, const char *group, size_t k,
          const char *part, struct sv_fault *fault)
{
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/%zu/%s", group, k, part);
    return column_of(out, e, from->units, path, fault);
}

/* The left side of a test that is no indicator's. */
static enum sv_status
add_test(struct sv_extract *e, const struct sv_extract_sources *from,
         const json_t *test, size_t number, struct sv_fault *fault)
{
    const bool shares = strcmp(sv_json_text_of(test, "estimator"), "shares") == 0;
    const size_t k = (size_t) json_integer_value(json_object_get(test,
                                                                 "measure"));
    struct sv_extract_column *c = sv_extract_add(
        e, sv_extract_text(e, "hearth_test%zu", number));
    enum sv_status status;

    if (c == NULL)
        return no_memory(fault);
    c->type = SV_EXTRACT_INTEGER;
    c->most = 1;
    c->fill = shares ? sv_fill_share : sv_fill_yes;
    c->label = sv_json_text_of(test, "variable");
    c->origin = sv_extract_text(e, "left side of %s", sv_json_text_of(test, "text"));
    status = bind_path(&c->data, e, from, "ind", k, "state", fault);
    return status == SV_OK && shares
               ? take_categories(e, c, json_object_get(test, "categories"), 1,
                                 from->language, fault)
               : status;
}

static enum sv_status
add_tests(struct sv_extract *e, const struct sv_extract_sources *from,
          struct sv_fault *fault)
{
    const size_t n_indicators = json_array_size(
        json_object_get(from->units_meta, "indicators"));
    enum sv_status status = SV_OK;
    size_t i;
    json_t *test;

    json_array_foreach(json_object_get(from->units_meta, "tests"), i, test)
        if (status == SV_OK && strcmp(sv_json_text_of(test, "record"), e->record) == 0
            && (size_t) json_integer_value(json_object_get(test, "measure"))
                   >= n_indicators)
            status = add_test(e, from, test, i + 1, fault);
    return status;
}

/* The outcome of a model, and who is in it. */
static enum sv_status
add_model(struct sv_extract *e, const struct sv_extract_sources *from,
          const json_t *model, size_t k, struct sv_fault *fault)
{
    static const struct { const char *tail, *what; } parts[] = {
        { "_y", "outcome of model" }, { "_in", "members of model" },
    };
    const char *code = sv_json_text_of(model, "code");
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < 2; i++) {
        struct sv_extract_column *c = sv_extract_add(
            e, sv_extract_text(e, "%s%s", code, parts[i].tail));

        if (c == NULL)
            return no_memory(fault);
        c->type = i == 0 ? SV_EXTRACT_NUMBER : SV_EXTRACT_INTEGER;
        c->most = 1;
        c->fill = i == 0 ? sv_fill_value : sv_fill_counted;
        c->label = c->origin = sv_extract_text(e, "%s %s", parts[i].what, code);
        status = bind_path(&c->data, e, from, "model", k, "state", fault);
        if (status == SV_OK && i == 0) {
            struct sv_column y;

            status = bind_path(&y, e, from, "model", k, "y", fault);
            c->y = y.data;
        }
    }
    return status;
}

static enum sv_status
add_models(struct sv_extract *e, const struct sv_extract_sources *from,
           struct sv_fault *fault)
{
    enum sv_status status = SV_OK;
    size_t i;
    json_t *model;

    json_array_foreach(json_object_get(from->units_meta, "models"), i, model)
        if (status == SV_OK
            && strcmp(sv_json_text_of(model, "record"), e->record) == 0)
            status = add_model(e, from, model, i, fault);
    return status;
}

/* ---- all of it --------------------------------------------------------------------- */

/* The variables of the data file that have no column yet. */
static enum sv_status
add_rest(struct sv_extract *e, const struct sv_extract_sources *from,
         struct sv_fault *fault)
{
    const json_t *record =
        sv_entry_of(json_object_get(from->microdata_meta, "records"), "name",
                    e->record);
    size_t i;
    json_t *variable;
    bool found;
    enum sv_status status = SV_OK;

    json_array_foreach(json_object_get(record, "variables"), i, variable)
        if (status == SV_OK)
            status = sv_extract_raw(&found, e, from, e->record,
                                    sv_json_text_of(variable, "name"), "file",
                                    fault);
    return status;
}

enum sv_status
sv_extract_plan(struct sv_extract *e, const struct sv_extract_sources *from,
                struct sv_fault *fault)
{
    const json_t *record =
        sv_entry_of(json_object_get(from->units_meta, "records"), "name",
                    e->record);
    enum sv_status status;

    e->n_rows = (size_t) json_integer_value(json_object_get(record, "n"));
    status = sv_extract_key_and_design(e, from, fault);
    if (status == SV_OK)
        status = sv_extract_weights(e, from, fault);
    if (status == SV_OK)
        status = sv_extract_replicates(e, from, fault);
    if (status == SV_OK)
        status = sv_extract_derived(e, from, fault);
    if (status == SV_OK)
        status = sv_extract_indicators(e, from, fault);
    if (status == SV_OK)
        status = add_tests(e, from, fault);
    if (status == SV_OK)
        status = add_models(e, from, fault);
    if (status == SV_OK && from->raw)
        status = add_rest(e, from, fault);
    return status == SV_OK ? SV_OK : sv_at(fault, "%s", e->record);
}
