/* cataloguepage.c - what is in a catalogue, for people. */
#include "pipeline/cataloguepage.h"

#include <string.h>

#include "pipeline/opencatalogue.h"

enum { LONGEST_SHOWN = 100 };   /* bytes of an expression, in a table */

static const char *
text_or(struct sv_string text, const char *absent)
{
    return text.text != NULL ? text.text : absent;
}

/* How it is estimated. */
static void
put_estimator(FILE *to, const struct sv_written_estimator *by)
{
    if (by->proportion.text != NULL)
        fprintf(to, "%s", by->proportion.text);
    else if (by->ratio.numerator.text != NULL)
        fprintf(to, "ratio of %s to %s", by->ratio.numerator.text,
                text_or(by->ratio.denominator, "?"));
    else if (by->shares.text != NULL)
        fprintf(to, "shares of %s", by->shares.text);
    else if (by->mean.text != NULL)
        fprintf(to, "mean of %s", by->mean.text);
    else if (by->total.text != NULL)
        fprintf(to, "total of %s", by->total.text);
    else if (by->quantile.of.text != NULL)
        fprintf(to, "quantiles of %s", by->quantile.of.text);
    for (size_t i = 0; i < by->highest.n; i++)
        fprintf(to, "%s%s", i > 0 ? ", " : "the highest of ",
                by->highest.item[i].text);
}

static bool
is_estimated(const struct sv_written_estimator *by)
{
    return by->proportion.text != NULL || by->ratio.numerator.text != NULL
        || by->shares.text != NULL || by->mean.text != NULL
        || by->total.text != NULL || by->quantile.of.text != NULL
        || by->highest.n > 0;
}

static bool
is_before(const struct sv_names *names, size_t n, const char *name)
{
    for (size_t i = 0; names != NULL && i < n; i++)
        if (strcmp(names->item[i].text, name) == 0)
            return true;
    return false;
}

/* NAMES that are not in FIRST, each once, with commas; *any: whether something
 * stands before them. */
static void
put_names(FILE *to, const struct sv_names *names,
          const struct sv_names *first, const char *around, bool *any)
{
    for (size_t i = 0; i < names->n; i++) {
        const char *name = names->item[i].text;

        if (is_before(names, i, name)
            || (first != NULL && is_before(first, first->n, name)))
            continue;
        fprintf(to, "%s%s%s%s", *any ? ", " : "", around, name, around);
        *any = true;
    }
}

static void
tell_facts(FILE *to, const struct sv_written_facts *facts,
           const char *language, const char *indent)
{
    const struct sv_wording_change *change = facts->changes.item;

    if (facts->series.text != NULL)
        fprintf(to, "%sDataHub: %s\n", indent, facts->series.text);
    if (facts->sdmx.series.text != NULL)
        fprintf(to, "%sSDMX: %s %s\n", indent, facts->sdmx.series.text,
                text_or(facts->sdmx.composite, ""));
    if (facts->target.by != 0)
        fprintf(to, "%sTarget: %g by %d%s%s\n", indent, facts->target.value,
                facts->target.by,
                facts->target.parity.text != NULL ? ", and parity by " : "",
                text_or(facts->target.parity, ""));
    for (size_t i = 0; i < facts->changes.n; i++)
        fprintf(to, "%sFrom %d on: %s\n", indent, change[i].in,
                sv_label_in(&change[i].what, language, ""));
    if (facts->status.text != NULL)
        fprintf(to, "%sStatus: %s\n", indent, facts->status.text);
    if (facts->note.n > 0)
        fprintf(to, "%sNote: %s\n", indent,
                sv_label_in(&facts->note, language, ""));
}

static void
tell_way(FILE *to, const struct sv_written_estimator *by,
         struct sv_string universe, const struct sv_names *requires,
         const char *indent)
{
    bool any = false;

    if (is_estimated(by)) {
        fprintf(to, "%sIs: ", indent);
        put_estimator(to, by);
        fputc('\n', to);
    }
    if (universe.text != NULL)
        fprintf(to, "%sAmong: %s\n", indent, universe.text);
    if (requires->n > 0) {
        fprintf(to, "%sRequires: ", indent);
        put_names(to, requires, NULL, "", &any);
        fputc('\n', to);
    }
}

