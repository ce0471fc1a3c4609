/* extractdesign.c - keys and the design: as in the data files, and as numbers.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/world.h"
#include "stages/common/sampledesign.h"
#include "stages/export/extractcolumns.h"
#include "stages/export/extractfill.h"

enum { NAME_SIZE = 512 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
}

/* ---- variables of the data files ------------------------------------------------ */

/* How the rows of E lead to those of OF, which is above it. */
static enum sv_status
climb(struct sv_extract_column *c, struct sv_extract *e,
      const struct sv_extract_sources *from, const char *of,
      struct sv_fault *fault)
{
    const struct sv_survey *s = from->survey;
    int r = sv_survey_record(s, e->record);
    const uint32_t **up = sv_arena_take(e->arena, s->n_records + 1,
                                        sizeof *up);
    enum sv_status status = SV_OK;

    if (up == NULL)
        return no_memory(fault);
    c->up = up;
    for (; status == SV_OK && strcmp(s->record[r].name.text, of) != 0;
         r = s->record[r].parent) {
        struct sv_column column;
        char path[NAME_SIZE];

        snprintf(path, sizeof path, "%s/parent", s->record[r].name.text);
        status = sv_store_column(&column, from->microdata, path, fault);
        up[c->n_up++] = column.data;
    }
    return status;
}

/* The labels of values and tags that the data file has. */
static enum sv_status
take_labels(struct sv_extract *e, struct sv_extract_column *c,
            const json_t *variable, struct sv_fault *fault)
{
    const json_t *labels = json_object_get(variable, "labels");
    size_t i;
    json_t *label;

    c->value = sv_arena_take(e->arena, json_array_size(labels) + 1,
                             sizeof *c->value);
    c->tag = sv_arena_take(e->arena, SV_EXTRACT_TAGS, sizeof *c->tag);
    if (c->value == NULL || c->tag == NULL)
        return no_memory(fault);
    json_array_foreach(labels, i, label) {
        const json_t *value = json_object_get(label, "value");
        const char *tag = sv_json_text_of(label, "missing");

        if (json_is_number(value))
            c->value[c->n_values++] = (struct sv_extract_label){
                json_number_value(value), sv_json_text_of(label, "label")
            };
        else if (*tag >= 'a' && *tag <= 'z')
            c->tag[*tag - 'a'] = sv_json_text_of(label, "label");
    }
    return SV_OK;
}

/* The distinct texts of a string variable. */
static enum sv_status
take_strings(struct sv_extract *e, struct sv_extract_column *c,
             const struct sv_store *store, const char *path,
             struct sv_fault *fault)
{
    const char *text = sv_store_text_of(store, path), **string;
    json_t *list = text != NULL ? json_loads(text, 0, NULL) : NULL, *item;
    size_t i;

    if (!json_is_array(list)) {
        json_decref(list);
        return sv_fail(fault, SV_DATA, "microdata.h5: %s is not a list; run "
                       "hearth-ingest again", path);
    }
    string = sv_arena_take(e->arena, json_array_size(list) + 1, sizeof *string);
    json_array_foreach(list, i, item) {
        const size_t n = json_string_length(item);

        if (string == NULL)
            break;
        string[i] = sv_arena_text(e->arena, json_string_value(item), n);
        c->width = n > c->width ? n : c->width;
    }
    c->string = string;
    json_decref(list);
    return sv_arena_failed(e->arena) ? no_memory(fault) : SV_OK;
}

static enum sv_extract_type
type_of(const char *type, enum sv_type stored)
{
    static const struct { const char *name; enum sv_extract_type is; } types[] =
        { { "string", SV_EXTRACT_TEXT }, { "date", SV_EXTRACT_DATE },
          { "time", SV_EXTRACT_TIME }, { "datetime", SV_EXTRACT_DATETIME } };

    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
        if (strcmp(types[k].name, type) == 0)
            return types[k].is;
    return stored == SV_F64 ? SV_EXTRACT_NUMBER : SV_EXTRACT_INTEGER;
}

