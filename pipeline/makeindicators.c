/* makeindicators.c - indicators of the catalogues and of the survey's own. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/making.h"
#include "pipeline/opencatalogue.h"

static const char *const names[] = {
    [SV_PROPORTION] = "proportion", [SV_MEAN] = "mean", [SV_TOTAL] = "total",
    [SV_RATIO] = "ratio", [SV_QUANTILE] = "quantile", [SV_SHARES] = "shares",
    [SV_HIGHEST] = "highest",
};

const char *
sv_estimand_name(enum sv_estimand e)
{
    return names[e];
}

enum { MOST_REQUIRED = 64 };

/* What is being made into an indicator: an entry, or one of its items. */
struct source {
    const struct sv_written_indicator *entry;
    const struct sv_written_item *item;         /* NULL: the entry itself */
    const struct sv_catalogue *of;      /* NULL: survey.yaml's own */
};

static size_t
take_estimator(struct sv_indicator *x, const struct sv_written_estimator *by)
{
    const struct { enum sv_estimand e; struct sv_string value, other; } way[] = {
        { SV_PROPORTION, by->proportion, { .text = NULL } },
        { SV_MEAN, by->mean, { .text = NULL } },
        { SV_TOTAL, by->total, { .text = NULL } },
        { SV_RATIO, by->ratio.numerator, by->ratio.denominator },
        { SV_QUANTILE, by->quantile.of, { .text = NULL } },
        { SV_SHARES, by->shares, { .text = NULL } },
    };
    size_t n = 0;

    x->p = NAN;
    for (size_t i = 0; i < sizeof way / sizeof *way; i++) {
        if (way[i].value.text == NULL)
            continue;
        x->estimand = way[i].e;
        x->value = way[i].value;
        x->denominator = way[i].other;
        n++;
    }
    if (by->highest.n > 0) {
        x->estimand = SV_HIGHEST;
        x->parts = by->highest;
        n++;
    }
    if (x->estimand == SV_QUANTILE) {
        x->rule = by->quantile.rule;
        x->interval = by->quantile.interval;
    }
    return n;
}

/* How many indicators an estimator makes: one for each p of a quantile. */
static size_t
n_levels(const struct sv_written_estimator *by)
{
    return by->quantile.p.n > 1 ? by->quantile.p.n : 1;
}

/* Makes X the quantile K of several: p is its item, or a part of it. */
static void
take_level(struct sv_making *m, struct sv_indicator *x,
           const struct sv_written_estimator *by, size_t k)
{
    const struct sv_written_level *level = by->quantile.p.item;
    struct sv_translation *name = sv_arena_take(m->arena, 1, sizeof *name);
    char both[128];

    if (x->estimand != SV_QUANTILE || k >= by->quantile.p.n)
        return;
    x->p = level[k].p;
    if (by->quantile.p.n == 1)
        return;
    snprintf(both, sizeof both, "%.60s%s%.60s", x->item.text ? x->item.text
             : "", x->item.text ? "-" : "", level[k].text.text);
    x->item = level[k].text;
    x->item.text = sv_arena_text(m->arena, both, strlen(both));
    snprintf(both, sizeof both, "p = %.60s", level[k].text.text);
    if (name == NULL)
        return;
    *name = (struct sv_translation){ "", sv_arena_text(m->arena, both,
                                                       strlen(both)) };
    x->item_name = (struct sv_label){ name, 1 };
}

/* What a quantile is repeated with must be there, and be good for it. */
static void
check_interval(struct sv_making *m, const struct sv_indicator *x)
{
    const char *variance = m->survey->design.variance.text;
    const bool given = m->survey->design.replicates.columns.n > 0;

    if (x->estimand != SV_QUANTILE || x->interval.text == NULL
        || strcmp(x->interval.text, "quantile") != 0 || variance == NULL)
        return;
    if (!given && strcmp(variance, "linearisation") == 0)
        sv_making_fault(m, x->interval, "'interval: quantile' takes the "
                        "quantile of each replicate, and with 'variance: "
                        "linearisation' there are none");
    else if (!given && strncmp(variance, "jk", 2) == 0)
        sv_making_fault(m, x->interval, "'interval: quantile' is not for "
                        "jackknives: their variance of a quantile does not "
                        "come right however large the sample");
}

/* The first of NAMES that the survey does not define; `household.region` asks
 * for the part behind the point. */
