/* surveyfile.c - answers as a file of SPSS or Stata, the same bytes every time. */
#include "surveyfile.h"

#include <iconv.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double spss_epoch = 141428;        /* days to 1 January 1970 */

static const struct {
    readstat_type_t dta;
    const char *sav;            /* SPSS format; every number is a double */
} kinds[N_KINDS] = {
    [CODE] = { READSTAT_TYPE_INT8, "F2.0" },
    [COUNT] = { READSTAT_TYPE_INT16, "F5.0" },
    [ID] = { READSTAT_TYPE_INT32, "F8.0" },
    [MONEY] = { READSTAT_TYPE_DOUBLE, "F10.1" },
    [WEIGHT] = { READSTAT_TYPE_DOUBLE, "F12.4" },
    [DATE] = { READSTAT_TYPE_INT32, "DATE11" },
    [TEXT] = { READSTAT_TYPE_STRING, NULL },
};

void
must(readstat_error_t e)
{
    if (e == READSTAT_OK)
        return;
    fprintf(stderr, "a fixture cannot be written: %s\n", readstat_error_message(e));
    exit(EXIT_FAILURE);
}

static ssize_t
write_bytes(const void *data, size_t n, void *to)
{
    return fwrite(data, 1, n, to) == n ? (ssize_t) n : -1;
}

/* TEXT, which is UTF-8, as the file has it. */
static const char *
in_code_page(char out[512], const struct table *t, const char *text)
{
    char name[16], *from = (char *) (uintptr_t) text, *to = out;
    size_t left = strlen(text), room = 511;
    iconv_t c;

    snprintf(name, sizeof name, "CP%d", t->house->code_page);
    if (t->format == DTA || t->house->code_page == 65001)
        return text;
    c = iconv_open(name, "UTF-8");
    if (c == (iconv_t) -1 || iconv(c, &from, &left, &to, &room) != 0) {
        fprintf(stderr, "%s: is not in %s\n", text, name);
        exit(EXIT_FAILURE);
    }
    iconv_close(c);
    *to = '\0';
    return out;
}

static readstat_label_set_t *
add_labels(readstat_writer_t *w, const struct table *t, const struct field *f)
{
    const struct labels *labels = f->labels;
    readstat_label_set_t *set = readstat_add_label_set(
        w, t->format == SAV ? READSTAT_TYPE_DOUBLE : READSTAT_TYPE_INT32, labels->name);
    char text[512];

    for (int i = 0; i < 16 && labels->in[i].text != NULL; i++)
        if (t->format == SAV)
            readstat_label_double_value(set, labels->in[i].code,
                                        in_code_page(text, t, labels->in[i].text));
        else
            readstat_label_int32_value(set, labels->in[i].code, labels->in[i].text);
    t->house->label_reasons(set, f, t->format);
    return set;
}

/* Variables with the same labels share one set. */
static readstat_label_set_t *
labels_of(readstat_writer_t *w, const struct table *t, size_t k)
{
    for (size_t i = 0; i < k; i++)
        if (t->field[i].labels == t->field[k].labels && t->field[i].kind != TEXT)
            return readstat_get_variable(w, (int) i)->label_set;
    return add_labels(w, t, &t->field[k]);
}

static void
add_variables(readstat_writer_t *w, const struct table *t)
{
    for (size_t k = 0; k < t->n_fields; k++) {
        const struct field *f = &t->field[k];
        const bool text = f->kind == TEXT;
        readstat_variable_t *v = readstat_add_variable(
            w, f->name, t->format == DTA || text ? kinds[f->kind].dta : READSTAT_TYPE_DOUBLE,
            text ? t->house->text_size : 0);
        char label[512];

        readstat_variable_set_label(v, in_code_page(label, t, f->label));
        if (t->format == SAV) {
            readstat_variable_set_format(v, text ? t->house->text_format : kinds[f->kind].sav);
            t->house->declare(v, f);
        }
        if (f->labels != NULL && !text)
            readstat_variable_set_label_set(v, labels_of(w, t, k));
    }
}

