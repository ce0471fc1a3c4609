/* statfile.c - SPSS and Stata files, through ReadStat.
 *
 * ReadStat writes from the first byte to the last, row by row: what is in
 * memory is a block of rows and the dictionary.  The date in the file is the
 * first of January of the survey's year, so that equal contents are equal
 * files.
 */
#include <math.h>
#include <readstat.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "pipeline/world.h"
#include "stages/export/exportformat.h"

/* Stata's largest double; SPSS has its marks of missing beyond. */
#define LARGEST 8.9e307
enum { LABEL_SIZE = 32004, LONG_NAMES = 32767 };

struct writing {
    struct sv_export *export;
    readstat_writer_t *writer;
    readstat_variable_t **variable;     /* [extract->n] */
    struct sv_extract_block *block;     /* [extract->n] */
    struct sv_fault *fault;
    bool stata;
};

static ssize_t
put_bytes(const void *data, size_t n, void *to)
{
    return fwrite(data, 1, n, to) == n ? (ssize_t) n : -1;
}

static enum sv_status
check(const struct writing *w, readstat_error_t error, const char *name)
{
    if (error == READSTAT_OK)
        return SV_OK;
    if (error == READSTAT_ERROR_WRITE)
        return sv_fail_errno(w->fault, "cannot be written");
    if (error == READSTAT_ERROR_MALLOC)
        return sv_fail(w->fault, SV_SYSTEM, "out of memory for an export");
    return sv_fail(w->fault, SV_BUG, "variable %s cannot be written as a %s "
                   "(%s)", name, w->export->format->title,
                   readstat_error_message(error));
}

static enum sv_status
no_memory(const struct writing *w)
{
    return sv_fail(w->fault, SV_SYSTEM, "out of memory for an export");
}

/* ---- the dictionary --------------------------------------------------------------- */

/* What Stata stores; SPSS has doubles only. */
static readstat_type_t
type_of(const struct writing *w, const struct sv_extract_column *c)
{
    if (c->type == SV_EXTRACT_TEXT)
        return READSTAT_TYPE_STRING;
    if (!w->stata || c->type != SV_EXTRACT_INTEGER || c->most > INT16_MAX - 64)
        return READSTAT_TYPE_DOUBLE;
    return c->most <= 100 ? READSTAT_TYPE_INT8 : READSTAT_TYPE_INT16;
}

static const char *
format_of(const struct writing *w, const struct sv_extract_column *c)
{
    switch (c->type) {
    case SV_EXTRACT_DATE:
        return w->stata ? "%td" : "DATE11";
    case SV_EXTRACT_TIME:
        return w->stata ? "%tcHH:MM:SS" : "TIME8";
    case SV_EXTRACT_DATETIME:
        return w->stata ? "%tc" : "DATETIME20";
    case SV_EXTRACT_INTEGER:
        return w->stata ? "%12.0g" : "F8.0";
    case SV_EXTRACT_NUMBER:
        return w->stata ? "%12.0g" : "F12.4";
    case SV_EXTRACT_TEXT:
    default:
        return NULL;
    }
}

/* Days and seconds since 1970 as the programs count them. */
static double
date_of(const struct writing *w, const struct sv_extract_column *c, double x)
{
    switch (c->type) {
    case SV_EXTRACT_DATE:
        return w->stata ? x + 3653 : (x + 141428) * 86400;
    case SV_EXTRACT_TIME:
        return w->stata ? x * 1000 : x;
    case SV_EXTRACT_DATETIME:
        return w->stata ? (x + 3653 * 86400.0) * 1000 : x + 141428 * 86400.0;
    case SV_EXTRACT_INTEGER: case SV_EXTRACT_NUMBER: case SV_EXTRACT_TEXT:
    default:
        return x;
    }
}

static void
label_value(const struct writing *w, readstat_label_set_t *set, double value,
            const char *text)
{
    char label[LABEL_SIZE];

    sv_export_label(label, sizeof label, w->export, text,
                    w->export->format->value_label, SIZE_MAX);
    if (!w->stata)
        readstat_label_double_value(set, value, label);
    else if (value == floor(value) && fabs(value) < INT32_MAX - 256)
        readstat_label_int32_value(set, (int32_t) value, label);
}

static bool
is_labelled(const struct sv_extract_column *c, double value)
{
    for (size_t k = 0; k < c->n_values; k++)
        if (c->value[k].value == value)
            return true;
    return false;
}

static void
label_kind(const struct writing *w, readstat_label_set_t *set,
           const struct sv_extract_column *c, size_t k)
{
    const struct sv_kind_codes *codes = w->export->codes;
    char label[LABEL_SIZE];

    if (!w->stata) {
        const double code = sv_kind_code(codes, c, k);

        if (!is_labelled(c, code))
            label_value(w, set, code, c->kind[k].name);
        return;
    }
    sv_export_label(label, sizeof label, w->export, c->kind[k].name,
                    w->export->format->value_label, SIZE_MAX);
    readstat_label_tagged_value(set, sv_kind_tag(codes, c, k), label);
}

