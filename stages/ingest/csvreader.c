/* csvreader.c - variables and rows of CSV files.
 *
 * The first row names the variables.  A first pass over the used columns finds
 * out which are numbers, a second delivers them.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "pipeline/store.h"
#include "stages/ingest/charset.h"
#include "stages/ingest/csvscan.h"
#include "stages/ingest/formats.h"

enum { MAX_COLUMNS = 1 << 16, REST_EVERY = 1 << 24 };

struct csv {
    struct sv_scan scan;
    const struct sv_reading *reading;
    struct sv_charset charset;
    size_t n_columns;           /* of the header */
    struct sv_spool *spool;
    int *column;                /* [n_columns] in the spool, or -1 */
    enum sv_column_type *type;  /* [n_columns] */
    bool *comma;                /* [n_columns] its texts would be numbers with
                                   a decimal comma, all of them so far */
    uint64_t row;               /* from 1 */
    struct sv_fault *fault;
};

static enum sv_status
not_in_charset(const struct csv *c, const char *what, const char *name)
{
    return sv_fail(c->fault, SV_DATA, "%s%s is not in %s; say what the file is "
                   "in with `encoding:` (for example encoding: windows-1252)",
                   what, name, c->reading->encoding != NULL
                   ? c->reading->encoding : "UTF-8");
}

/* One name of the header as a variable. */
static enum sv_status
add_variable(struct csv *c, json_t *variables, const struct sv_scan_field *f)
{
    const char *text = f->text;
    size_t n = f->n;
    json_t *name, *variable;

    while (n > 0 && *text == ' ')
        text++, n--;
    while (n > 0 && text[n - 1] == ' ')
        n--;
    if (!sv_charset_convert(&c->charset, &text, &n)
        || (name = json_stringn(text, n)) == NULL)
        return not_in_charset(c, "the header", "");
    variable = json_pack("{so ss ss}", "name", name, "label", "", "type",
                         "any");
    if (variable == NULL || json_array_append_new(variables, variable) != 0)
        return sv_fail(c->fault, SV_SYSTEM, "out of memory in the dictionary");
    return SV_OK;
}

/* Reads the header; VARIABLES may be NULL. */
static enum sv_status
read_header(struct csv *c, json_t *variables)
{
    struct sv_scan_field f = { .last = false };

    if (!sv_scan_more(&c->scan))
        return sv_fail(c->fault, SV_DATA, "the file has no header");
    for (c->n_columns = 0; !f.last; c->n_columns++) {
        if (c->n_columns == MAX_COLUMNS)
            return sv_fail(c->fault, SV_DATA, "the header has more than %d "
                           "names", MAX_COLUMNS);
        if (sv_scan_next(&f, &c->scan, c->fault) != SV_OK
            || (variables != NULL && add_variable(c, variables, &f) != SV_OK))
            return c->fault->status;
    }
    return SV_OK;
}

static enum sv_status
open_text(struct csv *c, const struct sv_reading *reading,
          struct sv_fault *fault)
{
    const char *text = mmap(NULL, reading->size, PROT_READ, MAP_PRIVATE,
                            reading->fd, 0);

    *c = (struct csv) { .reading = reading, .fault = fault };
    if (text == MAP_FAILED)
        return sv_fail_errno(fault, "cannot map the file");
    sv_scan_begin(&c->scan, text, reading->size);
    return sv_charset_open(&c->charset, reading->encoding, fault);
}

static void
close_text(struct csv *c)
{
    if (c->scan.text != NULL)
        munmap((void *) (uintptr_t) c->scan.text, c->scan.size);
    sv_scan_end(&c->scan);
    sv_charset_close(&c->charset);
    free(c->column);
    free(c->type);
    free(c->comma);
}

static enum sv_status
dictionary(json_t *out, const struct sv_reading *reading,
           struct sv_fault *fault)
{
    json_t *variables = json_array();
    struct csv c;

    if (json_object_set_new(out, "rows", json_integer(-1)) != 0
        || json_object_set_new(out, "variables", variables) != 0)
        return sv_fail(fault, SV_SYSTEM, "out of memory in the dictionary");
    if (open_text(&c, reading, fault) == SV_OK)
        read_header(&c, variables);
    close_text(&c);
    return fault->status;
}

/* Every field of the row, to DO; ragged rows are faults. */
static enum sv_status
each_field(struct csv *c,
           enum sv_status (*take)(struct csv *c, size_t column,
                                  const struct sv_scan_field *field))
{
    const uint64_t line = c->scan.line;
    struct sv_scan_field f = { .last = false };
    size_t n = 0;

    for (; !f.last; n++) {
        if (sv_scan_next(&f, &c->scan, c->fault) != SV_OK)
            return sv_at(c->fault, "row %" PRIu64, c->row);
        if (n < c->n_columns && c->column[n] >= 0
            && take(c, n, &f) != SV_OK)
            return c->fault->status;
    }
    if (n == c->n_columns)
        return SV_OK;
    return sv_fail(c->fault, SV_DATA, "row %" PRIu64 " (line %" PRIu64 ") has "
                   "%zu fields; the header has %zu", c->row, line, n,
                   c->n_columns);
}

static enum sv_status
each_row(struct csv *c,
         enum sv_status (*take)(struct csv *c, size_t column,
                                const struct sv_scan_field *field),
         bool deliver)
{
    size_t rested = 0;

    for (c->row = 1; sv_scan_more(&c->scan); c->row++) {
        if (each_field(c, take) != SV_OK)
            return c->fault->status;
        if (deliver && sv_spool_next(c->spool) != SV_OK)
            return c->fault->status;
        if (c->scan.at - rested > REST_EVERY) {
            sv_pages_done(c->scan.text + rested, c->scan.at - rested);
            rested = c->scan.at;
        }
    }
    return SV_OK;
}

