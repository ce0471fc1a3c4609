/* infix.c - reads formulas of numbers v1, v2, ... */
#include "pipeline/infix.h"

#include <string.h>

#include "pipeline/lexer.h"

enum { MOST_BRACKETS = 32 };

struct reading {
    struct sv_lexer lexer;
    char *out;
    size_t size, used, steps, brackets;
    const char *problem;
};

static void take_sum(struct reading *r);

static const char *const functions[] = { "log", "exp", "sqrt" };

bool
sv_is_formula_function(const char *name, size_t length)
{
    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++)
        if (strlen(functions[k]) == length
            && memcmp(functions[k], name, length) == 0)
            return true;
    return false;
}

static void
fail(struct reading *r, const char *problem)
{
    if (r->problem == NULL)
        r->problem = r->lexer.word == SV_WORD_BAD ? r->lexer.problem : problem;
}

static bool
accept(struct reading *r, enum sv_token word)
{
    if (r->problem != NULL || r->lexer.word != word)
        return false;
    sv_lexer_next(&r->lexer);
    return true;
}

static void
put(struct reading *r, const char *word, size_t length)
{
    if (r->steps++ == SV_MAX_INFIX_STEPS || r->used + length + 2 > r->size) {
        fail(r, "the formula is too long");
        return;
    }
    if (r->used > 0)
        r->out[r->used++] = ' ';
    memcpy(r->out + r->used, word, length);
    r->used += length;
    r->out[r->used] = '\0';
}

/* "(" sum ")" */
static void
take_brackets(struct reading *r)
{
    if (!accept(r, SV_WORD_OPEN))
        fail(r, "expected '('");
    if (r->brackets++ == MOST_BRACKETS)
        fail(r, "too many brackets within each other");
    take_sum(r);
    r->brackets--;
    if (!accept(r, SV_WORD_CLOSE))
        fail(r, "expected an operator, or ')'");
}

/* number | cell | function brackets | brackets */
static void
take_value(struct reading *r)
{
    const char *word = r->lexer.text + r->lexer.start;
    const size_t length = r->lexer.length;

    if (r->problem != NULL)
        return;
    if (r->lexer.word == SV_WORD_OPEN) {
        take_brackets(r);
    } else if (r->lexer.word == SV_WORD_NUMBER) {
        put(r, word, length);
        sv_lexer_next(&r->lexer);
    } else if (r->lexer.word == SV_WORD_NAME
               && sv_is_formula_function(word, length)) {
        sv_lexer_next(&r->lexer);
        take_brackets(r);
        put(r, word, length);
    } else if (r->lexer.word == SV_WORD_NAME && *word == 'v') {
        put(r, word, length);
        sv_lexer_next(&r->lexer);
    } else {
        fail(r, "expected variable.category, an indicator, a number or '('");
    }
}

static void
take_signed(struct reading *r)
{
    bool negative = false;

    while (accept(r, SV_WORD_MINUS))
        negative = !negative;
    take_value(r);
    if (negative)
        put(r, "neg", 3);
}

static void
take_product(struct reading *r)
{
    take_signed(r);
    while (r->problem == NULL) {
        const bool over = r->lexer.word == SV_WORD_OVER;

        if (!accept(r, SV_WORD_TIMES) && !accept(r, SV_WORD_OVER))
            return;
        take_signed(r);
        put(r, over ? "/" : "*", 1);
    }
}

static void
take_sum(struct reading *r)
{
    take_product(r);
    while (r->problem == NULL) {
        const bool minus = r->lexer.word == SV_WORD_MINUS;

        if (!accept(r, SV_WORD_PLUS) && !accept(r, SV_WORD_MINUS))
            return;
        take_product(r);
        put(r, minus ? "-" : "+", 1);
    }
}

const char *
sv_postfix_of(char *out, size_t size, const char *formula, size_t *at,
              size_t *length)
{
    struct reading r = { .out = out, .size = size };

    sv_lexer_begin(&r.lexer, formula);
    take_sum(&r);
    if (r.problem == NULL && r.lexer.word != SV_WORD_END)
        fail(&r, "expected an operator, or the end");
    *at = r.lexer.start;
    *length = r.lexer.length > 0 ? r.lexer.length : 1;
    return r.problem;
}
