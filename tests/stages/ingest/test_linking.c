/* test_linking.c - keys, parents, records made of other records. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"
#include "tests/stages/ingest/datasample.h"

TestSuite(linking, .init = files_enter);

static const char two_files[] =
    "survey: {title: T, year: 2026}\n"
    "files:\n"
    "  household: {path: household.csv, key: [HH]}\n"
    "  person: {path: person.csv, key: [HH, LINE], parent: household}\n"
    "design: {strata: [STRATUM], clusters: [PSU, HH], nested: true,\n"
    "         weight: {person: W}}\n"
    "indicators: {own: [{code: X, name: X, of: person, mean: AGE}]}\n";

static const char households[] =
    "HH,STRATUM,PSU\n12,1,1\n21,2,1\n11,1,1\n13,1,2\n";

static int
ingest_two(const char *household, const char *person)
{
    files_write_text("household.csv", household);
    files_write_text("person.csv", person);
    return ingest(two_files, NULL);
}

Test(linking, persons_follow_their_households)
{
    struct microdata m;

    cr_assert(eq(int, ingest_two(households, "HH,LINE,W,AGE\n21,1,2.5,44\n"
                                 "12,2,1.5,7\n11,1,1.5,70\n12,1,1.5,35\n"), 0));
    ingest_said("household.csv: 1 row (4) of record household has no person");
    m = microdata_open();
    microdata_expect(&m, "household/row", "3 1 4 2");
    microdata_expect(&m, "household/var/HH", "11 12 13 21");
    microdata_expect(&m, "household/design/strata", "0 2 3");
    microdata_expect(&m, "household/design/stage1", "0 2 3 4");
    microdata_expect(&m, "household/design/stage2", "0 1 2 3 4");
    microdata_expect(&m, "person/row", "3 4 2 1");
    microdata_expect(&m, "person/parent", "0 1 1 3");
    microdata_expect(&m, "person/var/AGE", "70 35 7 44");
    microdata_expect(&m, "person/design/stage1", "0 2 3 4");
    microdata_expect(&m, "person/design/stage2", "0 1 3 3 4");
    microdata_close(&m);
}

Test(linking, all_faults_of_keys_at_once)
{
    cr_expect(eq(int, ingest_two("HH,STRATUM,PSU\n12,1,1\n,2,1\n12,1,1\n",
                                 "HH,LINE,W,AGE\n12,1,1,4\n12,1,1,5\n99,1,1,6\n"
                                 "98,1,1,7\n12,,1,8\n"), 1));
    ingest_said("household.csv: the key HH is missing in 1 row (2)");
    ingest_said("household.csv: the key HH does not tell all rows apart: 1 row "
                "(3) repeats an earlier one");
    ingest_said("person.csv: the key HH, LINE is missing in 1 row (5)");
    ingest_said("person.csv: the key HH, LINE does not tell all rows apart: 1 "
                "row (2) repeats an earlier one");
    ingest_said("no household in ");
    ingest_said("has the HH of 2 rows (3, 4); every person needs its household");
}

Test(linking, no_value_of_a_respondent_is_told)
{
    char *said;

    cr_expect(eq(int, ingest_two(households, "HH,LINE,W,AGE\n7654321,1,1,4\n"),
                 1));
    said = files_read("err.txt", NULL);
    cr_expect(strstr(said, "7654321") == NULL, "%s", said);
    free(said);
}

Test(linking, keys_spelt_differently_are_numbers)
{
    struct microdata m;

    files_write_text("household.csv", "HH,STRATUM,PSU\n012,1,1\n011,1,2\n");
    files_write_text("person.csv", "HH,LINE,W,AGE\n12,1,1,4\n11,1,1,5\n");
    cr_assert(eq(int, ingest(
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  household: {path: household.csv, key: [HH], types: {HH: string}}\n"
        "  person: {path: person.csv, key: [HH, LINE], parent: household,\n"
        "           types: {HH: string}}\n"
        "design:\n"
        "  {strata: [STRATUM], clusters: [PSU, HH], weight: {person: W}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: AGE}]}\n",
        NULL), 0));
    ingest_said("keys are spelt differently (2 rows of person); they are "
                "compared as numbers");
    m = microdata_open();
    microdata_expect(&m, "person/parent", "0 1");
    microdata_expect(&m, "person/var/AGE", "4 5");
    microdata_close(&m);
}

Test(linking, a_text_and_a_number)
{
    struct microdata m;
    const struct sample person = { "HH:s8 LINE W AGE",
                                   "0012 1 1 4\n0011 1 1 5\n" };
    const char *text =
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  household: {path: household.csv, key: [HH]}\n"
        "  person: {path: person.dta, key: [HH, LINE], parent: household}\n"
        "design: {strata: [STRATUM], clusters: [PSU], weight: {person: W}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: AGE}]}\n";
    const struct sample wrong = { "HH:s8 LINE W AGE", "A12 1 1 4\n" };

    files_write_text("household.csv", "HH,STRATUM,PSU\n12,1,1\n11,1,2\n");
    sample_write(&person, sample_format("dta-118"), false, false);
    cr_assert(eq(int, ingest(text, NULL), 0));
    ingest_said("a key is a number in one file and a text in the other");
    m = microdata_open();
    microdata_expect(&m, "person/parent", "0 1");
    microdata_close(&m);
    sample_write(&wrong, sample_format("dta-118"), false, false);
    cr_expect(eq(int, ingest(text, NULL), 1));
    ingest_said("key HH is a number in one file, and in the other a text that "
                "is not always a number");
}

static const char from_persons[] =
    "survey: {title: T, year: 2026}\n"
    "files:\n"
    "  household: {from: person, key: [HH]}\n"
    "  person: {path: person.csv, key: [HH, LINE], parent: household}\n"
    "design: {strata: [STRATUM], clusters: [PSU], weight: W}\n"
    "variables:\n"
    "  radio: {of: household, from: RADIO}\n"
    "  age: {of: person, from: AGE}\n"
    "indicators: {own: [{code: X, name: X, of: household, mean: radio}]}\n";

Test(linking, households_on_person_rows)
{
    struct microdata m;

    files_write_text("person.csv", "HH,LINE,STRATUM,PSU,W,RADIO,AGE\n"
                     "12,1,1,2,5,1,40\n11,1,1,1,5,0,50\n12,2,1,2,5,1,10\n"
                     "11,2,1,1,5,0,20\n");
    cr_assert(eq(int, ingest(from_persons, NULL), 0));
    m = microdata_open();
    microdata_expect(&m, "household/row", "2 1");
    microdata_expect(&m, "household/var/HH", "11 12");
    microdata_expect(&m, "household/var/RADIO", "0 1");
    microdata_expect(&m, "person/row", "2 4 1 3");
    microdata_expect(&m, "person/parent", "0 0 1 1");
    microdata_expect(&m, "person/var/AGE", "50 20 40 10");
    cr_expect(eq(int, sv_store_has(m.store, "household/var/AGE"), 0));
    microdata_close(&m);
}

Test(linking, households_that_contradict_themselves)
{
    files_write_text("person.csv", "HH,LINE,STRATUM,PSU,W,RADIO,AGE\n"
                     "12,1,1,2,5,1,40\n12,2,1,2,5,0,10\n12,3,1,2,5,,10\n");
    cr_expect(eq(int, ingest(from_persons, NULL), 1));
    ingest_said("variable RADIO is used for record household, but differs from "
                "the first row with the same HH in 2 rows (2, 3)");
}

/* Villages, households, persons: keys of several variables at each level. */
Test(linking, three_levels)
{
    struct microdata m;

    files_write_text("village.csv", "V,STRATUM\nb,1\na,1\n");
    files_write_text("household.csv", "V,H\na,2\nb,1\na,1\n");
    files_write_text("person.csv",
                     "V,H,L,W,AGE\nb,1,1,1,3\na,1,1,1,4\na,2,1,1,5\n");
    cr_assert(eq(int, ingest(
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  village: {path: village.csv, key: [V]}\n"
        "  household: {path: household.csv, key: [V, H], parent: village}\n"
        "  person: {path: person.csv, key: [V, H, L], parent: household}\n"
        "design: {strata: [STRATUM], clusters: [V, H], weight: {person: W}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: AGE}]}\n",
        NULL), 0));
    m = microdata_open();
    microdata_expect(&m, "village/row", "2 1");
    microdata_expect(&m, "village/design/stage1", "0 1 2");
    microdata_expect(&m, "household/row", "3 1 2");
    microdata_expect(&m, "household/parent", "0 0 1");
    microdata_expect(&m, "household/design/stage1", "0 2 3");
    microdata_expect(&m, "household/design/stage2", "0 1 2 3");
    microdata_expect(&m, "person/var/AGE", "4 5 3");
    microdata_expect(&m, "person/parent", "0 1 2");
    microdata_expect(&m, "person/design/stage1", "0 2 3");
    microdata_expect(&m, "person/design/stage2", "0 1 2 3");
    microdata_close(&m);
}

/* Persons' weights stand on the rows that households are made of, and differ
 * between the members of one. */
Test(linking, weights_of_persons_are_not_their_households)
{
    struct microdata m;

    files_write_text("person.csv", "HH,LINE,STRATUM,PSU,HW,PW,RADIO\n"
                     "12,1,1,2,5,7.5,1\n11,1,1,1,5,6.25,0\n12,2,1,2,5,,1\n");
    cr_assert(eq(int, ingest(
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  person: {path: person.csv, key: [HH, LINE], parent: household}\n"
        "  household: {from: person, key: [HH]}\n"
        "design: {strata: [STRATUM], clusters: [PSU],\n"
        "         weight: {household: HW, person: 'if(missing(PW), 0, PW)'}}\n"
        "indicators: {own: [{code: X, name: X, of: person,\n"
        "                    proportion: household.RADIO == 1}]}\n", NULL),
        0));
    m = microdata_open();
    microdata_expect(&m, "household/var/HW", "5 5");
    microdata_expect(&m, "person/var/PW", "6.25 7.5 0");
    cr_expect(eq(int, sv_store_has(m.store, "household/var/PW"), 0));
    microdata_close(&m);
}
