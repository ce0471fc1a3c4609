/* cataloguecheck.c - whether a catalogue is fit to be published. */
#include "pipeline/cataloguecheck.h"

#include <stdio.h>
#include <string.h>

#include "pipeline/lexer.h"

struct checking {
    const struct sv_catalogue *c;
    const struct sv_written_indicator *e;
    const struct sv_written_item *item;         /* NULL: the entry itself */
    struct sv_fault *fault;
};

static void
complain(struct checking *x, const char *what, const char *name)
{
    const struct sv_place at = x->item != NULL ? x->item->at.at : x->e->at.at;

    sv_point(x->fault, SV_DATA, at, 1, "%s%s %s%s%s", x->e->code.text,
             x->item != NULL ? x->item->item.text : "", what,
             *name != '\0' ? " " : "", name);
}

static const char *const languages[] = { "en", "fr", "es" };
enum { N_LANGUAGES = sizeof languages / sizeof *languages };

static bool
has_language(const struct sv_label *label, const char *language)
{
    for (size_t i = 0; i < label->n; i++)
        if (strcmp(label->in[i].language, language) == 0
            && label->in[i].text[0] != '\0')
            return true;
    return false;
}

static void
check_label(struct checking *x, const struct sv_label *label, const char *what)
{
    for (size_t k = 0; k < N_LANGUAGES; k++)
        if (!has_language(label, languages[k]))
            complain(x, what, languages[k]);
}

/* The same of what is not an indicator; NAME says what it is. */
static void
check_text(const struct sv_label *label, struct sv_string name,
           struct sv_fault *fault)
{
    for (size_t k = 0; k < N_LANGUAGES && name.text != NULL; k++)
        if (!has_language(label, languages[k]))
            sv_point(fault, SV_DATA, name.at, strlen(name.text), "%s has a name "
                     "that lacks %s", name.text, languages[k]);
}

/* Of the file itself, whose title may be one for all languages, of its bases,
 * and of the groups that it makes. */
static void
check_texts(const struct sv_catalogue *c, struct sv_fault *fault)
{
    const struct sv_written_base *base = c->bases.item;
    const struct sv_written_variable *v = c->variables.item;

    if (c->catalogue.title.n > 0 && *c->catalogue.title.in[0].language != '\0')
        check_text(&c->catalogue.title, c->catalogue.id, fault);
    for (size_t i = 0; i < c->bases.n; i++)
        check_text(&base[i].label, base[i].name, fault);
    for (size_t i = 0; i < c->variables.n; i++) {
        const struct sv_coding *category = v[i].categories.item;

        check_text(&v[i].label, v[i].name, fault);
        for (size_t k = 0; k < v[i].categories.n; k++)
            check_text(&category[k].label, category[k].name, fault);
    }
}

static bool
has_name(const struct sv_names *names, const char *text, size_t n)
{
    for (size_t i = 0; i < names->n; i++)
        if (strlen(names->item[i].text) == n
            && memcmp(names->item[i].text, text, n) == 0)
            return true;
    return false;
}

static bool
is_required(const struct checking *x, const char *text, size_t n)
{
    return has_name(&x->e->requires, text, n)
        || (x->item != NULL && has_name(&x->item->requires, text, n));
}

/* A name that stands for a variable: not a function, and not a category, which
 * is behind a comparison or in a list. */
static void
check_expression(struct checking *x, struct sv_string expression)
{
    enum sv_token before = SV_WORD_END, last = SV_WORD_END;
    struct sv_lexer l;
    char name[80];
    int list = 0;

    if (expression.text == NULL)
        return;
    for (sv_lexer_begin(&l, expression.text); l.word != SV_WORD_END
                                              && l.word != SV_WORD_BAD;
         before = last, sv_lexer_next(&l)) {
        const char *text = expression.text + l.start;
        const bool called = text[l.length] == '(';

        last = l.word;
        if (l.word == SV_WORD_OPEN)
            list += list > 0 || before == SV_WORD_IN;
        if (l.word == SV_WORD_CLOSE)
            list -= list > 0;
        if (l.word != SV_WORD_NAME || called || list > 0
            || is_required(x, text, l.length)
            || before == SV_WORD_EQUAL || before == SV_WORD_UNEQUAL)
            continue;
        snprintf(name, sizeof name, "%.*s", (int) l.length, text);
        complain(x, "uses a variable that it does not require:", name);
    }
}

static void
check_estimator(struct checking *x, const struct sv_written_estimator *by)
{
    const struct sv_string all[] = {
        by->proportion, by->mean, by->total, by->shares, by->ratio.numerator,
        by->ratio.denominator, by->quantile.of,
    };

    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        check_expression(x, all[i]);
}

/* Of several items some are of other vintages; one of all is too few. */
static void
check_parts(struct checking *x, const struct sv_names *parts)
{
    const struct sv_written_item *item = x->e->items.item;

    for (size_t i = 0; i < x->e->items.n; i++)
        if (has_name(parts, item[i].item.text, strlen(item[i].item.text)))
            return;
    if (parts->n > 0)
        complain(x, "is the highest of items that are not there", "");
}

static void
check_facts(struct checking *x, const struct sv_written_facts *facts)
{
    const struct sv_wording_change *change = facts->changes.item;

    if (facts->status.text != NULL && facts->note.n == 0)
        complain(x, "is not settled and lacks a note that says why", "");
    if (facts->note.n > 0)
        check_label(x, &facts->note, "has a note that lacks");
    for (size_t i = 0; i < facts->changes.n; i++)
        check_label(x, &change[i].what, "has a change that lacks");
}

static void
check_items(struct checking *x)
{
    const struct sv_written_item *item = x->e->items.item;

    for (size_t k = 0; k < x->e->items.n; k++) {
        x->item = &item[k];
        check_label(x, &item[k].name, "has a name that lacks");
        check_estimator(x, &item[k].by);
        check_expression(x, item[k].universe);
        check_parts(x, &item[k].by.highest);
        check_facts(x, &item[k].facts);
        for (size_t i = 0; i < k; i++)
            if (strcmp(item[i].item.text, item[k].item.text) == 0)
                complain(x, "is there twice", "");
    }
    x->item = NULL;
}

void
sv_catalogue_check(const struct sv_catalogue *c, struct sv_fault *fault)
{
    const struct sv_written_indicator *e = c->indicators.item;

    check_texts(c, fault);
    for (size_t i = 0; i < c->indicators.n; i++) {
        struct checking x = { c, &e[i], NULL, fault };

        check_label(&x, &e[i].name, "has a name that lacks");
        check_estimator(&x, &e[i].by);
        check_parts(&x, &e[i].by.highest);
        check_expression(&x, e[i].universe);
        check_facts(&x, &e[i].facts);
        if (e[i].source.text == NULL)
            complain(&x, "lacks a source", "");
        check_items(&x);
        for (size_t k = 0; k < i; k++)
            if (strcmp(e[k].code.text, e[i].code.text) == 0)
                complain(&x, "is there twice", "");
    }
}