static const char *
first_undefined(const struct sv_making *m, const struct sv_names *wanted)
{
    for (size_t i = 0; i < wanted->n; i++) {
        const char *name = wanted->item[i].text;
        const char *point = strchr(name, '.');

        if (sv_survey_variable(m->survey, point ? point + 1 : name) == NULL)
            return sv_making_lack(m, name);
    }
    return NULL;
}

static bool
has_code(const struct sv_indicator *x, struct sv_string code,
         struct sv_string item)
{
    return x->code.text != NULL && strcmp(x->code.text, code.text) == 0
        && strcmp(x->item.text ? x->item.text : "",
                  item.text ? item.text : "") == 0;
}

/* Codes identify rows of the output: no blanks, no commas, none twice. */
static void
check_code(struct sv_making *m, const struct sv_indicator *x)
{
    const struct sv_survey *s = m->survey;
    const struct sv_string at = x->item.text ? x->item : x->code;

    if (x->code.text == NULL)
        return;
    if (strpbrk(at.text, " \t\n,;\"'") != NULL)
        sv_making_fault(m, at, "'%.60s' cannot be a code: it holds a blank, "
                        "a comma or a quote", at.text);
    for (size_t i = 0; i < s->n_indicators; i++)
        if (has_code(&s->indicator[i], x->code, x->item)) {
            sv_making_fault(m, at, "there is an indicator '%s%s' already, at "
                            "%s:%u", x->code.text,
                            x->item.text ? x->item.text : "",
                            sv_source_path(s->indicator[i].at.source),
                            s->indicator[i].at.line);
            return;
        }
}

/* Whether SKIP names the indicator CODE or the item ITEM of it. */
static bool
is_named(const char *skip, const char *code, const char *item)
{
    const size_t n = strlen(code);

    if (strncmp(skip, code, n) != 0)
        return false;
    return skip[n] == '\0' || (item != NULL && strcmp(skip + n, item) == 0);
}

static bool
is_skipped(const struct sv_making *m, const struct source *from)
{
    const struct sv_names *skip = &m->written->indicators.skip;

    for (size_t i = 0; i < skip->n && from->entry->code.text != NULL; i++)
        if (is_named(skip->item[i].text, from->entry->code.text,
                     from->item != NULL ? from->item->item.text : NULL))
            return true;
    return false;
}

/* Bases are those of a catalogue. */
static void
check_own(struct sv_making *m, const struct sv_indicator *x,
          struct sv_string who)
{
    if (x->facts->base.text != NULL)
        sv_making_fault(m, x->facts->base, "'base' is for a catalogue, which "
                        "has 'bases'; write the universe of '%.60s' here",
                        who.text);
}

/* Levels of an area that the survey counts itself say so. */
static void
note_numbers(struct sv_making *m, struct sv_indicator *x,
             const struct source *from)
{
    const struct sv_written_area *area;
    struct sv_written_facts *facts = NULL;

    for (size_t i = 0; from->of != NULL && i < x->requires.n; i++) {
        if (!sv_is_own_number(&area, m, from->of, x->requires.item[i].text))
            continue;
        if (facts == NULL) {
            facts = sv_arena_take(m->arena, 1, sizeof *facts);
            if (facts == NULL)
                return;
            *facts = *x->facts;
            if (facts->note.n == 0)
                facts->note = from->entry->facts.note;
            x->facts = facts;
        }
        facts->note = sv_own_number_note(m, area, &facts->note);
    }
}