static bool
is_number(const struct sv_scan_field *field, char point)
{
    double value;
    uint8_t reason;

    return sv_scan_number(field, point, &value, &reason) != SV_SCAN_TEXT;
}

/* First pass: a column with a text in it is no number, nor is one of identifiers
 * that would be others as numbers. */
static enum sv_status
find_type(struct csv *c, size_t column, const struct sv_scan_field *field)
{
    const char *const name = c->spool->column[c->column[column]].name;
    const char point = c->reading->point;

    if (c->type[column] == SV_COLUMN_STRING && !c->comma[column])
        return SV_OK;
    if (is_number(field, point)) {
        if (c->type[column] == SV_COLUMN_ANY && sv_scan_loses_digits(field))
            c->type[column] = SV_COLUMN_STRING;
        return SV_OK;
    }
    if (c->type[column] == SV_COLUMN_NUMBER)
        return sv_fail(c->fault, SV_DATA, "row %" PRIu64 ": variable %s is said "
                       "to be a number, but this is none (decimal %s, no "
                       "separators of thousands)", c->row, name,
                       point == ',' ? "comma" : "point");
    if (c->type[column] == SV_COLUMN_ANY)
        c->comma[column] = c->scan.separator != ',' && point == '.';
    c->type[column] = SV_COLUMN_STRING;
    c->comma[column] = c->comma[column] && is_number(field, ',');
    return SV_OK;
}

/* Numbers with another decimal mark than the file is said to have are not taken
 * for texts in silence. */
static enum sv_status
check_commas(const struct csv *c)
{
    for (size_t i = 0; i < c->n_columns; i++)
        if (c->column[i] >= 0 && c->comma[i]) {
            const char *const name = c->spool->column[c->column[i]].name;

            return sv_fail(c->fault, SV_DATA, "variable %s: its values are "
                           "numbers if commas are before decimals; say "
                           "`decimal: comma` of the file, or `types: {%s: "
                           "string}` if they are texts", name, name);
        }
    return SV_OK;
}

/* Second pass. */
static enum sv_status
deliver(struct csv *c, size_t column, const struct sv_scan_field *field)
{
    const size_t k = (size_t) c->column[column];
    const char *text = field->text;
    size_t n = field->n;
    double value = 0;
    uint8_t reason;

    if (c->type[column] != SV_COLUMN_STRING) {
        if (sv_scan_number(field, c->reading->point, &value, &reason)
            == SV_SCAN_NUMBER)
            sv_spool_number(c->spool, k, value);
        else
            sv_spool_missing(c->spool, k, reason);
        return SV_OK;
    }
    while (n > 0 && text[n - 1] == ' ')
        n--;
    if (memchr(text, '\0', n) != NULL)
        return sv_fail(c->fault, SV_DATA, "row %" PRIu64 ": variable %s has a "
                       "NUL byte: the file is damaged, or not CSV", c->row,
                       c->spool->column[k].name);
    if (!sv_charset_convert(&c->charset, &text, &n)) {
        not_in_charset(c, "variable ", c->spool->column[k].name);
        return sv_at(c->fault, "row %" PRIu64, c->row);
    }
    return sv_spool_text(c->spool, k, text, n);
}

/* Names and types of the used columns; names come from the header again. */
static enum sv_status
choose(struct csv *c, const json_t *variables)
{
    size_t k = 0;

    c->column = calloc(c->n_columns, sizeof *c->column);
    c->type = calloc(c->n_columns, sizeof *c->type);
    c->comma = calloc(c->n_columns, sizeof *c->comma);
    if (c->column == NULL || c->type == NULL || c->comma == NULL)
        return sv_fail(c->fault, SV_SYSTEM, "out of memory while reading");
    for (size_t i = 0; i < c->n_columns; i++) {
        const char *const name = json_string_value(
            json_object_get(json_array_get(variables, i), "name"));
        const bool used = i < c->reading->n_variables && c->reading->used[i]
            && k < c->spool->n_columns;

        c->column[i] = used ? (int) k : -1;
        if (!used)
            continue;
        c->type[i] = c->reading->type[i];
        c->spool->column[k].name = strdup(name != NULL ? name : "");
        if (c->spool->column[k++].name == NULL)
            return sv_fail(c->fault, SV_SYSTEM, "out of memory while reading");
    }
    return SV_OK;
}

static enum sv_status
both_passes(struct csv *c)
{
    json_t *variables = json_array();
    enum sv_status status = read_header(c, variables);
    const struct sv_scan start = c->scan;

    if (status == SV_OK)
        status = choose(c, variables);
    json_decref(variables);
    if (status == SV_OK)
        status = each_row(c, find_type, false);
    if (status == SV_OK)
        status = check_commas(c);
    if (status != SV_OK)
        return status;
    for (size_t i = 0; i < c->n_columns; i++)
        if (c->column[i] >= 0)
            c->spool->column[c->column[i]].how.text =
                c->type[i] == SV_COLUMN_STRING;
    c->scan.at = start.at;
    c->scan.line = start.line;
    return each_row(c, deliver, true);
}

static enum sv_status
rows(struct sv_spool *spool, const struct sv_reading *reading,
     struct sv_fault *fault)
{
    enum sv_status status;
    struct csv c;

    status = open_text(&c, reading, fault);
    c.spool = spool;
    if (status == SV_OK)
        status = both_passes(&c);
    close_text(&c);
    return status;
}

const struct sv_reader sv_csv_reader = { dictionary, rows };
