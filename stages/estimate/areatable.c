/* areatable.c - figures by area from a file of aggregates. */
#include "stages/estimate/areatable.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/outside.h"
#include "stages/common/outsidetable.h"

struct reading {
    struct sv_area_table *table;
    const struct sv_areas_spec *spec;
    const json_t *categories;
    struct sv_outside_table from;
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

    r->area = sv_outside_table_column(&r->from, r->spec->by.text);
    r->period = sv_outside_table_column(&r->from, "period");
    t->n_columns = r->from.n_columns;
    t->column = calloc(t->n_columns + 1, sizeof *t->column);
    t->value = calloc(t->n_areas * t->n_columns + 1, sizeof *t->value);
    if (t->column == NULL || t->value == NULL)
        return sv_fail(r->fault, SV_SYSTEM, "out of memory for figures by area");
    for (size_t k = 0; k < t->n_areas * t->n_columns; k++)
        t->value[k] = NAN;
    for (size_t k = 0; k < t->n_columns; k++)
        t->column[k] = r->from.csv.field[k];
    if (r->area == SIZE_MAX)
        return sv_fail(r->fault, SV_DATA, "%s: has no column '%s', which is to "
                       "hold the names of the areas", r->spec->file.text,
                       r->spec->by.text);
    if (r->spec->period.text != NULL && r->period == SIZE_MAX)
        return sv_fail(r->fault, SV_DATA, "%s: has no column 'period'",
                       r->spec->file.text);
    return SV_OK;
}

static void
take_row(struct reading *r)
{
    struct sv_area_table *t = r->table;
    const char *const *field = r->from.csv.field;
    size_t i;

    if (r->spec->period.text != NULL
        && strcmp(field[r->period], r->spec->period.text) != 0)
        return;
    i = area_of(r, field[r->area]);
    if (i == t->n_areas || t->line[i] > 0) {
        sv_outside_table_wrong(&r->from, i == t->n_areas
                                   ? "'%.60s' is no category of %s"
                                   : "'%.60s' is there before, in %s",
                               field[r->area], r->spec->by.text);
        return;
    }
    t->line[i] = r->from.csv.row;
    for (size_t k = 0; k < t->n_columns; k++) {
        double *value = &t->value[i * t->n_columns + k];

        if (k != r->area && k != r->period
            && (!sv_csv_parse(value, field[k]) || isinf(*value)))
            sv_outside_table_wrong(&r->from, "%s: '%.60s' is not a number",
                                   t->column[k], field[k]);
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
read_table(struct reading *r, size_t n)
{
    enum sv_status status = sv_outside_table_begin(
        &r->from, r->spec->file.text, r->table->text, n, r->fault);

    if (status == SV_OK)
        status = read_head(r);
    while (status == SV_OK && sv_outside_table_row(&r->from))
        take_row(r);
    sv_outside_table_end(&r->from);
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
    return status == SV_OK ? read_table(&r, n) : status;
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
