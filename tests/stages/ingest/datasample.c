/* datasample.c - one small survey as a data file of every kind. */
#include "tests/stages/ingest/datasample.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS   READSTAT_COMPRESS_ROWS
#define BINARY READSTAT_COMPRESS_BINARY

const struct sample_format sample_formats[] = {
    { "sav", "person.sav", readstat_begin_writing_sav, 2, 0, false, true, true },
    { "sav-rows", "person.sav", readstat_begin_writing_sav, 2, ROWS, false,
      true, true },
    { "zsav", "person.zsav", readstat_begin_writing_sav, 3, BINARY, false, true,
      true },
    { "por", "person.por", readstat_begin_writing_por, 0, 0, false, true, true },
    { "dta-104", "person.dta", readstat_begin_writing_dta, 104, 0, false, false,
      false },
    { "dta-105", "person.dta", readstat_begin_writing_dta, 105, 0, false, false,
      false },
    { "dta-108", "person.dta", readstat_begin_writing_dta, 108, 0, false, true,
      false },
    { "dta-110", "person.dta", readstat_begin_writing_dta, 110, 0, false, true,
      false },
    { "dta-111", "person.dta", readstat_begin_writing_dta, 111, 0, false, true,
      false },
    { "dta-114", "person.dta", readstat_begin_writing_dta, 114, 0, true, true,
      false },
    { "dta-115", "person.dta", readstat_begin_writing_dta, 115, 0, true, true,
      false },
    { "dta-117", "person.dta", readstat_begin_writing_dta, 117, 0, true, true,
      false },
    { "dta-118", "person.dta", readstat_begin_writing_dta, 118, 0, true, true,
      false },
    { "dta-119", "person.dta", readstat_begin_writing_dta, 119, 0, true, true,
      false },
    { "sas7bdat", "person.sas7bdat", readstat_begin_writing_sas7bdat, 0, 0,
      true, false, false },
    { "sas7bdat-rows", "person.sas7bdat", readstat_begin_writing_sas7bdat, 0,
      ROWS, true, false, false },
    { "xpt-5", "person.xpt", readstat_begin_writing_xport, 5, 0, true, false,
      false },
    { "xpt-8", "person.xpt", readstat_begin_writing_xport, 8, 0, true, false,
      false },
};
const size_t sample_n_formats = sizeof sample_formats / sizeof *sample_formats;

enum { MOST = 32 };

struct column {
    char name[32], kind;
    int width;
    readstat_variable_t *variable;
};

const struct sample_format *
sample_format(const char *name)
{
    size_t i = 0;

    while (i < sample_n_formats && strcmp(sample_formats[i].name, name) != 0)
        i++;
    cr_assert(i < sample_n_formats, "no format %s", name);
    return &sample_formats[i];
}

static ssize_t
put(const void *data, size_t n, void *to)
{
    return (ssize_t) fwrite(data, 1, n, to);
}

static int
parse_columns(struct column *c, const char *text)
{
    char copy[512], *save = NULL;
    int n = 0;

    snprintf(copy, sizeof copy, "%s", text);
    for (char *at = strtok_r(copy, " ", &save); at != NULL;
         at = strtok_r(NULL, " ", &save), n++) {
        char *colon = strchr(at, ':');

        c[n] = (struct column) { .kind = colon != NULL ? colon[1] : 'i' };
        if (colon != NULL) {
            c[n].width = atoi(colon + 2);
            *colon = '\0';
        }
        snprintf(c[n].name, sizeof c[n].name, "%s", at);
    }
    return n;
}

/* Days since 1970 in the format's own way. */
static double
date(const struct sample_format *f, double days)
{
    return f->user_missing ? (days + 141428) * 86400 : days + 3653;
}

static const char *
date_format(const struct sample_format *f)
{
    return f->user_missing ? "DATE11"
        : strncmp(f->name, "dta", 3) == 0 ? "%td" : "DATE";
}

