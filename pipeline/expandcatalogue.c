/* expandcatalogue.c - picks, bases and vintages of a catalogue, resolved. */
#include <stdio.h>
#include <string.h>

#include "pipeline/expanding.h"

static bool
is(struct sv_string a, const char *b)
{
    return a.text != NULL && b != NULL && strcmp(a.text, b) == 0;
}

static const struct sv_written_base *
find_base(struct sv_expanding *x, struct sv_string name)
{
    const struct sv_catalogue *const both[] = { x->c, x->c->from };

    for (size_t i = 0; i < 2; i++) {
        const struct sv_written_base *b = both[i] != NULL ? both[i]->bases.item
                                                          : NULL;

        for (size_t k = 0; b != NULL && k < both[i]->bases.n; k++)
            if (is(b[k].name, name.text))
                return &b[k];
    }
    if (!x->quiet)
        sv_point(x->fault, SV_DATA, name.at, strlen(name.text),
                 "there is no base '%.60s' under 'bases'", name.text);
    return NULL;
}

/* Whether TEXT has an `or`, which binds weaker than the `and` behind it. */
static bool
is_loose(const char *text)
{
    return strstr(text, "or") != NULL;
}

static struct sv_string
narrow(struct sv_expanding *x, struct sv_string universe)
{
    const struct sv_string among = x->pick != NULL ? x->pick->among
                                                   : (struct sv_string) { 0 };

    if (among.text == NULL)
        return universe;
    if (universe.text == NULL)
        return among;
    return sv_arena_format(x->arena, among.at,
                           is_loose(universe.text) || is_loose(among.text)
                               ? "(%s) and (%s)" : "%s and %s",
                           universe.text, among.text);
}

/* The series with its unit, which is ITU's for its own bases only. */
static void
complete_series(struct sv_expanding *x, struct sv_written_facts *facts,
                const struct sv_written_base *base)
{
    const struct sv_string stem = facts->series;
    const bool other = x->pick != NULL && (x->pick->among.text != NULL
                                           || x->pick->base.text != NULL);

    facts->series = (struct sv_string) { 0 };
    if (other)
        facts->sdmx = (struct sv_written_exchange) { .series = { 0 } };
    else if (stem.text != NULL && base != NULL && base->unit.text != NULL)
        facts->series = sv_arena_format(x->arena, stem.at, "%s-%s--",
                                        stem.text, base->unit.text);
}

/* What is said of older vintages alone is not of this one. */
static void
settle_note(const struct sv_expanding *x, struct sv_written_facts *facts)
{
    if (sv_in_vintage(0, facts->note_until, x->vintage))
        return;
    facts->note = (struct sv_label) { .n = 0 };
    facts->status = (struct sv_string) { .text = NULL };
}

struct sv_label
sv_label_join(struct sv_arena *arena, const struct sv_label *a,
              const struct sv_label *b, const char *between, const char *behind)
{
    struct sv_label both = { sv_arena_take(arena, a->n, sizeof *both.in), 0 };

    for (size_t i = 0; both.in != NULL && i < a->n; i++) {
        const struct sv_place nowhere = { 0 };

        both.in[i].language = a->in[i].language;
        both.in[i].text = sv_arena_format(
            arena, nowhere, "%s%s%s%s", a->in[i].text, between,
            sv_label_in(b, a->in[i].language, ""), behind).text;
        both.n = i + 1;
    }
    return both;
}

/* What the base is called, unless the pick narrows it. */
static void
name_base(const struct sv_expanding *x, struct sv_written_facts *facts,
          const struct sv_written_base *base)
{
    const bool narrowed = x->pick != NULL && x->pick->among.text != NULL;

    facts->base_name = (struct sv_label) { NULL, 0 };
    if (base != NULL && !narrowed)
        facts->base_name = base->label;
}

void
sv_expand_base(struct sv_expanding *x, struct sv_written_facts *facts)
{
    complete_series(x, facts, x->base);
    name_base(x, facts, x->base);
}

/* ITEM over another base than the first: its code and name say so. */
static void
add_over(struct sv_expanding *x, const struct sv_written_item *item,
         struct sv_string name)
{
    const struct sv_written_base *base = find_base(x, name);
    struct sv_written_item over = *item;

    if (base == NULL)
        return;
    settle_note(x, &over.facts);
    over.item = sv_arena_format(x->arena, item->item.at, "%s_%s",
                                item->item.text, name.text);
    over.name = sv_label_join(x->arena, &item->name, &base->label, " (", ")");
    over.universe = narrow(x, base->universe);
    over.requires = sv_names_join(x->arena, item->requires, base->requires);
    complete_series(x, &over.facts, base);
    name_base(x, &over.facts, base);
    sv_expand_add(x, &over);
}

static bool
is_wanted(const struct sv_expanding *x, const char *item)
{
    const struct sv_names *wanted = &x->pick->items;

    for (size_t i = 0; i < wanted->n; i++)
        if (is(wanted->item[i], item))
            return true;
    return wanted->n == 0;
}

void
sv_expand_add(struct sv_expanding *x, const struct sv_written_item *item)
{
    if (x->pick != NULL && !is_wanted(x, item->item.text))
        return;
    if (x->item != NULL)
        x->item[x->n] = *item;
    x->n++;
}

