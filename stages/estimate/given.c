/* given.c - values of indicators that do not come from surveys. */
#include "stages/estimate/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "stages/common/indicatorfacts.h"
#include "stages/common/outside.h"

enum column { INDICATOR, ITEM, YEAR, VALUE, SOURCE, NOTE, N_COLUMNS };

static const char *const column_name[N_COLUMNS] = {
    "indicator", "item", "year", "value", "source", "note",
};

struct reading {
    const struct sv_survey *survey;
    const char *path;
    json_t *given;              /* what there is to be had */
    struct sv_csv_reader csv;
    size_t at[N_COLUMNS];       /* SIZE_MAX: the file has it not */
    size_t n_columns;
    struct sv_fault *fault;
};

static bool
is_same(const json_t *entry, const char *code, const char *item)
{
    return strcmp(json_string_value(json_object_get(entry, "code")), code) == 0
        && strcmp(json_string_value(json_object_get(entry, "item")), item) == 0;
}

/* An entry without a value for each given indicator. */
static json_t *
list_given(const struct sv_survey *s)
{
    const char *first = s->languages.item[0].text;
    json_t *all = NULL;

    for (size_t k = 0; k < s->n_indicators; k++) {
        const struct sv_indicator *i = &s->indicator[k];
        json_t *o;

        if (!i->given)
            continue;
        o = json_pack("{s:s, s:s, s:o, s:o, s:n}", "code", i->code.text, "item",
                      i->item.text != NULL ? i->item.text : "", "name",
                      sv_label_json(&i->name, first), "item_name",
                      sv_label_json(&i->item_name, first), "value");
        if (o != NULL)
            sv_indicator_facts(o, i, first);
        if (all == NULL)
            all = json_array();
        json_array_append_new(all, o);
    }
    return all;
}

static enum sv_status
read_head(struct reading *r)
{
    int more;
    enum sv_status status = sv_csv_row(&r->csv, &more, r->fault);

    if (status != SV_OK)
        return status;
    r->n_columns = more ? r->csv.n : 0;
    for (size_t c = 0; c < N_COLUMNS; c++) {
        r->at[c] = SIZE_MAX;
        for (size_t k = 0; k < r->n_columns; k++)
            if (strcmp(r->csv.field[k], column_name[c]) == 0)
                r->at[c] = k;
    }
    if (r->at[INDICATOR] == SIZE_MAX || r->at[VALUE] == SIZE_MAX)
        return sv_fail(r->fault, SV_DATA, "%s: its first line must name the "
                       "columns, 'indicator' and 'value' among them", r->path);
    return SV_OK;
}

static const char *
field(const struct reading *r, enum column c)
{
    return r->at[c] == SIZE_MAX ? "" : r->csv.field[r->at[c]];
}

static json_t *
find(const struct reading *r)
{
    size_t k;
    json_t *entry;

    json_array_foreach(r->given, k, entry)
        if (is_same(entry, field(r, INDICATOR), field(r, ITEM)))
            return entry;
    return NULL;
}

static void
set_text(json_t *to, const char *key, const char *text)
{
    if (*text != '\0')
        json_object_set_new(to, key, json_string(text));
}

/* The latest year is the one that is reported; a value without one is older
 * than all. */
static void
take_value(struct reading *r, json_t *entry, double value, double year)
{
    const double had = json_is_null(json_object_get(entry, "value")) ? -1
                     : json_number_value(json_object_get(entry, "year"));

    if (year == had)
        sv_add(r->fault, SV_DATA, "%s: line %zu: %s %s is there twice for one "
               "year", r->path, r->csv.row, field(r, INDICATOR),
               field(r, ITEM));
    if (year <= had)
        return;
    json_object_set_new(entry, "value", json_real(value));
    if (year > 0)
        json_object_set_new(entry, "year", json_integer((json_int_t) year));
    set_text(entry, "source", field(r, SOURCE));
    set_text(entry, "remark", field(r, NOTE));
}

static void
take_row(struct reading *r)
{
    json_t *entry;
    double value, year;

    if (r->csv.n != r->n_columns) {
        sv_add(r->fault, SV_DATA, "%s: line %zu: has %zu fields, the first "
               "line has %zu", r->path, r->csv.row, r->csv.n, r->n_columns);
        return;
    }
    entry = find(r);
    if (entry == NULL)
        sv_add(r->fault, SV_DATA, "%s: line %zu: '%.40s' '%.40s' is no "
               "indicator, with its item, that is given in the catalogues of "
               "this survey", r->path, r->csv.row, field(r, INDICATOR),
               field(r, ITEM));
    else if (!sv_csv_parse(&value, field(r, VALUE)) || isnan(value)
             || !sv_csv_parse(&year, field(r, YEAR))
             || (!isnan(year) && (year != floor(year) || year < 1900
                                  || year > 2200)))
        sv_add(r->fault, SV_DATA, "%s: line %zu: 'value' must be a number and "
               "'year' a year, or empty", r->path, r->csv.row);
    else
        take_value(r, entry, value, isnan(year) ? 0 : year);
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
    return r->fault->status;
}

/* A file for indicators that nobody asks for would be read in vain. */
static enum sv_status
nothing_given(const struct sv_survey *s, struct sv_fault *fault)
{
    if (s->given.text == NULL)
        return SV_OK;
    return sv_point(fault, SV_DATA, s->given.at, strlen(s->given.text),
                    "no catalogue of this survey has indicators whose values "
                    "are given; sdg has some");
}

enum sv_status
sv_given_read(json_t **out, struct sv_stage *stage, struct sv_fault *fault)
{
    struct reading r = { .survey = sv_stage_survey(stage), .fault = fault };
    char *text = NULL;
    size_t n = 0;
    enum sv_status status;

    *out = r.given = list_given(r.survey);
    r.path = r.survey->given.text;
    if (r.given == NULL)
        return nothing_given(r.survey, fault);
    if (r.path == NULL)
        return SV_OK;
    status = sv_outside_text(&text, &n, stage, r.path, fault);
    if (status == SV_OK) {
        sv_csv_read(&r.csv, text, n);
        status = read_head(&r);
        if (status == SV_OK)
            status = read_rows(&r);
        sv_csv_free(&r.csv);
    }
    free(text);
    return status;
}
