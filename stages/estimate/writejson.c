/* writejson.c - estimates.json: the numbers with all that explains them.
 *
 * {"hearth", "survey", "design", "indicators", "unavailable",
 *  "classifications", "flags", "estimates", "contrasts", "variables", "tests",
 *  "models"}: what is in each, docs/outputs.md tells.
 */
#include "stages/estimate/writejson.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/output.h"
#include "stages/common/codewords.h"
#include "stages/common/designwords.h"
#include "stages/common/madereplicates.h"
#include "stages/estimate/datahub.h"
#include "stages/estimate/flags.h"
#include "stages/estimate/given.h"
#include "stages/estimate/inferences.h"
#include "stages/estimate/jsonvalues.h"

static json_t *
text_or_null(const char *text)
{
    return text != NULL ? json_string(text) : json_null();
}

/* A text without a language is in the first. */
static json_t *
label_of(const struct sv_survey *s, const struct sv_label *label)
{
    json_t *all = json_object();

    for (size_t k = 0; k < label->n; k++)
        json_object_set_new(all, *label->in[k].language != '\0'
                                     ? label->in[k].language
                                     : s->languages.item[0].text,
                            json_string(label->in[k].text));
    return all;
}

static json_t *
breaks_of(const struct sv_survey *s)
{
    json_t *all = json_array();

    for (size_t k = 0; k < s->n_breaks; k++)
        json_array_append_new(all, json_pack(
            "{s:s, s:o, s:o}", "indicator", s->breaks[k].indicator.text, "item",
            text_or_null(s->breaks[k].item.text), "what",
            label_of(s, &s->breaks[k].what)));
    return all;
}

static json_t *
survey_of(const struct sv_survey *s)
{
    const struct sv_tables_spec *t = &s->tables;
    json_t *languages = json_array(), *out;

    for (size_t k = 0; k < s->languages.n; k++)
        json_array_append_new(languages, json_string(s->languages.item[k].text));
    out = json_pack("{s:o, s:o, s:o, s:o, s:o, s:f, s:s, s:s}", "title",
                     text_or_null(s->title.text), "country",
                     text_or_null(s->country.text), "year",
                     s->year != 0 ? json_integer(s->year) : json_null(),
                     "reference_period", text_or_null(s->reference_period.text),
                     "languages", languages, "confidence",
                     s->tables.confidence, "interval", s->tables.interval.text,
                     "design_effect", s->tables.design_effect.text);
    json_object_set_new(out, "publish",
                        json_pack("{s:i, s:f, s:f}", "minimum_n",
                                  t->publish.minimum_n, "flag_cv",
                                  t->publish.flag_cv, "suppress_cv",
                                  t->publish.suppress_cv));
    json_object_set_new(out, "titles", label_of(s, &s->titles));
    json_object_set_new(out, "breaks", breaks_of(s));
    return out;
}

/* How the errors of one record type were found. */
static json_t *
variance_of(const struct sv_estimation *e, size_t i)
{
    const struct sv_basis *basis = &e->basis[i];
    const struct sv_replicates_spec *r = &e->survey->design.replicates;
    const bool given = basis->replicates > 0 && r->columns.n > 0;
    json_t *out = json_pack("{s:s, s:s}", "method",
                            given ? r->type.text
                                  : e->survey->design.variance.text,
                            "calibration",
                            !basis->calibrated ? "none"
                            : basis->replicates == 0 || r->reweight
                                ? "in the errors" : "not in the errors");

    if (e->survey->design.pps.text != NULL)
        json_object_set_new(out, "pps",
                            json_string(e->survey->design.pps.text));
    if (e->survey->design.pps_form.text != NULL)
        json_object_set_new(out, "pps_form",
                            json_string(e->survey->design.pps_form.text));
    if (basis->replicates == 0)
        return out;
    json_object_set_new(out, "replicates",
                        json_integer((json_int_t) basis->replicates));
    json_object_set_new(out, "given", json_boolean(given));
    json_object_set_new(out, "scale", sv_known(basis->scale));
    json_object_set_new(out, "mse", json_boolean(r->mse));
    if (isfinite(r->rho))
        json_object_set_new(out, "rho", json_real(r->rho));
    if (sv_replicates_are_random(e->survey->design.variance.text))
        json_object_set_new(out, "seed", json_integer(r->seed));
    return out;
}

