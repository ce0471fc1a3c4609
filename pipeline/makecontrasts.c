/* makecontrasts.c - what is written under contrasts. */
#include <string.h>

#include "pipeline/lexer.h"
#include "pipeline/making.h"

enum { MOST_TERMS = 64 };

/* One contrast while it is read. */
struct reading {
    struct sv_making *m;
    struct sv_lexer lexer;
    struct sv_contrast_spec *spec;
    bool failed;
};

static void
fail_here(struct reading *r, const char *sentence)
{
    const struct sv_lexer *l = &r->lexer;

    if (!r->failed)
        sv_point(r->m->fault, SV_DATA, sv_place_after(r->spec->text.at, l->start),
                 l->length > 0 ? l->length : 1, "%s",
                 l->word == SV_WORD_BAD ? l->problem : sentence);
    r->failed = true;
}

static bool
accept(struct reading *r, enum sv_token word)
{
    if (r->lexer.word != word)
        return false;
    sv_lexer_next(&r->lexer);
    return true;
}

/* The name at hand, without backticks; NULL with a fault. */
static const char *
take_name(struct reading *r, const char *expected)
{
    const char *from = r->spec->text.text + r->lexer.start;
    const bool quoted = *from == '`';
    const char *name;

    if (r->lexer.word != SV_WORD_NAME) {
        fail_here(r, expected);
        return NULL;
    }
    name = sv_arena_text(r->m->arena, from + quoted,
                         r->lexer.length - 2 * (size_t) quoted);
    sv_lexer_next(&r->lexer);
    return name;
}

/* [ number "*" ] variable "." category */
static void
take_term(struct reading *r, double sign)
{
    struct sv_contrast_term *term = &r->spec->term[r->spec->n];
    struct sv_place at = sv_place_after(r->spec->text.at, r->lexer.start);
    const char *variable;

    if (r->spec->n == MOST_TERMS) {
        fail_here(r, "a contrast has at most 64 categories");
        return;
    }
    *term = (struct sv_contrast_term){ .coefficient = sign };
    if (r->lexer.word == SV_WORD_NUMBER) {
        term->coefficient *= r->lexer.number;
        sv_lexer_next(&r->lexer);
        if (!accept(r, SV_WORD_TIMES))
            fail_here(r, "expected '*' behind a coefficient");
        at = sv_place_after(r->spec->text.at, r->lexer.start);
    }
    variable = take_name(r, "expected variable.category");
    if (variable != NULL && r->spec->variable != NULL
        && strcmp(variable, r->spec->variable) != 0) {
        sv_point(r->m->fault, SV_DATA, at, strlen(variable), "a contrast is of "
                 "categories of one classification; this one is of '%.60s'",
                 r->spec->variable);
        r->failed = true;
    }
    if (!r->failed && !accept(r, SV_WORD_DOT))
        fail_here(r, "expected '.' and a category");
    term->at = sv_place_after(r->spec->text.at, r->lexer.start);
    term->category = r->failed ? NULL : take_name(r, "expected a category");
    r->spec->variable = variable;
    r->spec->n++;
}

static void
take_sum(struct reading *r)
{
    while (!r->failed && r->lexer.word != SV_WORD_END) {
        if (accept(r, SV_WORD_PLUS))
            take_term(r, 1);
        else if (accept(r, SV_WORD_MINUS))
            take_term(r, -1);
        else
            fail_here(r, "expected '+', '-', '/' or the end");
    }
}

/* A category that is there twice counts once, with the sum of coefficients. */
static void
join_terms(struct sv_contrast_spec *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        size_t k = 0;

        while (k < kept
               && strcmp(s->term[k].category, s->term[i].category) != 0)
            k++;
        if (k < kept)
            s->term[k].coefficient += s->term[i].coefficient;
        else
            s->term[kept++] = s->term[i];
    }
    s->n = kept;
}

static void
read_contrast(struct reading *r)
{
    struct sv_contrast_spec *s = r->spec;

    sv_lexer_begin(&r->lexer, s->text.text);
    take_term(r, accept(r, SV_WORD_MINUS) ? -1 : 1);
    if (!r->failed && s->term[0].coefficient == 1 && accept(r, SV_WORD_OVER)) {
        take_term(r, 1);
        if (!r->failed && r->lexer.word != SV_WORD_END)
            fail_here(r, "a ratio is of two categories");
        s->rule = "ratio";
        return;
    }
    take_sum(r);
    if (!r->failed)
        join_terms(s);
    s->rule = s->n == 2 && s->term[0].coefficient == 1
                      && s->term[1].coefficient == -1
                  ? "difference"
                  : "linear";
    if (!r->failed && s->n == 1)
        sv_making_fault(r->m, s->text, "a contrast is of two categories or "
                        "more, like sex.female - sex.male");
}

static bool
is_crossed(const struct sv_tables_spec *t, const char *name)
{
    for (size_t i = 0; i < t->n_by; i++)
        for (size_t k = 0; k < t->by[i].variable.n; k++)
            if (strcmp(t->by[i].variable.item[k].text, name) == 0)
                return true;
    return false;
}

void
sv_make_contrasts(struct sv_making *m)
{
    struct sv_tables_spec *t = &m->survey->tables;

    t->contrast = sv_arena_take(m->arena, t->contrasts.n + 1,
                                sizeof *t->contrast);
    for (size_t i = 0; t->contrast != NULL && i < t->contrasts.n; i++) {
        struct reading r = { .m = m, .spec = &t->contrast[i] };

        *r.spec = (struct sv_contrast_spec){
            .text = t->contrasts.item[i], .rule = "linear",
            .term = sv_arena_take(m->arena, MOST_TERMS, sizeof *r.spec->term),
        };
        if (r.spec->term == NULL || r.spec->text.text == NULL)
            continue;
        read_contrast(&r);
        if (!r.failed && !is_crossed(t, r.spec->variable))
            sv_making_fault(m, r.spec->text, "no table is by '%.60s'; add it "
                            "to 'by' of 'tables'", r.spec->variable);
    }
}
