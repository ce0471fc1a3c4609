/* makecontrasts.c - what is written under contrasts. */
#include <stdio.h>
#include <string.h>

#include "pipeline/infix.h"
#include "pipeline/lexer.h"
#include "pipeline/making.h"

/* One contrast while it is read. */
struct reading {
    struct sv_making *m;
    struct sv_lexer lexer;
    struct sv_contrast_spec *spec;
    bool formula;               /* more than a sum or one cell over another */
    bool failed;
};

/* A name with another behind a point, or without. */
struct atom {
    const char *name, *part;    /* part: or NULL */
    struct sv_place at, part_at;
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

static void
fail_at(struct reading *r, const struct atom *atom, const char *sentence,
        const char *more)
{
    if (!r->failed)
        sv_point(r->m->fault, SV_DATA, atom->at, strlen(atom->name), "%s%s%s%s",
                 sentence, more != NULL ? " '" : "", more != NULL ? more : "",
                 more != NULL ? "'" : "");
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

static bool
take_atom(struct atom *out, struct reading *r)
{
    *out = (struct atom){
        .at = sv_place_after(r->spec->text.at, r->lexer.start) };
    out->name = take_name(r, "expected variable.category, or an indicator");
    if (out->name != NULL && accept(r, SV_WORD_DOT)) {
        out->part_at = sv_place_after(r->spec->text.at, r->lexer.start);
        out->part = take_name(r, "expected a category");
    }
    return !r->failed;
}

bool
sv_is_crossed(const struct sv_tables_spec *t, const char *name)
{
    for (size_t i = 0; i < t->n_by; i++)
        for (size_t k = 0; k < t->by[i].variable.n; k++)
            if (strcmp(t->by[i].variable.item[k].text, name) == 0)
                return true;
    return false;
}

/* ---- terms of indicators ------------------------------------------------------ */

/* The indicator CODE with ITEM (a category of shares counts as one); the code
 * alone if the item is not there; NULL if no indicator has the code. */
static const struct sv_indicator *
find_indicator(const struct sv_survey *s, const char *code, const char *item)
{
    const struct sv_indicator *found = NULL;

    for (size_t i = 0; i < s->n_indicators; i++) {
        const struct sv_indicator *x = &s->indicator[i];
        const char *its = x->item.text;

        if (x->code.text == NULL || strcmp(x->code.text, code) != 0)
            continue;
        if (item == NULL ? its == NULL : (its != NULL && strcmp(its, item) == 0)
                                         || x->estimand == SV_SHARES)
            return x;
        found = x;
    }
    return found;
}

/* The indicators of one contrast have one record type. */
static void
check_record(struct reading *r, const struct atom *atom,
             const struct sv_indicator *x)
{
    const struct sv_contrast_term *first = &r->spec->term[0];
    const struct sv_indicator *other =
        find_indicator(r->m->survey, first->code, first->item);

    if (other != NULL && x->record != other->record)
        fail_at(r, atom, "a contrast is of indicators of one record type; this "
                "one is not of that of", first->code);
}

static void
take_indicator(struct reading *r, struct sv_contrast_term *term,
               const struct atom *atom)
{
    const struct sv_indicator *x =
        find_indicator(r->m->survey, atom->name, atom->part);

    term->code = atom->name;
    term->item = atom->part;
    term->at[0] = atom->at;
    term->item_at = atom->part_at;
    if (x == NULL)
        fail_at(r, atom, "expected '.' and a category: there is no indicator",
                atom->name);
    else if (atom->part != NULL && x->estimand != SV_SHARES
             && (x->item.text == NULL
                 || strcmp(x->item.text, atom->part) != 0))
        fail_at(r, atom, "this indicator has no item", atom->part);
    else if (atom->part == NULL
             && (x->item.text != NULL || x->estimand == SV_SHARES))
        fail_at(r, atom, "this indicator has several numbers; write which, "
                "behind a point", NULL);
    else if (x->missing_variable != NULL)
        fail_at(r, atom, "this indicator is not available: it lacks",
                x->missing_variable);
    else if (x->estimand == SV_HIGHEST)
        fail_at(r, atom, "a contrast is not of the highest of several items",
                NULL);
    else
        check_record(r, atom, x);
}

/* ---- terms of categories ------------------------------------------------------- */

/* Where NAME is among the contrast's classifications; a new one only in the
 * first term. */
static size_t
place_of(struct reading *r, const struct atom *atom)
{
    struct sv_contrast_spec *s = r->spec;

    for (size_t v = 0; v < s->n_variables; v++)
        if (strcmp(s->variable[v], atom->name) == 0)
            return v;
    if (s->n > 0 && s->n_variables > 0)
        fail_at(r, atom, "a contrast is of categories of one classification, or "
                "of the same ones crossed; this one is of", s->variable[0]);
    else if (s->n_variables == SV_MAX_CONTRASTED)
        fail_at(r, atom, "a contrast is of at most four classifications", NULL);
    else
        s->variable[s->n_variables++] = atom->name;
    return r->failed ? 0 : s->n_variables - 1;
}

static void
take_category(struct reading *r, struct sv_contrast_term *term,
              const struct atom *atom)
{
    const size_t v = place_of(r, atom);

    if (!r->failed && term->category[v] != NULL)
        fail_at(r, atom, "expected '+', '-', '/' or the end: a cell has one "
                "category of", atom->name);
    if (!r->failed && atom->part == NULL)
        fail_at(r, atom, "expected '.' and a category of", atom->name);
    term->category[v] = atom->part;
    term->at[v] = atom->part_at;
}

/* Whether '*' and another category of the cell are at hand. */
static bool
accept_crossing(struct reading *r)
{
    struct sv_lexer ahead = r->lexer;

    if (r->failed || ahead.word != SV_WORD_TIMES)
        return false;
    sv_lexer_next(&ahead);
    if (r->formula
        && (ahead.word != SV_WORD_NAME
            || sv_is_formula_function(ahead.text + ahead.start, ahead.length)))
        return false;
    r->lexer = ahead;
    return true;
}

/* atom { "*" atom } */
static void
take_cell(struct reading *r, double coefficient)
{
    struct sv_contrast_spec *s = r->spec;
    struct sv_contrast_term *term = &s->term[s->n];
    struct atom atom;

    *term = (struct sv_contrast_term){ .coefficient = coefficient };
    if (r->failed || !take_atom(&atom, r))
        return;
    if (s->n > 0 ? s->n_variables == 0
                 : !sv_is_crossed(&r->m->survey->tables, atom.name)
                       && (atom.part == NULL
                           || find_indicator(r->m->survey, atom.name, NULL)
                                  != NULL)) {
        take_indicator(r, term, &atom);
    } else {
        take_category(r, term, &atom);
        while (accept_crossing(r) && take_atom(&atom, r))
            take_category(r, term, &atom);
        for (size_t v = 0; !r->failed && v < s->n_variables; v++)
            if (term->category[v] == NULL)
                fail_at(r, &atom, "this cell lacks a category of",
                        s->variable[v]);
    }
    s->n++;
}

/* [ number "*" ] cell */
static void
take_term(struct reading *r, double sign)
{
    double coefficient = sign;

    if (r->spec->n == SV_MAX_CONTRAST_TERMS) {
        fail_here(r, "a contrast has at most 256 terms");
        return;
    }
    if (r->lexer.word == SV_WORD_NUMBER) {
        coefficient *= r->lexer.number;
        sv_lexer_next(&r->lexer);
        if (!accept(r, SV_WORD_TIMES))
            fail_here(r, "expected '*' behind a coefficient");
    }
    take_cell(r, coefficient);
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

static bool
same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static bool
same_cell(const struct sv_contrast_term *a, const struct sv_contrast_term *b)
{
    for (size_t v = 0; v < SV_MAX_CONTRASTED; v++)
        if (!same_text(a->category[v], b->category[v]))
            return false;
    return same_text(a->code, b->code) && same_text(a->item, b->item);
}

/* A cell that is there twice counts once, with the sum of coefficients. */
static void
join_terms(struct sv_contrast_spec *s)
{
    size_t kept = 0;

    for (size_t i = 0; i < s->n; i++) {
        size_t k = 0;

        while (k < kept && !same_cell(&s->term[k], &s->term[i]))
            k++;
        if (k < kept)
            s->term[k].coefficient += s->term[i].coefficient;
        else
            s->term[kept++] = s->term[i];
    }
    s->n = kept;
}

/* ---- formulas ----------------------------------------------------------------- */

/* Whether TEXT is more than a sum, and more than one cell over another. */
static bool
is_formula(const char *text)
{
    size_t ratios = 0, others = 0;
    struct sv_lexer l;

    for (sv_lexer_begin(&l, text);
         l.word != SV_WORD_END && l.word != SV_WORD_BAD; sv_lexer_next(&l)) {
        if (l.word == SV_WORD_OPEN)
            return true;
        ratios += l.word == SV_WORD_OVER;
        others += l.word == SV_WORD_PLUS || l.word == SV_WORD_MINUS
                  || l.word == SV_WORD_NUMBER;
    }
    return ratios > 1 || (ratios == 1 && others > 0);
}

/* The number of the cell at hand, which may have been there before. */
static size_t
take_numbered_cell(struct reading *r)
{
    struct sv_contrast_spec *s = r->spec;
    const size_t last = s->n;
    size_t k = 0;

    if (last == SV_MAX_INFIX_STEPS)
        fail_here(r, "a formula is of at most 100 cells");
    take_cell(r, 1);
    while (!r->failed && k < last && !same_cell(&s->term[k], &s->term[last]))
        k++;
    if (k < last)
        s->n = last;
    return k + 1;
}

/* A formula while its cells become v1, v2, ...; FROM is where a character was. */
struct infix { char *text; size_t *from, n; };

static void
add_text(struct infix *out, const char *text, size_t n, size_t from)
{
    for (size_t i = 0; i < n; i++) {
        out->from[out->n] = from + i;
        out->text[out->n++] = text[i];
    }
    out->text[out->n] = '\0';
}

/* Whether a name and a bracket are at hand, but of no function. */
static bool
calls_other(const struct sv_lexer *l)
{
    struct sv_lexer ahead = *l;

    if (l->word != SV_WORD_NAME
        || sv_is_formula_function(l->text + l->start, l->length))
        return false;
    sv_lexer_next(&ahead);
    return ahead.word == SV_WORD_OPEN;
}

static void
name_cells(struct infix *out, struct reading *r)
{
    const char *text = r->spec->text.text;

    while (!r->failed && r->lexer.word != SV_WORD_END) {
        const size_t at = r->lexer.start, length = r->lexer.length;
        char name[24];

        if (at > 0 && text[at - 1] == ' ')
            add_text(out, " ", 1, at);
        if (r->lexer.word == SV_WORD_BAD || calls_other(&r->lexer)) {
            fail_here(r, "the functions of formulas are log, exp and sqrt");
        } else if (r->lexer.word == SV_WORD_NAME
                   && !sv_is_formula_function(text + at, length)) {
            snprintf(name, sizeof name, "v%zu", take_numbered_cell(r));
            add_text(out, name, strlen(name), at);
        } else {
            add_text(out, text + at, length, at);
            sv_lexer_next(&r->lexer);
        }
    }
    out->from[out->n] = strlen(text);
}

static void
read_formula(struct reading *r)
{
    struct sv_contrast_spec *s = r->spec;
    const size_t size = 4 * strlen(s->text.text) + 16;
    char *postfix = sv_arena_take(r->m->arena, size, 4);
    struct infix infix = { sv_arena_take(r->m->arena, size, 1),
                           sv_arena_take(r->m->arena, size, sizeof(size_t)), 0 };
    const char *problem = NULL;
    size_t at, length;

    if (postfix == NULL || infix.text == NULL || infix.from == NULL)
        return;
    name_cells(&infix, r);
    if (!r->failed)
        problem = sv_postfix_of(postfix, 4 * size, infix.text, &at, &length);
    if (problem != NULL)
        sv_point(r->m->fault, SV_DATA,
                 sv_place_after(s->text.at, infix.from[at]), length, "%s",
                 problem);
    else if (!r->failed && s->n == 0)
        sv_making_fault(r->m, s->text, "a contrast is of categories or "
                        "indicators, and this one has none");
    r->failed = r->failed || problem != NULL;
    s->rule = "formula";
    s->formula = infix.text;
    s->postfix = postfix;
}

static void
read_contrast(struct reading *r)
{
    struct sv_contrast_spec *s = r->spec;

    sv_lexer_begin(&r->lexer, s->text.text);
    r->formula = is_formula(s->text.text);
    if (r->formula) {
        read_formula(r);
        return;
    }
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

/* Whether one entry of `by` crosses all of the contrast's classifications. */
static bool
is_in_one(const struct sv_tables_spec *t, const struct sv_contrast_spec *s)
{
    for (size_t i = 0; i < t->n_by; i++) {
        const struct sv_names *by = &t->by[i].variable;
        size_t found = 0;

        for (size_t v = 0; v < s->n_variables; v++)
            for (size_t k = 0; k < by->n; k++)
                found += strcmp(by->item[k].text, s->variable[v]) == 0;
        if (found == s->n_variables)
            return true;
    }
    return false;
}

/* Where the contrast is written; its text may not be. */
static struct sv_string
standing(const struct sv_contrast_spec *s)
{
    struct sv_string at = s->text;

    if (s->standard)
        at.text = s->variable[0];
    return at;
}

void
sv_check_contrasted(struct sv_making *m, const struct sv_contrast_spec *s)
{
    for (size_t v = 0; v < s->n_variables; v++)
        if (!sv_is_crossed(&m->survey->tables, s->variable[v])) {
            sv_making_fault(m, standing(s), "no table is by '%.60s'; add it to "
                            "'by' of 'tables'", s->variable[v]);
            return;
        }
    if (!is_in_one(&m->survey->tables, s))
        sv_making_fault(m, standing(s), "no table crosses '%.60s' with '%.60s'; add "
                        "that to 'by' of 'tables'", s->variable[0],
                        s->variable[s->n_variables - 1]);
}

struct sv_contrast_spec *
sv_next_contrast(struct sv_making *m, struct sv_string text, size_t n_terms)
{
    struct sv_tables_spec *t = &m->survey->tables;
    struct sv_contrast_spec *s = &t->contrast[t->n_contrasts];

    *s = (struct sv_contrast_spec){
        .text = text, .rule = "linear",
        .term = sv_arena_take(m->arena, n_terms, sizeof *s->term),
    };
    if (s->term == NULL || text.text == NULL)
        return NULL;
    t->n_contrasts++;
    return s;
}

struct sv_contrast_spec *
sv_make_contrast(struct sv_making *m, struct sv_string text)
{
    struct reading r = { .m = m, .spec = sv_next_contrast(m, text, SV_MAX_CONTRAST_TERMS) };

    if (r.spec == NULL)
        return NULL;
    read_contrast(&r);
    if (!r.failed && r.spec->n_variables > 0)
        sv_check_contrasted(m, r.spec);
    return r.failed ? NULL : r.spec;
}

void
sv_make_contrasts(struct sv_making *m)
{
    struct sv_tables_spec *t = &m->survey->tables;
    const struct sv_list *standards = &m->written->tables.standardise;
    const struct sv_written_standard *standard = standards->item;
    const size_t n_own = t->parity.n;

    sv_gather_parity(m);
    t->contrast = sv_arena_take(m->arena, t->contrasts.n + standards->n
                                + t->parity.n + 2, sizeof *t->contrast);
    for (size_t i = 0; t->contrast != NULL && i < t->contrasts.n; i++)
        sv_make_contrast(m, t->contrasts.item[i]);
    for (size_t i = 0; t->contrast != NULL && i < t->parity.n; i++)
        sv_make_parity(m, t->parity.item[i], i >= n_own);
    for (size_t i = 0; t->contrast != NULL && i < standards->n; i++)
        sv_make_standard(m, &standard[i]);
    sv_make_covariances(m);
}
