/* test_reading.c - several children for one file; what they may not do. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"
#include "tests/stages/ingest/datasample.h"

TestSuite(reading, .init = files_enter);

enum { ROWS = 120000 };

static const char *const kinds[] = { "sav", "sav-rows", "zsav", "dta-118" };

ParameterizedTestParameters(reading, ranges_are_the_whole)
{
    static size_t kind[sizeof kinds / sizeof *kinds];

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        kind[i] = i;
    return cr_make_param_array(size_t, kind, sizeof kinds / sizeof *kinds);
}

/* Strings appear in another order in each range; a type grows on the way. */
static char *
many_rows(void)
{
    char *rows = malloc(ROWS * 48), *at = rows;

    for (unsigned i = 0; i < ROWS; i++)
        at += sprintf(at, "%u %u %u name%u %s\n", i / 30000 + 1, i / 300, i,
                      (ROWS - i) / 7 % 900,
                      i % 1000 == 999 ? "." : i < 100000 ? "5" : "70000.25");
    return rows;
}

ParameterizedTest(size_t *kind, reading, ranges_are_the_whole)
{
    const struct sample_format *const f = sample_format(kinds[*kind]);
    char text[512], *one, *three, *rows = many_rows();
    const struct sample sample = { "S P ID NAME:s10 Y:d", rows };
    struct microdata m;
    size_t n[2];

    sample_write(&sample, f, false, false);
    snprintf(text, sizeof text,
             "survey: {title: T, year: 2026}\n"
             "files: {person: {path: %s, key: [ID]}}\n"
             "design: {strata: [S], clusters: [P], weight: 1}\n"
             "variables: {n: {of: person, from: NAME}}\n"
             "indicators: {own: [{code: X, name: X, of: person, mean: Y}]}\n",
             f->file);
    cr_assert(eq(int, ingest(text, "-j 1"), 0));
    one = files_read("out/microdata.h5", &n[0]);
    cr_assert(eq(int, ingest(text, "-j 3"), 0));
    three = files_read("out/microdata.h5", &n[1]);
    cr_expect(eq(sz, n[0], n[1]));
    m = microdata_open();
    for (size_t i = 0; i < ROWS; i += 997) {
        char name[16];

        snprintf(name, sizeof name, "name%zu", (ROWS - i) / 7 % 900);
        cr_expect_str_eq(microdata_string(&m, "person", "NAME", i), name);
        cr_expect(eq(dbl, microdata_value(&m, "person/var/ID", i), (double) i));
        cr_expect(eq(dbl, microdata_value(&m, "person/var/Y", i),
                     i % 1000 == 999 ? 0 : i < 100000 ? 5 : 70000.25));
        cr_expect(eq(int, microdata_reason(&m, "person", "Y", i),
                     i % 1000 == 999));
    }
    microdata_close(&m);
    free(one);
    free(three);
    free(rows);
}

/* SPSS keeps strings above 255 bytes in pieces. */
Test(reading, very_long_strings)
{
    char rows[1400], name[600];
    const struct sample sample = { "ID W B:s600", rows };
    struct microdata m;

    memset(name, 'x', sizeof name - 1);
    memcpy(name + 250, "piece", 5);
    name[sizeof name - 1] = '\0';
    snprintf(rows, sizeof rows, "1 2 %s\n2 2 short\n", name);
    sample_write(&sample, sample_format("sav"), false, false);
    cr_assert(eq(int, ingest(
        "survey: {title: T, year: 2026}\n"
        "files: {person: {path: person.sav, key: [ID]}}\n"
        "design: {weight: W}\n"
        "variables: {b: {of: person, from: B}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: W}]}\n", NULL),
        0));
    m = microdata_open();
    cr_expect_str_eq(microdata_string(&m, "person", "B", 0), name);
    cr_expect_str_eq(microdata_string(&m, "person", "B", 1), "short");
    microdata_close(&m);
}