/* The indicator of FROM; the K-th of them, where it makes several. */
static void
make_indicator(struct sv_making *m, const struct source *from, size_t k)
{
    const struct sv_written_estimator *by =
        from->item != NULL ? &from->item->by : &from->entry->by;
    const struct sv_written_indicator *e = from->entry;
    const struct sv_written_item *item = from->item;
    struct sv_indicator x = {
        .code = e->code, .name = e->name, .universe = e->universe,
        .requires = e->requires, .source = e->source, .at = e->at.at,
        .named = from->of != NULL ? from->of->named : (struct sv_string) { 0 },
        .entry = e, .facts = item != NULL ? &item->facts : &e->facts,
    };
    struct sv_string who = e->code.text != NULL ? e->code : e->at;
    size_t ways;

    if (item != NULL) {
        x.item = item->item;
        x.item_name = item->name;
        x.at = item->at.at;
        x.requires = sv_names_join(m->arena, e->requires, item->requires);
        if (item->universe.text != NULL)
            x.universe = item->universe;
        if (item->item.text != NULL)
            who = item->item;
    }
    ways = take_estimator(&x, by);
    take_level(m, &x, by, k);
    check_code(m, &x);
    check_interval(m, &x);
    if (x.requires.n > MOST_REQUIRED)
        sv_making_fault(m, who, "'%s' requires %zu variables; %d are the "
                        "most", who.text, x.requires.n, MOST_REQUIRED);
    x.given = x.facts->given;
    x.series = x.facts->series.text;
    if (x.given && ways > 0)
        sv_making_fault(m, who, "'%s' is given, and so has no estimator",
                        who.text);
    else if (!x.given && ways != 1 && m->sound)
        sv_making_fault(m, who, "'%s' has %s; exactly one of proportion, "
                        "mean, total, ratio, quantile, shares and highest "
                        "says what is estimated", who.text,
                        ways == 0 ? "no estimator" : "several estimators");
    x.record = x.given ? SV_NO_RECORD
                       : sv_making_record(m, e->of, who, from->of != NULL);
    x.missing_variable = first_undefined(m, &x.requires);
    note_numbers(m, &x, from);
    if (x.record == SV_NO_RECORD && from->of != NULL)
        x.missing_variable = e->of.text;
    if (x.given)
        x.missing_variable = "a given value";
    if (from->of == NULL)
        check_own(m, &x, who);
    m->survey->indicator[m->survey->n_indicators++] = x;
}

static bool
has_estimator(const struct sv_written_estimator *by)
{
    struct sv_indicator x;

    return take_estimator(&x, by) > 0;
}

static void
make_entry(struct sv_making *m, const struct sv_written_indicator *e,
           const struct sv_catalogue *of)
{
    const struct sv_written_item *item = e->items.item;
    struct source from = { e, NULL, of };
    const bool own = of == NULL;

    for (size_t k = 0; k < n_levels(&e->by); k++)
        if ((e->items.n == 0 || has_estimator(&e->by))
            && (own || !is_skipped(m, &from)))
            make_indicator(m, &from, k);
    for (size_t i = 0; i < e->items.n; i++) {
        from.item = &item[i];
        for (size_t k = 0; k < n_levels(&item[i].by); k++)
            if (own || !is_skipped(m, &from))
                make_indicator(m, &from, k);
    }
}

const struct sv_indicator *
sv_indicator_part(const struct sv_survey *survey, const struct sv_indicator *x,
                  size_t k)
{
    for (size_t i = 0; i < survey->n_indicators; i++)
        if (survey->indicator[i].entry == x->entry
            && survey->indicator[i].item.text != NULL
            && strcmp(survey->indicator[i].item.text, x->parts.item[k].text)
                   == 0)
            return &survey->indicator[i];
    return NULL;
}

/* The highest of several is there if one of them is.  A vintage, a pick or
 * `skip` may have left some out; the survey's own has no such excuse. */
static void
settle_parts(struct sv_making *m, struct sv_indicator *x)
{
    const char *lacking = x->parts.item[0].text;
    bool any = false;

    for (size_t k = 0; k < x->parts.n; k++) {
        const struct sv_indicator *part = sv_indicator_part(m->survey, x, k);

        if (part != NULL && part->estimand != SV_PROPORTION)
            sv_making_fault(m, x->parts.item[k], "'%.60s' is a %s; the highest "
                            "is that of proportions", x->parts.item[k].text,
                            sv_estimand_name(part->estimand));
        else if (part != NULL && part->missing_variable == NULL)
            any = true;
        else if (part != NULL)
            lacking = part->missing_variable;
        else if (x->entry->catalogue == NULL)
            sv_making_fault(m, x->parts.item[k], "'%.60s' has no item '%.60s'",
                            x->code.text, x->parts.item[k].text);
    }
    if (!any)
        x->missing_variable = lacking;
}

static size_t
count(const struct sv_list *entries)
{
    const struct sv_written_indicator *e = entries->item;
    size_t n = entries->n;

    for (size_t i = 0; i < entries->n; i++) {
        const struct sv_written_item *item = e[i].items.item;

        n += n_levels(&e[i].by) - 1;
        for (size_t k = 0; k < e[i].items.n; k++)
            n += n_levels(&item[k].by);
    }
    return n;
}