/* Finds values, texts and missing of C, which is VARIABLE of OF. */
static enum sv_status
bind(struct sv_extract_column *c, struct sv_extract *e,
     const struct sv_extract_sources *from, const char *of,
     const json_t *variable, struct sv_fault *fault)
{
    const char *name = sv_json_text_of(variable, "name");
    char path[NAME_SIZE];
    struct sv_column column;
    enum sv_status status;

    snprintf(path, sizeof path, "%s/var/%s", of, name);
    status = sv_store_column(&c->data, from->microdata, path, fault);
    c->type = type_of(sv_json_text_of(variable, "type"), c->data.type);
    c->most = c->data.type == SV_I8 ? INT8_MAX
              : c->data.type == SV_I16 ? INT16_MAX : INT32_MAX;
    c->fill = c->type == SV_EXTRACT_TEXT ? sv_fill_text : sv_fill_number;
    snprintf(path, sizeof path, "%s/missing/%s", of, name);
    if (status == SV_OK && sv_store_has(from->microdata, path)) {
        status = sv_store_column(&column, from->microdata, path, fault);
        c->missing = column.data;
    }
    c->own_codes = true;
    c->missing_ranges = json_object_get(variable, "missing_ranges");
    snprintf(path, sizeof path, "%s/strings/%s", of, name);
    if (status == SV_OK && c->type == SV_EXTRACT_TEXT)
        return take_strings(e, c, from->microdata, path, fault);
    return status == SV_OK ? take_labels(e, c, variable, fault) : status;
}

static bool
is_there(const struct sv_extract *e, const char *of, const char *name)
{
    for (size_t i = 0; i < e->n; i++)
        if (e->column[i].file_variable != NULL
            && strcmp(e->column[i].file_variable, name) == 0
            && strcmp(e->column[i].file_record, of) == 0)
            return true;
    return false;
}

enum sv_status
sv_extract_raw(bool *found, struct sv_extract *e,
               const struct sv_extract_sources *from, const char *of,
               const char *name, const char *origin, struct sv_fault *fault)
{
    const json_t *record =
        sv_entry_of(json_object_get(from->microdata_meta, "records"), "name",
                    of);
    const json_t *variable = sv_entry_of(json_object_get(record, "variables"),
                                         "name", name);
    struct sv_extract_column *c;
    enum sv_status status;

    *found = variable != NULL;
    if (!*found || is_there(e, of, name))
        return SV_OK;
    c = sv_extract_add(e, name);
    if (c == NULL)
        return no_memory(fault);
    c->file_variable = sv_json_text_of(variable, "name");
    c->file_record = of;
    c->label = sv_json_text_of(variable, "label");
    c->origin = sv_extract_text(e, "%s: %s of %s", origin, name, of);
    status = bind(c, e, from, of, variable, fault);
    return status == SV_OK ? climb(c, e, from, of, fault) : status;
}

/* A variable of the design: of the topmost record type that has it; unless it
 * is part of the key, which is there. */
static enum sv_status
add_design_variable(struct sv_extract *e,
                    const struct sv_extract_sources *from, const char *name,
                    const char *origin, int record, struct sv_fault *fault)
{
    const struct sv_record *r = &from->survey->record[record];
    bool found = false;
    enum sv_status status = SV_OK;

    if (is_there(e, e->record, name))
        return SV_OK;
    if (r->parent != SV_NO_RECORD)
        status = add_design_variable(e, from, name, origin, r->parent, fault);
    for (size_t i = 0; i < e->n && !found; i++)
        found = e->column[i].file_variable != NULL
                && strcmp(e->column[i].file_variable, name) == 0;
    return status == SV_OK && !found
               ? sv_extract_raw(&found, e, from, r->name.text, name, origin,
                                fault)
               : status;
}

static enum sv_status
add_names(struct sv_extract *e, const struct sv_extract_sources *from,
          const struct sv_names *names, const char *origin,
          struct sv_fault *fault)
{
    const int record = sv_survey_record(from->survey, e->record);
    enum sv_status status = SV_OK;

    for (size_t k = 0; status == SV_OK && k < names->n; k++)
        status = add_design_variable(e, from, names->item[k].text, origin,
                                     record, fault);
    return status;
}

/* The weight of the design, where it is a variable and not an expression. */
static enum sv_status
add_weight(struct sv_extract *e, const struct sv_extract_sources *from,
           struct sv_fault *fault)
{
    const struct sv_design_spec *d = &from->survey->design;
    const int record = sv_survey_record(from->survey, e->record);

    for (size_t k = 0; k < d->n_weights; k++)
        if (d->weight[k].record == record)
            return add_design_variable(e, from, d->weight[k].expression.text,
                                       "weight", record, fault);
    return SV_OK;
}

/* ---- the design as numbers --------------------------------------------------------- */

static struct sv_extract_column *
add_group(struct sv_extract *e, const struct sv_ranges *ranges, size_t level,
          const char *name, const char *label)
{
    struct sv_extract_column *c = sv_extract_add(e, name);

    if (c == NULL)
        return NULL;
    c->type = SV_EXTRACT_INTEGER;
    c->most = INT32_MAX;
    c->fill = sv_fill_group;
    c->label = label;
    c->origin = "design";
    c->ranges = ranges;
    c->level = level;
    return c;
}

