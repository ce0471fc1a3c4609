/* test_lexer.c - the words of the expression language. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/lexer.h"

/* TEXT is the words WORD [n], and then ends. */
static void
expect_words(const char *text, const enum sv_token *word, size_t n)
{
    struct sv_lexer l;

    sv_lexer_begin(&l, text);
    for (size_t i = 0; i < n; i++) {
        cr_expect(eq(int, (int) l.word, (int) word[i]), "%s: word %zu", text,
                  i);
        sv_lexer_next(&l);
    }
    cr_expect(eq(int, (int) l.word, SV_WORD_END), "%s", text);
}

Test(lexer, signs_and_reserved_words)
{
    static const enum sv_token all[] = {
        SV_WORD_NOT, SV_WORD_OPEN, SV_WORD_NAME, SV_WORD_AT_MOST,
        SV_WORD_MINUS, SV_WORD_NUMBER, SV_WORD_AND, SV_WORD_NAME,
        SV_WORD_UNEQUAL, SV_WORD_STRING, SV_WORD_CLOSE, SV_WORD_OR,
        SV_WORD_TRUE, SV_WORD_EQUAL, SV_WORD_FALSE,
    };
    static const enum sv_token list[] = {
        SV_WORD_NAME, SV_WORD_IN, SV_WORD_OPEN, SV_WORD_NUMBER, SV_WORD_TO,
        SV_WORD_NUMBER, SV_WORD_COMMA, SV_WORD_NUMBER, SV_WORD_CLOSE,
    };
    static const enum sv_token signs[] = {
        SV_WORD_NAME, SV_WORD_DOT, SV_WORD_NAME, SV_WORD_PLUS, SV_WORD_NAME,
        SV_WORD_TIMES, SV_WORD_NAME, SV_WORD_OVER, SV_WORD_NAME, SV_WORD_LESS,
        SV_WORD_NAME, SV_WORD_MORE, SV_WORD_NAME, SV_WORD_AT_LEAST,
        SV_WORD_NAME,
    };

    expect_words("not (age<= -15 and ink!='x y') or true==false", all, 15);
    expect_words("Q7 in (1..3,8)", list, 9);
    expect_words(" a.b+c*d/e<f>g>=h\n", signs, 15);
}

/* A name may begin with a reserved word, or hold letters of any script. */
Test(lexer, names)
{
    static const enum sv_token names[] = { SV_WORD_NAME, SV_WORD_NAME,
                                          SV_WORD_NAME, SV_WORD_NAME,
                                          SV_WORD_NAME };

    expect_words("order notin $x_1 \xc3\xa2ge `no name, really`", names, 5);
}

Test(lexer, numbers)
{
    static const struct {
        const char *text;
        double number;
    } numbers[] = { { "0", 0 }, { "17.375", 17.375 }, { "2.5e-3", 2.5e-3 },
                    { "1E+4", 1e4 }, { "007", 7 } };
    struct sv_lexer l;

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        sv_lexer_begin(&l, numbers[i].text);
        cr_expect(eq(int, (int) l.word, SV_WORD_NUMBER));
        cr_expect(eq(dbl, l.number, numbers[i].number));
        cr_expect(eq(sz, l.length, strlen(numbers[i].text)));
    }
    sv_lexer_begin(&l, "5..8");         /* not 5. and .8 */
    cr_expect(eq(dbl, l.number, 5));
    cr_expect(eq(sz, l.length, (size_t) 1));
}

Test(lexer, mistakes_say_what_to_write)
{
    static const struct {
        const char *text, *says;
    } bad[] = {
        { "&& b", "'and'" }, { "|| b", "'or'" }, { "= 1", "'=='" },
        { "! b", "'not'" }, { "12abc", "a name begins" },
        { "'open", "not closed" }, { "`open", "not closed" },
        { "; b", "';'" },
    };
    struct sv_lexer l;

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        sv_lexer_begin(&l, bad[i].text);
        cr_expect(eq(int, (int) l.word, SV_WORD_BAD), "%s", bad[i].text);
        cr_assert(l.problem != NULL);
        cr_expect(strstr(l.problem, bad[i].says) != NULL, "%s: %s", bad[i].text,
                  l.problem);
        sv_lexer_next(&l);              /* stays where it is */
        cr_expect(eq(int, (int) l.word, SV_WORD_BAD));
    }
}