static readstat_error_t
put_stata(readstat_writer_t *w, const readstat_variable_t *v, double x)
{
    if (x < 0)
        return readstat_insert_tagged_missing_value(
            w, v, x == DONT_KNOW ? 'a' : x == REFUSED ? 'b' : 'c');
    switch (readstat_variable_get_type(v)) {
    case READSTAT_TYPE_INT8:
        return readstat_insert_int8_value(w, v, (int8_t) x);
    case READSTAT_TYPE_INT16:
        return readstat_insert_int16_value(w, v, (int16_t) x);
    case READSTAT_TYPE_INT32:
        return readstat_insert_int32_value(w, v, (int32_t) x);
    default:
        return readstat_insert_double_value(w, v, x);
    }
}

static readstat_error_t
put_spss(readstat_writer_t *w, const readstat_variable_t *v, double x)
{
    return isnan(x) ? readstat_insert_missing_value(w, v)
                    : readstat_insert_double_value(w, v, x);
}

static readstat_error_t
put(readstat_writer_t *w, const struct table *t, size_t k, double x)
{
    const readstat_variable_t *v = readstat_get_variable(w, (int) k);
    const struct field *f = &t->field[k];
    char word[128], text[512];

    if (f->kind == TEXT) {
        t->house->word(word, sizeof word, f, x);
        return readstat_insert_string_value(w, v, in_code_page(text, t, word));
    }
    if (t->format == DTA)
        return put_stata(w, v, x);
    if (f->kind == DATE && x >= 0)
        return put_spss(w, v, (x + spss_epoch) * 86400);
    return put_spss(w, v, x < 0 ? t->house->instead(f, x) : x);
}

/* In the order in which data entry met the groups, not that of the strata. */
static void
write_rows(readstat_writer_t *w, const struct table *t, FILE *to)
{
    must((t->format == DTA ? readstat_begin_writing_dta
                           : readstat_begin_writing_sav)(w, to, (long) t->n_rows));
    for (int g = 0; g < t->n_groups; g++)
        for (size_t i = 0; i < t->n_rows; i++) {
            if (t->group[i] != t->order[g])
                continue;
            must(readstat_begin_row(w));
            for (size_t k = 0; k < t->n_fields; k++)
                must(put(w, t, k, t->row[i * t->n_fields + k]));
            must(readstat_end_row(w));
        }
    must(readstat_end_writing(w));
}

/* ReadStat says that texts are UTF-8, in the last number of the record of the
 * machine (type 7, subtype 3); here they may be something else. */
static void
declare_code_page(char *bytes, size_t n, int code_page)
{
    static const int32_t head[4] = { 7, 3, 4, 8 };
    const int32_t page = code_page;
    char *record = memmem(bytes, n, head, sizeof head);

    if (record == NULL) {
        fputs("a fixture has no record of the machine\n", stderr);
        exit(EXIT_FAILURE);
    }
    memcpy(record + sizeof head + 7 * sizeof page, &page, sizeof page);
}

static void
keep(const char *folder, const struct table *t, const char *bytes, size_t n)
{
    char path[4096];
    FILE *to;

    snprintf(path, sizeof path, "%s/%s", folder, t->name);
    to = fopen(path, "wb");
    if (to == NULL || fwrite(bytes, 1, n, to) != n || fclose(to) != 0) {
        perror(path);
        exit(EXIT_FAILURE);
    }
}

void
write_survey_file(const char *folder, const struct table *t)
{
    readstat_writer_t *w = readstat_writer_init();
    char *bytes = NULL, title[512];
    size_t n = 0;
    FILE *to = open_memstream(&bytes, &n);

    if (to == NULL) {
        perror(t->name);
        exit(EXIT_FAILURE);
    }
    must(readstat_set_data_writer(w, write_bytes));
    must(readstat_writer_set_file_label(w, in_code_page(title, t, t->title)));
    must(readstat_writer_set_file_timestamp(w, t->written));
    if (t->format == DTA)
        must(readstat_writer_set_file_format_version(w, 118));
    else
        must(readstat_writer_set_compression(w, READSTAT_COMPRESS_ROWS));
    add_variables(w, t);
    write_rows(w, t, to);
    readstat_writer_free(w);
    if (fclose(to) != 0) {
        perror(t->name);
        exit(EXIT_FAILURE);
    }
    if (t->format == SAV)
        declare_code_page(bytes, n, t->house->code_page);
    keep(folder, t, bytes, n);
    free(bytes);
}
