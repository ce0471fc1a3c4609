/* inferences.c - contrasts, tests and models, as estimates.json has them. */
#include "stages/estimate/inferences.h"

#include <math.h>
#include <string.h>

#include "stages/common/tablerows.h"
#include "stages/estimate/flags.h"
#include "stages/estimate/jsonvalues.h"

static json_t *
text(const char *text)
{
    return json_string(text != NULL ? text : "");
}

/* ---- contrasts ------------------------------------------------------------- */

/* Where VARIABLE is among those contrasted; n_variables if it is not. */
static size_t
place_of(const struct sv_contrast_spec *spec, const char *variable)
{
    size_t v = 0;

    while (v < spec->n_variables && strcmp(spec->variable[v], variable) != 0)
        v++;
    return v;
}

/* The cell of term M; of none (M = spec->n), without what is contrasted. */
static json_t *
cell_of(const struct sv_contrast_result *r, size_t m)
{
    const struct sv_number at = { .crossing = r->crossing, .cell = r->cell };
    json_t *by = json_object();

    for (size_t k = 0; k < r->crossing->n; k++) {
        const char *variable = r->crossing->variable[k];
        const size_t v = place_of(r->spec, variable);

        if (v == r->spec->n_variables)
            json_object_set_new(by, variable, text(sv_category_of(&at, k)));
        else if (m < r->spec->n)
            json_object_set_new(by, variable,
                                text(r->spec->term[m].category[v]));
    }
    return by;
}

static const json_t *
indicator_of(const struct sv_estimation *e, const struct sv_contrast_result *r)
{
    return json_array_get(json_object_get(e->meta, "indicators"),
                          r->item->indicator);
}

/* The item, or the category of shares. */
static const char *
item_of(const json_t *indicator, const struct sv_contrast_result *r)
{
    return json_string_value(
        r->item->estimand == SV_SHARES
            ? json_object_get(json_array_get(json_object_get(indicator,
                                                             "categories"),
                                             r->numerator), "name")
            : json_object_get(indicator, "item"));
}

/* The numbers that the contrast is of, with their coefficients. */
static json_t *
parts_of(const struct sv_estimation *e, const struct sv_contrast_result *r)
{
    const struct sv_contrast_spec *spec = r->spec;
    const json_t *own = indicator_of(e, r);
    json_t *all = json_array();

    for (size_t m = 0; m < spec->n; m++) {
        const bool other = spec->n_variables == 0;

        json_array_append_new(all, json_pack(
            "{s:o, s:o, s:o, s:f}", "indicator",
            other ? text(spec->term[m].code)
                  : text(json_string_value(json_object_get(own, "code"))),
            "item", text(other ? spec->term[m].item : item_of(own, r)), "by",
            cell_of(r, m), "coefficient", spec->term[m].coefficient));
    }
    return all;
}

static json_t *
contrast(const struct sv_estimation *e, const struct sv_contrast_result *r)
{
    const json_t *indicator = indicator_of(e, r);
    const struct sv_contrast *c = &r->contrast;
    const struct sv_result flagged = { .value = NAN, .flags = c->flags,
                                       .n = c->support.n };
    struct sv_tables_spec tables = e->survey->tables;
    char flags[256];

    tables.publish.flag_cv = tables.publish.suppress_cv = INFINITY;
    sv_flags_of(flags, sizeof flags, &flagged, &tables);
    return json_pack(
        "{s:O, s:o, s:s, s:s, s:s, s:s*, s:b, s:b, s:o, s:o, s:o, s:o, s:o, s:o,"
        " s:o, s:o, s:I, s:o, s:o, s:s}",
        "indicator", json_object_get(indicator, "code"), "item",
        text(item_of(indicator, r)), "record", r->record->name, "contrast",
        r->spec->text.text, "rule", r->spec->rule, "formula", r->spec->formula,
        "parity", (int) r->spec->parity, "standardised", (int) r->spec->standard, "by",
        cell_of(r, r->spec->n), "parts", parts_of(e, r), "estimate",
        sv_known(c->value), "se", sv_known(c->se), "ci_low", sv_known(r->low),
        "ci_high", sv_known(r->high), "df", sv_known(r->df), "p_value",
        sv_known(r->p), "n", (json_int_t) c->support.n, "psus",
        sv_known_count(r->psus), "strata", sv_known_count(r->strata), "flag",
        flags);
}