void
sv_tell_indicator(FILE *to, const struct sv_catalogue *c,
                  const struct sv_written_indicator *e, const char *language)
{
    const struct sv_written_item *item = e->items.item;

    fprintf(to, "%s  %s\n", e->code.text,
            sv_label_in(&e->name, language, ""));
    fprintf(to, "  Catalogue: %s\n  Counts: %s\n", c->catalogue.id.text,
            e->facts.given ? "given from elsewhere" : text_or(e->of, "units"));
    if (e->period.text != NULL)
        fprintf(to, "  Period: %s\n", e->period.text);
    tell_way(to, &e->by, e->universe, &e->requires, "  ");
    tell_facts(to, &e->facts, language, "  ");
    if (e->source.text != NULL)
        fprintf(to, "  Source: %s\n", e->source.text);
    for (size_t i = 0; i < e->items.n; i++) {
        fprintf(to, "\n  %s  %s\n", item[i].item.text,
                sv_label_in(&item[i].name, language, ""));
        tell_way(to, &item[i].by, item[i].universe, &item[i].requires,
                 "      ");
        tell_facts(to, &item[i].facts, language, "      ");
    }
}

/* ---- the page ------------------------------------------------------------ */

void
sv_page_begin(FILE *to)
{
    fputs("<!-- Made by `make core-list`; edit "
          "pipeline/catalogue/. -->\n\n"
          "# The core list, and what is computed of it\n\n"
          "One line an indicator and item: what of it is computed, among "
          "whom, and which [canonical variables](canonical-variables.md) it "
          "needs. A code with `_pop` or another base behind it is the same "
          "item over that base. `hearth catalogue NAME CODE` tells more: "
          "codes for exchange, changes of wording, notes.\n", to);
}

/* Text in a table: no bars. */
static void
put_cell(FILE *to, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '|')
            fputc('\\', to);
        fputc(*text, to);
    }
}

static void
put_row(FILE *to, const struct sv_written_indicator *e,
        const struct sv_written_item *item, const char *language)
{
    const struct sv_written_estimator *by = item != NULL ? &item->by : &e->by;
    const struct sv_string universe = item != NULL
                                      && item->universe.text != NULL
                                    ? item->universe : e->universe;
    bool any = false;

    fprintf(to, "| %s%s%s | ", e->code.text, item != NULL ? "." : "",
            item != NULL ? item->item.text : "");
    put_cell(to, sv_label_in(item != NULL ? &item->name : &e->name, language,
                             ""));
    fputs(" | ", to);
    if (by->proportion.text != NULL
        && strlen(by->proportion.text) > LONGEST_SHOWN) {
        fputs("a level, by the [rule](canonical-variables.md#areas-of-skill)",
              to);
    } else if (is_estimated(by)) {
        fputc('`', to);
        put_estimator(to, by);
        fputc('`', to);
    } else if (e->facts.given) {
        fputs("given", to);
    }
    fputs(" | ", to);
    if (universe.text != NULL && is_estimated(by))
        fprintf(to, "`%s`", universe.text);
    else
        fputs(e->facts.given ? "" : is_estimated(by) ? "all" : "", to);
    fputs(" | ", to);
    put_names(to, &e->requires, NULL, "`", &any);
    if (item != NULL)
        put_names(to, &item->requires, &e->requires, "`", &any);
    fputs(" |\n", to);
}

/* Whether two say the same, which is printed once for all that do. */
static bool
same_note(const struct sv_written_facts *a, const struct sv_written_facts *b,
          const char *language)
{
    return strcmp(sv_label_in(&a->note, language, ""),
                  sv_label_in(&b->note, language, "")) == 0
        && strcmp(text_or(a->status, ""), text_or(b->status, "")) == 0;
}

