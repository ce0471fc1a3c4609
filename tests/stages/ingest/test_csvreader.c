/* test_csvreader.c - types, labels, character sets and faults of CSV files. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"
#include "tests/stages/ingest/datasample.h"

TestSuite(csvreader, .init = files_enter);

static int
ingest_csv(const char *more, const char *data)
{
    char text[1024];

    snprintf(text, sizeof text,
             "survey: {title: T, year: 2026}\n"
             "files: {person: {path: person.csv, key: [ID]%s}}\n"
             "design: {weight: W}\n"
             "variables: {a: {of: person, from: A}, b: {of: person, from: B}}\n"
             "indicators: {own: [{code: X, name: X, of: person, mean: a}]}\n",
             more);
    files_write_text("person.csv", data);
    return ingest(text, NULL);
}

Test(csvreader, types_are_found)
{
    struct microdata m;

    cr_assert(eq(int, ingest_csv("", "ID;A;B;W;C\n1;NA;x;2;9\n2;3;\"y;z\";2;9\n"
                                 "3;.b;NA;2;9\n"), 0));
    m = microdata_open();
    microdata_expect(&m, "person/var/A", "0 3 0");
    microdata_expect(&m, "person/missing/A", "1 0 3");
    cr_expect_str_eq(microdata_string(&m, "person", "B", 1), "y;z");
    cr_expect_str_eq(microdata_string(&m, "person", "B", 2), "NA");
    cr_expect(eq(int, microdata_reason(&m, "person", "B", 2), 0));
    cr_expect(eq(int, sv_store_has(m.store, "person/var/C"), 0));
    microdata_close(&m);
}

/* As numbers the first two of A would be one; 2^53 + 2 is a number, and 1e30 is
 * not written as an identifier is. */
Test(csvreader, identifiers_that_are_too_long_for_numbers_are_texts)
{
    struct microdata m;

    cr_assert(eq(int, ingest_csv("", "ID;A;B;W\n1;123456789012345601;"
                                 "9007199254740994;2\n2;123456789012345602;"
                                 "1e30;2\n3;7;-12;2\n"), 0));
    m = microdata_open();
    cr_expect_str_eq(microdata_string(&m, "person", "A", 1),
                     "123456789012345602");
    microdata_expect(&m, "person/var/B", "9007199254740994 1e30 -12");
    microdata_close(&m);
    cr_assert(eq(int, ingest_csv(", types: {A: number}",
                                 "ID,A,B,W\n1,123456789012345601,9,2\n"), 0));
    m = microdata_open();
    microdata_expect(&m, "person/var/A", "123456789012345600");
    microdata_close(&m);
}

Test(csvreader, types_and_labels_are_given)
{
    struct microdata m;
    char *meta;

    cr_assert(eq(int, ingest_csv(", types: {A: string}, labels: {B: {1: One}}",
                                 "ID,A,B,W\n1,007,1,2\n2,7,2,2\n"), 0));
    m = microdata_open();
    cr_expect_str_eq(microdata_string(&m, "person", "A", 0), "007");
    meta = json_dumps(json_array_get(json_object_get(json_array_get(
        json_object_get(m.meta, "records"), 0), "variables"), 2), 0);
    cr_expect(strstr(meta, "{\"value\": 1.0, \"label\": \"One\"}") != NULL, "%s",
              meta);
    free(meta);
    microdata_close(&m);
    cr_expect(eq(int, ingest_csv(", types: {A: number}",
                                 "ID,A,B,W\n1,7,1,2\n2,7a,2,2\n"), 1));
    ingest_said("row 2: variable A is said to be a number, but this is none");
    cr_expect(eq(int, ingest_csv(", types: {Z: number}",
                                 "ID,A,B,W\n1,7,1,2\n"), 1));
    ingest_said("has no column Z");
}

Test(csvreader, ragged_rows)
{
    cr_expect(eq(int, ingest_csv("", "ID,A,B,W\n1,7,1,2\n\n2,7,2\n"), 1));
    ingest_said("person.csv: row 2 (line 4) has 3 fields; the header has 4");
    cr_expect(eq(int, ingest_csv("", "ID,A,B,W\n1,7,1,2,5\n"), 1));
    ingest_said("person.csv: row 1 (line 2) has 5 fields; the header has 4");
}

Test(csvreader, character_sets)
{
    struct microdata m;

    cr_expect(eq(int, ingest_csv("", "ID,A,B,W\n1,7,caf\xe9,2\n"), 1));
    ingest_said("person.csv: row 1: variable B is not in UTF-8; say what it is "
                "in with `encoding:`");
    cr_assert(eq(int, ingest_csv(", encoding: windows-1252",
                                 "ID,A,B,W\n1,7,caf\xe9,2\n"), 0));
    m = microdata_open();
    cr_expect_str_eq(microdata_string(&m, "person", "B", 0), "caf\xc3\xa9");
    microdata_close(&m);
    cr_expect(eq(int, ingest_csv(", encoding: klingon",
                                 "ID,A,B,W\n1,7,cafe,2\n"), 1));
    ingest_said("the character set 'klingon' is not known");
    cr_expect(eq(int, ingest_csv(", encoding: UTF-8",
                                 "ID,A,B,W\n1,7,caf\xe9,2\n"), 1));
}

Test(csvreader, two_columns_of_one_name)
{
    cr_expect(eq(int, ingest_csv("", "ID,A,B,W,A\n1,7,1,2,5\n"), 1));
    ingest_said("two variables are called A (columns 2 and 5); rename one");
}

Test(csvreader, no_rows)
{
    cr_expect(eq(int, ingest_csv("", "ID,A,B,W\n"), 1));
    ingest_said("person.csv: the file has no rows");
}

/* A .sav written in Latin 1 that says it is something else. */
Test(csvreader, wrong_character_set_of_spss_files)
{
    static const char text[] =
        "survey: {title: T, year: 2026}\n"
        "files: {person: {path: person.sav, key: [ID]%s}}\n"
        "design: {weight: W}\n"
        "variables: {b: {of: person, from: B}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: W}]}\n";
    const struct sample sample = { "ID W B:s8", "1 2 caf\xe9s\n" };
    struct microdata m;
    char with[sizeof text + 64];

    sample_write(&sample, sample_format("sav"), false, false);
    snprintf(with, sizeof with, text, "");
    cr_expect(eq(int, ingest(with, NULL), 1));
    ingest_said("variable B");
    ingest_said("`encoding:`");
    snprintf(with, sizeof with, text, ", encoding: windows-1252");
    cr_assert(eq(int, ingest(with, NULL), 0));
    m = microdata_open();
    cr_expect_str_eq(microdata_string(&m, "person", "B", 0), "caf\xc3\xa9s");
    microdata_close(&m);
}
