/* test_layout.c - rows in design order, and what contradicts the design. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"

TestSuite(layout, .init = files_enter);

/* Persons in one file, with DESIGN and rows under this header. */
static int
ingest_design(const char *design, const char *rows)
{
    char text[1024], data[16384];

    snprintf(text, sizeof text,
             "survey: {title: T, year: 2026}\n"
             "files: {person: {path: person.csv, key: [ID]}}\n"
             "design: {%s, weight: W}\n"
             "indicators: {own: [{code: X, name: X, of: person, mean: Y}]}\n",
             design);
    snprintf(data, sizeof data, "ID,R,U,A,B,N,M,W,Y\n%s", rows);
    files_write_text("person.csv", data);
    return ingest(text, NULL);
}

/*            ID R U A  B  N  M    W Y */
#define ROWS "8,2,1,30,1,50,0.5,1,8\n" \
             "3,1,2,20,2,40,0.2,1,3\n" \
             "1,1,1,10,1,60,0.1,1,1\n" \
             "4,1,2,20,1,40,0.2,1,4\n" \
             "2,1,1,10,2,60,0.1,1,2\n" \
             "7,2,1,30,2,50,0.5,1,7\n"

Test(layout, crossed_strata_and_two_stages)
{
    struct microdata m;
    json_t *design;

    cr_assert(eq(int, ingest_design("strata: [R, U], clusters: [A, B], "
                                    "fpc: [N, M]", ROWS), 0));
    m = microdata_open();
    microdata_expect(&m, "person/var/ID", "1 2 4 3 8 7");
    microdata_expect(&m, "person/row", "3 5 4 2 1 6");
    microdata_expect(&m, "person/design/strata", "0 1 2 3");
    microdata_expect(&m, "person/design/stage1", "0 2 4 6");
    microdata_expect(&m, "person/design/stage2", "0 1 2 3 4 5 6");
    microdata_expect(&m, "person/design/fpc1", "60 40 50");
    microdata_expect(&m, "person/design/fpc2", "0.1 0.2 0.5");
    design = json_object_get(json_object_get(m.meta, "design"), "person");
    cr_expect_str_eq(json_string_value(json_array_get(
        json_object_get(design, "strata"), 1)), "1 x 2");
    cr_expect_str_eq(json_string_value(json_array_get(
        json_object_get(design, "stages"), 1)), "B");
    cr_expect(eq(int, (int) json_integer_value(json_array_get(
        json_object_get(design, "n_units"), 1)), 6));
    cr_expect_str_eq(sv_store_text_of(m.store, "person/design/psu-names"),
                     "[\"10\",\"20\",\"30\"]");
    microdata_close(&m);
}

Test(layout, no_clusters_no_strata)
{
    struct microdata m;

    cr_assert(eq(int, ingest_design("fpc: [B]",
                                    "5,1,1,1,9,1,1,1,1\n2,1,1,1,9,1,1,1,1\n"),
                 0));
    m = microdata_open();
    microdata_expect(&m, "person/var/ID", "2 5");
    microdata_expect(&m, "person/design/strata", "0 2");
    microdata_expect(&m, "person/design/stage1", "0 1 2");
    microdata_expect(&m, "person/design/fpc1", "9");
    microdata_close(&m);
}

Test(layout, a_unit_in_two_strata)
{
    const char *const rows = "1,1,1,10,1,1,1,1,1\n2,2,1,10,1,1,1,1,1\n"
                             "3,2,1,11,1,1,1,1,1\n";

    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A]", rows), 1));
    ingest_said("1 sampling unit is in more than one stratum; the first is "
                "A = 10, in strata 1 and 2; if the same number means another "
                "unit in another stratum, say `nested: true`");
    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], nested: true",
                                    rows), 0));
}

Test(layout, missing_values_of_the_design)
{
    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], fpc: [N]",
                                    "1,,1,10,1,5,1,1,1\n2,2,1,,1,5,1,1,1\n"),
                 1));
    ingest_said("variable R of the design is missing in 1 row (1)");
    ingest_said("variable A of the design is missing in 1 row (2)");
    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], fpc: [N]",
                                    "1,1,1,10,1,,1,1,1\n2,1,1,11,1,5,1,1,1\n"),
                 1));
    ingest_said("the population count N is missing in 1 row (1)");
}

