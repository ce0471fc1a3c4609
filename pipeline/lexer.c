/* lexer.c - the words of the expression language. */
#include "pipeline/lexer.h"

#include <stdbool.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool
begins_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
           || (c != '\0' && strchr("_$#@", c) != NULL)
           || (unsigned char) c >= 0x80;
}

static const struct {
    const char *text;
    enum sv_token word;
} reserved[] = {
    { "and", SV_WORD_AND }, { "or", SV_WORD_OR }, { "not", SV_WORD_NOT },
    { "in", SV_WORD_IN }, { "true", SV_WORD_TRUE },
    { "false", SV_WORD_FALSE },
};

/* Longer signs before those that they begin with. */
static const struct {
    const char *text;
    enum sv_token word;
} signs[] = {
    { "==", SV_WORD_EQUAL }, { "!=", SV_WORD_UNEQUAL },
    { "<=", SV_WORD_AT_MOST }, { ">=", SV_WORD_AT_LEAST }, { "..", SV_WORD_TO },
    { "<", SV_WORD_LESS }, { ">", SV_WORD_MORE }, { "+", SV_WORD_PLUS },
    { "-", SV_WORD_MINUS }, { "*", SV_WORD_TIMES }, { "/", SV_WORD_OVER },
    { "(", SV_WORD_OPEN }, { ")", SV_WORD_CLOSE }, { ",", SV_WORD_COMMA },
    { ".", SV_WORD_DOT },
};

static const struct {
    const char *text, *problem;
} mistakes[] = {
    { "&&", "write 'and', not '&&'" },
    { "||", "write 'or', not '||'" },
    { "!", "write 'not', or '!=' for 'is not'" },
    { "=", "write '==' to compare" },
    { "&", "write 'and', not '&'" },
    { "|", "write 'or', not '|'" },
    { "~", "write '!=' for 'is not'" },
    { ";", "an expression has no ';'" },
};

static void
bad(struct sv_lexer *l, size_t length, const char *problem)
{
    l->word = SV_WORD_BAD;
    l->length = length;
    l->problem = problem;
}

static void
take_number(struct sv_lexer *l)
{
    const char *from = l->text + l->start;
    size_t n = strspn(from, "0123456789");
    char digits[64];

    if (from[n] == '.' && is_digit(from[n + 1]))
        n += 1 + strspn(from + n + 1, "0123456789");
    if ((from[n] == 'e' || from[n] == 'E')
        && (is_digit(from[n + 1])
            || (from[n + 1] != '\0' && strchr("+-", from[n + 1]) != NULL
                && is_digit(from[n + 2]))))
        n += 2 + strspn(from + n + 2, "0123456789");
    l->length = n;
    if (n >= sizeof digits || begins_name(from[n])) {
        bad(l, n + 1, "a number ends where a name begins; put a sign or a "
            "blank between");
        return;
    }
    memcpy(digits, from, n);
    digits[n] = '\0';
    l->word = SV_WORD_NUMBER;
    l->number = strtod(digits, NULL);
    if (isinf(l->number))
        bad(l, n, "a number beyond 1.8e308, the largest there is");
}

/* A string or a name in backticks: up to the same quote again. */
static void
take_quoted(struct sv_lexer *l, enum sv_token word)
{
    const char *from = l->text + l->start;
    const char *end = strchr(from + 1, *from);

    if (end == NULL) {
        bad(l, strlen(from), "a quote is not closed");
        return;
    }
    l->word = word;
    l->length = (size_t) (end - from) + 1;
}

static void
take_name(struct sv_lexer *l)
{
    const char *from = l->text + l->start;
    size_t n = 1;

    while (begins_name(from[n]) || is_digit(from[n]))
        n++;
    l->word = SV_WORD_NAME;
    l->length = n;
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++)
        if (strlen(reserved[i].text) == n
            && memcmp(reserved[i].text, from, n) == 0)
            l->word = reserved[i].word;
}

static void
take_sign(struct sv_lexer *l)
{
    const char *from = l->text + l->start;

    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncmp(from, signs[i].text, strlen(signs[i].text)) == 0) {
            l->word = signs[i].word;
            l->length = strlen(signs[i].text);
            return;
        }
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        if (strncmp(from, mistakes[i].text, strlen(mistakes[i].text)) == 0) {
            bad(l, strlen(mistakes[i].text), mistakes[i].problem);
            return;
        }
    bad(l, 1, "this sign has no meaning here");
}

void
sv_lexer_next(struct sv_lexer *lexer)
{
    char c;

    if (lexer->word == SV_WORD_BAD)
        return;
    lexer->at += strspn(lexer->text + lexer->at, " \t\r\n");
    lexer->start = lexer->at;
    lexer->length = 0;
    c = lexer->text[lexer->at];
    if (c == '\0')
        lexer->word = SV_WORD_END;
    else if (is_digit(c))
        take_number(lexer);
    else if (c == '"' || c == '\'')
        take_quoted(lexer, SV_WORD_STRING);
    else if (c == '`')
        take_quoted(lexer, SV_WORD_NAME);
    else if (begins_name(c))
        take_name(lexer);
    else
        take_sign(lexer);
    lexer->at = lexer->start + lexer->length;
}

void
sv_lexer_begin(struct sv_lexer *lexer, const char *text)
{
    *lexer = (struct sv_lexer){ .text = text };
    sv_lexer_next(lexer);
}
