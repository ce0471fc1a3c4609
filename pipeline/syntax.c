/* syntax.c - reads expressions by recursive descent. */
#include "pipeline/syntax.h"

#include <stdbool.h>
#include <string.h>

#include "pipeline/lexer.h"

struct reading {
    struct sv_lexer lexer;
    struct sv_arena *arena;
    struct sv_string text;
    struct sv_fault *fault;
    unsigned depth;
    bool failed;
};

static struct sv_syntax *expression(struct reading *r);

/* Tells of the first fault only: what follows would be its consequence. */
static struct sv_syntax *
fail(struct reading *r, size_t at, size_t length, const char *sentence)
{
    if (!r->failed)
        sv_point(r->fault, SV_DATA, sv_place_after(r->text.at, at), length,
                 "%s", sentence);
    r->failed = true;
    return NULL;
}

static struct sv_syntax *
fail_here(struct reading *r, const char *expected)
{
    const struct sv_lexer *l = &r->lexer;

    return fail(r, l->start, l->length > 0 ? l->length : 1,
                l->word == SV_WORD_BAD ? l->problem : expected);
}

static struct sv_syntax *
make(struct reading *r, enum sv_form form, size_t at)
{
    struct sv_syntax *s = sv_arena_take(r->arena, 1, sizeof *s);

    if (s == NULL) {
        if (!r->failed)
            sv_fail(r->fault, SV_SYSTEM, "out of memory for an expression");
        r->failed = true;
        return NULL;
    }
    s->form = form;
    s->at = at;
    s->length = r->lexer.start + r->lexer.length - at;
    return s;
}

/* A tree of FORM with one or two parts, spanning them. */
static struct sv_syntax *
join(struct reading *r, enum sv_form form, size_t at, struct sv_syntax *a,
     struct sv_syntax *b)
{
    struct sv_syntax *s = a != NULL && (b != NULL || !r->failed)
                              ? make(r, form, at)
                              : NULL;

    if (s == NULL)
        return NULL;
    s->part = a;
    a->next = b;
    s->length = (b != NULL ? b->at + b->length : a->at + a->length) - at;
    return s;
}

static bool
accept(struct reading *r, enum sv_token word)
{
    if (r->lexer.word != word)
        return false;
    sv_lexer_next(&r->lexer);
    return true;
}

/* The text of the name or string at hand, without its quotes. */
static const char *
text_at_hand(struct reading *r)
{
    const char *from = r->text.text + r->lexer.start;
    const bool quoted = strchr("`\"'", *from) != NULL;

    return sv_arena_text(r->arena, from + quoted,
                         r->lexer.length - 2 * (size_t) quoted);
}

static struct sv_syntax *
take_call(struct reading *r, const char *name, size_t at)
{
    struct sv_syntax *call = make(r, SV_FORM_CALL, at);
    struct sv_syntax **end = call != NULL ? &call->part : NULL;

    if (call == NULL)
        return NULL;
    call->name = name;
    sv_lexer_next(&r->lexer);                   /* the parenthesis */
    while (r->lexer.word != SV_WORD_CLOSE) {
        *end = expression(r);
        if (*end == NULL)
            return NULL;
        end = &(*end)->next;
        if (r->lexer.word != SV_WORD_CLOSE && !accept(r, SV_WORD_COMMA))
            return fail_here(r, "expected ',' or ')'");
    }
    call->length = r->lexer.start + 1 - at;
    sv_lexer_next(&r->lexer);
    return call;
}

/* [record.]name[..[record.]name] */
static struct sv_syntax *
take_variables(struct reading *r, const char *name, size_t at, size_t end)
{
    struct sv_syntax *s = make(r, SV_FORM_NAME, at);

    if (s == NULL)
        return NULL;
    s->name = name;
    if (accept(r, SV_WORD_DOT)) {
        if (r->lexer.word != SV_WORD_NAME)
            return fail_here(r, "expected the name of a variable behind '.'");
        s->record = name;
        s->name = text_at_hand(r);
        end = r->lexer.start + r->lexer.length;
        sv_lexer_next(&r->lexer);
    }
    if (accept(r, SV_WORD_TO)) {
        if (r->lexer.word != SV_WORD_NAME)
            return fail_here(r, "expected the last variable of the range");
        s->form = SV_FORM_RANGE;
        s->last = text_at_hand(r);
        end = r->lexer.start + r->lexer.length;
        sv_lexer_next(&r->lexer);
    }
    s->length = end - at;
    return s;
}