Test(reading, all_variables_or_those_used)
{
    const struct sample sample = { "ID W A B", "1 2 3 4\n" };
    const char *text =
        "survey: {title: T, year: 2026}\n"
        "files: {person: {path: person.dta, key: [ID]}}\n"
        "design: {weight: W}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: A}]}\n";
    struct microdata m;

    sample_write(&sample, sample_format("dta-118"), false, false);
    cr_assert(eq(int, ingest(text, NULL), 0));
    m = microdata_open();
    cr_expect(eq(int, sv_store_has(m.store, "person/var/B"), 0));
    microdata_close(&m);
    cr_assert(eq(int, ingest(text, "--all"), 0));
    m = microdata_open();
    microdata_expect(&m, "person/var/B", "4");
    microdata_close(&m);
}

/* Labels of tags, and strings that are declared missing. */
static ssize_t
put(const void *data, size_t n, void *to)
{
    return (ssize_t) fwrite(data, 1, n, to);
}

static const char one_variable[] =
    "survey: {title: T, year: 2026}\n"
    "files: {person: {path: %s}}\n"
    "design: {weight: 1}\n"
    "variables: {q: {of: person, from: Q}}\n"
    "indicators: {own: [{code: X, name: X, of: person, total: 1}]}\n";

static json_t *
first_variable(const struct microdata *m)
{
    return json_array_get(json_object_get(json_array_get(json_object_get(
        m->meta, "records"), 0), "variables"), 0);
}

Test(reading, labels_of_tags)
{
    readstat_writer_t *w = readstat_writer_init();
    FILE *to = fopen("person.dta", "wb");
    char text[sizeof one_variable + 32];
    readstat_label_set_t *set;
    readstat_variable_t *q;
    struct microdata m;
    const json_t *label;

    readstat_set_data_writer(w, put);
    set = readstat_add_label_set(w, READSTAT_TYPE_INT32, "q");
    readstat_label_tagged_value(set, 'c', "Refused");
    q = readstat_add_variable(w, "Q", READSTAT_TYPE_INT32, 0);
    readstat_variable_set_label_set(q, set);
    readstat_begin_writing_dta(w, to, 1);
    readstat_begin_row(w);
    readstat_insert_tagged_missing_value(w, q, 'c');
    readstat_end_row(w);
    readstat_end_writing(w);
    readstat_writer_free(w);
    fclose(to);
    snprintf(text, sizeof text, one_variable, "person.dta");
    cr_assert(eq(int, ingest(text, NULL), 0));
    m = microdata_open();
    cr_expect(eq(int, microdata_reason(&m, "person", "Q", 0), 4));
    label = json_array_get(json_object_get(first_variable(&m), "labels"), 0);
    cr_expect_str_eq(json_string_value(json_object_get(label, "missing")), "c");
    cr_expect_str_eq(json_string_value(json_object_get(label, "label")),
                     "Refused");
    microdata_close(&m);
}

Test(reading, strings_declared_missing)
{
    readstat_writer_t *w = readstat_writer_init();
    FILE *to = fopen("person.sav", "wb");
    char text[sizeof one_variable + 32];
    static const char *const rows[] = { "yes", "DK", "no" };
    readstat_variable_t *q;
    struct microdata m;

    readstat_set_data_writer(w, put);
    q = readstat_add_variable(w, "Q", READSTAT_TYPE_STRING, 8);
    readstat_variable_add_missing_string_value(q, "DK");
    readstat_begin_writing_sav(w, to, 3);
    for (int i = 0; i < 3; i++) {
        readstat_begin_row(w);
        readstat_insert_string_value(w, q, rows[i]);
        readstat_end_row(w);
    }
    readstat_end_writing(w);
    readstat_writer_free(w);
    fclose(to);
    snprintf(text, sizeof text, one_variable, "person.sav");
    cr_assert(eq(int, ingest(text, NULL), 0));
    m = microdata_open();
    cr_expect(eq(int, microdata_reason(&m, "person", "Q", 0), 0));
    cr_expect(eq(int, microdata_reason(&m, "person", "Q", 1), 28));
    cr_expect_str_eq(microdata_string(&m, "person", "Q", 1), "DK");
    cr_expect_str_eq(json_string_value(json_array_get(json_array_get(
        json_object_get(first_variable(&m), "missing_ranges"), 0), 0)), "DK");
    microdata_close(&m);
}