/* All codes of CATALOGUE, with those of items, into CODE [*n]. */
static void
list_codes(struct sv_making *m, const struct sv_catalogue *catalogue,
           const char **code, size_t *n)
{
    const struct sv_written_indicator *e = catalogue->indicators.item;

    for (size_t i = 0; i < catalogue->indicators.n; i++) {
        const struct sv_written_item *item = e[i].items.item;

        if (e[i].code.text == NULL)
            continue;
        code[(*n)++] = e[i].code.text;
        for (size_t k = 0; k < e[i].items.n; k++) {
            const size_t size = strlen(e[i].code.text) + 64;
            char *both;

            if (item[k].item.text == NULL
                || strlen(item[k].item.text) >= 64)
                continue;
            both = sv_arena_take(m->arena, size, 1);
            if (both == NULL)
                return;
            snprintf(both, size, "%s%s", e[i].code.text, item[k].item.text);
            code[(*n)++] = both;
        }
    }
}

/* What is not there is left out already, so that it is no fault; but it may be
 * misspelt.  Only where all catalogues could be read. */
static void
find_idle_skips(struct sv_making *m, size_t n_codes)
{
    const struct sv_names *skip = &m->written->indicators.skip;
    const char **code = sv_arena_take(m->arena, n_codes, sizeof *code);
    struct sv_survey *s = m->survey;
    size_t n = 0;

    s->idle_skip = sv_arena_take(m->arena, skip->n + 1, sizeof *s->idle_skip);
    if (s->idle_skip == NULL || m->n_catalogues < m->written->indicators.catalogue.n || !m->sound)
        return;
    for (size_t i = 0; i < m->n_catalogues && code != NULL; i++)
        list_codes(m, &m->catalogue[i], code, &n);
    for (size_t i = 0; i < skip->n; i++) {
        const char *name = skip->item[i].text;
        size_t k = 0;

        while (k < n && strcmp(code[k], name) != 0)
            k++;
        if (k == n)
            s->idle_skip[s->n_idle_skips++] = (struct sv_idle_skip){
                skip->item[i], sv_nearest(name, code, n) };
    }
}

/* Whether list I has indicators that one before it has: the wording of another
 * year, say.  One fault, for all of them. */
static bool
is_repeated(struct sv_making *m, size_t i)
{
    const struct sv_list *list = &m->catalogue[i].indicators;
    const struct sv_written_indicator *e = list->item, *other;
    const struct sv_string name = m->catalogue[i].named;

    for (size_t j = 0; j < i; j++) {
        const struct sv_list *before = &m->catalogue[j].indicators;
        const char *first = NULL;
        size_t n = 0;

        other = before->item;
        for (size_t k = 0; k < list->n; k++)
            for (size_t b = 0; b < before->n; b++)
                if (e[k].code.text != NULL && other[b].code.text != NULL
                    && strcmp(e[k].code.text, other[b].code.text) == 0) {
                    first = n++ == 0 ? e[k].code.text : first;
                    break;
                }
        if (n == 0)
            continue;
        sv_making_fault(m, name, "'%.60s' has %zu indicators that '%.60s' has "
                        "already, such as %.60s; name one of the two",
                        name.text, n, m->catalogue[j].named.text, first);
        return true;
    }
    return false;
}

void
sv_make_indicators(struct sv_making *m)
{
    const struct sv_list *own = &m->written->indicators.own;
    const struct sv_written_indicator *e = own->item;
    size_t n = 0;

    for (size_t i = 0; i < m->n_catalogues; i++)
        n += count(&m->catalogue[i].indicators);
    m->survey->indicator = sv_arena_take(m->arena, n + count(own),
                                         sizeof *m->survey->indicator);
    if (m->survey->indicator != NULL) {
        for (size_t i = 0; i < m->n_catalogues; i++) {
            const struct sv_list *list = &m->catalogue[i].indicators;
            const struct sv_written_indicator *c = list->item;

            if (is_repeated(m, i))
                continue;
            for (size_t k = 0; k < list->n; k++)
                make_entry(m, &c[k], &m->catalogue[i]);
        }
        for (size_t i = 0; i < own->n; i++)
            make_entry(m, &e[i], NULL);
        for (size_t i = 0; i < m->survey->n_indicators; i++)
            if (m->survey->indicator[i].estimand == SV_HIGHEST)
                settle_parts(m, &m->survey->indicator[i]);
    }
    find_idle_skips(m, n);
}