static enum sv_status
add_stratum(struct sv_extract *e, const struct sv_ranges *ranges,
            const json_t *labels, const uint32_t *joined,
            struct sv_fault *fault)
{
    struct sv_extract_column *c =
        add_group(e, ranges, 0, joined != NULL ? "hearth_joined"
                                               : "hearth_stratum",
                  joined != NULL ? "Stratum for the variance: those with a "
                                   "single PSU are joined to others"
                                 : "Stratum");

    if (c == NULL)
        return no_memory(fault);
    c->joined = joined;
    c->value = sv_arena_take(e->arena, ranges->n_strata + 1, sizeof *c->value);
    if (c->value == NULL)
        return no_memory(fault);
    for (size_t h = 0; h < ranges->n_strata && h < json_array_size(labels); h++)
        c->value[c->n_values++] = (struct sv_extract_label){
            (double) h + 1, json_string_value(json_array_get(labels, h))
        };
    return SV_OK;
}

/* Sampling rates of stage S by its groups: strata, then units of the stage
 * above.  JOINED strata have the rate of all of them together. */
static const double *
rates_of(struct sv_extract *e, const struct sv_ranges *r, size_t s,
         const uint32_t *joined)
{
    const size_t n_groups = s == 0 ? r->n_strata : r->n_units[s - 1];
    const uint32_t *from = s == 0 ? r->strata : r->stage[s - 1];
    double *drawn = sv_arena_take(e->arena, n_groups + 1, sizeof *drawn);
    double *of = sv_arena_take(e->arena, n_groups + 1, sizeof *of);

    for (size_t g = 0; drawn != NULL && of != NULL && g < n_groups; g++) {
        const size_t to = joined != NULL ? joined[g] : g;
        const double n = (double) (from[g + 1] - from[g]), p = r->fpc[s][g];

        drawn[to] += n;
        of[to] += p <= 1 ? n / p : p;
    }
    for (size_t g = 0; drawn != NULL && of != NULL && g < n_groups; g++)
        if (of[g] > 0)
            of[g] = drawn[g] / of[g];
    return drawn != NULL ? of : NULL;
}

static enum sv_status
add_populations(struct sv_extract *e, const struct sv_ranges *ranges,
                const uint32_t *joined, struct sv_fault *fault)
{
    for (size_t s = 0; s < ranges->n_stages; s++) {
        const bool unequal = s == 0 && ranges->probability != NULL;
        struct sv_extract_column *c;
        char name[32];

        if (ranges->fpc[s] == NULL)
            continue;
        snprintf(name, sizeof name, "hearth_fpc%zu", s + 1);
        c = add_group(e, ranges, unequal ? 1 : s, name,
                      unequal ? "Probability of drawing the unit of stage 1"
                      : sv_extract_text(e, "Sampling rate of stage %zu", s + 1));
        if (c == NULL)
            return no_memory(fault);
        c->type = SV_EXTRACT_NUMBER;
        c->joined = s == 0 && !unequal ? joined : NULL;
        c->by_group = unequal ? ranges->probability
                              : rates_of(e, ranges, s, c->joined);
        if (c->by_group == NULL)
            return no_memory(fault);
    }
    return SV_OK;
}

/* What Hartley and Rao's rule takes of the population, where it is given. */
static enum sv_status
add_squares(struct sv_extract *e, const struct sv_ranges *ranges,
            struct sv_fault *fault)
{
    struct sv_extract_column *c;

    if (ranges->squares == NULL)
        return SV_OK;
    c = add_group(e, ranges, 0, "hearth_squares", "Sum of squared "
                  "probabilities over the stratum's population, by n");
    if (c == NULL)
        return no_memory(fault);
    c->type = SV_EXTRACT_NUMBER;
    c->by_group = ranges->squares;
    return SV_OK;
}

/* Which stratum each is joined to under `lonely-psu: collapse`, else NULL. */
static enum sv_status
find_joined(const uint32_t **out, struct sv_extract *e,
            const struct sv_extract_sources *from,
            const struct sv_ranges *ranges, const json_t *labels,
            struct sv_fault *fault)
{
    const struct sv_design_rules rules = sv_design_rules_of(from->survey);
    uint32_t *joined = sv_arena_take(e->arena, ranges->n_strata + 1,
                                     sizeof *joined);
    struct sv_design *design = NULL;
    enum sv_status status;

    *out = NULL;
    if (strcmp(rules.lonely, "collapse") != 0)
        return SV_OK;
    if (joined == NULL)
        return no_memory(fault);
    status = sv_sample_design(&design, ranges, labels, &rules, fault);
    for (size_t h = 0; status == SV_OK && h < ranges->n_strata; h++) {
        size_t to = h;

        while (sv_stratum_joined(design, to) != to)
            to = sv_stratum_joined(design, to);
        joined[h] = (uint32_t) to;
    }
    sv_design_free(design);
    *out = joined;
    return status;
}

