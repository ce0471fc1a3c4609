/* makevariables.c - what the survey is about, its variables, its tables. */
#include <string.h>

#include "pipeline/making.h"

static bool
is_country(const char *text)
{
    return strlen(text) == 3
        && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static bool
is_language(const char *text)
{
    const size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");

    return (n == 2 || n == 3) && (text[n] == '\0' || text[n] == '-');
}

void
sv_make_about(struct sv_making *m)
{
    const struct sv_description *w = m->written;
    struct sv_survey *s = m->survey;

    s->country = w->survey.country;
    s->reference_period = w->survey.reference_period;
    s->year = w->survey.year;
    s->languages = w->survey.languages;
    s->titles = w->survey.title;
    s->title.text = s->titles.n > 0 && s->languages.n > 0
        ? sv_label_in(&s->titles, s->languages.item[0].text, NULL) : NULL;
    if (w->weighting.key.text != NULL)
        s->weighting = w->weighting.key.at;
    s->item_missing = w->item_missing.text == NULL
                      || strcmp(w->item_missing.text, "exclude") == 0
                      ? SV_ITEM_EXCLUDE
                    : strcmp(w->item_missing.text, "as-no") == 0
                      ? SV_ITEM_AS_NO : SV_ITEM_CATEGORY;
    if (s->country.text != NULL && !is_country(s->country.text))
        sv_making_fault(m, s->country, "'%.60s' is not a country as ISO 3166 "
                        "writes it; write three capital letters",
                        s->country.text);
    for (size_t i = 0; i < s->languages.n; i++)
        if (!is_language(s->languages.item[i].text))
            sv_making_fault(m, s->languages.item[i], "'%.60s' is not a "
                            "language; write two or three small letters, "
                            "such as en or fr", s->languages.item[i].text);
}

static const char *const aggregates[SV_N_AGGREGATES] = {
    "count", "any", "all", "sum", "mean", "min", "max",
};

/* The ways that W is written in; fills V by the last of them. */
static size_t
take_ways(struct sv_variable *v, const struct sv_written_variable *w,
          struct sv_string *last)
{
    size_t n = 0;

    if (w->from.text != NULL) {
        v->kind = SV_VARIABLE_FROM;
        *last = v->expression = w->from;
        n++;
    }
    if (w->where.text != NULL) {
        v->kind = SV_VARIABLE_WHERE;
        *last = v->expression = w->where;
        n++;
    }
    for (size_t i = 0; i < SV_N_AGGREGATES; i++) {
        if (w->aggregate[i].text == NULL)
            continue;
        v->kind = SV_VARIABLE_AGGREGATE;
        v->aggregate = aggregates[i];
        *last = v->expression = w->aggregate[i];
        n++;
    }
    return n;
}

static bool
is_condition(const struct sv_variable *v)
{
    return v->kind == SV_VARIABLE_WHERE
        || (v->aggregate != NULL && (strcmp(v->aggregate, "any") == 0
                                     || strcmp(v->aggregate, "all") == 0));
}

static void
check_recoding(struct sv_making *m, const struct sv_variable *v)
{
    const char *name = v->name.text;

    if (v->n_categories > 0 && v->n_cuts > 0)
        sv_making_fault(m, v->name, "'%s' has both 'categories' and 'cut'; "
                        "one of them makes its groups", name);
    if ((v->n_categories > 0 || v->n_cuts > 0) && is_condition(v))
        sv_making_fault(m, v->name, "'%s' is true or false, so that "
                        "'categories' and 'cut' have nothing to act on; write "
                        "'from' instead of '%s'", name,
                        v->aggregate != NULL ? v->aggregate : "where");
    if (v->n_missing > 0 && v->kind != SV_VARIABLE_FROM)
        sv_making_fault(m, v->name, "'missing' of '%s' can only stand with "
                        "'from'", name);
}

void
sv_make_variable(struct sv_making *m, struct sv_variable *v,
                 const struct sv_written_variable *w)
{
    struct sv_string last = w->name;
    size_t ways;

    *v = (struct sv_variable) {
        .name = w->name, .label = w->label, .at = w->name.at,
        .category = w->categories.item, .n_categories = w->categories.n,
        .missing = w->missing.item, .n_missing = w->missing.n,
        .cut = w->cut.item, .n_cuts = w->cut.n,
    };
    if (sv_making_name(m, w->name, "variable")
        && sv_survey_record(m->survey, w->name.text) != SV_NO_RECORD)
        sv_making_fault(m, w->name, "'%s' is a record type already; give "
                        "the variable another name", w->name.text);
    v->record = sv_making_record(m, w->of, w->name, false);
    ways = take_ways(v, w, &last);
    if (ways == 0 && m->sound)
        sv_making_fault(m, w->name, "'%s' does not say how it is made; "
                        "write one of from, where, count, any, all, sum, mean, min "
                        "and max", w->name.text);
    else if (ways > 1)
        sv_making_fault(m, last, "'%s' is made in %zu ways; keep one of them",
                        w->name.text, ways);
    else if (ways == 1)
        check_recoding(m, v);
}

void
sv_make_variables(struct sv_making *m)
{
    const struct sv_written_variable *w = m->written->variables.item;
    struct sv_survey *s = m->survey;

    s->variable = sv_arena_take(m->arena, m->written->variables.n,
                                sizeof *s->variable);
    s->n_variables = s->variable == NULL ? 0 : m->written->variables.n;
    for (size_t i = 0; i < s->n_variables; i++)
        sv_make_variable(m, &s->variable[i], &w[i]);
}

/* Columns of estimates.csv that no classification may be called. */
static bool
is_column(const char *name)
{
    static const char *const columns[] = {
        "indicator", "item", "record", "estimator", "estimate", "se", "cv",
        "ci_low", "ci_high", "df", "deff", "n", "n_numerator",
        "weighted_numerator", "weighted_denominator", "psus", "strata",
        "flag",
    };

    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        if (strcmp(columns[i], name) == 0)
            return true;
    return false;
}

static bool
has_name(const struct sv_names *names, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names->item[i].text, name) == 0)
            return true;
    return false;
}

