/* test_replicaterows.c - replicate weights, from columns to rows. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/replicatefacts.h"
#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"

TestSuite(replicaterows, .init = files_enter);

/* DESIGN, what else there is in the description, and what the replicate weights
 * of row I (from 0) are. */
struct sample {
    const char *replicates, *more;
    const char *(*weights)(size_t i);
};

enum { ROWS = 9 };

static int
ingest_sample(const struct sample *s)
{
    char text[2048], data[4096] = "ID,U,W,R1,R2,R3,Y\n";

    snprintf(text, sizeof text,
             "survey: {title: T, year: 2026}\n"
             "files: {person: {path: person.csv, key: [ID]}}\n"
             "design: {clusters: [U], weight: W, replicates: {columns: %s}}\n"
             "indicators: {own: [{code: X, of: person, mean: Y}]}\n%s",
             s->replicates, s->more != NULL ? s->more : "");
    for (size_t i = 0; i < ROWS; i++) {
        const size_t used = strlen(data);

        snprintf(data + used, sizeof data - used, "%zu,%zu,20,%s,%zu\n", i,
                 10 - i * 4 % 9, s->weights(i), i);
    }
    files_write_text("person.csv", data);
    return ingest(text, NULL);
}

static const char *
exact(size_t i)
{
    static char text[64];

    snprintf(text, sizeof text, "%zu,%g,%g", 10 + i, 0.375 + (double) i,
             i == 7 ? 0.0 : 2.5);
    return text;
}

static const char *
inexact(size_t i)
{
    static char text[64];

    snprintf(text, sizeof text, "%zu,%.17g,3", 10 + i, (double) (i + 1) / 7);
    return text;
}

static const char *
lacking(size_t i)
{
    return i == 4 ? "1,,3" : "1,2,3";
}

static const char *
worded(size_t i)
{
    return i == 4 ? "1,none,3" : "1,2,3";
}

static struct sv_store *
open_rows(struct sv_column *weight)
{
    struct sv_fault fault = { .status = SV_OK };
    struct sv_digest digest;
    struct sv_store *store;

    cr_assert(eq(int, sv_digest_file(&digest, NULL, "out/replicates.h5",
                                     &fault), SV_OK));
    cr_assert(eq(int, sv_store_open(&store, "out/replicates.h5", "replicates",
                                    1, &digest, &fault), SV_OK));
    cr_assert(eq(int, sv_store_column(weight, store, "person/weight", &fault),
                 SV_OK));
    cr_assert(eq(sz, weight->n, 3 * ROWS));
    return store;
}

/* Rows are in the order of the units, the columns in that of the survey. */
Test(replicaterows, are_in_the_order_of_microdata)
{
    const struct sample s = { "[R3, R1, R2], type: brr", NULL, exact };
    struct sv_column weight;
    struct microdata m;
    struct sv_store *store;

    cr_assert(eq(int, ingest_sample(&s), 0));
    m = microdata_open();
    store = open_rows(&weight);
    cr_assert(eq(int, weight.type, SV_F32));
    for (size_t j = 0; j < ROWS; j++) {
        const double id = microdata_value(&m, "person/var/ID", j);
        const float *w = (const float *) weight.data + 3 * j;

        cr_expect(eq(flt, w[0], id == 7 ? 0 : 2.5F));
        cr_expect(eq(flt, w[1], (float) id + 10));
        cr_expect(eq(flt, w[2], (float) id + 0.375F));
    }
    cr_expect(not(sv_store_has(m.store, "person/var/R1")));
    sv_store_close(store);
    microdata_close(&m);
}

Test(replicaterows, are_described)
{
    const struct sample s = { "R1-R3, type: brr", NULL, exact };
    const double expected[] = {
        126, 126, 18, 18, 10, 1,                /* 10 + ... + 18 */
        39.375, 39.375, 8.375, 8.375, 0.375, 0, /* 36 + 9 x 0.375 */
        20, 20, 2.5, 2.5, 2.5, 0,
    };
    struct microdata m;
    json_t *names;

    cr_assert(eq(int, ingest_sample(&s), 0));
    m = microdata_open();
    for (size_t k = 0; k < 3 * SV_N_REPLICATE_FACTS; k++)
        cr_expect(eq(dbl, microdata_value(&m, "person/replicates/facts", k),
                     expected[k]), "%zu", k);
    names = json_object_get(json_array_get(json_object_get(m.meta, "records"),
                                           0), "replicates");
    cr_expect(eq(sz, json_array_size(names), 3));
    cr_expect_str_eq(json_string_value(json_array_get(names, 2)), "R3");
    microdata_close(&m);
}

Test(replicaterows, are_doubles_where_floats_would_not_do)
{
    const struct sample s = { "R1-R3, type: brr", NULL, inexact };
    struct sv_column weight;
    struct microdata m;
    struct sv_store *store;

    cr_assert(eq(int, ingest_sample(&s), 0));
    m = microdata_open();
    store = open_rows(&weight);
    cr_assert(eq(int, weight.type, SV_F64));
    for (size_t j = 0; j < ROWS; j++)
        cr_expect(eq(dbl, ((const double *) weight.data)[3 * j + 1],
                     (microdata_value(&m, "person/var/ID", j) + 1) / 7));
    sv_store_close(store);
    microdata_close(&m);
}

/* A variable that has another use is one of the microdata, too. */
Test(replicaterows, may_be_used_otherwise)
{
    const struct sample s = { "R1-R3, type: brr",
                              "variables: {z: {of: person, from: R2}}\n",
                              exact };
    struct sv_column weight;
    struct microdata m;

    cr_assert(eq(int, ingest_sample(&s), 0));
    m = microdata_open();
    cr_expect(sv_store_has(m.store, "person/var/R2"));
    cr_expect(not(sv_store_has(m.store, "person/var/R3")));
    sv_store_close(open_rows(&weight));
    microdata_close(&m);
}

/* What is not final is left to weigh, as columns. */
Test(replicaterows, are_columns_where_they_are_not_final)
{
    const struct sample samples[] = {
        { "R1-R3, type: brr, combined: false", NULL, exact },
        { "R1-R3, type: brr", NULL, lacking },
        { "R1-R3, type: brr", NULL, worded },
        { "R1-R3, type: brr",
          "weighting: {steps: [{post-stratify: {of: person, by: u, "
          "counts: {a: 9, b: 8}}}]}\n"
          "variables: {u: {of: person, from: U, categories: {a: 1, b: 2}}}\n",
          exact },
    };

    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        struct microdata m;

        cr_assert(eq(int, ingest_sample(&samples[i]), 0), "%zu", i);
        cr_expect(ne(int, access("out/replicates.h5", F_OK), 0), "%zu", i);
        m = microdata_open();
        cr_expect(sv_store_has(m.store, "person/var/R2"), "%zu", i);
        cr_expect(not(sv_store_has(m.store, "person/replicates/facts")));
        microdata_close(&m);
    }
}
