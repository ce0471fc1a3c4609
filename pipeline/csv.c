/* csv.c - comma-separated values, RFC 4180, as our own outputs have them. */
#include "pipeline/csv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void
separate(struct sv_csv *csv)
{
    if (csv->fields++ > 0)
        fputc(',', csv->to);
}

void
sv_csv_text(struct sv_csv *csv, const char *text)
{
    separate(csv);
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, csv->to);
        return;
    }
    fputc('"', csv->to);
    for (; *text != '\0'; text++) {
        if (*text == '"')
            fputc('"', csv->to);
        fputc(*text, csv->to);
    }
    fputc('"', csv->to);
}

void
sv_csv_texts(struct sv_csv *csv, const char *const *text, size_t n)
{
    for (size_t k = 0; k < n; k++)
        sv_csv_text(csv, text[k]);
}

void
sv_csv_number(struct sv_csv *csv, double value)
{
    separate(csv);
    if (!isnan(value))
        fprintf(csv->to, "%.17g", value);
}

void
sv_csv_end(struct sv_csv *csv)
{
    fputc('\n', csv->to);
    csv->fields = 0;
}

void
sv_csv_read(struct sv_csv_reader *reader, char *text, size_t n)
{
    *reader = (struct sv_csv_reader){ .at = text, .end = text + n };
}

static enum sv_status
add_field(struct sv_csv_reader *r, const char *field, struct sv_fault *fault)
{
    if (r->n == r->capacity) {
        const size_t capacity = 2 * r->capacity + 16;
        const char **grown = realloc(r->field, capacity * sizeof *grown);

        if (grown == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory for %zu fields",
                           capacity);
        r->field = grown;
        r->capacity = capacity;
    }
    r->field[r->n++] = field;
    return SV_OK;
}

/* Takes the quoted field that begins at r->at, behind its quote; leaves r->at
 * behind the closing one. */
static enum sv_status
unquote(struct sv_csv_reader *r, char **end, struct sv_fault *fault)
{
    char *to = r->at;

    for (; r->at < r->end; r->at++) {
        if (*r->at == '"') {
            if (r->at + 1 == r->end || r->at[1] != '"') {
                r->at++;
                *end = to;
                return SV_OK;
            }
            r->at++;
        }
        *to++ = *r->at;
    }
    return sv_fail(fault, SV_DATA, "line %zu: a quote is never closed",
                   r->row);
}

static int
ends_field(char c)
{
    return c == ',' || c == '\r' || c == '\n';
}

/* Takes one field and what ends it; *last is set at the end of the row. */
static enum sv_status
take_field(struct sv_csv_reader *r, int *last, struct sv_fault *fault)
{
    char *start = r->at, *end = start;
    enum sv_status status;

    if (r->at < r->end && *r->at == '"') {
        start = ++r->at;
        status = unquote(r, &end, fault);
        if (status != SV_OK)
            return status;
    } else {
        while (r->at < r->end && !ends_field(*r->at))
            r->at++;
        end = r->at;
    }
    if (memchr(start, '\0', (size_t) (end - start)) != NULL)
        return sv_fail(fault, SV_DATA, "line %zu: a NUL byte", r->row);
    *last = r->at == r->end || *r->at != ',';
    if (r->at + 1 < r->end && *r->at == '\r' && r->at[1] != '\n')
        return sv_fail(fault, SV_DATA, "line %zu: ends in a carriage return "
                       "alone; save the file with line ends of LF or CR LF",
                       r->row);
    if (r->at < r->end && *r->at == '\r')
        r->at++;
    if (r->at < r->end && *r->at != ',' && *r->at != '\n')
        return sv_fail(fault, SV_DATA, "line %zu: text where the field should "
                       "end", r->row);
    if (r->at < r->end)
        r->at++;
    *end = '\0';
    return add_field(r, start, fault);
}

enum sv_status
sv_csv_row(struct sv_csv_reader *reader, int *more, struct sv_fault *fault)
{
    int last = 0;

    reader->n = 0;
    reader->row++;
    *more = reader->at < reader->end;
    while (*more && !last) {
        enum sv_status status = take_field(reader, &last, fault);

        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

void
sv_csv_free(struct sv_csv_reader *reader)
{
    free(reader->field);
    *reader = (struct sv_csv_reader){ 0 };
}

int
sv_csv_parse(double *out, const char *field)
{
    char *end;

    *out = NAN;
    if (*field == '\0')
        return 1;
    if (strspn(field, "+-.0123456789eE") != strlen(field)
        && strcmp(field, "inf") != 0 && strcmp(field, "-inf") != 0)
        return 0;
    *out = strtod(field, &end);
    return *end == '\0' && end != field;
}
