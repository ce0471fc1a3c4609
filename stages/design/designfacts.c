/* designfacts.c - what the design of a survey is, in numbers. */
#include "stages/design/designfacts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/designwords.h"
#include "stages/common/sampledesign.h"
#include "stages/design/specialfacts.h"

enum { NAME_SIZE = 256 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a design");
}

static int
ascending(const void *left, const void *right)
{
    const double x = *(const double *) left, y = *(const double *) right;

    return (x > y) - (x < y);
}

struct sv_spread
sv_spread_of(double *list, size_t n)
{
    if (n == 0)
        return (struct sv_spread) { NAN, NAN, NAN };
    qsort(list, n, sizeof *list, ascending);
    return (struct sv_spread) {
        list[0], (list[(n - 1) / 2] + list[n / 2]) / 2, list[n - 1],
    };
}

/* Units that group G of STAGE was drawn. */
static size_t
drawn(const struct sv_ranges *r, size_t stage, size_t g)
{
    const uint32_t *first = stage == 0 ? r->strata : r->stage[stage - 1];

    return first[g + 1] - first[g];
}

/* n/N of a group, from a count or a rate; NAN without a population. */
static double
fraction(const struct sv_ranges *r, size_t stage, size_t g)
{
    const double p = r->fpc[stage] != NULL ? r->fpc[stage][g] : NAN;

    return p <= 1 ? p : (double) drawn(r, stage, g) / p;
}

static void
describe_stage(struct sv_stage_facts *out, const struct sv_ranges *r,
               size_t s, double *list)
{
    size_t n = 0;

    out->units = r->n_units[s];
    out->groups = s == 0 ? r->n_strata : r->n_units[s - 1];
    out->has_fpc = r->fpc[s] != NULL;
    out->used = s == 0 || r->fpc[s - 1] != NULL;
    for (size_t g = 0; g < out->groups; g++)
        list[n++] = (double) drawn(r, s, g);
    out->drawn = sv_spread_of(list, n);
    n = 0;
    for (size_t g = 0; g < out->groups; g++) {
        const double f = fraction(r, s, g);

        if (out->has_fpc && !isnan(f))
            list[n++] = f;
        out->complete += f == 1;
        out->too_few += f > 1;
        out->lonely += drawn(r, s, g) == 1 && !(f == 1);
    }
    out->fraction = sv_spread_of(list, n);
}

static enum sv_status
describe_stages(struct sv_record_facts *out, const json_t *design,
                struct sv_fault *fault)
{
    const struct sv_ranges *r = &out->ranges;
    size_t most = r->n_strata;
    double *list;

    for (size_t s = 0; s < r->n_stages; s++)
        if (r->n_units[s] > most)
            most = r->n_units[s];
    list = calloc(most + 1, sizeof *list);
    if (list == NULL)
        return no_memory(fault);
    out->n_stages = r->n_stages;
    for (size_t s = 0; s < r->n_stages; s++) {
        const char *name = json_string_value(
            json_array_get(json_object_get(design, "stages"), s));

        out->stage[s].name = name != NULL ? name : "row";
        describe_stage(&out->stage[s], r, s, list);
        out->stage[s].used = s == 0 || (out->stage[s - 1].used
                                        && out->stage[s].used);
    }
    free(list);
    return SV_OK;
}

/* The final weights, the base weights, or 1 for every row; those that are
 * missing count as 0 and are counted. */
static enum sv_status
take_weights(struct sv_record_facts *out, const struct sv_store *units,
             const struct sv_store *weights, struct sv_fault *fault)
{
    const size_t n = out->ranges.n_rows;
    const void *column = NULL;
    char name[NAME_SIZE];
    enum sv_status status = SV_OK;

    snprintf(name, sizeof name, "%s/weight", out->name);
    out->weights_are = "1 for every row";
    if (weights != NULL && sv_store_has(weights, name)) {
        out->weights_are = "final";
        status = sv_store_typed(&column, weights, name, SV_F64, n, fault);
    } else if (sv_store_has(units, name)) {
        out->weights_are = "base";
        status = sv_store_typed(&column, units, name, SV_F64, n, fault);
    }
    out->weight = malloc((n + 1) * sizeof *out->weight);
    if (status == SV_OK && out->weight == NULL)
        status = no_memory(fault);
    for (size_t j = 0; status == SV_OK && j < n; j++) {
        const double w = column != NULL ? ((const double *) column)[j] : 1;
        const bool usable = isfinite(w) && w >= 0;

        out->weight[j] = usable ? w : 0;
        out->missing_weights += !usable;
    }
    return status;
}

