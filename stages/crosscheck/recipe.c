/* recipe.c - how one number comes from the columns of an export. */
#include "stages/crosscheck/recipe.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/numbername.h"

/* The entry of LIST whose KEY is VALUE and whose item, if ITEM, is that. */
static const json_t *
entry_of(const json_t *list, const char *key, const char *value,
         const char *item, size_t *place)
{
    size_t i;
    json_t *entry;

    json_array_foreach(list, i, entry)
        if (strcmp(sv_json_text_of(entry, key), value) == 0
            && (item == NULL
                || strcmp(sv_json_text_of(entry, "item"), item) == 0)) {
            *place = i;
            return entry;
        }
    return NULL;
}

/* The indicator that NUMBER is of: items of shares are categories. */
static const json_t *
indicator_of(const struct sv_crosschecking *c, const json_t *number)
{
    const json_t *all = json_object_get(c->estimates, "indicators");
    const char *code = sv_json_text_of(number, "indicator");
    size_t at;
    const json_t *found = entry_of(all, "code", code,
                                   sv_json_text_of(number, "item"), &at);

    return found != NULL ? found : entry_of(all, "code", code, "", &at);
}

static enum sv_status
lacks(const struct sv_recipe *r, const char *what, struct sv_fault *fault)
{
    return sv_fail(fault, SV_BUG, "%s: the export has no column for its %s",
                   r->name, what);
}

const json_t *
sv_classification_of(const struct sv_crosschecking *c, const char *name)
{
    size_t at;
    const json_t *found = entry_of(json_object_get(c->estimates,
                                                   "classifications"),
                                   "name", name, NULL, &at);

    return found != NULL ? found
                         : entry_of(json_object_get(c->estimates, "variables"),
                                    "name", name, NULL, &at);
}

const char *
sv_variable_column(const struct sv_crosschecking *c, size_t record,
                   const char *name, bool *condition)
{
    static const char *const kinds[] = { "condition", "variable" };

    for (size_t k = 0; k < 2; k++) {
        char origin[512];
        const struct sv_export_name *column;

        snprintf(origin, sizeof origin, "%s: %s", kinds[k], name);
        column = sv_export_origin(&c->names[record], origin, "");
        *condition = k == 0;
        if (column != NULL)
            return column->name;
    }
    return NULL;
}

size_t
sv_category_code(const struct sv_crosschecking *c, size_t record,
                 const char *name, const char *category, bool *found)
{
    const json_t *class = sv_classification_of(c, name);
    bool condition = false;
    size_t place = 0;

    *found = sv_variable_column(c, record, name, &condition) != NULL
             && entry_of(json_object_get(class, "categories"), "name", category,
                         NULL, &place) != NULL;
    return *found ? place + !condition : 0;
}

static enum sv_status
find_groups(struct sv_recipe *r, const struct sv_crosschecking *c,
            const json_t *number, struct sv_fault *fault)
{
    json_t *by = json_object_get(number, "by"), *category;
    const char *variable;

    json_object_foreach(by, variable, category) {
        bool found, condition;
        const size_t code = sv_category_code(c, r->record, variable,
                                             json_string_value(category),
                                             &found);

        if (!found || r->n_groups == SV_RECIPE_GROUPS)
            return lacks(r, variable, fault);
        r->group[r->n_groups].column =
            sv_variable_column(c, r->record, variable, &condition);
        r->group[r->n_groups++].code = code;
    }
    return SV_OK;
}

static const char *
column_of(const struct sv_recipe *r, const struct sv_crosschecking *c,
          const char *form, const char *code, const char *next)
{
    char origin[640];
    const struct sv_export_name *found;

    snprintf(origin, sizeof origin, form, code);
    found = sv_export_origin(&c->names[r->record], origin, next);
    return found != NULL ? found->name : NULL;
}

static enum sv_status
make(struct sv_recipe *r, const struct sv_crosschecking *c,
     const json_t *number, struct sv_fault *fault)
{
    const json_t *indicator = indicator_of(c, number);
    const char *item = sv_json_text_of(indicator, "item");
    char code[512], *name = sv_number_name(number);

    snprintf(r->name, sizeof r->name, "%s", name != NULL ? name : "");
    free(name);
    r->record = (size_t) sv_survey_record(c->survey,
                                          sv_json_text_of(number, "record"));
    r->estimator = sv_json_text_of(indicator, "estimator");
    snprintf(code, sizeof code, "%s%s%s", sv_json_text_of(indicator, "code"),
             *item != '\0' ? "." : "", item);
    r->value = column_of(r, c, "indicator %s", code, ",");
    r->universe = column_of(r, c, "universe of %s", code, ":");
    r->denominator = column_of(r, c, "denominator of %s", code, "");
    if (r->value == NULL || r->universe == NULL)
        return lacks(r, "values", fault);
    r->p = json_number_value(json_object_get(indicator, "p"));
    r->rule = sv_json_text_of(indicator, "rule");
    r->interval = sv_json_text_of(indicator, "interval");
    if (strcmp(r->estimator, "shares") == 0
        && entry_of(json_object_get(indicator, "categories"), "name",
                    sv_json_text_of(number, "item"), NULL, &r->category) == NULL)
        return lacks(r, "category", fault);
    r->category += strcmp(r->estimator, "shares") == 0;
    return find_groups(r, c, number, fault);
}