static void
add_item(struct sv_expanding *x, const struct sv_written_item *item)
{
    const struct sv_written_base *base = x->base;
    struct sv_written_item made = *item;

    if (!sv_in_vintage(item->facts.since, item->facts.until, x->vintage)
        || item->item.text == NULL)
        return;
    if (item->facts.base.text != NULL) {
        base = find_base(x, item->facts.base);
        if (base == NULL)
            return;
        made.universe = base->universe;
        made.requires = sv_names_join(x->arena, item->requires,
                                      base->requires);
    }
    settle_note(x, &made.facts);
    if (made.universe.text != NULL)
        made.universe = narrow(x, made.universe);
    complete_series(x, &made.facts, base);
    name_base(x, &made.facts, item->universe.text == NULL
                                  || item->facts.base.text != NULL ? base
                                                                   : NULL);
    sv_expand_add(x, &made);
    for (size_t i = 0; i < item->over.n; i++)
        add_over(x, item, item->over.item[i]);
}

/* All items of E: once to count them, once into their place. */
static void
add_items(struct sv_expanding *x, const struct sv_written_indicator *e)
{
    const struct sv_written_item *item = e->items.item;

    x->n = 0;
    for (size_t i = 0; i < e->items.n; i++)
        add_item(x, &item[i]);
    if (e->code.text != NULL)
        sv_expand_levels(x, e->code.text);
}

static void
check_wanted(struct sv_expanding *x)
{
    const struct sv_names *wanted = &x->pick->items;

    for (size_t i = 0; i < wanted->n; i++) {
        size_t k = 0;

        while (k < x->n && !is(x->item[k].item, wanted->item[i].text))
            k++;
        if (k == x->n && x->item != NULL)
            sv_point(x->fault, SV_DATA, wanted->item[i].at,
                     strlen(wanted->item[i].text), "'%.60s' has no item "
                     "'%.60s' in this vintage", x->pick->code.text,
                     wanted->item[i].text);
    }
}

static void
take_pick(struct sv_expanding *x, struct sv_written_indicator *e)
{
    const struct sv_written_pick *pick = x->pick;

    if (pick->as.text != NULL)
        e->code = pick->as;
    if (pick->name.n > 0)
        e->name = pick->name;
    if (pick->base.text != NULL)
        e->facts.base = pick->base;
    if (pick->items.n > 0)
        memset(&e->by, 0, sizeof e->by);
    if (pick->facts.note.n > 0)
        e->facts.note = pick->facts.note;
    if (pick->facts.status.text != NULL)
        e->facts.status = pick->facts.status;
    if (pick->facts.target.by != 0)
        e->facts.target = pick->facts.target;
    e->requires = sv_names_join(x->arena, e->requires, pick->requires);
}

/* Puts into *out what E is; false if it is not in the vintage. */
static bool
expand(struct sv_expanding *x, const struct sv_written_indicator *e,
       struct sv_written_indicator *out)
{
    if (!sv_in_vintage(e->facts.since, e->facts.until, x->vintage))
        return false;
    *out = *e;
    out->catalogue = x->c->catalogue.id.text;
    out->vintage = x->vintage;
    settle_note(x, &out->facts);
    if (x->pick != NULL)
        take_pick(x, out);
    x->base = NULL;
    if (out->facts.base.text != NULL) {
        x->base = find_base(x, out->facts.base);
        if (x->base == NULL)
            return false;
        out->universe = x->base->universe;
        out->requires = sv_names_join(x->arena, out->requires,
                                      x->base->requires);
    }
    out->universe = narrow(x, out->universe);
    complete_series(x, &out->facts, x->base);
    name_base(x, &out->facts, x->base);
    x->item = NULL;
    x->quiet = false;
    add_items(x, e);
    x->item = sv_arena_take(x->arena, x->n, sizeof *x->item);
    x->quiet = true;
    if (x->item != NULL)
        add_items(x, e);
    x->quiet = false;
    out->items = (struct sv_list) { x->item, x->item != NULL ? x->n : 0 };
    if (x->pick != NULL)
        check_wanted(x);
    return true;
}

static const struct sv_written_indicator *
find_entry(struct sv_expanding *x, struct sv_string code)
{
    const struct sv_list *list = &x->c->from->indicators;
    const struct sv_written_indicator *e = list->item;

    for (size_t i = 0; i < list->n && code.text != NULL; i++)
        if (is(e[i].code, code.text))
            return &e[i];
    if (code.text != NULL)
        sv_point(x->fault, SV_DATA, code.at, strlen(code.text),
                 "'%s' has no indicator '%.60s'", x->c->catalogue.from.text,
                 code.text);
    return NULL;
}

static void
expand_all(struct sv_expanding *x, const struct sv_list *list,
           struct sv_list *out)
{
    const struct sv_written_indicator *e = list->item;
    struct sv_written_indicator *to = out->item;

    x->pick = NULL;
    for (size_t i = 0; i < list->n; i++)
        out->n += expand(x, &e[i], &to[out->n]);
}

void
sv_catalogue_expand(struct sv_catalogue *c, int vintage,
                    struct sv_arena *arena, struct sv_fault *fault)
{
    struct sv_expanding x = { .c = c, .vintage = vintage, .arena = arena,
                              .fault = fault };
    const struct sv_written_pick *pick = c->pick.item;
    const size_t most = c->pick.n + c->indicators.n
                      + (c->from != NULL ? c->from->indicators.n : 0);
    struct sv_list out = {
        sv_arena_take(arena, most, sizeof(struct sv_written_indicator)), 0
    };

    if (out.item == NULL)
        return;
    for (size_t i = 0; c->from != NULL && i < c->pick.n; i++) {
        const struct sv_written_indicator *e = find_entry(&x, pick[i].code);

        x.pick = &pick[i];
        if (e != NULL)
            out.n += expand(&x, e, (struct sv_written_indicator *) out.item
                                       + out.n);
    }
    if (c->from != NULL && c->pick.n == 0 && c->indicators.n == 0)
        expand_all(&x, &c->from->indicators, &out);
    expand_all(&x, &c->indicators, &out);
    c->indicators = out;
}
