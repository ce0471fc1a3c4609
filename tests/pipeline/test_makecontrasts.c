/* test_makecontrasts.c - what contrasts come to be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "tests/helpers/written.h"

static const char head[] =
    "survey: {title: T}\n"
    "files: {person: {path: p.csv}}\n"
    "design: {weight: 1}\n"
    "variables:\n"
    "  sex: {from: A, categories: {male: 1, female: 2}}\n"
    "  area: {from: B, categories: {urban: 1, rural: 2}}\n"
    "indicators:\n"
    "  own:\n"
    "    - {code: HH7, proportion: N == 1}\n"
    "    - {code: HH9, items: [{item: a, mean: C}]}\n"
    "    - {code: HH12, shares: sex}\n"
    "tables:\n"
    "  by: [sex, area, sex * area]\n";

/* The classifications of a cell may come in any order; a cell that is there
 * twice counts once. */
Test(makecontrasts, cells_of_a_crossing)
{
    struct sv_survey *s = written_survey(
        head,
        "  contrasts: [0.3 * sex.female * area.rural - area.urban * sex.male +"
        " 0.4 * area.rural * sex.female]\n");
    const struct sv_contrast_spec *c = &s->tables.contrast[0];

    cr_assert(eq(sz, s->tables.n_contrasts, 1));
    EXPECT_TEXT(c->rule, "linear");
    cr_assert(eq(sz, c->n_variables, 2));
    EXPECT_TEXT(c->variable[1], "area");
    cr_assert(eq(sz, c->n, 2));
    cr_expect(epsilon_eq(dbl, c->term[0].coefficient, 0.7, 1e-15));
    EXPECT_TEXT(c->term[1].category[0], "male");
    EXPECT_TEXT(c->term[1].category[1], "urban");
    sv_survey_free(s);
}

Test(makecontrasts, indicators_and_their_items)
{
    struct sv_survey *s = written_survey(
        head, "  contrasts: [HH7 - HH9.a, HH12.female / HH7]\n");
    const struct sv_contrast_spec *c = s->tables.contrast;

    cr_assert(eq(sz, s->tables.n_contrasts, 2));
    EXPECT_TEXT(c[0].rule, "difference");
    cr_expect(eq(sz, c[0].n_variables, 0));
    EXPECT_TEXT(c[0].term[1].code, "HH9");
    EXPECT_TEXT(c[0].term[1].item, "a");
    EXPECT_TEXT(c[1].rule, "ratio");
    EXPECT_TEXT(c[1].term[0].item, "female");
    sv_survey_free(s);
}

/* Cells that occur twice are one; '*' crosses categories, or multiplies. */
Test(makecontrasts, formulas)
{
    struct sv_survey *s = written_survey(
        head,
        "  contrasts: [(sex.female - sex.male) / sex.male,\n"
        "    100 * sex.female*area.rural / (area.rural * sex.male) * 2,\n"
        "    log(HH7)-log( HH9.a ), HH12.female / HH7 - 1]\n");
    const struct sv_contrast_spec *c = s->tables.contrast;

    cr_assert(eq(sz, s->tables.n_contrasts, 4));
    for (size_t i = 0; i < 4; i++) {
        EXPECT_TEXT(c[i].rule, "formula");
        cr_expect(eq(sz, c[i].n, 2));
    }
    EXPECT_TEXT(c[0].formula, "(v1 - v2) / v2");
    EXPECT_TEXT(c[0].postfix, "v1 v2 - v2 /");
    EXPECT_TEXT(c[1].formula, "100 * v1 / (v2) * 2");
    EXPECT_TEXT(c[1].term[1].category[0], "male");
    EXPECT_TEXT(c[2].formula, "log(v1)-log( v2 )");
    EXPECT_TEXT(c[3].term[0].item, "female");
    sv_survey_free(s);
}

Test(makecontrasts, parity_is_women_over_men)
{
    struct sv_survey *s = written_survey(
        head, "  contrasts: [sex.male - sex.female]\n  parity: sex\n");
    const struct sv_contrast_spec *c = &s->tables.contrast[1];

    cr_assert(eq(sz, s->tables.n_contrasts, 2));
    cr_expect(eq(int, s->tables.contrast[0].parity, false));
    cr_expect(c->parity);
    EXPECT_TEXT(c->text.text, "sex.female / sex.male");
    EXPECT_TEXT(c->term[0].category[0], "female");
    sv_survey_free(s);
}

Test(makecontrasts, shares_of_a_standard_add_up)
{
    struct sv_survey *s = written_survey(
        head,
        "  standardise:\n"
        "    - {by: sex, counts: {female: 30, male: 50}}\n"
        "    - {by: [sex, area], totals: standard.csv, name: World}\n");
    const struct sv_contrast_spec *c = s->tables.contrast;

    cr_assert(eq(sz, s->tables.n_contrasts, 2));
    cr_expect(c[0].standard);
    EXPECT_TEXT(c[0].text.text, "standardised by sex");
    EXPECT_TEXT(c[0].term[0].category[0], "female");
    cr_expect(epsilon_eq(dbl, c[0].term[0].coefficient, 0.375, 1e-15));
    cr_expect(epsilon_eq(dbl, c[0].term[1].coefficient, 0.625, 1e-15));
    EXPECT_TEXT(c[1].text.text, "World");
    cr_expect(eq(sz, c[1].n_variables, 2));
    cr_expect(strstr(c[1].totals.text, "/standard.csv") != NULL);
    sv_survey_free(s);
}
