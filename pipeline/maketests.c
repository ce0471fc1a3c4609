/* maketests.c - what is written under tests and trends. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/making.h"

enum { MOST_CLASSES = 8 };

/* The part [from, end) of the text of TEST, without blanks around it. */
static struct sv_string
part(struct sv_making *m, struct sv_string test, size_t from, size_t end)
{
    while (from < end && isspace((unsigned char) test.text[from]))
        from++;
    while (end > from && isspace((unsigned char) test.text[end - 1]))
        end--;
    return (struct sv_string){
        sv_arena_text(m->arena, test.text + from, end - from),
        sv_place_after(test.at, from)
    };
}

/* Where the first of MARK stands from FROM on, not in quotes; the end if it
 * does not. */
static size_t
find(const char *text, size_t from, char mark)
{
    char quote = '\0';
    size_t i = from;

    for (; text[i] != '\0' && (quote != '\0' || text[i] != mark); i++)
        if (quote != '\0')
            quote = text[i] == quote ? '\0' : quote;
        else if (strchr("'\"`", text[i]) != NULL)
            quote = text[i];
    return i;
}

static bool
is_name(const char *text)
{
    for (const char *c = text; *c != '\0'; c++)
        if (!isalnum((unsigned char) *c) && *c != '_'
            && (unsigned char) *c < 0x80)
            return false;
    return *text != '\0';
}

/* Names with '*' between in [from, end) of the test; false after a fault. */
static bool
take_names(struct sv_making *m, struct sv_names *out, struct sv_string test,
           size_t from, size_t end)
{
    out->item = sv_arena_take(m->arena, MOST_CLASSES, sizeof *out->item);
    while (out->item != NULL && from <= end) {
        const size_t star = find(test.text, from, '*');
        const size_t stop = star < end ? star : end;
        const struct sv_string name = part(m, test, from, stop);

        if (name.text == NULL)
            return false;
        if (!is_name(name.text) || out->n == MOST_CLASSES) {
            sv_making_fault(m, test, "a test is written variable ~ "
                            "classification, like internet ~ sex; several "
                            "classifications with '*' between, at most %d",
                            MOST_CLASSES);
            return false;
        }
        out->item[out->n++] = name;
        from = stop + 1;
    }
    return out->item != NULL;
}

static bool
is_there_twice(struct sv_making *m, const struct sv_test_spec *t)
{
    for (size_t i = 0; i < t->by.n + t->within.n; i++)
        for (size_t k = 0; k < i; k++) {
            const struct sv_string a = i < t->by.n
                ? t->by.item[i] : t->within.item[i - t->by.n];
            const struct sv_string b = k < t->by.n
                ? t->by.item[k] : t->within.item[k - t->by.n];

            if (strcmp(a.text, b.text) != 0)
                continue;
            sv_making_fault(m, a, "'%.60s' is in this test twice", a.text);
            return true;
        }
    return false;
}

static void
check_indicator(struct sv_making *m, const struct sv_test_spec *t)
{
    const struct sv_indicator *i = t->indicator;

    if (i == NULL)
        return;
    if (i->missing_variable != NULL)
        sv_making_fault(m, t->left, "'%.60s' is not available: the survey "
                        "does not define '%.60s'", t->left.text,
                        i->missing_variable);
    else if (i->estimand != SV_PROPORTION && i->estimand != SV_SHARES)
        sv_making_fault(m, t->left, "a test is of proportions or shares; "
                        "'%.60s' is a %s", t->left.text,
                        sv_estimand_name(i->estimand));
}