static void
check_crossing(struct sv_making *m, const struct sv_crossing *c)
{
    for (size_t i = 0; i < c->variable.n; i++) {
        const struct sv_string name = c->variable.item[i];

        if (has_name(&c->variable, i, name.text))
            sv_making_fault(m, name, "'%.60s' is crossed with itself",
                            name.text);
        if (is_column(name.text))
            sv_making_fault(m, name, "no table can be by '%s': estimates.csv "
                            "has a column of that name; define a variable "
                            "with another one", name.text);
    }
}

static bool
same_crossing(const struct sv_crossing *a, const struct sv_crossing *b)
{
    if (a->variable.n != b->variable.n || a->variable.n == 0)
        return false;
    for (size_t i = 0; i < a->variable.n; i++)
        if (!has_name(&b->variable, b->variable.n, a->variable.item[i].text))
            return false;
    return true;
}

static bool
is_here(const struct sv_tables_spec *t, const struct sv_crossing *c)
{
    for (size_t i = 0; i < t->n_by; i++)
        if (same_crossing(&t->by[i], c))
            return true;
    return false;
}

static bool
defines_crossed(const struct sv_making *m, const struct sv_crossing *c)
{
    for (size_t i = 0; i < c->variable.n; i++)
        if (sv_survey_variable(m->survey, c->variable.item[i].text) == NULL)
            return false;
    return c->variable.n > 0;
}

/* Those of `by`, and of views what is not there and can be. */
static void
take_crossings(struct sv_making *m, struct sv_tables_spec *t)
{
    const struct sv_list *by = &m->written->tables.by;
    size_t most = by->n;

    t->by = by->item;
    t->n_by = by->n;
    for (size_t i = 0; i < m->n_views; i++)
        most += m->view[i].tables.n;
    if (most == by->n)
        return;
    t->by = sv_arena_take(m->arena, most, sizeof *t->by);
    if (t->by == NULL) {
        t->n_by = 0;
        return;
    }
    if (by->n > 0)
        memcpy(t->by, by->item, by->n * sizeof *t->by);
    for (size_t i = 0; i < m->n_views; i++) {
        const struct sv_crossing *c = m->view[i].tables.item;

        for (size_t k = 0; k < m->view[i].tables.n; k++)
            if (defines_crossed(m, &c[k]) && !is_here(t, &c[k]))
                t->by[t->n_by++] = c[k];
    }
}

void
sv_make_tables(struct sv_making *m)
{
    struct sv_tables_spec *t = &m->survey->tables;

    *t = m->written->tables.spec;
    take_crossings(m, t);
    if (t->n_by > 256) {
        sv_point(m->fault, SV_DATA, m->tables, 6, "%zu tables under 'by'; "
                 "256 are the most", t->n_by);
        t->n_by = 256;
    }
    for (size_t i = 0; i < t->n_by; i++) {
        check_crossing(m, &t->by[i]);
        for (size_t j = 0; j < i; j++)
            if (same_crossing(&t->by[i], &t->by[j])) {
                sv_making_fault(m, t->by[i].variable.item[0], "this table is "
                                "here twice");
                break;
            }
    }
    if (t->publish.flag_cv > t->publish.suppress_cv && m->sound)
        sv_point(m->fault, SV_DATA, m->tables, 6, "'flag-cv' (%g) is above "
                 "'suppress-cv' (%g), so that nothing would ever be flagged",
                 t->publish.flag_cv, t->publish.suppress_cv);
}