static enum sv_status
add_numbers(struct sv_extract *e, const struct sv_extract_sources *from,
            const struct sv_ranges *ranges, struct sv_fault *fault)
{
    const json_t *meta = json_object_get(json_object_get(from->units_meta,
                                                         "design"), e->record);
    const json_t *labels = json_object_get(meta, "strata");
    const uint32_t *joined;
    enum sv_status status = find_joined(&joined, e, from, ranges, meta, fault);

    if (status == SV_OK)
        status = add_stratum(e, ranges, labels, NULL, fault);
    if (status == SV_OK && joined != NULL)
        status = add_stratum(e, ranges, labels, joined, fault);
    for (size_t s = 0; status == SV_OK && s < ranges->n_stages; s++) {
        char name[32];

        snprintf(name, sizeof name, "hearth_unit%zu", s + 1);
        if (add_group(e, ranges, s + 1, s == 0 ? "hearth_psu" : name,
                      s == 0 ? "Primary sampling unit, numbered over all strata"
                      : sv_extract_text(e, "Sampling unit of stage %zu, "
                                        "numbered over all", s + 1)) == NULL)
            status = no_memory(fault);
    }
    if (status == SV_OK)
        status = add_populations(e, ranges, joined, fault);
    return status == SV_OK ? add_squares(e, ranges, fault) : status;
}

static enum sv_status
add_row_number(struct sv_extract *e, const struct sv_extract_sources *from,
               struct sv_fault *fault)
{
    struct sv_extract_column *c = sv_extract_add(e, "hearth_row");
    char path[NAME_SIZE];

    if (c == NULL)
        return no_memory(fault);
    c->type = SV_EXTRACT_INTEGER;
    c->most = INT32_MAX;
    c->fill = sv_fill_number;
    c->label = "Row in the data file";
    c->origin = "ingest";
    snprintf(path, sizeof path, "%s/row", e->record);
    return sv_store_column(&c->data, from->units, path, fault);
}

/* ... and that of the parent. */
static enum sv_status
add_parent_row(struct sv_extract *e, const struct sv_extract_sources *from,
               struct sv_fault *fault)
{
    const struct sv_survey *s = from->survey;
    const int parent = s->record[sv_survey_record(s, e->record)].parent;
    struct sv_extract_column *c;
    char path[NAME_SIZE];
    enum sv_status status;

    if (parent == SV_NO_RECORD)
        return SV_OK;
    c = sv_extract_add(e, "hearth_parent");
    if (c == NULL)
        return no_memory(fault);
    c->type = SV_EXTRACT_INTEGER;
    c->most = INT32_MAX;
    c->fill = sv_fill_number;
    c->label = sv_extract_text(e, "hearth_row of the %s",
                               s->record[parent].name.text);
    c->origin = "ingest";
    snprintf(path, sizeof path, "%s/row", s->record[parent].name.text);
    status = sv_store_column(&c->data, from->units, path, fault);
    return status == SV_OK ? climb(c, e, from, s->record[parent].name.text,
                                   fault)
                           : status;
}

enum sv_status
sv_extract_key_and_design(struct sv_extract *e,
                          const struct sv_extract_sources *from,
                          struct sv_fault *fault)
{
    const struct sv_survey *s = from->survey;
    const struct sv_record *r =
        &s->record[sv_survey_record(s, e->record)];
    struct sv_ranges *ranges = sv_arena_take(e->arena, 1, sizeof *ranges);
    bool found;
    enum sv_status status = SV_OK;

    if (ranges == NULL)
        return no_memory(fault);
    for (size_t k = 0; status == SV_OK && k < r->key.n; k++)
        status = sv_extract_raw(&found, e, from, e->record,
                                r->key.item[k].text, "key", fault);
    if (status == SV_OK)
        status = add_names(e, from, &s->design.strata, "stratum", fault);
    if (status == SV_OK)
        status = add_names(e, from, &s->design.clusters, "cluster", fault);
    if (status == SV_OK)
        status = add_names(e, from, &s->design.fpc, "population", fault);
    if (status == SV_OK)
        status = add_weight(e, from, fault);
    if (status == SV_OK)
        status = add_row_number(e, from, fault);
    if (status == SV_OK)
        status = add_parent_row(e, from, fault);
    if (status == SV_OK)
        status = sv_ranges_of(ranges, from->units, e->record, fault);
    e->ranges = ranges;
    return status == SV_OK ? add_numbers(e, from, ranges, fault) : status;
}