static void
make_test(struct sv_making *m, struct sv_string text, bool trend)
{
    struct sv_tables_spec *tables = &m->survey->tables;
    struct sv_test_spec *t = &tables->test[tables->n_tests];
    const size_t tilde = find(text.text, 0, '~');
    const size_t bar = find(text.text, tilde, '|'), end = strlen(text.text);

    *t = (struct sv_test_spec){ .text = text, .trend = trend };
    if (tilde == end) {
        sv_making_fault(m, text, "a test is written variable ~ classification, "
                        "like internet ~ sex");
        return;
    }
    t->left = part(m, text, 0, tilde);
    if (t->left.text == NULL || !take_names(m, &t->by, text, tilde + 1, bar)
        || (bar < end && !take_names(m, &t->within, text, bar + 1, end))
        || is_there_twice(m, t))
        return;
    if (*t->left.text == '\0')
        sv_making_fault(m, text, "there is nothing before '~' to test");
    if (trend && t->by.n > 1)
        sv_making_fault(m, text, "a trend is over the categories of one "
                        "classification");
    t->indicator = sv_survey_indicator(m->survey, t->left.text);
    check_indicator(m, t);
    tables->n_tests++;
}

/* ---- scores of trends ------------------------------------------------------- */

static void
take_scores(struct sv_making *m, struct sv_scores_spec *s,
            const struct sv_written_scores *w)
{
    const struct sv_written_count *entry = w->scores.item;

    *s = (struct sv_scores_spec){
        .by = w->by,
        .category = sv_arena_take(m->arena, w->scores.n + 1,
                                  sizeof *s->category),
        .score = sv_arena_take(m->arena, w->scores.n + 1, sizeof *s->score),
    };
    if (s->category == NULL || s->score == NULL)
        return;
    for (size_t k = 0; k < w->scores.n; k++) {
        for (size_t j = 0; j < k; j++)
            if (entry[j].value == entry[k].value)
                sv_making_fault(m, entry[k].name, "'%.60s' has the score of "
                                "'%.60s'; scores must differ", entry[k].name.text,
                                entry[j].name.text);
        s->category[s->n] = entry[k].name;
        s->score[s->n++] = entry[k].value;
    }
}

/* Gives the trends over it the scores S; they must be of some. */
static void
give_scores(struct sv_making *m, const struct sv_scores_spec *s)
{
    struct sv_tables_spec *tables = &m->survey->tables;
    size_t used = 0;

    for (size_t i = 0; i < tables->n_tests; i++) {
        struct sv_test_spec *t = &tables->test[i];

        if (!t->trend || t->by.n != 1
            || strcmp(t->by.item[0].text, s->by.text) != 0)
            continue;
        if (t->scores != NULL) {
            sv_making_fault(m, s->by, "'%.60s' has scores twice", s->by.text);
            return;
        }
        t->scores = s;
        used++;
    }
    if (used == 0)
        sv_making_fault(m, s->by, "none of 'trends' is over '%.60s'",
                        s->by.text);
}

static void
make_scores(struct sv_making *m)
{
    const struct sv_list *list = &m->written->tables.trend_scores;
    const struct sv_written_scores *written = list->item;
    struct sv_scores_spec *s = sv_arena_take(m->arena, list->n + 1, sizeof *s);

    for (size_t i = 0; s != NULL && i < list->n; i++) {
        if (written[i].by.text == NULL)
            continue;           /* said already */
        take_scores(m, &s[i], &written[i]);
        give_scores(m, &s[i]);
    }
}

static void
check_statistics(struct sv_making *m)
{
    static const char *const known[] = { "f", "chisq", "wald", "adj-wald" };
    const struct sv_names *names = &m->survey->tables.test_statistics;

    for (size_t i = 0; i < names->n; i++) {
        size_t k = 0;

        while (k < 4 && strcmp(known[k], names->item[i].text) != 0)
            k++;
        if (k == 4)
            sv_making_fault(m, names->item[i], "'test-statistics' are f, "
                            "chisq, wald and adj-wald, not '%.60s'",
                            names->item[i].text);
    }
}

void
sv_make_tests(struct sv_making *m)
{
    struct sv_tables_spec *t = &m->survey->tables;

    check_statistics(m);
    t->test = sv_arena_take(m->arena, t->tests.n + t->trends.n + 1,
                            sizeof *t->test);
    for (size_t i = 0; t->test != NULL && i < t->tests.n; i++)
        make_test(m, t->tests.item[i], false);
    for (size_t i = 0; t->test != NULL && i < t->trends.n; i++)
        make_test(m, t->trends.item[i], true);
    make_scores(m);
}
