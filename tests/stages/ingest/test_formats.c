/* test_formats.c - every readable format gives what CSV gives. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <stdio.h>
#include <string.h>

#include "stages/ingest/formats.h"
#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"
#include "tests/stages/ingest/datasample.h"

TestSuite(formats, .init = files_enter);

/* Strata and PSUs out of order; every kind of value and of missing. */
static const struct sample small = {
    "STRATUM PSU HH LINE W:d SEX SPEND:d NAME:s20 BORN:t",
    "2 7 71 1 12.5 1 300000 alpha 7305\n"
    "1 3 32 1 10.25 2 -4.125 beta -3653\n"
    "1 3 31 2 10.25 .b . _ 20000\n"
    "2 8 81 1 12.5 9 70000.5 gamma .\n"
    "1 4 41 1 10.25 1 0 alpha 0\n"
    "1 3 31 1 10.25 98 12 delta 1\n",
};

static const char description[] =
    "survey: {title: T, year: 2026}\n"
    "files:\n"
    "  person: {path: %s, key: [HH, LINE]}\n"
    "design: {strata: [STRATUM], clusters: [PSU], weight: W}\n"
    "variables:\n"
    "  sex: {of: person, from: SEX}\n"
    "  spend: {of: person, from: SPEND}\n"
    "  name: {of: person, from: NAME}\n"
    "  born: {of: person, from: BORN}\n"
    "indicators: {own: [{code: X, name: X, of: person, mean: spend}]}\n"
    "tables: {by: [sex]}\n";

static int
ingest_file(const char *file, const char *options)
{
    char text[sizeof description + 64];

    snprintf(text, sizeof text, description, file);
    return ingest(text, options);
}

static void
expect_design(const struct microdata *m)
{
    microdata_expect(m, "person/row", "6 3 2 5 1 4");
    microdata_expect(m, "person/design/strata", "0 2 4");
    microdata_expect(m, "person/design/stage1", "0 3 4 5 6");
    microdata_expect(m, "person/var/STRATUM", "1 1 1 1 2 2");
    microdata_expect(m, "person/var/PSU", "3 3 3 4 7 8");
    microdata_expect(m, "person/var/HH", "31 31 32 41 71 81");
    microdata_expect(m, "person/var/LINE", "1 2 1 1 1 1");
    microdata_expect(m, "person/var/W", "10.25 10.25 10.25 10.25 12.5 12.5");
}

static void
expect_values(const struct microdata *m, bool tags, bool user_missing)
{
    static const char *const name[] = { "delta", "", "beta", "alpha", "alpha",
                                        "gamma" };

    microdata_expect(m, "person/var/SEX", "98 0 2 1 1 9");
    cr_expect(eq(int, microdata_reason(m, "person", "SEX", 1), tags ? 3 : 1));
    cr_expect(eq(int, microdata_reason(m, "person", "SEX", 0),
                 user_missing ? 28 : 0));
    cr_expect(eq(int, microdata_reason(m, "person", "SEX", 5),
                 user_missing ? 28 : 0));
    cr_expect(eq(int, microdata_reason(m, "person", "SEX", 2), 0));
    microdata_expect(m, "person/var/SPEND", "12 0 -4.125 0 300000 70000.5");
    cr_expect(eq(int, microdata_reason(m, "person", "SPEND", 1), 1));
    cr_expect(eq(int, microdata_reason(m, "person", "SPEND", 3), 0));
    microdata_expect(m, "person/var/BORN", "1 20000 -3653 0 7305 0");
    cr_expect(eq(int, microdata_reason(m, "person", "BORN", 5), 1));
    for (size_t i = 0; i < 6; i++)
        cr_expect_str_eq(microdata_string(m, "person", "NAME", i), name[i]);
    cr_expect(eq(int, microdata_reason(m, "person", "NAME", 1), 1));
}

static json_t *
about(const struct microdata *m, const char *name)
{
    json_t *variables = json_object_get(json_array_get(
        json_object_get(m->meta, "records"), 0), "variables"), *variable = NULL;
    size_t i;

    json_array_foreach(variables, i, variable)
        if (strcmp(json_string_value(json_object_get(variable, "name")), name)
            == 0)
            break;
    cr_assert(variable != NULL, "no variable %s", name);
    return variable;
}