/* Whom `collapse` would join; where it cannot, nobody. */
static void
propose_merges(struct sv_record_facts *out, const json_t *design)
{
    const struct sv_design_rules rules = { .lonely = "collapse" };
    struct sv_design *d = NULL;
    struct sv_fault ignored = { 0 };

    if (sv_sample_design(&d, &out->ranges, design, &rules, &ignored) != SV_OK)
        return;
    for (size_t h = 0; h < out->ranges.n_strata; h++)
        out->stratum[h].merge = sv_stratum_joined(d, h);
    for (size_t h = out->ranges.n_strata; h-- > 0;) {
        const size_t to = sv_stratum_joined(d, h);

        if (to != h && sv_stratum_joined(d, to) == to)
            out->stratum[to].merge = h;         /* the first that joins it */
    }
    sv_design_free(d);
}

static enum sv_status
describe_strata(struct sv_record_facts *out, const json_t *design,
                struct sv_fault *fault)
{
    const struct sv_ranges *r = &out->ranges;

    out->stratum = calloc(r->n_strata + 1, sizeof *out->stratum);
    if (out->stratum == NULL)
        return no_memory(fault);
    for (size_t h = 0; h < r->n_strata; h++) {
        struct sv_stratum_facts *to = &out->stratum[h];
        const uint32_t first = sv_first_row_of_stratum(r, h);

        to->label = json_string_value(
            json_array_get(json_object_get(design, "strata"), h));
        to->label = to->label != NULL ? to->label : "";
        to->psus = drawn(r, 0, h);
        to->rows = sv_first_row_of_stratum(r, h + 1) - first;
        to->fraction = fraction(r, 0, h);
        to->complete = to->fraction == 1;
        to->lonely = to->psus == 1 && !to->complete;
        to->merge = h;
        to->weights = sv_profile_of(out->weight + first, to->rows);
    }
    if (sv_lonely_strata(out) > 0)
        propose_merges(out, design);
    out->weights = sv_profile_of(out->weight, r->n_rows);
    return SV_OK;
}

size_t
sv_lonely_strata(const struct sv_record_facts *r)
{
    size_t n = 0;

    for (size_t h = 0; h < r->ranges.n_strata; h++)
        n += r->stratum[h].lonely;
    return n;
}

/* The variable of the meta; NULL unless the record type has it with categories
 * and its column. */
static const json_t *
variable_of(const json_t *record, const struct sv_store *units,
            const char *name)
{
    char path[2 * NAME_SIZE];
    size_t i;
    json_t *v;

    snprintf(path, sizeof path, "%s/var/%s",
             json_string_value(json_object_get(record, "name")), name);
    if (!sv_store_has(units, path))
        return NULL;
    json_array_foreach(json_object_get(record, "variables"), i, v)
        if (strcmp(json_string_value(json_object_get(v, "name")), name) == 0)
            return json_array_size(json_object_get(v, "categories")) > 0 ? v
                                                                         : NULL;
    return NULL;
}

/* Multiplies the cells OF_ROW by SIZE and adds the codes of a column. */
static enum sv_status
add_codes(uint32_t *of_row, size_t n, size_t size, const char *record,
          const char *name, const struct sv_store *units,
          struct sv_fault *fault)
{
    char path[2 * NAME_SIZE];
    struct sv_column c;
    enum sv_status status;

    snprintf(path, sizeof path, "%s/var/%s", record, name);
    status = sv_store_column(&c, units, path, fault);
    if (status != SV_OK)
        return status;
    for (size_t j = 0; j < n; j++) {
        const int code = c.type == SV_U8 ? ((const uint8_t *) c.data)[j]
                                         : ((const int16_t *) c.data)[j];

        if (code <= 0 || (size_t) code > size)
            of_row[j] = SV_NO_DOMAIN;
        else if (of_row[j] != SV_NO_DOMAIN)
            of_row[j] = of_row[j] * (uint32_t) size + (uint32_t) code - 1;
    }
    return SV_OK;
}

static enum sv_status
count_cells(struct sv_crossing_facts *c, const struct sv_record_facts *r,
            const struct sv_store *units, struct sv_fault *fault)
{
    uint32_t *of_row = calloc(r->ranges.n_rows + 1, sizeof *of_row);
    bool *complete = calloc(r->ranges.n_strata + 1, sizeof *complete);
    enum sv_status status = SV_OK;

    c->cell = calloc(c->n_cells + 1, sizeof *c->cell);
    if (of_row == NULL || complete == NULL || c->cell == NULL)
        status = no_memory(fault);
    for (size_t h = 0; status == SV_OK && h < r->ranges.n_strata; h++)
        complete[h] = r->stratum[h].complete;
    for (size_t k = 0; status == SV_OK && k < c->by->variable.n; k++)
        status = add_codes(of_row, r->ranges.n_rows, c->size[k], r->name,
                           c->by->variable.item[k].text, units, fault);
    if (status == SV_OK
        && !sv_domains_count(c->cell, c->n_cells, &r->ranges, of_row,
                             r->weight, complete))
        status = no_memory(fault);
    free(complete);
    free(of_row);
    return status;
}

