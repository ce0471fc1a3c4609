/* test_uncounted.c - system files whose header has -1 for the number of rows. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/uncounted.h"
#include "tests/helpers/files.h"
#include "tests/stages/ingest/datasample.h"
#include "tests/stages/ingest/running.h"

TestSuite(uncounted, .init = files_enter);

static int
ingest_it(void)
{
    return ingest("survey: {title: T}\nfiles: {u: {path: person.sav}}\n"
                  "design: {weight: 1}\nindicators: {own: [{code: X, mean: X},\n"
                  "    {code: Y, proportion: NAME == 'abc'}]}\n", NULL);
}

Test(uncounted, rows_are_told_by_the_size)
{
    static const struct sample sample = {
        "HH X:d NAME:s9", "1 123.5 abc\n2 -98765 1_8\n3 . 9\n" };
    struct microdata m;
    char *bytes;
    size_t n;

    sample_write(&sample, sample_format("sav"), false, false);
    bytes = files_read("person.sav", &n);
    cr_assert(not(sv_is_uncounted((unsigned char *) bytes, n)));
    memset(bytes + SV_SAV_ROWS_AT, 0xff, 4);
    cr_assert(sv_is_uncounted((unsigned char *) bytes, n));
    files_write("person.sav", bytes, n);
    cr_assert(eq(int, ingest_it(), 0));
    m = microdata_open();
    microdata_expect(&m, "u/row", "1 2 3");
    microdata_expect(&m, "u/var/X", "123.5 -98765 0");
    cr_expect_str_eq(microdata_string(&m, "u", "NAME", 1), "1_8");
    microdata_close(&m);
    files_write("person.sav", bytes, n - 8);
    cr_expect(eq(int, ingest_it(), 1));
    free(bytes);
}

/* In the order of the file; only whole rows. */
Test(uncounted, either_byte_order)
{
    unsigned char head[SV_SAV_HEAD] = "$FL2", rows[4];

    head[67] = 2;
    head[71] = 3;
    cr_assert(sv_count_rows(rows, head, 400, 400 + 24 * 258));
    cr_expect(eq(int, memcmp(rows, "\0\0\1\2", 4), 0));
    cr_expect(not(sv_count_rows(rows, head, 400, 400 + 24 * 258 + 8)));
    cr_expect(not(sv_count_rows(rows, head, 400, 400)));
    head[67] = head[71] = 0;
    head[64] = 2;
    head[68] = 1;
    cr_assert(sv_count_rows(rows, head, 400, 400 + 8 * 258));
    cr_expect(eq(int, memcmp(rows, "\2\1\0\0", 4), 0));
    head[68] = 0;
    cr_expect(not(sv_count_rows(rows, head, 400, 800)));
}
