/* test_intern.c - each distinct text once, under a number. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "stages/ingest/intern.h"

Test(intern, texts_have_numbers)
{
    struct sv_texts t = { .n = 0 };

    cr_expect(eq(u32, sv_texts_number(&t, "urban", 5), 1));
    cr_expect(eq(u32, sv_texts_number(&t, "", 0), 0));
    cr_expect(eq(u32, sv_texts_number(&t, "rural", 5), 2));
    cr_expect(eq(u32, sv_texts_number(&t, "urbane", 6), 3));
    cr_expect(eq(u32, sv_texts_number(&t, "urban and more", 5), 1));
    cr_expect(eq(u32, sv_texts_number(&t, "urb", 3), 4));
    cr_expect_str_eq(sv_texts_at(&t, 0), "");
    cr_expect_str_eq(sv_texts_at(&t, 3), "urbane");
    cr_expect(eq(sz, t.n, 5));
    sv_texts_clear(&t);
}

Test(intern, many)
{
    enum { N = 20000 };
    struct sv_texts t = { .n = 0 };
    char text[16];

    for (int round = 0; round < 2; round++)
        for (unsigned i = 1; i <= N; i++) {
            const int n = snprintf(text, sizeof text, "%u", i * 7919u % 65537u);

            cr_assert(eq(u32, sv_texts_number(&t, text, (size_t) n), i));
        }
    cr_expect(eq(sz, t.n, N + 1));
    sv_texts_clear(&t);
}