json_t *
sv_contrasts_json(const struct sv_estimation *e)
{
    json_t *all = json_array();

    for (size_t i = 0; i < e->contrasts.n; i++)
        json_array_append_new(all, contrast(e, &e->contrasts.result[i]));
    return all;
}

/* ---- the variables of tests and models --------------------------------------- */

static bool
has(const json_t *list, const char *name)
{
    size_t i;
    json_t *one;

    json_array_foreach(list, i, one)
        if (strcmp(json_string_value(json_object_get(one, "name")), name) == 0)
            return true;
    return false;
}

/* Adds the variable called NAME, if it has categories. */
static void
add_variable(json_t *all, const json_t *meta, const char *name)
{
    size_t i, k;
    json_t *record, *variable;

    if (name == NULL || has(all, name))
        return;
    json_array_foreach(json_object_get(meta, "records"), i, record)
        json_array_foreach(json_object_get(record, "variables"), k, variable) {
            const char *its = json_string_value(json_object_get(variable,
                                                                "name"));

            if (its == NULL || strcmp(its, name) != 0
                || json_object_get(variable, "categories") == NULL)
                continue;
            json_array_append(all, variable);
            return;
        }
}

json_t *
sv_variables_json(const struct sv_estimation *e)
{
    json_t *all = json_array(), *entry, *one;
    size_t i, k;

    json_array_foreach(json_object_get(e->meta, "tests"), i, entry)
        json_array_foreach(json_object_get(entry, "by"), k, one)
            add_variable(all, e->meta, json_string_value(one));
    json_array_foreach(json_object_get(e->meta, "models"), i, entry)
        json_array_foreach(json_object_get(entry, "variables"), k, one)
            add_variable(all, e->meta,
                         json_string_value(json_object_get(one, "name")));
    return all;
}

/* ---- tests and models -------------------------------------------------------- */

static enum sv_status
rows_of(json_t **out, struct sv_stage *stage, const char *name,
        struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, name, fault);

    *out = NULL;
    return path != NULL ? sv_table_rows(out, path, fault) : fault->status;
}

enum sv_status
sv_tests_json(json_t **out, struct sv_stage *stage,
              const struct sv_estimation *e, struct sv_fault *fault)
{
    if (e->survey->tables.n_tests > 0)
        return rows_of(out, stage, "tests.csv", fault);
    *out = json_array();
    return SV_OK;
}

/* The rows of one model, which they need not name then. */
static json_t *
rows_about(const json_t *rows, const char *model)
{
    json_t *all = json_array(), *row;
    size_t i;

    json_array_foreach(rows, i, row) {
        const char *of = json_string_value(json_object_get(row, "model"));

        if (of == NULL || strcmp(of, model) != 0)
            continue;
        row = json_copy(row);
        json_object_del(row, "model");
        json_object_del(row, "kind");
        json_array_append_new(all, row);
    }
    return all;
}

static json_t *
model(const struct sv_survey *s, const struct sv_model_spec *m,
      const json_t *coefficients, const json_t *terms)
{
    return json_pack(
        "{s:s, s:s, s:s, s:s, s:o, s:o, s:o}", "model", m->code.text, "kind",
        m->kind.text, "record", s->record[m->record].name.text, "outcome",
        m->written.text != NULL ? m->written.text : m->outcome.text, "universe",
        text(m->universe.text), "coefficients",
        rows_about(coefficients, m->code.text), "terms",
        rows_about(terms, m->code.text));
}

enum sv_status
sv_models_json(json_t **out, struct sv_stage *stage,
               const struct sv_estimation *e, struct sv_fault *fault)
{
    const struct sv_survey *s = e->survey;
    json_t *coefficients = NULL, *terms = NULL;
    enum sv_status status = SV_OK;

    *out = json_array();
    if (s->n_models == 0)
        return SV_OK;
    status = rows_of(&coefficients, stage, "models.csv", fault);
    if (status == SV_OK)
        status = rows_of(&terms, stage, "models-terms.csv", fault);
    for (size_t k = 0; status == SV_OK && k < s->n_models; k++)
        json_array_append_new(*out, model(s, &s->model[k], coefficients,
                                          terms));
    json_decref(coefficients);
    json_decref(terms);
    return status;
}
