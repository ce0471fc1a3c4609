/* areatable.c - figures by area from a file of aggregates. */
#include "stages/estimate/areatable.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "stages/common/outside.h"

struct reading {
    struct sv_area_table *table;
    const struct sv_areas_spec *spec;
    const json_t *categories;
    struct sv_csv_reader csv;
    size_t area, period;        /* columns; SIZE_MAX: there is none */
    bool *seen;                 /* [n_areas] */
    struct sv_fault *fault;
};

/* The category that NAME is, or n_areas. */
static size_t
area_of(const struct reading *r, const char *name)
{
    size_t i = 0;

    while (i < r->table->n_areas
           && strcmp(json_string_value(json_object_get(
                         json_array_get(r->categories, i), "name")), name) != 0)
        i++;
    return i;
}

static enum sv_status
read_head(struct reading *r)
{
    struct sv_area_table *t = r->table;
    int more;
    enum sv_status status = sv_csv_row(&r->csv, &more, r->fault);

    r->area = r->period = SIZE_MAX;
    if (status != SV_OK || !more)
        return status;
    t->n_columns = r->csv.n;
    t->column = calloc(t->n_columns + 1, sizeof *t->column);
    t->value = calloc(t->n_areas * t->n_columns + 1, sizeof *t->value);
    if (t->column == NULL || t->value == NULL)
        return sv_fail(r->fault, SV_SYSTEM, "out of memory for figures by area");
    for (size_t k = 0; k < t->n_columns; k++) {
        t->column[k] = r->csv.field[k];
        if (strcmp(t->column[k], r->spec->by.text) == 0)
            r->area = k;
        if (strcmp(t->column[k], "period") == 0)
            r->period = k;
    }
    if (r->area == SIZE_MAX)
        return sv_fail(r->fault, SV_DATA, "%s: has no column '%s', which is to "
                       "hold the names of the areas", r->spec->file.text,
                       r->spec->by.text);
    if (r->spec->period.text != NULL && r->period == SIZE_MAX)
        return sv_fail(r->fault, SV_DATA, "%s: has no column 'period'",
                       r->spec->file.text);
    return SV_OK;
}

/* Adds a fault about row R->csv.row. */
static void SV_PRINTF(2, 3)
fault_in_row(struct reading *r, const char *fmt, ...)
{
    char sentence[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    sv_add(r->fault, SV_DATA, "%s: line %zu: %s", r->spec->file.text,
           r->csv.row, sentence);
}

static void
take_row(struct reading *r)
{
    struct sv_area_table *t = r->table;
    const char *name;
    size_t i;

    if (r->csv.n != t->n_columns) {
        fault_in_row(r, "has %zu fields, the first line has %zu", r->csv.n,
                     t->n_columns);
        return;
    }
    if (r->spec->period.text != NULL
        && strcmp(r->csv.field[r->period], r->spec->period.text) != 0)
        return;
    name = r->csv.field[r->area];
    i = area_of(r, name);
    if (i == t->n_areas || r->seen[i]) {
        fault_in_row(r, i == t->n_areas ? "'%.60s' is no category of %s"
                                        : "'%.60s' is there before, in %s",
                     name, r->spec->by.text);
        return;
    }
    r->seen[i] = true;
    for (size_t k = 0; k < t->n_columns; k++)
        if (k != r->area && k != r->period
            && !sv_csv_parse(&t->value[i * t->n_columns + k], r->csv.field[k]))
            fault_in_row(r, "%s: '%.60s' is not a number", t->column[k],
                         r->csv.field[k]);
}

static enum sv_status
read_rows(struct reading *r)
{
    int more = 1;

    while (more) {
        const enum sv_status status = sv_csv_row(&r->csv, &more, r->fault);

        if (status != SV_OK)
            return status;
        if (more)
            take_row(r);
    }
    for (size_t i = 0; i < r->table->n_areas; i++)
        if (!r->seen[i])
            sv_add(r->fault, SV_DATA, "%s: has no line for '%s' of %s%s%s",
                   r->spec->file.text,
                   json_string_value(json_object_get(
                       json_array_get(r->categories, i), "name")),
                   r->spec->by.text,
                   r->spec->period.text != NULL ? ", period " : "",
                   r->spec->period.text != NULL ? r->spec->period.text : "");
    return r->fault->status;
}

enum sv_status
sv_area_table_read(struct sv_area_table *out, struct sv_stage *stage,
                   const struct sv_areas_spec *spec, const json_t *categories,
                   struct sv_fault *fault)
{
    struct reading r = { .table = out, .spec = spec, .categories = categories,
                         .fault = fault };
    size_t n = 0;
    enum sv_status status;

    *out = (struct sv_area_table){ .n_areas = json_array_size(categories) };
    r.seen = calloc(out->n_areas + 1, sizeof *r.seen);
    status = r.seen == NULL
                 ? sv_fail(fault, SV_SYSTEM, "out of memory for %zu areas",
                           out->n_areas)
                 : sv_outside_text(&out->text, &n, stage,
                                   spec->file.text, fault);
    if (status == SV_OK) {
        sv_csv_read(&r.csv, out->text, n);
        status = read_head(&r);
        if (status == SV_OK)
            status = out->n_columns > 0
                         ? read_rows(&r)
                         : sv_fail(fault, SV_DATA, "%s: is empty",
                                   spec->file.text);
        sv_csv_free(&r.csv);
    }
    free(r.seen);
    return status;
}

void
sv_area_table_free(struct sv_area_table *table)
{
    free(table->text);
    free(table->column);
    free(table->value);
    *table = (struct sv_area_table){ 0 };
}

enum sv_status
sv_area_column(size_t *out, const struct sv_area_table *table,
               struct sv_string name, struct sv_fault *fault)
{
    const char *near;

    for (size_t k = 0; k < table->n_columns; k++)
        if (strcmp(table->column[k], name.text) == 0) {
            *out = k;
            return SV_OK;
        }
    near = sv_nearest(name.text, table->column, table->n_columns);
    return sv_point(fault, SV_DATA, name.at, strlen(name.text),
                    "the file of 'areas' has no column '%.60s'%s%s%s",
                    name.text, near != NULL ? "; did you mean '" : "",
                    near != NULL ? near : "", near != NULL ? "'?" : "");
}
