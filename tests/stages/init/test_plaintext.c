/* test_plaintext.c - labels as plain words, and patterns that find them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/init/plaintext.h"

static void
expect_plain(const char *text, const char *plain)
{
    char out[SV_PLAIN_SIZE];

    sv_plain(out, text);
    cr_expect_str_eq(out, plain);
}

Test(plaintext, words)
{
    expect_plain("Used a computer?", " used a computer ");
    expect_plain("  Ménage: ÂGE (années)  ", " menage age annees ");
    expect_plain("¿Él usó Internet?", " el uso internet ");
    expect_plain("Cœur", " coeur ");
    expect_plain("não/NÃO", " nao nao ");
    expect_plain("", "");
    expect_plain(" ?! ", "");
    expect_plain("a\xff" "b", " a b ");
}

Test(plaintext, long_labels_are_cut)
{
    char text[3 * SV_PLAIN_SIZE], out[SV_PLAIN_SIZE];

    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    sv_plain(out, text);
    cr_expect(lt(sz, strlen(out), SV_PLAIN_SIZE));
    cr_expect(eq(chr, out[strlen(out) - 1], ' '));
}

Test(plaintext, patterns)
{
    static const char label[] = " has the household a computer at home ";

    cr_expect(gt(uint, sv_plain_match(label, "household computer"), 0));
    cr_expect(gt(uint, sv_plain_match(label, "computer household"), 0));
    cr_expect(gt(uint, sv_plain_match(label, "comput*"), 0));
    cr_expect(eq(uint, sv_plain_match(label, "comput"), 0));
    cr_expect(gt(uint, sv_plain_match(label, "tablet|computer"), 0));
    cr_expect(eq(uint, sv_plain_match(label, "tablet|phone"), 0));
    cr_expect(eq(uint, sv_plain_match(label, "computer -home"), 0));
    cr_expect(gt(uint, sv_plain_match(label, "computer -work"), 0));
    cr_expect(eq(uint, sv_plain_match(label, ""), 0));
    cr_expect(gt(uint, sv_plain_match(label, "household computer"),
                 sv_plain_match(label, "computer")));
    cr_expect(gt(uint, sv_plain_match(label, "household computer home"),
                 sv_plain_match(label, "household computer")));
}

Test(plaintext, counts_words)
{
    cr_expect(eq(uint, sv_plain_words(""), 0));
    cr_expect(eq(uint, sv_plain_words(" one "), 1));
    cr_expect(eq(uint, sv_plain_words(" one two three "), 3));
}