/* Value labels; also the names of the kinds of missing. */
static enum sv_status
add_labels(const struct writing *w, const struct sv_extract_column *c,
           readstat_variable_t *v)
{
    readstat_label_set_t *set;

    if (c->type == SV_EXTRACT_TEXT || c->n_values + c->n_kinds == 0)
        return SV_OK;
    set = readstat_add_label_set(w->writer,
                                 w->stata ? READSTAT_TYPE_INT32
                                          : READSTAT_TYPE_DOUBLE, c->name);
    if (set == NULL)
        return no_memory(w);
    for (size_t k = 0; k < c->n_values; k++)
        label_value(w, set, date_of(w, c, c->value[k].value),
                    c->value[k].text);
    for (size_t k = 0; k < c->n_kinds; k++)
        label_kind(w, set, c, k);
    readstat_variable_set_label_set(v, set);
    return SV_OK;
}

/* The ranges that the file itself declares missing. */
static enum sv_status
declare_ranges(const struct writing *w, const struct sv_extract_column *c,
               readstat_variable_t *v)
{
    size_t i;
    json_t *range;
    enum sv_status status = SV_OK;

    json_array_foreach(c->missing_ranges, i, range) {
        const double low = json_number_value(json_array_get(range, 0));
        const double high = json_number_value(json_array_get(range, 1));

        if (status == SV_OK)
            status = check(w, readstat_variable_add_missing_double_range(
                                  v, date_of(w, c, low), date_of(w, c, high)),
                           c->name);
    }
    return status;
}

/* SPSS declares three values, or a range. */
static enum sv_status
declare_missing(const struct writing *w, const struct sv_extract_column *c,
                readstat_variable_t *v)
{
    double least = INFINITY, most = -INFINITY;
    enum sv_status status = SV_OK;

    if (json_array_size(c->missing_ranges) > 0 && c->type != SV_EXTRACT_TEXT)
        return declare_ranges(w, c, v);
    for (size_t k = 0; status == SV_OK && k < c->n_kinds; k++) {
        const double code = sv_kind_code(w->export->codes, c, k);

        least = fmin(least, code);
        most = fmax(most, code);
        if (c->n_kinds <= 3)
            status = check(w, readstat_variable_add_missing_double_value(v, code),
                           c->name);
    }
    return c->n_kinds > 3
               ? check(w, readstat_variable_add_missing_double_range(v, least,
                                                                     most),
                       c->name)
               : status;
}

static enum sv_status
add_variable(struct writing *w, size_t i)
{
    const struct sv_extract_column *c = &w->export->extract->column[i];
    const struct sv_export_format *f = w->export->format;
    const char *format = format_of(w, c);
    char label[LABEL_SIZE];
    readstat_variable_t *v =
        readstat_add_variable(w->writer, c->name, type_of(w, c),
                              c->type == SV_EXTRACT_TEXT
                                  ? (c->width > 0 ? c->width : 1) : 0);
    enum sv_status status;

    w->variable[i] = v;
    if (v == NULL)
        return no_memory(w);
    sv_export_label(label, sizeof label, w->export, c->label,
                    f->variable_label, f->variable_label_characters);
    readstat_variable_set_label(v, label);
    if (format != NULL)
        readstat_variable_set_format(v, format);
    readstat_variable_set_measure(v, c->n_values > 0 ? READSTAT_MEASURE_NOMINAL
                                                     : READSTAT_MEASURE_UNKNOWN);
    status = add_labels(w, c, v);
    return status == SV_OK && !w->stata ? declare_missing(w, c, v) : status;
}

/* ---- rows ----------------------------------------------------------------------------- */

static readstat_error_t
put_missing(const struct writing *w, const struct sv_extract_column *c,
            const readstat_variable_t *v, uint8_t reason, double number)
{
    const size_t k = sv_extract_kind_of(c, reason, number);

    if (k == c->n_kinds)
        return readstat_insert_missing_value(w->writer, v);
    if (w->stata)
        return readstat_insert_tagged_missing_value(
            w->writer, v, sv_kind_tag(w->export->codes, c, k));
    return readstat_insert_double_value(
        w->writer, v, date_of(w, c, sv_kind_code(w->export->codes, c, k)));
}

static readstat_error_t
put_number(const struct writing *w, const readstat_variable_t *v,
           double number)
{
    switch (readstat_variable_get_type(v)) {
    case READSTAT_TYPE_INT8:
        return readstat_insert_int8_value(w->writer, v, (int8_t) number);
    case READSTAT_TYPE_INT16:
        return readstat_insert_int16_value(w->writer, v, (int16_t) number);
    default:
        return readstat_insert_double_value(w->writer, v, number);
    }
}

