/* unitsmeta.c - the meta of units.h5: what its columns mean. */
#include "stages/derive/unitsmeta.h"

#include <string.h>

#include "stages/common/indicatorfacts.h"
#include "stages/derive/lacking.h"
#include "stages/derive/modelling.h"
#include "stages/derive/patternneeds.h"
#include "stages/derive/testneeds.h"

static const char *
first_language(const struct sv_derivation *d)
{
    return d->survey->languages.item[0].text;
}

/* The label of the description; of the file, in the first language; or {}. */
static json_t *
label_of(const struct sv_derivation *d, const struct sv_label *label,
         const char *of_file)
{
    json_t *all = sv_label_json(label, first_language(d));

    if ((label == NULL || label->n == 0) && of_file != NULL
        && *of_file != '\0')
        json_object_set_new(all, first_language(d), json_string(of_file));
    return all;
}

static json_t *
category(const struct sv_derivation *d, const char *name,
         const struct sv_label *label, const char *of_file)
{
    return json_pack("{s:s, s:o}", "name", name, "label",
                     label_of(d, label, of_file));
}

/* A condition has two. */
static json_t *
categories_of(const struct sv_derivation *d, const struct sv_target *t)
{
    const struct sv_variable *v = t->variable;
    json_t *all = json_array();

    if (t->kind == SV_TARGET_BOOL) {
        json_array_append_new(all, category(d, "false", NULL, NULL));
        json_array_append_new(all, category(d, "true", NULL, NULL));
    }
    for (size_t k = 0; k < t->set.n; k++)
        json_array_append_new(
            all, category(d, t->set.name[k],
                          v != NULL && v->n_categories == t->set.n
                              ? &v->category[k].label
                              : NULL,
                          t->category_label != NULL ? t->category_label[k]
                                                    : NULL));
    return all;
}

static json_t *
variable(const struct sv_derivation *d, const struct sv_target *t)
{
    static const char *const types[] = {
        [SV_TARGET_BOOL] = "condition", [SV_TARGET_CATEGORY] = "category",
        [SV_TARGET_NUMBER] = "number",
    };
    json_t *o = json_pack("{s:s, s:o, s:s}", "name", t->name, "label",
                          label_of(d, t->variable != NULL ? &t->variable->label
                                                          : NULL, t->label),
                          "type", types[t->kind]);

    if (o != NULL && t->kind != SV_TARGET_NUMBER)
        json_object_set_new(o, "categories", categories_of(d, t));
    return o;
}

/* Adds the variables of RECORD that are NUMBERS, or those that are not.  A number
 * and the classification made of it have one name: who looks for that finds the
 * classification, which comes first. */
static void
add_variables(json_t *to, const struct sv_derivation *d, int record,
              bool numbers)
{
    for (size_t i = 0; i < d->n_targets; i++)
        if (d->target[i].record == record
            && (d->target[i].kind == SV_TARGET_NUMBER) == numbers)
            json_array_append_new(to, variable(d, &d->target[i]));
}

static json_t *
records_of(const struct sv_derivation *d)
{
    json_t *all = json_array();

    for (size_t r = 0; r < d->world.n; r++) {
        const struct sv_world_record *record = &d->world.record[r];
        json_t *variables = json_array();
        json_t *o = json_pack("{s:s, s:I, s:o}", "name", record->name, "n",
                              (json_int_t) record->n, "variables", variables);

        if (o != NULL && record->parent >= 0)
            json_object_set_new(
                o, "parent",
                json_string(d->world.record[record->parent].name));
        add_variables(variables, d, (int) r, false);
        add_variables(variables, d, (int) r, true);
        json_array_append_new(all, o);
    }
    return all;
}

static json_t *
text_or_empty(const char *text)
{
    return json_string(text != NULL ? text : "");
}

static json_t *
shares_of(const struct sv_derivation *d, const struct sv_measure *m)
{
    json_t *all = m->shares != NULL ? categories_of(d, m->shares)
                                    : json_array();

    if (m->shares != NULL && d->survey->item_missing == SV_ITEM_CATEGORY)
        json_array_append_new(all, category(d, "missing", NULL, NULL));
    return all;
}

