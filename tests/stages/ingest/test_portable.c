/* test_portable.c - portable files whose table says a character twice. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/portable.h"
#include "tests/helpers/files.h"
#include "tests/stages/ingest/datasample.h"
#include "tests/stages/ingest/running.h"

TestSuite(portable, .init = files_enter);

enum { SUPERSCRIPTS = 167 };

/* Lines of 80 bytes and CR LF; the table begins in the third. */
static size_t
place(size_t k)
{
    return 200 + k + (200 + k) / 80 * 2;
}

Test(portable, repetitions_are_found)
{
    unsigned char head[600];
    uint32_t at[SV_PORTABLE_TABLE];

    memset(head, '0', sizeof head);
    for (size_t i = 80; i + 1 < sizeof head; i += 82)
        memcpy(head + i, "\r\n", 2);
    head[place(3)] = 'x';
    head[place(64)] = head[place(130)] = '8';
    head[place(255)] = 'x';
    head[place(256)] = head[place(260)] = 'y';
    cr_assert(eq(sz, sv_portable_repeated(at, head, sizeof head), 2));
    cr_expect(eq(u32, at[0], (uint32_t) place(130)));
    cr_expect(eq(u32, at[1], (uint32_t) place(255)));
    cr_expect(eq(sz, sv_portable_repeated(at, head, place(130)), 0));
}

/* As PSPP writes them: digits also where superscripts have their places. */
Test(portable, digits_are_digits)
{
    static const struct sample sample = {
        "HH X:d NAME:s9", "1 123.5 abc\n2 -98765 1_8\n3 . 9\n" };
    struct microdata m;
    char *bytes;
    size_t n;

    sample_write(&sample, sample_format("por"), false, false);
    bytes = files_read("person.por", &n);
    cr_assert(n > place(SV_PORTABLE_TABLE));
    memcpy(bytes + place(SUPERSCRIPTS), "0123456789", 10);
    files_write("person.por", bytes, n);
    free(bytes);
    cr_assert(eq(int, ingest("survey: {title: T}\n"
                             "files: {u: {path: person.por, key: [HH]}}\n"
                             "design: {weight: 1}\nindicators: {own: [\n"
                             "    {code: X, mean: X},\n"
                             "    {code: Y, proportion: NAME == 'abc'}]}\n",
                             NULL), 0));
    m = microdata_open();
    microdata_expect(&m, "u/var/X", "123.5 -98765 0");
    cr_expect_str_eq(microdata_string(&m, "u", "NAME", 1), "1_8");
    microdata_close(&m);
}