/* Row J of the blocks, which is row ROW of the record. */
static enum sv_status
put_row(const struct writing *w, size_t j, size_t row)
{
    readstat_error_t error = readstat_begin_row(w->writer);

    for (size_t i = 0; error == READSTAT_OK && i < w->export->extract->n; i++) {
        const struct sv_extract_column *c = &w->export->extract->column[i];
        const struct sv_extract_block *b = &w->block[i];
        const readstat_variable_t *v = w->variable[i];

        if (c->type == SV_EXTRACT_TEXT)
            error = readstat_insert_string_value(w->writer, v, b->text[j]);
        else if (b->reason[j] != SV_VALID)
            error = put_missing(w, c, v, b->reason[j], b->number[j]);
        else if (fabs(b->number[j]) > LARGEST)
            return sv_fail(w->fault, SV_DATA, "%s, row %zu of the export: the "
                           "number is larger than a %s can hold", c->origin,
                           row + 1, w->export->format->title);
        else
            error = put_number(w, v, date_of(w, c, b->number[j]));
        if (error != READSTAT_OK)
            return check(w, error, c->name);
    }
    if (error == READSTAT_OK)
        error = readstat_end_row(w->writer);
    return check(w, error, "hearth_row");
}

static enum sv_status
put_rows(const struct writing *w)
{
    const struct sv_extract *e = w->export->extract;
    enum sv_status status = SV_OK;

    for (size_t first = 0; status == SV_OK && first < e->n_rows;
         first += SV_EXTRACT_BLOCK) {
        const size_t rest = e->n_rows - first;
        const size_t n = rest < SV_EXTRACT_BLOCK ? rest : SV_EXTRACT_BLOCK;

        for (size_t i = 0; i < e->n; i++)
            e->column[i].fill(&e->column[i], first, n, &w->block[i]);
        for (size_t j = 0; status == SV_OK && j < n; j++)
            status = put_row(w, j, first + j);
    }
    return status;
}

/* ReadStat turns this into local time and back. */
static time_t
date_of_file(const struct sv_export *export)
{
    struct tm date = { .tm_year = (export->year != 0 ? export->year : 2000)
                                  - 1900,
                       .tm_mday = 1, .tm_hour = 12, .tm_isdst = -1 };

    return mktime(&date);
}

static enum sv_status
begin(struct writing *w, FILE *to)
{
    const struct sv_extract *e = w->export->extract;
    const long rows = (long) e->n_rows;
    char title[81];
    enum sv_status status = SV_OK;

    sv_export_label(title, sizeof title, w->export, w->export->title, 64,
                    SIZE_MAX);
    readstat_set_data_writer(w->writer, put_bytes);
    readstat_writer_set_file_label(w->writer, title);
    readstat_writer_set_file_timestamp(w->writer, date_of_file(w->export));
    if (w->stata)
        readstat_writer_set_file_format_version(
            w->writer, e->n > LONG_NAMES ? 119 : 118);
    else
        readstat_writer_set_compression(w->writer, READSTAT_COMPRESS_ROWS);
    for (size_t i = 0; status == SV_OK && i < e->n; i++)
        status = add_variable(w, i);
    if (status != SV_OK)
        return status;
    return check(w, w->stata ? readstat_begin_writing_dta(w->writer, to, rows)
                             : readstat_begin_writing_sav(w->writer, to, rows),
                 e->record);
}

static enum sv_status
write_file(FILE *to, struct sv_export *export, bool stata,
           struct sv_fault *fault)
{
    const size_t n = export->extract->n;
    struct writing w = {
        .export = export, .fault = fault, .stata = stata,
        .writer = readstat_writer_init(),
        .variable = calloc(n + 1, sizeof *w.variable),
        .block = calloc(n + 1, sizeof *w.block),
    };
    enum sv_status status;

    if (w.writer == NULL || w.variable == NULL || w.block == NULL)
        status = no_memory(&w);
    else
        status = begin(&w, to);
    if (status == SV_OK)
        status = put_rows(&w);
    if (status == SV_OK)
        status = check(&w, readstat_end_writing(w.writer), "hearth_row");
    readstat_writer_free(w.writer);
    free(w.variable);
    free(w.block);
    return status;
}

enum sv_status
sv_write_sav(FILE *to, struct sv_export *export, struct sv_fault *fault)
{
    return write_file(to, export, false, fault);
}

enum sv_status
sv_write_dta(FILE *to, struct sv_export *export, struct sv_fault *fault)
{
    return write_file(to, export, true, fault);
}