Test(layout, population_counts_that_differ)
{
    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], fpc: [N]",
                                    "1,1,1,10,1,5,1,1,1\n2,1,1,11,1,6,1,1,1\n"),
                 1));
    ingest_said("the population count N of stage 1 is not the same in all rows "
                "of one stratum: 1 row (2) differ");
    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], fpc: [N]",
                                    "1,1,1,10,1,0,1,1,1\n2,1,1,11,1,0,1,1,1\n"),
                 1));
    ingest_said("the population count N is not above 0 in 2 rows (1, 2)");
}

/* The number of a text among the texts of its column would pass for a count. */
Test(layout, population_counts_that_are_texts)
{
    static const char rows[] = "1,1,1,10,1,x,1,1,1\n2,1,1,11,1,x,1,1,1\n";

    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], fpc: [N]",
                                    rows), 1));
    ingest_said("N is a text in ");
    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A], fpc: [N], "
                                    "pps: brewer", rows), 1));
    ingest_said("N is a text in ");
}

Test(layout, unknown_variables_are_pointed_at)
{
    cr_expect(eq(int, ingest_design("strata: [RR], clusters: [A]", ROWS), 1));
    ingest_said("survey.yaml:3:19: the data file has no variable RR; did you "
                "mean R?");
}

/* A design on the persons holds for households; one on both must agree. */
Test(layout, design_from_below)
{
    static const char text[] =
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  household: {path: household.csv, key: [H]}\n"
        "  person: {path: person.csv, key: [H, L], parent: household}\n"
        "design: {strata: [S], clusters: [A, L], weight: {person: W}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: Y}]}\n";
    struct microdata m;

    files_write_text("household.csv", "H,Z\n1,0\n2,0\n3,0\n");
    files_write_text("person.csv", "H,L,S,A,W,Y\n1,1,2,5,1,1\n1,2,2,5,1,2\n"
                     "2,1,1,4,1,3\n3,2,1,4,1,4\n3,1,1,4,1,5\n");
    cr_assert(eq(int, ingest(text, NULL), 0));
    m = microdata_open();
    microdata_expect(&m, "household/var/H", "2 3 1");
    microdata_expect(&m, "household/design/strata", "0 1 2");
    microdata_expect(&m, "household/design/stage1", "0 2 3");
    cr_expect(eq(int, sv_store_has(m.store, "household/design/stage2"), 0));
    microdata_expect(&m, "person/var/Y", "3 5 4 1 2");
    microdata_expect(&m, "person/design/stage1", "0 3 5");
    microdata_expect(&m, "person/design/stage2", "0 1 2 3 4 5");
    microdata_close(&m);
    files_write_text("person.csv", "H,L,S,A,W,Y\n1,1,2,5,1,1\n1,2,1,5,1,2\n"
                     "2,1,1,4,1,3\n");
    cr_expect(eq(int, ingest(text, NULL), 1));
    ingest_said("variable S of the design must be the same in all rows of one "
                "household, but is not in 1 row (2)");
    ingest_said("variable S of the design is missing in 1 row (3) (or these "
                "have no rows below them)");
}

/* Persons drawn within households: a stage of their own, whose population is told
 * of the households.  One of these has no persons. */
Test(layout, a_stage_of_the_records_below)
{
    static const char text[] =
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  household: {path: household.csv, key: [H]}\n"
        "  person: {path: person.csv, key: [H, L], parent: household}\n"
        "design: {clusters: [A, H, L], fpc: [N1, N2, N3], weight: {person: W}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: Y}]}\n";
    struct microdata m;

    files_write_text("household.csv", "H,A,N1,N2,N3\n1,7,5,4,3\n2,7,5,4,9\n"
                     "3,8,5,6,2\n");
    files_write_text("person.csv", "H,L,W,Y\n3,2,1,4\n1,5,1,1\n1,2,1,2\n");
    cr_assert(eq(int, ingest(text, NULL), 0));
    m = microdata_open();
    microdata_expect(&m, "household/design/stage2", "0 1 2 3");
    cr_expect(eq(int, sv_store_has(m.store, "household/design/stage3"), 0));
    microdata_expect(&m, "person/var/Y", "2 1 4");
    microdata_expect(&m, "person/design/stage1", "0 2 3");
    microdata_expect(&m, "person/design/stage2", "0 2 3 4");
    microdata_expect(&m, "person/design/stage3", "0 1 2 2 3");
    microdata_expect(&m, "person/design/fpc2", "4 6");
    microdata_expect(&m, "person/design/fpc3", "3 1 2");
    microdata_close(&m);
}

