/* test_makemodels.c - what models come to be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "tests/helpers/written.h"

static const char head[] =
    "survey: {title: T}\n"
    "files: {person: {path: p.csv}}\n"
    "design: {weight: 1}\n"
    "variables:\n"
    "  a: {from: A, categories: {x: 1, y: 2}}\n"
    "  b: {from: B, categories: {x: 1, y: 2, '3': 3}}\n"
    "  c: {from: C}\n"
    "  net: {where: N == 1}\n"
    "indicators:\n"
    "  own:\n"
    "    - {code: HH7, proportion: N == 1, universe: C > 4}\n"
    "    - {code: HH9, items: [{item: a, mean: C}]}\n"
    "models:\n";

/* As terms(~ a*b*c + net) of R has them. */
Test(makemodels, terms_are_in_r_order)
{
    static const char *const want[] = { "a", "b", "c", "net", "ab", "ac", "bc",
                                        "abc" };
    struct sv_survey *s = written_survey(
        head, "  - {code: M, outcome: N == 1, on: [a * b * c, net, b]}\n");
    const struct sv_model_spec *m = &s->model[0];

    cr_assert(eq(sz, s->n_models, 1));
    cr_assert(eq(sz, m->n_parts, 8));
    for (size_t k = 0; k < 8; k++) {
        char words[32] = "";

        for (size_t i = 0; i < m->part[k].n; i++)
            strcat(words, m->variable[m->part[k].variable[i]].text);
        EXPECT_TEXT(words, want[k]);
    }
    sv_survey_free(s);
}

Test(makemodels, an_interaction_is_there_once)
{
    struct sv_survey *s = written_survey(
        head, "  - {code: M, outcome: N == 1, on: [a * b, b * a]}\n");

    cr_expect(eq(sz, s->model[0].n_parts, 3));
    sv_survey_free(s);
}

Test(makemodels, references_by_variable)
{
    struct sv_survey *s = written_survey(
        head,
        "  - {code: M, outcome: N == 1, on: [a, c, b],\n"
        "     reference: {b: 3, a: y}}\n");
    const struct sv_model_spec *m = &s->model[0];

    EXPECT_TEXT(m->reference[0].text, "y");
    cr_expect(m->reference[1].text == NULL);
    EXPECT_TEXT(m->reference[2].text, "3");
    EXPECT_TEXT(m->kind.text, "logistic");
    sv_survey_free(s);
}

/* The indicator's universe joins that of the model; an item has its own
 * number. */
Test(makemodels, an_indicator_as_outcome)
{
    struct sv_survey *s = written_survey(
        head,
        "  - {code: M, outcome: HH7, on: [a], universe: C < 90}\n"
        "  - {code: L, outcome: HH9.a, kind: linear, on: [a]}\n"
        "  - {code: K, outcome: net, on: [a]}\n");

    EXPECT_TEXT(s->model[0].outcome.text, "N == 1");
    EXPECT_TEXT(s->model[0].universe.text, "(C < 90) and (C > 4)");
    EXPECT_TEXT(s->model[1].outcome.text, "C");
    EXPECT_TEXT(s->model[2].outcome.text, "net");
    cr_expect(s->model[2].universe.text == NULL);
    sv_survey_free(s);
}

/* An indicator and a variable are of a record type, and so is the model; a
 * condition is not. */
Test(makemodels, the_record_type_is_that_of_the_outcome)
{
    struct sv_survey *s = written_survey(
        "survey: {title: T}\n"
        "files:\n"
        "  household: {path: h.csv, key: [ID]}\n"
        "  person: {path: p.csv, key: [ID, LINE], parent: household}\n"
        "design: {weight: 1}\n"
        "variables:\n"
        "  sex: {of: person, from: A, categories: {male: 1, female: 2}}\n"
        "  room: {of: household, from: R}\n"
        "  roof: {of: household, from: F}\n"
        "indicators:\n"
        "  own:\n"
        "    - {code: HH7, of: person, proportion: N == 1}\n"
        "models:\n",
        "  - {code: M, outcome: HH7, on: [sex]}\n"
        "  - {code: L, outcome: room, kind: linear, on: [roof]}\n");

    cr_assert(eq(sz, s->n_models, 2));
    cr_expect(eq(int, s->model[0].record, 1));
    cr_expect(eq(int, s->model[1].record, 0));
    sv_survey_free(s);
}
