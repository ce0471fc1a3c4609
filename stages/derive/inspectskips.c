/* inspectskips.c - questions that were answered by who was not to be asked. */
#include "stages/derive/inspect.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/lexer.h"

enum { MOST = 1024 };

/* What has been tested: columns with their universe, each once. */
struct tested {
    struct sv_inspection *i;
    const char *rule[MOST];
    size_t n;
};

static const struct sv_symbol *
raw_column(const struct sv_derivation *d, int record, const char *name)
{
    const struct sv_world_record *r = &d->world.record[record];

    for (size_t k = 0; k < r->n_raw; k++)
        if (strcmp(r->symbol[k].name, name) == 0)
            return &r->symbol[k];
    return NULL;
}

/* Column NAME of RECORD, quoted as QUOTED, has answers within UNIVERSE only. */
static void
test(struct tested *t, int record, const char *universe, const char *name,
     const char *quoted)
{
    struct sv_inspection *i = t->i;
    const size_t size = strlen(universe) + strlen(quoted) + 32;
    char *rule = sv_arena_take(i->d->arena, size, 1);
    struct sv_row_count broken;
    struct sv_fault fault = { 0 };
    uint64_t unknown;

    if (rule == NULL || t->n == MOST)
        return;
    snprintf(rule, size, "(%s) or missing(%s)", universe, quoted);
    for (size_t k = 0; k < t->n; k++)
        if (strcmp(t->rule[k], rule) == 0)
            return;
    t->rule[t->n++] = rule;
    if (sv_rule_count(&broken, &unknown, i, record,
                      (struct sv_string) { .text = rule }, &fault) != SV_OK) {
        if (fault.status > SV_DATA)
            sv_add_all(i->fault, &fault);
        return;
    }
    if (broken.n > 0)
        sv_findings_add(i->found, &(struct sv_finding) {
            SV_WARNING, "skip", i->d->world.record[record].name, name, &broken,
            i->d->world.record[record].n, false
        }, "%s: answered where this is false: %s", name, universe);
}

/* Tests all columns that EXPRESSION names from AT on. */
static void
test_columns(struct tested *t, int record, const char *universe,
             const char *expression, size_t at)
{
    struct sv_lexer l;

    for (sv_lexer_begin(&l, expression + at);
         l.word != SV_WORD_END && l.word != SV_WORD_BAD; sv_lexer_next(&l)) {
        const char *start = expression + at + l.start;
        char name[256], quoted[260];

        if (l.word != SV_WORD_NAME || l.length >= sizeof name)
            continue;
        memcpy(name, start, l.length);
        name[l.length] = '\0';
        snprintf(quoted, sizeof quoted, "`%s`", name);
        if (raw_column(t->i->d, record, name) != NULL)
            test(t, record, universe, name, quoted);
    }
}

/* "internet and C08a == 1": the condition that goes before, of the variables
 * above V; "" if there is none.  *rest is where the other part starts. */
static void
filter_of(char filter[64], size_t *rest, const struct sv_derivation *d,
          const struct sv_variable *v)
{
    const struct sv_variable *by;
    struct sv_lexer l;

    sv_lexer_begin(&l, v->expression.text);
    filter[0] = '\0';
    if (l.word != SV_WORD_NAME || l.length >= 64)
        return;
    memcpy(filter, v->expression.text + l.start, l.length);
    filter[l.length] = '\0';
    sv_lexer_next(&l);
    by = sv_survey_variable(d->survey, filter);
    *rest = l.start + l.length;
    if (l.word != SV_WORD_AND || by == NULL || by->record != v->record
        || by->kind != SV_VARIABLE_WHERE)
        filter[0] = '\0';
}

static void
test_variable(struct tested *t, const struct sv_variable *v)
{
    char filter[64];
    size_t rest = 0;

    if (v->kind != SV_VARIABLE_WHERE)
        return;
    filter_of(filter, &rest, t->i->d, v);
    if (filter[0] != '\0')
        test_columns(t, v->record, filter, v->expression.text, rest);
}

/* Whether universe B is A, or A narrowed by more conditions: A or B is A then. */
static bool
is_within(const char *a, const char *b)
{
    const size_t n = strlen(a);

    if (strncmp(b, a, n) == 0
        && (b[n] == '\0'
            || (strncmp(b + n, " and ", 5) == 0 && strstr(a, " or ") == NULL
                && strstr(b + n, " or ") == NULL)))
        return true;
    return *b == '(' && strncmp(b + 1, a, n) == 0
        && strncmp(b + 1 + n, ") and (", 7) == 0;
}

/* Whether the universe of another indicator of the same value holds that of the
 * K-th; of two that are the same, the first counts. */
static bool
is_repeated(const struct sv_derivation *d, size_t k)
{
    const struct sv_indicator *i = d->measure[k].indicator;

    for (size_t j = 0; j < d->n_indicators; j++) {
        const struct sv_indicator *other = d->measure[j].indicator;

        if (j != k && other->record == i->record
            && other->requires.n > 0 && other->universe.text != NULL
            && strcmp(other->value.text, i->value.text) == 0
            && is_within(other->universe.text, i->universe.text)
            && (j < k || strcmp(other->universe.text, i->universe.text) != 0))
            return true;
    }
    return false;
}

/* The universes of the catalogue's indicators of variable V, joined: who was
 * asked.  (That of one of the survey's own may be narrower, for one table.)
 * NULL if all were asked, or nobody knows.  The caller frees it. */
static char *
universe_of(const struct sv_inspection *in, const struct sv_variable *v)
{
    const struct sv_derivation *const d = in->d;
    char *text = NULL;
    size_t size, n = 0;
    bool all = false;
    FILE *to = open_memstream(&text, &size);

    if (to == NULL) {
        sv_fail(in->fault, SV_SYSTEM, "out of memory for skip patterns");
        return NULL;
    }
    for (size_t k = 0; k < d->n_indicators; k++) {
        const struct sv_indicator *i = d->measure[k].indicator;

        if (i->record != v->record || i->requires.n == 0
            || strcmp(i->value.text, v->name.text) != 0)
            continue;
        all = all || i->universe.text == NULL;
        if (!all && !is_repeated(d, k))
            fprintf(to, n++ == 0 ? "%s" : " or (%s)", i->universe.text);
    }
    if (fclose(to) == 0 && !all && n > 0)
        return text;
    free(text);
    return NULL;
}

/* The columns that V is made of, against who was asked. */
static void
test_universe(struct tested *t, const struct sv_variable *v)
{
    char filter[64], *universe;
    size_t rest = 0;

    if (v->aggregate != NULL)
        return;
    filter_of(filter, &rest, t->i->d, v);
    universe = filter[0] == '\0' ? universe_of(t->i, v) : NULL;
    if (universe != NULL)
        test_columns(t, v->record, universe, v->expression.text, 0);
    free(universe);
}

void
sv_inspect_skips(struct sv_inspection *i)
{
    struct tested *t = calloc(1, sizeof *t);

    if (t == NULL) {
        sv_fail(i->fault, SV_SYSTEM, "out of memory for skip patterns");
        return;
    }
    t->i = i;
    for (size_t k = 0; k < i->d->survey->n_variables; k++)
        test_variable(t, &i->d->survey->variable[k]);
    for (size_t k = 0; k < i->d->survey->n_variables; k++)
        test_universe(t, &i->d->survey->variable[k]);
    free(t);
}
