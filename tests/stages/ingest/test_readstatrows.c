/* test_readstatrows.c - long texts of Stata files (strL). */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <readstat.h>
#include <stdio.h>
#include <string.h>

#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"

TestSuite(readstatrows, .init = files_enter);

static ssize_t
put(const void *data, size_t n, void *to)
{
    return (ssize_t) fwrite(data, 1, n, to);
}

/* Rows with these texts, as they are, in a variable that refers to them. */
static void
write_texts(int release, const char *const *text, size_t n)
{
    readstat_writer_t *w = readstat_writer_init();
    FILE *f = fopen("person.dta", "w");
    readstat_variable_t *v =
        readstat_add_variable(w, "WHAT", READSTAT_TYPE_STRING_REF, 0);
    readstat_string_ref_t *ref[8];

    readstat_set_data_writer(w, put);
    readstat_writer_set_file_format_version(w, (uint8_t) release);
    for (size_t i = 0; i < n; i++)
        ref[i] = readstat_add_string_ref(w, text[i]);
    cr_assert(eq(int, readstat_begin_writing_dta(w, f, (long) n), READSTAT_OK));
    for (size_t i = 0; i < n; i++) {
        cr_assert(eq(int, readstat_begin_row(w), READSTAT_OK));
        cr_assert(eq(int, readstat_insert_string_ref(w, v, ref[i]),
                     READSTAT_OK));
        cr_assert(eq(int, readstat_end_row(w), READSTAT_OK));
    }
    cr_assert(eq(int, readstat_end_writing(w), READSTAT_OK));
    readstat_writer_free(w);
    fclose(f);
}

static int
ingest_texts(const char *encoding)
{
    char text[512];

    snprintf(text, sizeof text, "survey: {title: T}\n"
             "files: {u: {path: person.dta%s}}\ndesign: {weight: 1}\n"
             "indicators: {own: [{code: X, proportion: WHAT == 'a'}]}\n",
             encoding);
    return ingest(text, NULL);
}

Test(readstatrows, references_are_converted)
{
    static const struct { int release; const char *encoding, *text, *is; } of[] = {
        { 117, "", "caf\xe9", "café" },
        { 117, ", encoding: windows-1251", "\xe4\xe0", "да" },
        { 118, "", "caf\xc3\xa9", "café" },
        { 118, ", encoding: latin1", "caf\xe9", "café" },
    };

    for (size_t k = 0; k < sizeof of / sizeof *of; k++) {
        const char *const text[] = { "a", of[k].text, "" };
        struct microdata m;

        write_texts(of[k].release, text, 3);
        cr_assert(eq(int, ingest_texts(of[k].encoding), 0), "%zu", k);
        m = microdata_open();
        cr_expect_str_eq(microdata_string(&m, "u", "WHAT", 0), "a");
        cr_expect_str_eq(microdata_string(&m, "u", "WHAT", 1), of[k].is);
        cr_expect_str_eq(microdata_string(&m, "u", "WHAT", 2), "");
        microdata_close(&m);
    }
}

Test(readstatrows, references_that_cannot_be_read_are_refused)
{
    const char *const text[] = { "a", "\x81" };

    write_texts(119, text, 1);
    cr_expect(eq(int, ingest_texts(""), 1));
    ingest_said("variable WHAT is a strL");
    write_texts(117, text, 2);
    cr_expect(eq(int, ingest_texts(""), 1));
    ingest_said("row 2: variable WHAT is not in the character set");
}
