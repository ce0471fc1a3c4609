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

#include "pipeline/json.h"
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
        sv_word_svyset(svyset, sizeof svyset, e->survey, (size_t) r, d);
    }
    return json_pack("{s:I, s:I, s:o, s:I, s:s, s:b, s:s, s:o, s:s, s:s}", "rows",
                     (json_int_t) d->n_rows, "strata",
                     (json_int_t) d->n_strata, "units", units, "without_rows",
                     (json_int_t) sv_units_without_rows(d), "lonely_psu",
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

/* ---- what is written ----------------------------------------------------- */

/* The numbers are too many to be held as values of the JSON library. */
struct writing {
    struct sv_json json;
    const struct sv_estimation *e;
};

static void
put_real(struct sv_json *json, const char *key, double value)
{
    sv_json_key(json, key);
    sv_json_real(json, value);
}

/* Nothing that is counted: null. */
static void
put_count(struct sv_json *json, const char *key, double n)
{
    if (isnan(n)) {
        sv_json_put_text(json, key, NULL);
        return;
    }
    sv_json_put_count(json, key, (uint64_t) n);
}

static void
put_categories(struct sv_json *json, const struct sv_number *n)
{
    sv_json_key(json, "by");
    sv_json_open(json, '{');
    for (size_t k = 0; k < n->crossing->n; k++)
        sv_json_put_text(json, n->crossing->variable[k], sv_category_of(n, k));
    sv_json_close(json);
}

static void
put_measures(struct sv_json *json, const struct sv_result *r)
{
    const struct { const char *key; double value; } of[] = {
        { "estimate", r->value }, { "se", r->se }, { "cv", sv_result_cv(r) },
        { "ci_low", r->low }, { "ci_high", r->high }, { "df", r->df },
        { "deff", r->deff }, { "n_effective", (double) r->n / r->deff },
    };

    for (size_t k = 0; k < sizeof of / sizeof *of; k++)
        put_real(json, of[k].key, of[k].value);
    sv_json_put_count(json, "n", r->n);
    sv_json_put_count(json, "n_numerator", r->n_numerator);
    put_real(json, "weighted_numerator", r->weighted_numerator);
    put_real(json, "weighted_denominator", r->weighted_denominator);
    put_count(json, "psus", r->psus);
    put_count(json, "strata", r->strata);
}

static void
put_number(void *to, const struct sv_number *n)
{
    struct writing *const w = to;
    struct sv_json *const json = &w->json;
    json_t *series = sv_datahub_series(w->e->survey, n);
    char flags[256];

    sv_flags_of(flags, sizeof flags, n->result, &w->e->survey->tables);
    sv_json_open(json, '{');
    sv_json_put_value(json, "indicator", json_object_get(n->indicator, "code"));
    sv_json_put_text(json, "item", n->item);
    sv_json_put_text(json, "record", n->record->name);
    put_categories(json, n);
    put_measures(json, n->result);
    sv_json_put_text(json, "flag", flags);
    if (series != NULL)
        sv_json_put_value(json, "series", series);
    if (n->highest != NULL)
        sv_json_put_text(json, "highest", n->highest);
    sv_json_close(json);
    json_decref(series);
}

/* All but the numbers; those come behind "flags". */
struct around {
    json_t *before, *behind;
};

static enum sv_status
describe(struct around *out, struct sv_stage *stage,
         const struct sv_estimation *e, struct sv_fault *fault)
{
    json_t *given = NULL, *tests = NULL, *models = NULL;

    if (sv_given_read(&given, stage, fault) != SV_OK) {
        json_decref(given);
        return fault->status;
    }
    out->before = json_pack(
        "{s:s, s:o, s:o, s:o, s:O, s:o*, s:o, s:o}", "hearth", SV_VERSION,
        "survey", survey_of(e->survey), "design", designs_of(e), "indicators",
        sv_indicators_of(e->meta), "unavailable",
        json_object_get(e->meta, "unavailable"), "given", given,
        "classifications", classifications_of(e, fault), "flags",
        flag_meanings(&e->survey->languages));
    if (sv_tests_json(&tests, stage, e, fault) == SV_OK
        && sv_models_json(&models, stage, e, fault) == SV_OK)
        out->behind = json_pack("{s:o, s:o, s:o, s:o}", "contrasts",
                                sv_contrasts_json(e), "variables",
                                sv_variables_json(e), "tests", tests, "models",
                                models);
    else
        json_decref(tests);
    if (fault->status == SV_OK && (out->before == NULL || out->behind == NULL))
        return sv_fail(fault, SV_SYSTEM, "out of memory for estimates.json");
    return fault->status;
}

static void
put_members(struct sv_json *json, json_t *members)
{
    const char *key;
    json_t *value;

    json_object_foreach(members, key, value)
        sv_json_put_value(json, key, value);
}

static void
write_all(FILE *to, const struct around *around, const struct sv_estimation *e)
{
    struct writing w = { .e = e };

    sv_json_begin(&w.json, to);
    sv_json_open(&w.json, '{');
    put_members(&w.json, around->before);
    sv_json_key(&w.json, "estimates");
    sv_json_open(&w.json, '[');
    sv_each_number(e, put_number, &w);
    sv_json_close(&w.json);
    put_members(&w.json, around->behind);
    sv_json_close(&w.json);
}

enum sv_status
sv_write_estimates_json(struct sv_stage *stage, const struct sv_estimation *e,
                        struct sv_fault *fault)
{
    struct around around = { NULL, NULL };
    struct sv_output out;
    enum sv_status status = describe(&around, stage, e, fault);

    if (status == SV_OK)
        status = sv_stage_text_begin(&out, stage, "estimates.json", fault);
    if (status == SV_OK) {
        write_all(out.to, &around, e);
        status = sv_stage_text_keep(&out, stage, "estimates.json", fault);
    }
    json_decref(around.before);
    json_decref(around.behind);
    return status;
}