static struct sv_syntax *
take_name(struct reading *r)
{
    const size_t at = r->lexer.start, end = at + r->lexer.length;
    const char *name = text_at_hand(r);

    sv_lexer_next(&r->lexer);
    return r->lexer.word == SV_WORD_OPEN ? take_call(r, name, at)
                                         : take_variables(r, name, at, end);
}

static struct sv_syntax *
take_group(struct reading *r)
{
    struct sv_syntax *s;

    sv_lexer_next(&r->lexer);
    s = expression(r);
    if (s != NULL && !accept(r, SV_WORD_CLOSE))
        return fail_here(r, "expected ')'");
    return s;
}

static struct sv_syntax *
primary(struct reading *r)
{
    const size_t at = r->lexer.start;
    struct sv_syntax *s;

    switch (r->lexer.word) {
    case SV_WORD_NUMBER:
        s = make(r, SV_FORM_NUMBER, at);
        if (s != NULL)
            s->number = r->lexer.number;
        break;
    case SV_WORD_STRING:
        s = make(r, SV_FORM_STRING, at);
        if (s != NULL)
            s->name = text_at_hand(r);
        break;
    case SV_WORD_TRUE:
        s = make(r, SV_FORM_TRUE, at);
        break;
    case SV_WORD_FALSE:
        s = make(r, SV_FORM_FALSE, at);
        break;
    case SV_WORD_OPEN:
        return take_group(r);
    case SV_WORD_NAME:
        return take_name(r);
    case SV_WORD_END: case SV_WORD_BAD: case SV_WORD_AND: case SV_WORD_OR:
    case SV_WORD_NOT: case SV_WORD_IN: case SV_WORD_PLUS: case SV_WORD_MINUS:
    case SV_WORD_TIMES: case SV_WORD_OVER: case SV_WORD_EQUAL:
    case SV_WORD_UNEQUAL: case SV_WORD_LESS: case SV_WORD_AT_MOST:
    case SV_WORD_MORE: case SV_WORD_AT_LEAST: case SV_WORD_CLOSE:
    case SV_WORD_COMMA: case SV_WORD_DOT: case SV_WORD_TO:
    default:
        return fail_here(r, "expected a variable, a number, a string or '('");
    }
    sv_lexer_next(&r->lexer);
    return s;
}

static struct sv_syntax *
factor(struct reading *r)
{
    const size_t at = r->lexer.start;
    struct sv_syntax *s;

    if (!accept(r, SV_WORD_MINUS))
        return primary(r);
    if (++r->depth > SV_MAX_DEPTH)
        return fail_here(r, "the expression is nested more than 64 deep");
    s = join(r, SV_FORM_MINUS, at, factor(r), NULL);
    r->depth--;
    return s;
}

/* The operators of one level, which are grouped from the left. */
struct level {
    enum sv_token word;
    enum sv_form form;
};

static struct sv_syntax *
chain(struct reading *r, struct sv_syntax *(*operand)(struct reading *r),
      const struct level *level, size_t n)
{
    const size_t at = r->lexer.start;
    struct sv_syntax *s = operand(r);
    size_t i = 0;

    while (s != NULL && i < n)
        for (i = 0; i < n; i++)
            if (accept(r, level[i].word)) {
                s = join(r, level[i].form, at, s, operand(r));
                break;
            }
    return s;
}

static struct sv_syntax *
product(struct reading *r)
{
    static const struct level level[] = { { SV_WORD_TIMES, SV_FORM_MULTIPLY },
                                          { SV_WORD_OVER, SV_FORM_DIVIDE } };

    return chain(r, factor, level, 2);
}

static struct sv_syntax *
sum(struct reading *r)
{
    static const struct level level[] = { { SV_WORD_PLUS, SV_FORM_ADD },
                                          { SV_WORD_MINUS, SV_FORM_SUBTRACT } };

    return chain(r, product, level, 2);
}

static struct sv_syntax *
item(struct reading *r)
{
    const size_t at = r->lexer.start;
    struct sv_syntax *s = sum(r);

    if (s != NULL && accept(r, SV_WORD_TO))
        s = join(r, SV_FORM_SPAN, at, s, sum(r));
    return s;
}