/* What a quantile is besides its value. */
static void
add_quantile(json_t *entry, const struct sv_indicator *i)
{
    if (i->estimand != SV_QUANTILE)
        return;
    json_object_set_new(entry, "p", json_real(i->p));
    json_object_set_new(entry, "rule", json_string(i->rule.text));
    json_object_set_new(entry, "interval", json_string(i->interval.text));
}

static json_t *
indicator(const struct sv_derivation *d, const struct sv_indicator *i,
          json_t *categories)
{
    json_t *entry =
        json_pack("{s:s, s:o, s:o, s:o, s:s, s:s, s:o, s:o, s:o}", "code",
                  i->code.text, "item", text_or_empty(i->item.text),
                  "name", label_of(d, &i->name, NULL), "item_name",
                  label_of(d, &i->item_name, NULL), "record",
                  d->world.record[i->record].name, "estimator",
                  sv_estimand_name(i->estimand), "categories", categories,
                  "universe", text_or_empty(i->universe.text), "value",
                  text_or_empty(i->value.text));

    if (entry != NULL)
        sv_indicator_facts(entry, i, first_language(d));
    return entry;
}

static json_t *
indicators_of(const struct sv_derivation *d)
{
    json_t *all = json_array();

    for (size_t k = 0; k < d->n_indicators; k++) {
        const struct sv_measure *m = &d->measure[k];
        json_t *entry = indicator(d, m->indicator, shares_of(d, m));

        add_quantile(entry, m->indicator);
        json_array_append_new(all, entry);
    }
    return all;
}

/* The measure that is part K of X, or -1. */
static json_int_t
part_of(const struct sv_derivation *d, const struct sv_indicator *x, size_t k)
{
    const struct sv_indicator *part = sv_indicator_part(d->survey, x, k);

    for (size_t i = 0; i < d->n_indicators; i++)
        if (d->measure[i].indicator == part)
            return (json_int_t) i;
    return -1;
}

/* How many measures there are before X in the description. */
static json_int_t
place_of(const struct sv_derivation *d, const struct sv_indicator *x)
{
    size_t n = 0;

    while (n < d->n_indicators && d->measure[n].indicator < x)
        n++;
    return (json_int_t) n;
}

/* What is not measured but chosen of what is: with the numbers of the measures
 * it is chosen of, and of the one that it stands before. */
static json_t *
highest_of(const struct sv_derivation *d)
{
    json_t *all = json_array();

    for (size_t k = 0; k < d->survey->n_indicators; k++) {
        const struct sv_indicator *x = &d->survey->indicator[k];
        json_t *of, *entry;

        if (x->estimand != SV_HIGHEST || !sv_is_available(d, k))
            continue;
        of = json_array();
        for (size_t i = 0; i < x->parts.n; i++)
            if (part_of(d, x, i) >= 0)
                json_array_append_new(of, json_integer(part_of(d, x, i)));
        entry = indicator(d, x, json_array());
        json_object_set_new(entry, "of", of);
        json_object_set_new(entry, "before", json_integer(place_of(d, x)));
        json_array_append_new(all, entry);
    }
    return all;
}

static json_t *
crossings_of(const struct sv_survey *s)
{
    json_t *all = json_array();

    for (size_t k = 0; k < s->tables.n_by; k++) {
        const struct sv_names *by = &s->tables.by[k].variable;
        json_t *names = json_array();

        for (size_t c = 0; c < by->n; c++)
            json_array_append_new(names, json_string(by->item[c].text));
        json_array_append_new(all, names);
    }
    return all;
}

json_t *
sv_units_meta(const struct sv_derivation *d)
{
    json_t *kinds = json_array(), *indicators = indicators_of(d);
    json_t *patterns = sv_pattern_needs(d, indicators);
    json_t *models = sv_models_meta(d, patterns);

    for (size_t k = 0; k < d->reasons.n; k++)
        json_array_append_new(kinds, json_string(d->reasons.name[k]));
    return json_pack("{s:o, s:o, s:O, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "kinds",
                     kinds, "records", records_of(d), "design",
                     json_object_get(d->meta, "design"), "indicators",
                     indicators, "highest", highest_of(d), "unavailable", sv_unavailable_json(d),
                     "by", crossings_of(d->survey), "patterns", patterns,
                     "models", models,
                     "tests", sv_test_needs(d, shares_of));
}
