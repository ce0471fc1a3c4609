/* test_oldlabels.c - value labels of Stata files as Stata wrote them to release
 * 108, which is not as ReadStat reads them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/helpers/files.h"
#include "tests/stages/ingest/running.h"

TestSuite(oldlabels, .init = files_enter);

struct bytes {
    unsigned char data[2048];
    size_t n;
    bool big;                   /* the high byte first */
};

static void
put(struct bytes *b, long value, size_t n)
{
    for (size_t i = 0; i < n; i++)
        b->data[b->n++] = (unsigned char)
            (value >> 8 * (b->big ? n - 1 - i : i));
}

static void
put_text(struct bytes *b, const char *text, size_t n)
{
    memset(b->data + b->n, 0, n);
    memcpy(b->data + b->n, text, strlen(text));
    b->n += n;
}

/* Codes 7 and -2, in this order; the second label is in windows-1252. */
static void
put_labels(struct bytes *b, int release)
{
    if (release < 108) {
        put(b, 2, 2);
        put_text(b, "yesno", 9 + 1);
        put(b, 7, 2);
        put(b, -2, 2);
        put_text(b, "Yes", 8);
        put_text(b, "N\xe3o\ncert", 8);
        return;
    }
    put(b, 8 + 4 * 4 + 13, 4);
    put_text(b, "yesno", 9 + 3);
    put(b, 2, 4);
    put(b, 13, 4);
    put(b, 9, 4);
    put(b, 0, 4);
    put(b, 7, 4);
    put(b, -2, 4);
    put_text(b, "N\xe3o\ncert", 9);
    put_text(b, "Yes", 4);
}

/* Three rows of one variable, 7, -2, -2; a note from 105 on. */
static void
write_file(int release, bool big)
{
    struct bytes b = { .big = big };
    const size_t label = release < 108 ? 32 : 81;

    put(&b, release, 1);
    put(&b, big ? 1 : 2, 1);
    put(&b, 1, 1);
    put(&b, 0, 1);
    put(&b, 1, 2);
    put(&b, 3, 4);
    put_text(&b, "A survey", label + (release < 105 ? 0 : 18));
    put_text(&b, "i", 1);
    put_text(&b, "A", 9);
    put(&b, 0, 4);
    put_text(&b, "%8.0g", release < 105 ? 7 : 12);
    put_text(&b, "yesno", 9);
    put_text(&b, "An answer", label);
    if (release >= 105) {
        put(&b, 1, 1);
        put(&b, 5, 2);
        put_text(&b, "note", 5);
        put(&b, 0, 3);
    }
    put(&b, 7, 2);
    put(&b, -2, 2);
    put(&b, -2, 2);
    put_labels(&b, release);
    files_write("person.dta", b.data, b.n);
}

static int
ingest_it(void)
{
    return ingest("survey: {title: T}\nfiles: {u: {path: person.dta}}\n"
                  "design: {weight: 1}\n"
                  "indicators: {own: [{code: X, proportion: A == Yes}]}\n",
                  NULL);
}

static void
expect_label(const struct microdata *m, size_t i, double value,
             const char *label)
{
    const json_t *const entry = json_array_get(json_object_get(json_array_get(
        json_object_get(json_array_get(json_object_get(m->meta, "records"), 0),
                        "variables"), 0), "labels"), i);

    cr_expect(eq(dbl, json_number_value(json_object_get(entry, "value")),
                 value));
    cr_expect_str_eq(json_string_value(json_object_get(entry, "label")), label);
}

Test(oldlabels, codes_have_their_own_labels)
{
    static const int release[] = { 104, 105, 108 };

    for (size_t k = 0; k < 2 * sizeof release / sizeof *release; k++) {
        struct microdata m;

        write_file(release[k / 2], k % 2 == 1);
        cr_assert(eq(int, ingest_it(), 0), "release %d", release[k / 2]);
        m = microdata_open();
        microdata_expect(&m, "u/var/A", "7 -2 -2");
        expect_label(&m, 0, 7, "Yes");
        expect_label(&m, 1, -2, "N\xc3\xa3o cert");
        microdata_close(&m);
    }
}

/* Labels cut anywhere are no longer as Stata writes them. */
Test(oldlabels, cut_ones_are_refused)
{
    char *bytes;
    size_t n;

    write_file(108, false);
    bytes = files_read("person.dta", &n);
    for (size_t less = 1; less < 53; less++) {
        files_write("person.dta", bytes, n - less);
        cr_expect(eq(int, ingest_it(), 1), "%zu bytes less", less);
        ingest_said("cut short");
    }
    free(bytes);
}