/* What the design of one record type is, in numbers and for other programs. */
static json_t *
design_of(const struct sv_estimation *e, size_t i)
{
    const struct sv_tally_record *record = &e->layout.record[i];
    const struct sv_ranges *d = &e->basis[i].design;
    const int r = sv_survey_record(e->survey, record->name);
    json_t *units = json_array();
    char svydesign[2048] = "", svyset[1024] = "";

    for (size_t s = 0; s < d->n_stages; s++)
        json_array_append_new(units, json_integer((json_int_t) d->n_units[s]));
    if (r >= 0) {
        sv_word_svydesign(svydesign, sizeof svydesign, e->survey, (size_t) r, d);
        sv_word_svyset(svyset, sizeof svyset, e->survey, (size_t) r);
    }
    return json_pack("{s:I, s:I, s:o, s:s, s:b, s:s, s:o, s:s, s:s}", "rows",
                     (json_int_t) d->n_rows, "strata",
                     (json_int_t) d->n_strata, "units", units, "lonely_psu",
                     e->survey->design.lonely_psu.text, "lonely_in_domains",
                     e->survey->design.lonely_in_domains, "degrees_of_freedom",
                     e->survey->design.degrees_of_freedom.text, "variance",
                     variance_of(e, i), "r", svydesign, "stata", svyset);
}

static json_t *
designs_of(const struct sv_estimation *e)
{
    json_t *all = json_object();

    for (size_t i = 0; i < e->layout.n; i++)
        if (e->result[i] != NULL)
            json_object_set_new(all, e->layout.record[i].name, design_of(e, i));
    return all;
}

/* The variable NAME with its label and categories, from the first record type
 * that has it. */
static json_t *
classification(const json_t *meta, const char *name)
{
    size_t i, k;
    json_t *record, *variable;

    json_array_foreach(json_object_get(meta, "records"), i, record)
        json_array_foreach(json_object_get(record, "variables"), k, variable) {
            const char *its = json_string_value(json_object_get(variable,
                                                                "name"));

            if (its != NULL && strcmp(its, name) == 0
                && json_object_get(variable, "categories") != NULL)
                return json_incref(variable);
        }
    return json_null();
}

static json_t *
classifications_of(const struct sv_estimation *e, struct sv_fault *fault)
{
    json_t *all = json_array();
    const char **name;
    size_t n;

    if (sv_classes_of(&name, &n, e->meta, fault) == SV_OK)
        for (size_t k = 0; k < n; k++)
            json_array_append_new(all, classification(e->meta, name[k]));
    free(name);
    return all;
}

/* In the languages asked for that we speak; English, if none is. */
static json_t *
flag_meaning(const struct sv_names *languages, const char *code)
{
    json_t *meaning = json_object();

    for (size_t k = 0; k < languages->n; k++)
        if (sv_speaks(languages->item[k].text))
            json_object_set_new(meaning, languages->item[k].text, json_string(
                sv_word_of(languages->item[k].text, code)));
    if (json_object_size(meaning) == 0)
        json_object_set_new(meaning, "en", json_string(sv_word_of("en", code)));
    return meaning;
}

static json_t *
flag_meanings(const struct sv_names *languages)
{
    json_t *all = json_object();

    for (size_t i = 0; i < sv_n_flag_rules; i++)
        json_object_set_new(all, sv_flag_rules[i].code,
                            flag_meaning(languages, sv_flag_rules[i].code));
    return all;
}

struct list {
    json_t *array;
    const struct sv_estimation *e;
};