/* Adds a crossing, if the record type has all of its classifications. */
static enum sv_status
add_crossing(struct sv_record_facts *out, const struct sv_crossing *by,
             const json_t *record, const struct sv_store *units,
             struct sv_fault *fault)
{
    struct sv_crossing_facts *c = &out->crossing[out->n_crossings];

    *c = (struct sv_crossing_facts) { .by = by, .n_cells = 1 };
    if (by->variable.n > sizeof c->size / sizeof *c->size)
        return SV_OK;
    for (size_t k = 0; k < by->variable.n; k++) {
        c->variable[k] = variable_of(record, units, by->variable.item[k].text);
        if (c->variable[k] == NULL)
            return SV_OK;
        c->size[k] = json_array_size(json_object_get(c->variable[k],
                                                     "categories"));
        c->n_cells *= c->size[k];
    }
    if (c->n_cells >= 1u << 24)
        return SV_OK;                   /* nobody would read it */
    out->n_crossings++;
    return count_cells(c, out, units, fault);
}

static enum sv_status
describe_record(struct sv_record_facts *out, const struct sv_design_facts *f,
                const json_t *record, const struct sv_store *units,
                const struct sv_store *weights, struct sv_fault *fault)
{
    const json_t *design;
    int r;
    enum sv_status status;

    out->name = json_string_value(json_object_get(record, "name"));
    design = json_object_get(json_object_get(f->meta, "design"), out->name);
    r = sv_survey_record(f->survey, out->name);
    status = sv_ranges_of(&out->ranges, units, out->name, fault);
    if (status == SV_OK)
        status = describe_stages(out, design, fault);
    if (status == SV_OK)
        status = take_weights(out, units, weights, fault);
    if (status == SV_OK)
        status = describe_strata(out, design, fault);
    out->crossing = calloc(f->survey->tables.n_by + 1, sizeof *out->crossing);
    if (status == SV_OK && out->crossing == NULL)
        status = no_memory(fault);
    for (size_t c = 0; status == SV_OK && c < f->survey->tables.n_by; c++)
        status = add_crossing(out, &f->survey->tables.by[c], record, units,
                              fault);
    out->special = calloc(1, sizeof *out->special);
    if (status == SV_OK && out->special == NULL)
        status = no_memory(fault);
    if (status == SV_OK)
        status = sv_special_facts_find(out->special, out, f->survey, r, design,
                                       weights, fault);
    if (r >= 0) {
        sv_word_svydesign(out->svydesign, sizeof out->svydesign, f->survey,
                          (size_t) r, &out->ranges);
        sv_word_svyset(out->svyset, sizeof out->svyset, f->survey, (size_t) r,
                       &out->ranges);
    }
    return status;
}

enum sv_status
sv_design_facts_find(struct sv_design_facts *out,
                     const struct sv_survey *survey,
                     const struct sv_store *units,
                     const struct sv_store *weights, struct sv_fault *fault)
{
    const char *text = sv_store_text_of(units, "meta");
    size_t i;
    json_t *record;
    enum sv_status status = SV_OK;

    *out = (struct sv_design_facts) { .survey = survey };
    out->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (out->meta == NULL)
        return sv_fail(fault, SV_DATA, "units.h5: has no meta; run "
                       "hearth-derive again");
    out->record = calloc(
        json_array_size(json_object_get(out->meta, "records")) + 1,
        sizeof *out->record);
    if (out->record == NULL)
        return no_memory(fault);
    json_array_foreach(json_object_get(out->meta, "records"), i, record)
        if (status == SV_OK)
            status = describe_record(&out->record[out->n++], out, record,
                                     units, weights, fault);
    return status;
}

void
sv_design_facts_free(struct sv_design_facts *f)
{
    for (size_t i = 0; i < f->n; i++) {
        struct sv_record_facts *r = &f->record[i];

        for (size_t c = 0; r->crossing != NULL && c < r->n_crossings; c++)
            free(r->crossing[c].cell);
        free(r->crossing);
        if (r->special != NULL)
            free(r->special->calibration);
        free(r->special);
        free(r->stratum);
        free(r->weight);
    }
    free(f->record);
    json_decref(f->meta);
}

void
sv_domain_name(char *out, size_t size, const struct sv_crossing_facts *c,
             size_t cell)
{
    size_t code[8], used = 0;

    for (size_t k = c->by->variable.n; k-- > 0; cell /= c->size[k])
        code[k] = cell % c->size[k];
    out[0] = '\0';
    for (size_t k = 0; k < c->by->variable.n && used < size; k++) {
        const json_t *category = json_array_get(
            json_object_get(c->variable[k], "categories"), code[k]);

        used += (size_t) snprintf(
            out + used, size - used, "%s%s", k > 0 ? ", " : "",
            json_string_value(json_object_get(category, "name")));
    }
}