/* Whether one of the declared ranges holds VALUE. */
static bool
is_declared(const json_t *variable, double value)
{
    const json_t *const list = json_object_get(variable, "missing_ranges");
    bool declared = false;

    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *const range = json_array_get(list, i);

        declared |= json_number_value(json_array_get(range, 0)) <= value
            && value <= json_number_value(json_array_get(range, 1));
    }
    return declared;
}

static void
expect_dictionary(const struct microdata *m, bool labels, bool user_missing)
{
    const json_t *const sex = about(m, "SEX");
    const json_t *const list = json_object_get(sex, "labels");

    cr_expect_str_eq(json_string_value(json_object_get(sex, "label")),
                     "What it is");
    cr_expect(eq(sz, json_array_size(list), labels ? 2 : 0));
    for (size_t i = 0; labels && i < 2; i++) {
        const json_t *const entry = json_array_get(list, i);

        cr_expect(eq(dbl, json_number_value(json_object_get(entry, "value")),
                     (double) i + 1));
        cr_expect_str_eq(json_string_value(json_object_get(entry, "label")),
                         i == 0 ? "One" : "Two");
    }
    cr_expect(eq(sz, json_array_size(json_object_get(sex, "missing_ranges")),
                 user_missing ? 2 : 0));
    cr_expect(eq(int, is_declared(sex, 9), user_missing));
    cr_expect(eq(int, is_declared(sex, 98), user_missing));
    cr_expect(eq(int, is_declared(sex, 2), 0));
    cr_expect_str_eq(json_string_value(json_object_get(about(m, "BORN"),
                                                       "type")), "date");
    cr_expect_str_eq(json_string_value(json_object_get(about(m, "NAME"),
                                                       "type")), "string");
}

Test(formats, csv)
{
    struct microdata m;

    sample_write_csv(&small, "person.csv");
    cr_assert(eq(int, ingest_file("person.csv", NULL), 0));
    m = microdata_open();
    expect_design(&m);
    expect_values(&m, true, false);
    microdata_close(&m);
}

ParameterizedTestParameters(formats, same_as_csv)
{
    static size_t row[64];

    for (size_t i = 0; i < sample_n_formats; i++)
        row[i] = i;
    return cr_make_param_array(size_t, row, sample_n_formats);
}

ParameterizedTest(size_t *row, formats, same_as_csv)
{
    const struct sample_format *const f = &sample_formats[*row];
    struct microdata m;

    sample_write(&small, f, true, true);
    cr_assert(eq(int, ingest_file(f->file, NULL), 0), "%s", f->name);
    m = microdata_open();
    expect_design(&m);
    expect_values(&m, f->tags, f->user_missing);
    expect_dictionary(&m, f->labels, f->user_missing);
    microdata_close(&m);
}

Test(formats, each_knows_its_own)
{
    for (size_t i = 0; i < sample_n_formats; i++) {
        const struct sample_format *const f = &sample_formats[i];
        const struct sv_format *found;
        struct sv_fault fault = { .status = SV_OK };
        size_t n;
        char *bytes;

        sample_write(&small, f, false, false);
        bytes = files_read(f->file, &n);
        cr_assert(eq(int, sv_format_of(&found, "x", (unsigned char *) bytes,
                                       n < SV_FORMAT_HEAD ? n : SV_FORMAT_HEAD,
                                       &fault), SV_OK), "%s", f->name);
        cr_expect(strncmp(found->extension, strchr(f->file, '.'), 9) == 0,
                  "%s is taken for %s", f->name, found->name);
        free(bytes);
    }
}

Test(formats, a_name_that_promises_too_much)
{
    files_write_text("person.sav", "STRATUM,PSU\n1,2\n");
    cr_expect(eq(int, ingest_file("person.sav", NULL), 1));
    ingest_said("person.sav: this is no SPSS system file, though its name "
                "ends in .sav");
}

Test(formats, unknown)
{
    files_write("person.bin", "\0\1\2\3", 4);
    cr_expect(eq(int, ingest_file("person.bin", NULL), 1));
    ingest_said("this kind of file is not known");
    files_write("person.csv", "", 0);
    cr_expect(eq(int, ingest_file("person.csv", NULL), 1));
    ingest_said("person.csv: the file is empty");
    cr_expect(eq(int, ingest_file("nowhere.csv", NULL), 1));
    ingest_said("nowhere.csv: there is no such file");
}
