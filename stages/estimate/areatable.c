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
    struct sv_stage *stage;
    struct sv_fault *fault;
};

enum { NAMES_TOLD = 8 };

void
sv_area_names_add(struct sv_area_names *names, const char *name)
{
    const size_t used = strlen(names->text);

    if (names->n++ < NAMES_TOLD)
        snprintf(names->text + used, sizeof names->text - used, "%s%.20s",
                 used > 0 ? ", " : "", name);
}

const char *
sv_area_names_text(struct sv_area_names *names)
{
    const size_t used = strlen(names->text);

    if (names->n > NAMES_TOLD)
        snprintf(names->text + used, sizeof names->text - used,
                 " and %zu more", names->n - NAMES_TOLD);
    return names->text;
}

static const char *
category(const struct reading *r, size_t i)
{
    return json_string_value(json_object_get(json_array_get(r->categories, i),
                                             "name"));
}

/* The category that NAME is, or n_areas. */
static size_t
area_of(const struct reading *r, const char *name)
{
    size_t i = 0;

    while (i < r->table->n_areas && strcmp(category(r, i), name) != 0)
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
    for (size_t k = 0; k < t->n_areas * t->n_columns; k++)
        t->value[k] = NAN;
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
    if (i == t->n_areas || t->line[i] > 0) {
        fault_in_row(r, i == t->n_areas ? "'%.60s' is no category of %s"
                                        : "'%.60s' is there before, in %s",
                     name, r->spec->by.text);
        return;
    }
    t->line[i] = r->csv.row;
    for (size_t k = 0; k < t->n_columns; k++) {
        double *value = &t->value[i * t->n_columns + k];

        if (k != r->area && k != r->period
            && (!sv_csv_parse(value, r->csv.field[k]) || isinf(*value)))
            fault_in_row(r, "%s: '%.60s' is not a number", t->column[k],
                         r->csv.field[k]);
    }
}

/* Areas without a line stay without a figure: networks do not reach everywhere.
 * None with one is another file, or another period. */
static enum sv_status
check_lacking(struct reading *r)
{
    const char *period = r->spec->period.text;
    const int year = sv_stage_survey(r->stage)->year;
    struct sv_area_names lacking = { .n = 0 };

    for (size_t i = 0; i < r->table->n_areas; i++)
        if (r->table->line[i] == 0)
            sv_area_names_add(&lacking, category(r, i));
    if (lacking.n == r->table->n_areas)
        return sv_fail(r->fault, SV_DATA, "%s: has no line for any category of "
                       "%s%s%s", r->spec->file.text, r->spec->by.text,
                       period != NULL ? " with the period " : "",
                       period != NULL ? period : "");
    if (lacking.n > 0)
        sv_stage_warn(r->stage, "%s: has no line for %zu of %zu categories of "
                      "%s: %s; they have nothing to compare with, and in "
                      "models keep their direct estimates",
                      r->spec->file.text, lacking.n, r->table->n_areas,
                      r->spec->by.text, sv_area_names_text(&lacking));
    if (period != NULL && year != 0 && strspn(period, "0123456789") == 4
        && strtol(period, NULL, 10) != year)
        sv_stage_warn(r->stage, "%s: the period %s is not of the survey's "
                      "year, %d", r->spec->file.text, period, year);
    return SV_OK;
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
    return r->fault->status == SV_OK ? check_lacking(r) : r->fault->status;
}

enum sv_status
sv_area_table_read(struct sv_area_table *out, struct sv_stage *stage,
                   const struct sv_areas_spec *spec, const json_t *categories,
                   struct sv_fault *fault)
{
    struct reading r = { .table = out, .spec = spec, .categories = categories,
                         .stage = stage, .fault = fault };
    size_t n = 0;
    enum sv_status status;

    *out = (struct sv_area_table){ .n_areas = json_array_size(categories) };
    out->line = calloc(out->n_areas + 1, sizeof *out->line);
    status = out->line == NULL
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
    return status;
}

void
sv_area_table_free(struct sv_area_table *table)
{
    free(table->text);
    free(table->column);
    free(table->value);
    free(table->line);
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
