/* given.c - values of indicators that do not come from surveys. */
#include "stages/estimate/given.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/indicatorfacts.h"
#include "stages/common/outside.h"
#include "stages/common/outsidetable.h"

enum column { INDICATOR, ITEM, YEAR, VALUE, SOURCE, NOTE, N_COLUMNS };

static const char *const column_name[N_COLUMNS] = {
    "indicator", "item", "year", "value", "source", "note",
};

struct reading {
    const struct sv_survey *survey;
    const char *path;
    json_t *given;              /* what there is to be had */
    struct sv_outside_table table;
    size_t at[N_COLUMNS];       /* SIZE_MAX: the file has it not */
    json_t *seen;               /* an object: year, code and item as keys */
    size_t n_later;             /* values of years after the survey's */
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
    for (size_t c = 0; c < N_COLUMNS; c++)
        r->at[c] = sv_outside_table_column(&r->table, column_name[c]);
    if (r->at[INDICATOR] == SIZE_MAX || r->at[VALUE] == SIZE_MAX)
        return sv_fail(r->fault, SV_DATA, "%s: its first line must name the "
                       "columns, 'indicator' and 'value' among them", r->path);
    return SV_OK;
}

static const char *
field(const struct reading *r, enum column c)
{
    return r->at[c] == SIZE_MAX ? "" : r->table.csv.field[r->at[c]];
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

/* Adds a fault about the row last read: what it is of, and SENTENCE. */
static void SV_PRINTF(2, 3)
fault_in_row(struct reading *r, const char *fmt, ...)
{
    char sentence[256];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    sv_outside_table_wrong(&r->table, "%.40s%s%.40s: %s", field(r, INDICATOR),
                           *field(r, ITEM) != '\0' ? " " : "", field(r, ITEM),
                           sentence);
}

/* What values may be, by the SDMX code of their unit. */
static const struct range {
    const char *unit, *words;
    double high;                /* from 0 on */
} ranges[] = {
    { "PT", "per cent, from 0 to 100", 100 },
    { "PER_100_POP", "a number per 100 inhabitants, 0 or more", INFINITY },
    { "NUMBER", "a number, 0 or more", INFINITY },
};

static const struct range *
range_of(const json_t *entry)
{
    const char *unit = json_string_value(
        json_object_get(json_object_get(entry, "sdmx"), "unit"));

    for (size_t k = 0; unit != NULL && k < sizeof ranges / sizeof *ranges; k++)
        if (strcmp(ranges[k].unit, unit) == 0)
            return &ranges[k];
    return NULL;
}

static bool
read_value(double *out, struct reading *r, const json_t *entry)
{
    const char *written = field(r, VALUE);
    const struct range *range = range_of(entry);
    const char *expected = range != NULL ? range->words : "a number";

    if (*written == '\0')
        fault_in_row(r, "'value' is empty; expected %s. Leave the line out "
                     "where there is no value", expected);
    else if (!sv_csv_parse(out, written) || !isfinite(*out))
        fault_in_row(r, "'value' is '%.40s'; expected %s", written, expected);
    else if (range != NULL && (*out < 0 || *out > range->high))
        fault_in_row(r, "'value' is %.40s; expected %s", written, expected);
    else
        return true;
    return false;
}

/* 0 where none is written: older than all. */
static bool
read_year(int *out, struct reading *r)
{
    const char *written = field(r, YEAR);
    double year;

    *out = 0;
    if (*written == '\0')
        return true;
    if (!sv_csv_parse(&year, written) || year != floor(year) || year < 1900
        || year > 2200) {
        fault_in_row(r, "'year' is '%.40s'; expected a year, or nothing",
                     written);
        return false;
    }
    *out = (int) year;
    return true;
}

static bool
is_first(struct reading *r, int year)
{
    char key[256];

    snprintf(key, sizeof key, "%d %.100s %.100s", year, field(r, INDICATOR),
             field(r, ITEM));
    if (json_object_get(r->seen, key) != NULL) {
        fault_in_row(r, "is there twice for one year");
        return false;
    }
    json_object_set_new(r->seen, key, json_true());
    return true;
}

/* The latest year up to that of the survey is the one that is reported. */
static void
take_value(struct reading *r, json_t *entry, double value, int year)
{
    const json_int_t had = json_is_null(json_object_get(entry, "value")) ? -1
                     : json_integer_value(json_object_get(entry, "year"));

    if (r->survey->year != 0 && year > r->survey->year) {
        r->n_later++;
        return;
    }
    if (year <= had)
        return;
    json_object_set_new(entry, "value", json_real(value));
    if (year > 0)
        json_object_set_new(entry, "year", json_integer(year));
    json_object_del(entry, "source");
    json_object_del(entry, "remark");
    set_text(entry, "source", field(r, SOURCE));
    set_text(entry, "remark", field(r, NOTE));
}

static void
take_row(struct reading *r)
{
    json_t *entry;
    double value;
    int year;
    bool good;

    entry = find(r);
    if (entry == NULL) {
        sv_outside_table_wrong(&r->table, "'%.40s' '%.40s' is no indicator, "
                               "with its item, that is given in the catalogues "
                               "of this survey", field(r, INDICATOR),
                               field(r, ITEM));
        return;
    }
    good = read_value(&value, r, entry);
    if (read_year(&year, r) && good && is_first(r, year))
        take_value(r, entry, value, year);
}

static enum sv_status
read_table(struct reading *r, char *text, size_t n)
{
    enum sv_status status = sv_outside_table_begin(&r->table, r->path, text, n,
                                                   r->fault);

    if (status == SV_OK)
        status = read_head(r);
    while (status == SV_OK && sv_outside_table_row(&r->table))
        take_row(r);
    sv_outside_table_end(&r->table);
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
    r.seen = json_object();
    status = sv_outside_text(&text, &n, stage, r.path, fault);
    if (status == SV_OK)
        status = read_table(&r, text, n);
    if (status == SV_OK && r.n_later > 0)
        sv_stage_warn(stage, "%s: %zu values are of years after that of the "
                      "survey, %d, and are passed over", r.path, r.n_later,
                      r.survey->year);
    json_decref(r.seen);
    free(text);
    return status;
}