static struct sv_syntax *
take_in(struct reading *r, struct sv_syntax *what, size_t at)
{
    struct sv_syntax *s, **end;

    if (!accept(r, SV_WORD_OPEN))
        return fail_here(r, "expected '(' behind 'in'");
    s = join(r, SV_FORM_IN, at, what, NULL);
    if (s == NULL)
        return NULL;
    end = &what->next;
    do {
        *end = item(r);
        if (*end == NULL)
            return NULL;
        end = &(*end)->next;
    } while (accept(r, SV_WORD_COMMA));
    s->length = r->lexer.start + 1 - at;
    if (!accept(r, SV_WORD_CLOSE))
        return fail_here(r, "expected ',' or ')'");
    return s;
}

static const struct level comparisons[] = {
    { SV_WORD_EQUAL, SV_FORM_EQUAL }, { SV_WORD_UNEQUAL, SV_FORM_UNEQUAL },
    { SV_WORD_LESS, SV_FORM_LESS }, { SV_WORD_AT_MOST, SV_FORM_AT_MOST },
    { SV_WORD_MORE, SV_FORM_MORE }, { SV_WORD_AT_LEAST, SV_FORM_AT_LEAST },
};
enum { N_COMPARISONS = sizeof comparisons / sizeof *comparisons };

static bool
is_comparison(enum sv_token word)
{
    for (size_t i = 0; i < N_COMPARISONS; i++)
        if (comparisons[i].word == word)
            return true;
    return false;
}

static struct sv_syntax *
comparison(struct reading *r)
{
    const size_t at = r->lexer.start;
    struct sv_syntax *s = sum(r);

    if (s == NULL)
        return NULL;
    if (accept(r, SV_WORD_IN))
        return take_in(r, s, at);
    if (accept(r, SV_WORD_NOT)) {
        if (!accept(r, SV_WORD_IN))
            return fail_here(r, "expected 'in' behind 'not'");
        return join(r, SV_FORM_NOT, at, take_in(r, s, at), NULL);
    }
    for (size_t i = 0; i < N_COMPARISONS; i++)
        if (accept(r, comparisons[i].word)) {
            s = join(r, comparisons[i].form, at, s, sum(r));
            break;
        }
    if (s != NULL && is_comparison(r->lexer.word))
        return fail_here(r, "comparisons cannot be chained; write "
                         "'a < b and b < c'");
    return s;
}

static struct sv_syntax *
negation(struct reading *r)
{
    const size_t at = r->lexer.start;
    struct sv_syntax *s;

    if (!accept(r, SV_WORD_NOT))
        return comparison(r);
    if (++r->depth > SV_MAX_DEPTH)
        return fail_here(r, "the expression is nested more than 64 deep");
    s = join(r, SV_FORM_NOT, at, negation(r), NULL);
    r->depth--;
    return s;
}

static struct sv_syntax *
conjunction(struct reading *r)
{
    static const struct level level[] = { { SV_WORD_AND, SV_FORM_AND } };

    return chain(r, negation, level, 1);
}

static struct sv_syntax *
expression(struct reading *r)
{
    static const struct level level[] = { { SV_WORD_OR, SV_FORM_OR } };
    struct sv_syntax *s;

    if (++r->depth > SV_MAX_DEPTH)
        return fail_here(r, "the expression is nested more than 64 deep");
    s = chain(r, conjunction, level, 1);
    r->depth--;
    return s;
}

enum sv_status
sv_syntax_read(struct sv_syntax **out, struct sv_arena *arena,
               struct sv_string text, struct sv_fault *fault)
{
    struct reading r = { .arena = arena, .text = text, .fault = fault };

    if (strlen(text.text) > SV_MAX_EXPRESSION)
        return sv_point(fault, SV_DATA, text.at, 1, "an expression has at most "
                        "%d bytes; define parts of it as variables",
                        SV_MAX_EXPRESSION);
    sv_lexer_begin(&r.lexer, text.text);
    *out = expression(&r);
    if (*out != NULL && r.lexer.word != SV_WORD_END)
        *out = fail_here(&r, "expected an operator, or the end");
    return *out != NULL ? SV_OK : fault->status;
}