static json_t *
categories_of(const struct sv_number *n)
{
    json_t *by = json_object();

    for (size_t k = 0; k < n->crossing->n; k++)
        json_object_set_new(by, n->crossing->variable[k],
                            json_string(sv_category_of(n, k)));
    return by;
}

static void
add_number(void *to, const struct sv_number *n)
{
    const struct list *list = to;
    const struct sv_result *r = n->result;
    char flags[256];

    sv_flags_of(flags, sizeof flags, r, &list->e->survey->tables);
    json_array_append_new(
        list->array,
        json_pack("{s:O, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:I,"
                  " s:I, s:o, s:o, s:o, s:o, s:s, s:o*, s:s*}",
                  "indicator", json_object_get(n->indicator, "code"), "item",
                  n->item, "record", n->record->name, "by", categories_of(n),
                  "estimate", sv_known(r->value), "se", sv_known(r->se), "cv",
                  sv_known(sv_result_cv(r)), "ci_low", sv_known(r->low),
                  "ci_high", sv_known(r->high), "df", sv_known(r->df), "deff",
                  sv_known(r->deff), "n_effective",
                  sv_known((double) r->n / r->deff), "n", (json_int_t) r->n,
                  "n_numerator",
                  (json_int_t) r->n_numerator, "weighted_numerator",
                  sv_known(r->weighted_numerator), "weighted_denominator",
                  sv_known(r->weighted_denominator), "psus",
                  sv_known_count(r->psus), "strata", sv_known_count(r->strata),
                  "flag", flags, "series",
                  sv_datahub_series(list->e->survey, n), "highest",
                  n->highest));
}

static json_t *
describe(const struct sv_estimation *e, json_t *given, struct sv_fault *fault)
{
    struct list list = { json_array(), e };

    sv_each_number(e, add_number, &list);
    return json_pack("{s:s, s:o, s:o, s:o, s:O, s:o*, s:o, s:o, s:o}", "hearth",
                     SV_VERSION, "survey", survey_of(e->survey), "design",
                     designs_of(e), "indicators",
                     sv_indicators_of(e->meta), "unavailable",
                     json_object_get(e->meta, "unavailable"), "given", given,
                     "classifications", classifications_of(e, fault), "flags",
                     flag_meanings(&e->survey->languages),
                     "estimates", list.array);
}

enum sv_status
sv_write_estimates_json(struct sv_stage *stage, const struct sv_estimation *e,
                        struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, "estimates.json", fault);
    json_t *given = NULL, *tests = NULL, *models = NULL, *root = NULL;
    struct sv_output out;
    struct sv_digest digest;
    enum sv_status status = path == NULL ? fault->status
                                         : sv_given_read(&given, stage, fault);

    if (status == SV_OK)
        status = sv_tests_json(&tests, stage, e, fault);
    if (status == SV_OK)
        status = sv_models_json(&models, stage, e, fault);
    if (status == SV_OK)
        root = describe(e, given, fault);
    else
        json_decref(given);
    json_object_set_new(root, "contrasts", sv_contrasts_json(e));
    json_object_set_new(root, "variables", sv_variables_json(e));
    json_object_set_new(root, "tests", tests);
    json_object_set_new(root, "models", models);
    if (root == NULL && status == SV_OK)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for estimates.json");
    if (status == SV_OK)
        status = sv_output_begin(&out, path, fault);
    if (status == SV_OK) {
        if (json_dumpf(root, out.to, JSON_INDENT(1) | JSON_REAL_PRECISION(17)))
            status = sv_fail(fault, SV_SYSTEM, "%s: cannot be written", path);
        if (status != SV_OK)
            sv_output_drop(&out);
        else
            status = sv_output_keep(&out, &digest, fault);
    }
    json_decref(root);
    return status == SV_OK ? sv_stage_output(stage, "estimates.json", &digest,
                                             fault)
                           : status;
}
