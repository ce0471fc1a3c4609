/* test_utf8.c - the characters of a text. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/utf8.h"

static void
expect_character(const char *text, size_t length, uint32_t code)
{
    uint32_t c = 0;

    cr_expect(eq(sz, sv_utf8_next(text, strlen(text), &c), length));
    cr_expect(eq(u32, c, code));
}

Test(utf8, characters_of_every_length)
{
    expect_character("A", 1, 'A');
    expect_character("\xC2\x80", 2, 0x80);
    expect_character("\xC3\xA9", 2, 0xE9);
    expect_character("\xE0\xA0\x80", 3, 0x800);
    expect_character("\xE2\x82\xAC", 3, 0x20AC);
    expect_character("\xF0\x90\x80\x80", 4, 0x10000);
    expect_character("\xF4\x8F\xBF\xBF", 4, 0x10FFFF);
}

Test(utf8, what_is_not)
{
    static const char *const bad[] = {
        "\x80", "\xC1\xBF", "\xC3", "\xC3(", "\xE0\x9F\xBF", "\xED\xA0\x80",
        "\xE2\x82", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80",
        "\xFF",
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        cr_expect(eq(sz, sv_utf8_next(bad[i], strlen(bad[i]), NULL), 0),
                  "row %zu", i);
    cr_expect(eq(sz, sv_utf8_next("A", 0, NULL), 0));
}

Test(utf8, printable)
{
    static const uint32_t yes[] = { '\t', '\n', '\r', ' ', '~', 0x85, 0xA0,
                                    0xE9, 0x10FFFF };
    static const uint32_t no[] = { 0, 7, 0x1B, 0x7F, 0x80, 0x9B, 0xFEFF,
                                   0xFFFE, 0xFFFF };

    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        cr_expect(sv_utf8_printable(yes[i]), "U+%04X", yes[i]);
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        cr_expect(not(sv_utf8_printable(no[i])), "U+%04X", no[i]);
}