enum sv_status
sv_recipes_make(struct sv_crosschecking *c, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    for (size_t g = 0; g < c->chosen->n_groups; g++) {
        const struct sv_recheck_group *group = &c->chosen->group[g];
        size_t i;
        json_t *part;

        json_array_foreach(group->part, i, part)
            if (status == SV_OK)
                status = make(&c->recipe[group->first_part + i], c, part, fault);
    }
    return status;
}

bool
sv_has_replicates(const struct sv_crosschecking *c, size_t record)
{
    return sv_export_named(&c->names[record], "hearth_replicate1") != NULL;
}

bool
sv_lacks_units(const struct sv_crosschecking *c, size_t record)
{
    const struct sv_record *r = &c->survey->record[record];
    const json_t *design = json_object_get(
        json_object_get(c->estimates, "design"), r->name.text);

    return r->parent != SV_NO_RECORD
           && json_integer_value(json_object_get(design, "without_rows")) > 0;
}

/* ---- the design -------------------------------------------------------------------- */

/* Maps NAMES into ITEM; whether the export has all of them. */
static bool
map_names(struct sv_names *out, struct sv_string *item,
          const struct sv_names *names, const struct sv_export_names *of,
          bool numeric)
{
    *out = (struct sv_names){ item, names->n };
    for (size_t k = 0; k < names->n; k++) {
        const struct sv_export_name *column =
            k < 8 ? sv_export_design(of, names->item[k].text) : NULL;

        if (column == NULL || (numeric && strcmp(column->type, "text") == 0))
            return false;
        item[k] = (struct sv_string){ .text = column->name };
    }
    return true;
}

/* The columns called PREFIX1, PREFIX2, ... that there are, at most MOST. */
static struct sv_names
number_names(struct sv_string *item, const struct sv_export_names *of,
             const char *first, const char *const *names, size_t most)
{
    struct sv_names out = { item, 0 };

    if (first != NULL && sv_export_named(of, first) != NULL)
        item[out.n++].text = first;
    for (size_t k = 0; k < most && names[k] != NULL && out.n < 8; k++)
        if (sv_export_named(of, names[k]) != NULL)
            item[out.n++].text = names[k];
    return out;
}

static void
use_numbers(struct sv_export_design *out, const struct sv_design_spec *d,
            const struct sv_export_names *of)
{
    static const char *const units[] = { "hearth_unit2", "hearth_unit3",
                                         "hearth_unit4", "hearth_unit5", NULL };
    static const char *const populations[] = {
        "hearth_fpc2", "hearth_fpc3", "hearth_fpc4", "hearth_fpc5", NULL
    };
    struct sv_design_spec *to = &out->survey.design;
    const bool joined = sv_export_named(of, "hearth_joined") != NULL;

    if (d->strata.n > 0) {
        out->strata[0].text = joined ? "hearth_joined" : "hearth_stratum";
        to->strata = (struct sv_names){ out->strata, 1 };
    }
    to->clusters = number_names(out->clusters, of, "hearth_psu", units, 4);
    to->fpc = number_names(out->fpc, of, "hearth_fpc1", populations, 4);
    to->nested = true;
}

void
sv_export_design_of(struct sv_export_design *out,
                    const struct sv_crosschecking *c, size_t record,
                    bool numbers)
{
    const struct sv_design_spec *d = &c->survey->design;
    const struct sv_export_names *of = &c->names[record];
    struct sv_design_spec *to = &out->survey.design;
    bool good;

    *out = (struct sv_export_design){ .survey = *c->survey };
    good = map_names(&to->strata, out->strata, &d->strata, of, numbers)
           && map_names(&to->clusters, out->clusters, &d->clusters, of, numbers)
           && map_names(&to->fpc, out->fpc, &d->fpc, of, numbers);
    if (!good || d->clusters.n == 0
        || d->fpc.n > 1                 /* R wants rates or counts in all */
        || strcmp(d->lonely_psu.text, "collapse") == 0)
        use_numbers(out, d, of);
    if (d->pps.text != NULL && strcmp(d->pps.text, "brewer") != 0) {
        to->pps.text = NULL;            /* R wants a row a unit: see */
        to->fpc.n = 0;                  /* sv_not_recomputed() */
    }
    out->survey.n_steps = 0;
    out->weight = (struct sv_weight_spec){
        .record = (int) record, .expression = { .text = "hearth_weight" }
    };
    to->weight = &out->weight;
    to->n_weights = 1;
}