Test(layout, two_files_that_disagree)
{
    files_write_text("household.csv", "H,S\n1,1\n2,2\n");
    files_write_text("person.csv", "H,L,S,W,Y\n1,1,1,1,1\n2,1,1,1,2\n");
    cr_expect(eq(int, ingest(
        "survey: {title: T, year: 2026}\n"
        "files:\n"
        "  household: {path: household.csv, key: [H]}\n"
        "  person: {path: person.csv, key: [H, L], parent: household}\n"
        "design: {strata: [S], weight: {person: W}}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: Y}]}\n", NULL),
        1));
    ingest_said("variable S of the design is not that of the household in 1 "
                "row (2)");
}

/* The order of rows in the file changes nothing but where they were. */
Test(layout, order_of_rows_does_not_matter)
{
    enum { N = 200 };
    static char rows[2][N * 40];
    unsigned order[N], seed = 7121;
    double first[3][N];
    static const char *const kept[] = { "person/var/ID", "person/var/Y",
                                        "person/missing/Y" };

    for (unsigned i = 0; i < N; i++)
        order[i] = i;
    for (int k = 0; k < 2; k++) {
        size_t used = 0;
        struct microdata m;

        for (unsigned i = 0; i < N; i++) {
            const unsigned id = order[i];

            used += (size_t) snprintf(rows[k] + used, sizeof rows[k] - used,
                id % 9 ? "%u,%u,1,%u,%u,1,1,1,%u.5\n" : "%u,%u,1,%u,%u,1,1,1,\n",
                id, id % 3, id % 12, id % 24, id * 37 % 101);
        }
        files_write_text("survey.yaml", "");
        cr_assert(eq(int, ingest_design("strata: [R], clusters: [A, B]",
                                        rows[k]), 0));
        m = microdata_open();
        for (size_t c = 0; c < 3; c++)
            for (size_t i = 0; i < N; i++) {
                const double x = microdata_value(&m, kept[c], i);

                if (k == 0)
                    first[c][i] = x;
                else
                    cr_expect(eq(dbl, x, first[c][i]), "%s[%zu]", kept[c], i);
            }
        microdata_close(&m);
        for (unsigned i = N - 1; i > 0; i--) {
            const unsigned j = (unsigned) rand_r(&seed) % (i + 1);
            const unsigned t = order[i];

            order[i] = order[j];
            order[j] = t;
        }
    }
}

/* `hearth check` goes on with the variables of faulty data. */
Test(layout, check_writes_the_dictionary_of_faulty_data)
{
    struct microdata m;
    const char *const rows = "1,1,1,10,1,1,1,1,1\n2,2,1,10,1,1,1,1,1\n";

    cr_expect(eq(int, ingest_design("strata: [R], clusters: [A]", rows), 1));
    cr_expect(access("out/microdata.h5", F_OK) != 0);
    cr_expect(eq(int, ingest("survey: {title: T, year: 2026}\n"
        "files: {person: {path: person.csv, key: [ID]}}\n"
        "design: {strata: [R], clusters: [A], weight: W}\n"
        "indicators: {own: [{code: X, name: X, of: person, mean: Y}]}\n",
        "--check"), 1));
    ingest_said("1 sampling unit is in more than one stratum");
    m = microdata_open();
    microdata_expect(&m, "person/var/R", "1 2");
    microdata_expect(&m, "person/design/stage1", "0 1 2");
    microdata_close(&m);
}
