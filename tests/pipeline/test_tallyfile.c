/* test_tallyfile.c - where in a tally the sums of an indicator are. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/tallyfile.h"

/* Two record types; indicators of both, in any order; three crossings, of
 * which households know but one. */
static const char meta_text[] =
    "{'records': ["
    " {'name': 'household', 'variables': ["
    "  {'name': 'area', 'categories': [{'name': 'u'}, {'name': 'r'}]},"
    "  {'name': 'size'}]},"
    " {'name': 'person', 'variables': ["
    "  {'name': 'area', 'categories': [{'name': 'u'}, {'name': 'r'}]},"
    "  {'name': 'age', 'categories': [{'name': 'a'}, {'name': 'b'},"
    "   {'name': 'c'}]}]}],"
    " 'indicators': ["
    "  {'record': 'person', 'estimator': 'shares', 'categories':"
    "   [{'name': 'x'}, {'name': 'y'}, {'name': 'z'}]},"
    "  {'record': 'household', 'estimator': 'proportion'},"
    "  {'record': 'person', 'estimator': 'ratio'},"
    "  {'record': 'person', 'estimator': 'proportion'},"
    "  {'record': 'person', 'estimator': 'mean'},"
    "  {'record': 'household', 'estimator': 'total'}],"
    " 'by': [['area'], ['age', 'area'], ['age']]}";

static json_t *
load(const char *text)
{
    char copy[2048];
    json_t *meta;

    cr_assert(lt(sz, strlen(text), sizeof copy));
    strcpy(copy, text);
    for (char *c = copy; *c != '\0'; c++)
        if (*c == '\'')
            *c = '"';
    meta = json_loads(copy, 0, NULL);
    cr_assert(ne(ptr, meta, NULL));
    return meta;
}

static void
expect_item(const struct sv_tally_item *item, const struct sv_tally_item *is)
{
    cr_expect(eq(sz, item->indicator, is->indicator));
    cr_expect(eq(int, item->estimand, is->estimand));
    cr_expect(eq(sz, item->n_numerators, is->n_numerators));
    cr_expect(eq(sz, item->numerator, is->numerator));
    cr_expect(eq(sz, item->denominator, is->denominator));
    cr_expect(eq(sz, item->square, is->square));
    cr_expect(eq(sz, item->count, is->count));
    cr_expect(eq(sz, item->hits, is->hits));
    cr_expect(eq(sz, item->moments, is->moments));
    cr_expect(eq(sz, item->repeated, is->repeated));
}

Test(tallyfile, every_sum_has_a_place_of_its_own)
{
    /* sums: xyz w w2 | y x w2 | y w w2 | y w w2; moments: ratio 6, mean 3 */
    static const struct sv_tally_item persons[] = {
        { 0, SV_SHARES, 3, 0, 3, 4, 0, 1, 9, 0 },
        { 2, SV_RATIO, 1, 5, 6, 7, 4, 5, 0, 4 },
        { 3, SV_PROPORTION, 1, 8, 9, 10, 6, 7, 9, 6 },
        { 4, SV_MEAN, 1, 11, 12, 13, 8, 9, 6, 8 },
    };
    json_t *meta = load(meta_text);
    struct sv_fault fault = { 0 };
    struct sv_tally_layout layout;

    cr_assert(eq(int, sv_tally_layout(&layout, meta, &fault), SV_OK), "%s",
              fault.text);
    cr_assert(eq(sz, layout.n, 2));
    cr_expect_str_eq(layout.record[0].name, "household");
    cr_expect(eq(sz, layout.record[0].n_items, 2));
    cr_expect(eq(sz, layout.record[0].item[0].indicator, 1));
    cr_expect(eq(sz, layout.record[0].item[1].indicator, 5));
    cr_expect(eq(sz, layout.record[0].n_moments, 3));
    cr_assert(eq(sz, layout.record[1].n_items, 4));
    for (size_t i = 0; i < 4; i++)
        expect_item(&layout.record[1].item[i], &persons[i]);
    cr_expect(eq(sz, layout.record[1].n_sums, 14));
    cr_expect(eq(sz, layout.record[1].n_counts, 10));
    cr_expect(eq(sz, layout.record[1].n_moments, 9));
    cr_expect(eq(sz, layout.record[1].n_repeated, 10));
    sv_tally_layout_free(&layout);
    json_decref(meta);
}

Test(tallyfile, a_record_is_crossed_by_what_it_knows)
{
    json_t *meta = load(meta_text);
    struct sv_fault fault = { 0 };
    struct sv_tally_layout layout;
    const struct sv_tally_record *household, *person;

    cr_assert(eq(int, sv_tally_layout(&layout, meta, &fault), SV_OK));
    household = &layout.record[0];
    person = &layout.record[1];
    cr_assert(eq(sz, household->n_crossings, 2));       /* total, area */
    cr_expect(eq(sz, household->n_cells, 3));
    cr_assert(eq(sz, person->n_crossings, 4));
    cr_expect(eq(sz, person->n_cells, 1 + 2 + 6 + 3));
    cr_expect(eq(sz, person->crossing[0].n, 0));
    cr_expect(eq(sz, person->crossing[0].n_cells, 1));
    cr_expect(eq(sz, person->crossing[2].n, 2));
    cr_expect_str_eq(person->crossing[2].variable[0], "age");
    cr_expect(eq(sz, person->crossing[2].size[0], 3));
    cr_expect(eq(sz, person->crossing[2].size[1], 2));
    cr_expect(eq(sz, person->crossing[2].first_cell, 3));
    cr_expect(eq(sz, person->crossing[3].first_cell, 9));
    sv_tally_layout_free(&layout);
    json_decref(meta);
}

static void
expect_refused(const char *text, const char *sentence)
{
    json_t *meta = load(text);
    struct sv_fault fault = { 0 };
    struct sv_tally_layout layout;

    cr_expect(eq(int, sv_tally_layout(&layout, meta, &fault), SV_DATA));
    cr_expect(ne(ptr, strstr(fault.text, sentence), NULL), "%s", fault.text);
    json_decref(meta);
}

Test(tallyfile, a_meta_from_elsewhere_is_refused)
{
    expect_refused("{'records': [{'name': 'p'}], 'indicators':"
                   " [{'record': 'p', 'estimator': 'mode'}]}",
                   "has an estimator that this version does not know");
    expect_refused("{'records': [{'name': 'p'}], 'by': [[7]]}",
                   "has a crossing that this version does not know");
    expect_refused("{'records': [{'name': 'p'}], 'by':"
                   " [['a','a','a','a','a','a','a','a','a']]}",
                   "at most 8 classifications can be crossed");
}

Test(tallyfile, stages_go_down_to_the_first_without_population)
{
    const double fpc[] = { 0.5 };
    struct sv_ranges d = { .n_stages = 3 };

    cr_expect(eq(sz, sv_tally_stages(&d), 1));
    d.fpc[0] = fpc;
    cr_expect(eq(sz, sv_tally_stages(&d), 2));
    d.fpc[2] = fpc;             /* never reached */
    cr_expect(eq(sz, sv_tally_stages(&d), 2));
    d.fpc[1] = fpc;
    cr_expect(eq(sz, sv_tally_stages(&d), 3));
}