static void
put_note(FILE *to, const struct sv_written_facts *facts, const char *language)
{
    if (facts->status.text != NULL)
        fprintf(to, " (%s)", facts->status.text);
    fprintf(to, ": %s.\n", sv_label_in(&facts->note, language, ""));
}

static void
put_item_notes(FILE *to, const struct sv_written_indicator *e,
               const char *language)
{
    const struct sv_written_item *item = e->items.item;

    for (size_t k = 0; k < e->items.n; k++) {
        const bool goes_on = k > 0 && item[k - 1].facts.note.n > 0
            && same_note(&item[k].facts, &item[k - 1].facts, language);

        if (item[k].facts.note.n == 0)
            continue;
        fprintf(to, goes_on ? ", %s%s" : "- %s.%s", goes_on ? "" : e->code.text,
                item[k].item.text);
        if (k + 1 == e->items.n
            || !same_note(&item[k].facts, &item[k + 1].facts, language))
            put_note(to, &item[k].facts, language);
    }
}

/* What is not settled, or is to be known, of the indicators above. */
static void
put_notes(FILE *to, const struct sv_catalogue *c, const char *language)
{
    const struct sv_written_indicator *e = c->indicators.item;

    fputc('\n', to);
    for (size_t i = 0; i < c->indicators.n; i++) {
        if (e[i].facts.note.n > 0) {
            fprintf(to, "- %s", e[i].code.text);
            put_note(to, &e[i].facts, language);
        }
        put_item_notes(to, &e[i], language);
    }
}

struct numbers {
    FILE *to;
    const struct sv_catalogue *c;
    int vintage;
    const char *language;
    bool begun;
};

static bool
needs(const struct sv_catalogue *c, const char *variable)
{
    const struct sv_written_indicator *e = c->indicators.item;

    for (size_t i = 0; i < c->indicators.n; i++) {
        const struct sv_written_item *item = e[i].items.item;

        if (is_before(&e[i].requires, e[i].requires.n, variable))
            return true;
        for (size_t k = 0; k < e[i].items.n; k++)
            if (is_before(&item[k].requires, item[k].requires.n, variable))
                return true;
    }
    return false;
}

/* The numbers of activities that levels are made of. */
static void
put_numbers(void *data, const struct sv_written_skills *s)
{
    struct numbers *n = data;
    const struct sv_written_area *a = s->areas.item;

    for (size_t i = 0; i < s->areas.n; i++) {
        bool any = false;

        if (a[i].variable.text == NULL || !needs(n->c, a[i].variable.text)
            || !sv_in_vintage(a[i].since, a[i].until, n->vintage))
            continue;
        if (!n->begun)
            fputs("\n| number | area of skill | basic from | above from | "
                  "activities |\n|---|---|---|---|---|\n", n->to);
        n->begun = true;
        fprintf(n->to, "| `%s` | %s | %d | %d | ", a[i].variable.text,
                sv_label_in(&a[i].name, n->language, ""), a[i].basic,
                a[i].above);
        put_names(n->to, &a[i].items, NULL, "`", &any);
        fputs(" |\n", n->to);
    }
}

void
sv_page_catalogue(FILE *to, const struct sv_catalogue *c, const char *language)
{
    const struct sv_written_indicator *e = c->indicators.item;
    struct numbers numbers = { to, c, sv_catalogue_vintage(c, 0), language,
                               false };

    fprintf(to, "\n## `%s`: %s\n\n", c->catalogue.id.text,
            sv_label_in(&c->catalogue.title, language, ""));
    if (c->catalogue.source.text != NULL)
        fprintf(to, "Source: %s.\n\n", c->catalogue.source.text);
    fputs("| code | name | share of | among | needs |\n"
          "|---|---|---|---|---|\n", to);
    for (size_t i = 0; i < c->indicators.n; i++) {
        const struct sv_written_item *item = e[i].items.item;

        put_row(to, &e[i], NULL, language);
        for (size_t k = 0; k < e[i].items.n; k++)
            put_row(to, &e[i], &item[k], language);
    }
    put_notes(to, c, language);
    sv_each_skills(c, numbers.vintage, put_numbers, &numbers);
}
