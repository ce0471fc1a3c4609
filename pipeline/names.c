/* names.c - which variables of a data file a survey uses. */
#include "pipeline/names.h"

#include <string.h>

#include "pipeline/syntax.h"

struct search {
    bool *used;
    const struct sv_survey *survey;
    int record;
    const char *const *name;    /* [n] */
    size_t n;
    struct sv_arena *arena;     /* for the trees, which are soon gone */
};

static size_t
place_of(const struct search *s, const char *name)
{
    size_t k = 0;

    while (k < s->n && strcmp(s->name[k], name) != 0)
        k++;
    return k;
}

static void
use(const struct search *s, const char *name)
{
    const size_t k = place_of(s, name);

    if (k < s->n)
        s->used[k] = true;
}

static void
use_range(const struct search *s, const char *first, const char *last)
{
    const size_t end = place_of(s, last);

    if (end < s->n)
        for (size_t k = place_of(s, first); k <= end; k++)
            s->used[k] = true;
}

/* OF is the record type that the expression is about. */
static void
walk(const struct search *s, const struct sv_syntax *tree, int of)
{
    for (; tree != NULL; tree = tree->next) {
        const int record = tree->record != NULL
                               ? sv_survey_record(s->survey, tree->record)
                               : of;

        if (tree->form == SV_FORM_NAME && record == s->record)
            use(s, tree->name);
        if (tree->form == SV_FORM_RANGE && record == s->record)
            use_range(s, tree->name, tree->last);
        walk(s, tree->part, of);
    }
}

static void
search(const struct search *s, struct sv_string expression, int of)
{
    struct sv_fault ignored = { 0 };
    struct sv_syntax *tree;

    if (expression.text != NULL
        && sv_syntax_read(&tree, s->arena, expression, &ignored) == SV_OK)
        walk(s, tree, of);
}

static void
search_names(const struct search *s, const struct sv_names *names)
{
    for (size_t k = 0; k < names->n; k++)
        use(s, names->item[k].text);
}

static void
search_design(const struct search *s)
{
    const struct sv_design_spec *d = &s->survey->design;
    const struct sv_names *const names[] = { &d->strata, &d->clusters, &d->fpc };

    for (size_t k = 0; k < sizeof names / sizeof *names; k++)
        search_names(s, names[k]);
    if (d->squares.text != NULL)
        use(s, d->squares.text);
    search_names(s, &s->survey->record[s->record].key);
    /* A weight may stand in a parent: its name counts wherever it is, but where
     * the parent is made of the very rows that have the weight. */
    for (size_t k = 0; k < d->n_weights; k++)
        search(s, d->weight[k].expression,
               s->survey->record[s->record].from == SV_NO_RECORD
                   ? s->record : d->weight[k].record);
}

static void
search_indicator(const struct search *s, const struct sv_indicator *i)
{
    if (i->missing_variable != NULL || i->estimand == SV_HIGHEST)
        return;
    search(s, i->value, i->record);
    search(s, i->denominator, i->record);
    search(s, i->universe, i->record);
}

/* A test is of the record type that its names are of. */
static void
search_test(const struct search *s, const struct sv_test_spec *t)
{
    if (t->indicator == NULL)
        search(s, t->left, s->record);
    search_names(s, &t->by);
    search_names(s, &t->within);
}

enum sv_status
sv_survey_uses(bool *used, const struct sv_survey *survey, int record,
               const char *const *dictionary, size_t n, struct sv_fault *fault)
{
    const struct search s = { used, survey, record, dictionary, n,
                              sv_arena_new() };
    bool complete;

    if (s.arena == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for expressions");
    search_design(&s);
    for (size_t k = 0; k < survey->n_variables; k++)
        search(&s, survey->variable[k].expression, survey->variable[k].record);
    for (size_t k = 0; k < survey->n_indicators; k++)
        search_indicator(&s, &survey->indicator[k]);
    for (size_t k = 0; k < survey->n_checks; k++)
        search(&s, survey->check[k].require, survey->check[k].record);
    for (size_t k = 0; k < survey->n_models; k++) {
        search(&s, survey->model[k].outcome, survey->model[k].record);
        search(&s, survey->model[k].universe, survey->model[k].record);
    }
    for (size_t k = 0; k < survey->tables.n_by; k++)
        search_names(&s, &survey->tables.by[k].variable);
    for (size_t k = 0; k < survey->tables.n_tests; k++)
        search_test(&s, &survey->tables.test[k]);
    complete = !sv_arena_failed(s.arena);
    sv_arena_free(s.arena);
    return complete ? SV_OK
                    : sv_fail(fault, SV_SYSTEM, "out of memory for expressions");
}