static void
add_variables(readstat_writer_t *w, struct column *c, int n,
              const struct sample_format *f, bool labels, bool nines)
{
    readstat_label_set_t *set = NULL;

    if (labels && f->labels) {
        set = readstat_add_label_set(w, READSTAT_TYPE_DOUBLE, "onetwo");
        readstat_label_double_value(set, 1, "One");
        readstat_label_double_value(set, 2, "Two");
    }
    for (int i = 0; i < n; i++) {
        c[i].variable = readstat_add_variable(w, c[i].name, c[i].kind == 's'
            ? READSTAT_TYPE_STRING : READSTAT_TYPE_DOUBLE,
            c[i].kind == 's' ? (size_t) c[i].width : 0);
        readstat_variable_set_label(c[i].variable, "What it is");
        if (c[i].kind == 't')
            readstat_variable_set_format(c[i].variable, date_format(f));
        if (c[i].kind == 'i' && set != NULL)
            readstat_variable_set_label_set(c[i].variable, set);
        if (c[i].kind == 'i' && nines && f->user_missing) {
            readstat_variable_add_missing_double_value(c[i].variable, 9);
            readstat_variable_add_missing_double_range(c[i].variable, 98, 99);
        }
    }
}

static void
put_field(readstat_writer_t *w, const struct column *c, const char *text,
          const struct sample_format *f)
{
    readstat_error_t error;

    if (c->kind == 's')
        error = readstat_insert_string_value(w, c->variable,
                                             strcmp(text, "_") ? text : "");
    else if (text[0] == '.' && text[1] != '\0' && f->tags)
        error = readstat_insert_tagged_missing_value(w, c->variable,
            f->file[7] == 'd' ? text[1] : (char) (text[1] - 'a' + 'A'));
    else if (text[0] == '.')
        error = readstat_insert_missing_value(w, c->variable);
    else
        error = readstat_insert_double_value(w, c->variable, c->kind == 't'
            ? date(f, strtod(text, NULL)) : strtod(text, NULL));
    cr_assert(error == READSTAT_OK, "%s: %s: %s", f->name, c->name,
              readstat_error_message(error));
}

static long
count_rows(const char *rows)
{
    long n = *rows != '\0';

    for (const char *at = rows; *at != '\0'; at++)
        n += at[0] == '\n' && at[1] != '\0';
    return n;
}

void
sample_write(const struct sample *sample, const struct sample_format *format,
             bool labels, bool nines)
{
    readstat_writer_t *w = readstat_writer_init();
    FILE *to = fopen(format->file, "wb");
    char *rows = strdup(sample->rows), *row_save = NULL;
    struct column c[MOST];
    const int n = parse_columns(c, sample->variables);

    cr_assert(to != NULL);
    readstat_set_data_writer(w, put);
    if (format->version != 0)
        readstat_writer_set_file_format_version(w, (uint8_t) format->version);
    if (format->compression != 0)
        readstat_writer_set_compression(w, format->compression);
    add_variables(w, c, n, format, labels, nines);
    cr_assert(format->begin(w, to, count_rows(sample->rows)) == READSTAT_OK,
              "%s", format->name);
    for (char *row = strtok_r(rows, "\n", &row_save); row != NULL;
         row = strtok_r(NULL, "\n", &row_save)) {
        char *save = NULL, *at = strtok_r(row, " ", &save);

        cr_assert(readstat_begin_row(w) == READSTAT_OK);
        for (int i = 0; i < n; i++, at = strtok_r(NULL, " ", &save))
            put_field(w, &c[i], at, format);
        cr_assert(readstat_end_row(w) == READSTAT_OK);
    }
    cr_assert(readstat_end_writing(w) == READSTAT_OK);
    readstat_writer_free(w);
    free(rows);
    fclose(to);
}

void
sample_write_csv(const struct sample *sample, const char *path)
{
    FILE *to = fopen(path, "w");
    struct column c[MOST];
    const int n = parse_columns(c, sample->variables);

    for (int i = 0; i < n; i++)
        fprintf(to, "%s%s", i > 0 ? "," : "", c[i].name);
    fputc('\n', to);
    for (const char *at = sample->rows; *at != '\0'; at++)
        if (*at != '_')
            fputc(*at == ' ' ? ',' : *at, to);
    fclose(to);
}
