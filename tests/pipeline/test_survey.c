/* test_survey.c - what a survey description means. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/survey.h"

#define EXPECT_TEXT(got, expected) \
    cr_expect(got != NULL && strcmp(got, expected) == 0, "%s is %s", #got, \
              got == NULL ? "absent" : got)

static struct sv_survey *
read_survey(const char *name)
{
    static struct sv_fault fault;
    struct sv_survey *s = NULL;

    setenv("HEARTH_CATALOGUE", "catalogue", 1);
    cr_assert(eq(int, chdir("tests/pipeline/survey"), 0));
    cr_assert(eq(int, sv_survey_read(&s, name, &fault), SV_OK), "%s",
              fault.text);
    return s;
}

Test(survey, about_and_files)
{
    struct sv_survey *s = read_survey("full.yaml");
    char *here = getcwd(NULL, 0), path[4096];

    cr_assert(here != NULL);
    EXPECT_TEXT(s->title.text, "Exampland Household ICT Survey");
    EXPECT_TEXT(s->country.text, "EXL");
    EXPECT_TEXT(s->reference_period.text, "three months to March 2026");
    cr_expect(eq(int, s->year, 2026));
    cr_expect(eq(sz, s->languages.n, 2));
    EXPECT_TEXT(s->languages.item[1].text, "fr");
    EXPECT_TEXT(s->path, "full.yaml");
    EXPECT_TEXT(s->folder, here);
    cr_expect(eq(sz, s->n_records, 2));
    EXPECT_TEXT(s->record[1].name.text, "person");
    snprintf(path, sizeof path, "%s/person.dta", here);
    EXPECT_TEXT(s->record[1].path.text, path);
    cr_expect(eq(int, s->record[0].parent, SV_NO_RECORD));
    cr_expect(eq(int, s->record[1].parent, 0));
    cr_expect(eq(int, s->record[1].from, SV_NO_RECORD));
    cr_expect(eq(sz, s->record[1].key.n, 2));
    EXPECT_TEXT(s->record[1].key.item[1].text, "LINE");
    cr_expect(eq(uint, s->record[1].key.item[1].at.line, 9));
    cr_expect(eq(int, sv_survey_record(s, "person"), 1));
    cr_expect(eq(int, sv_survey_record(s, "farm"), SV_NO_RECORD));
    cr_expect(eq(int, s->item_missing, SV_ITEM_EXCLUDE));
    cr_expect(gt(uint, s->weighting.line, 0));
    free(here);
    sv_survey_free(s);
}

Test(survey, design)
{
    struct sv_survey *s = read_survey("full.yaml");
    const struct sv_design_spec *d = &s->design;

    cr_expect(eq(sz, d->strata.n, 1));
    cr_expect(eq(sz, d->clusters.n, 2));
    EXPECT_TEXT(d->clusters.item[0].text, "EA");
    EXPECT_TEXT(d->fpc.item[1].text, "HHS_IN_EA");
    cr_expect(d->nested);
    cr_expect(eq(sz, d->n_weights, 2));
    cr_expect(eq(int, d->weight[0].record, 0));
    EXPECT_TEXT(d->weight[0].expression.text, "HHWEIGHT");
    cr_expect(eq(int, d->weight[1].record, 1));
    EXPECT_TEXT(d->weight[1].expression.text, "PWEIGHT");
    EXPECT_TEXT(d->pps.text, "brewer");
    EXPECT_TEXT(d->variance.text, "linearisation");
    EXPECT_TEXT(d->replicates.columns.item[0].names.item[0].text, "REPW1-REPW80");
    EXPECT_TEXT(d->replicates.type.text, "fay");
    cr_expect(eq(dbl, d->replicates.rho, 0.5));
    cr_expect(eq(dbl, d->replicates.scale, 0.1));
    cr_expect(d->replicates.combined);
    cr_expect(d->replicates.mse);
    EXPECT_TEXT(d->lonely_psu.text, "fail");
    cr_expect(not(d->lonely_in_domains));
    EXPECT_TEXT(d->degrees_of_freedom.text, "domain");
    cr_expect(isnan(d->degrees));
    cr_expect(gt(uint, d->at.line, 0));
    sv_survey_free(s);
}

Test(survey, variables)
{
    struct sv_survey *s = read_survey("full.yaml");
    const struct sv_variable *sex = sv_survey_variable(s, "sex");
    const struct sv_variable *age = sv_survey_variable(s, "age_5");
    const struct sv_variable *net = sv_survey_variable(s, "internet");
    const struct sv_variable *size = sv_survey_variable(s, "hh_size");

    cr_assert(sex != NULL && age != NULL && net != NULL && size != NULL);
    cr_expect(eq(int, sex->kind, SV_VARIABLE_FROM));
    cr_expect(eq(int, sex->record, 1));
    EXPECT_TEXT(sex->expression.text, "B04");
    cr_expect(sex->aggregate == NULL);
    cr_assert(eq(sz, sex->n_categories, 2));
    EXPECT_TEXT(sex->category[1].name.text, "female");
    cr_expect(eq(dbl, sex->category[1].code[0].low, 2));
    cr_expect(eq(dbl, sex->category[1].code[0].high, 2));
    cr_expect(sex->category[1].code[0].string.text == NULL);
    cr_assert(eq(sz, sex->n_missing, 1));
    EXPECT_TEXT(sex->missing[0].name.text, "refused");
    cr_assert(eq(sz, age->n_cuts, 4));
    cr_expect(eq(dbl, age->cut[3], 75));
    cr_expect(eq(int, net->kind, SV_VARIABLE_WHERE));
    EXPECT_TEXT(net->expression.text, "C05 == 1 and age >= 5");
    cr_expect(eq(int, size->kind, SV_VARIABLE_AGGREGATE));
    EXPECT_TEXT(size->aggregate, "count");
    EXPECT_TEXT(size->expression.text, "person");
    cr_expect(eq(int, size->record, 0));
    cr_expect(sv_survey_variable(s, "none") == NULL);
    sv_survey_free(s);
}

/* An expression's fault can be pointed at in the middle of it. */
Test(survey, a_later_fault_finds_its_place)
{
    static struct sv_fault fault;
    struct sv_survey *s = read_survey("full.yaml");
    const struct sv_variable *net = sv_survey_variable(s, "internet");

    cr_assert(net != NULL);
    sv_point(&fault, SV_DATA,
             sv_place_after(net->expression.at,
                            strlen("C05 == 1 and ")), 3,
             "there is no variable 'age'");
    EXPECT_TEXT(fault.text,
                 "full.yaml:28:46: there is no variable 'age'\n"
                 "  internet: {of: person, where: C05 == 1 and age >= 5}     "
                 "# true, false or missing\n"
                 "                                             ^~~");
    sv_survey_free(s);
}

Test(survey, indicators_of_the_catalogue_come_first)
{
    struct sv_survey *s = read_survey("full.yaml");
    const struct sv_indicator *x = s->indicator;

    cr_assert(eq(sz, s->n_indicators, 3 + 6));
    EXPECT_TEXT(x[0].code.text, "SM1");
    EXPECT_TEXT(sv_label_in(&x[0].name, "fr", "?"), "Utilisateurs");
    EXPECT_TEXT(sv_label_in(&x[0].name, "de", "?"), "Users");
    EXPECT_TEXT(x[0].universe.text, "age >= 5");
    EXPECT_TEXT(x[0].source.text, "Manual, page 12");
    cr_expect(eq(int, x[0].record, 1));
    cr_expect(x[0].missing_variable == NULL);
    EXPECT_TEXT(sv_source_path(x[0].at.source), "catalogue/test-small.yaml");
    /* an item: the universe and what is required are the entry's too */
    EXPECT_TEXT(x[1].code.text, "SM2");
    EXPECT_TEXT(x[1].item.text, "a");
    EXPECT_TEXT(sv_label_in(&x[1].item_name, "en", "?"), "Mail");
    EXPECT_TEXT(sv_label_in(&x[1].name, "en", "?"), "Activities");
    EXPECT_TEXT(x[1].universe.text, "internet");
    cr_expect(eq(sz, x[1].requires.n, 2));
    EXPECT_TEXT(x[1].missing_variable, "act_mail");
    /* SM2i is skipped; SM3 is about farms, of which there are none */
    EXPECT_TEXT(x[2].code.text, "SM3");
    cr_expect(eq(int, x[2].record, SV_NO_RECORD));
    EXPECT_TEXT(x[2].missing_variable, "farm");
    EXPECT_TEXT(x[3].code.text, "X1");
    sv_survey_free(s);
}

Test(survey, every_estimator)
{
    struct sv_survey *s = read_survey("full.yaml");
    const struct sv_indicator *x = s->indicator + 3;
    static const enum sv_estimand expected[] = {
        SV_PROPORTION, SV_MEAN, SV_TOTAL, SV_RATIO, SV_QUANTILE, SV_SHARES,
    };

    for (size_t i = 0; i < 6; i++)
        cr_expect(eq(int, x[i].estimand, expected[i]));
    EXPECT_TEXT(x[0].value.text, "dog == 1");
    EXPECT_TEXT(x[1].universe.text, "internet");
    cr_expect(x[2].universe.text == NULL);
    EXPECT_TEXT(x[3].value.text, "spend_ict");
    EXPECT_TEXT(x[3].denominator.text, "spend_all");
    EXPECT_TEXT(x[4].value.text, "hours_online");
    EXPECT_TEXT(x[4].rule.text, "math");
    cr_expect(eq(dbl, x[4].p, 0.5));
    cr_expect(isnan(x[5].p));
    EXPECT_TEXT(sv_estimand_name(SV_SHARES), "shares");
    sv_survey_free(s);
}

Test(survey, tables)
{
    struct sv_survey *s = read_survey("full.yaml");
    const struct sv_tables_spec *t = &s->tables;

    cr_assert(eq(sz, t->n_by, 5));
    cr_expect(eq(sz, t->by[0].variable.n, 1));
    cr_expect(eq(sz, t->by[3].variable.n, 2));
    EXPECT_TEXT(t->by[3].variable.item[0].text, "sex");
    EXPECT_TEXT(t->by[3].variable.item[1].text, "age_5");
    cr_expect(eq(uint, t->by[3].variable.item[1].at.column,
                 t->by[3].variable.item[0].at.column + 6));
    EXPECT_TEXT(t->contrasts.item[0].text, "sex.female - sex.male");
    EXPECT_TEXT(t->tests.item[0].text, "internet ~ sex");
    cr_expect(eq(dbl, t->confidence, 0.95));
    EXPECT_TEXT(t->interval.text, "logit");
    EXPECT_TEXT(t->design_effect.text, "wr");
    cr_expect(eq(int, t->publish.minimum_n, 30));
    cr_expect(eq(dbl, t->publish.flag_cv, 0.15));
    cr_expect(eq(dbl, t->publish.suppress_cv, 0.30));
    cr_expect(eq(int, t->publish.round, 1));
    EXPECT_TEXT(t->publish.protect.text, "complementary");
    sv_survey_free(s);
}

Test(survey, what_is_not_written_has_its_default)
{
    struct sv_survey *s = read_survey("least.yaml");
    const struct sv_tables_spec *t = &s->tables;

    EXPECT_TEXT(s->languages.item[0].text, "en");
    cr_expect(s->country.text == NULL);
    cr_expect(eq(int, s->year, 0));
    EXPECT_TEXT(s->design.lonely_psu.text, "fail");
    EXPECT_TEXT(s->design.variance.text, "linearisation");
    EXPECT_TEXT(s->design.degrees_of_freedom.text, "domain");
    cr_expect(not(s->design.nested));
    cr_expect(s->design.pps.text == NULL);
    cr_expect(eq(sz, s->design.replicates.columns.n, 0));
    cr_expect(isnan(s->design.replicates.rho));
    cr_expect(eq(sz, s->design.n_weights, 1));
    EXPECT_TEXT(s->design.weight[0].expression.text, "1");
    cr_expect(eq(int, s->variable[0].record, 0));
    cr_expect(eq(dbl, t->confidence, 0.95));
    EXPECT_TEXT(t->interval.text, "logit");
    EXPECT_TEXT(t->design_effect.text, "wr");
    cr_expect(eq(int, t->publish.minimum_n, 30));
    cr_expect(eq(dbl, t->publish.suppress_cv, 0.30));
    cr_expect(t->publish.protect.text == NULL);
    cr_expect(eq(sz, t->n_by, 0));
    cr_expect(eq(uint, s->weighting.line, 0));
    cr_expect(eq(sz, s->n_checks, 0));
    cr_expect(eq(sz, s->n_indicators, 0));
    sv_survey_free(s);
}

Test(survey, other_ways_of_writing)
{
    struct sv_survey *s = read_survey("ways.yaml");
    const struct sv_record *person = &s->record[0];
    const struct sv_variable *v = s->variable;

    EXPECT_TEXT(person->path.text, "/data/p.csv");
    EXPECT_TEXT(person->encoding.text, "windows-1252");
    cr_expect(eq(int, s->record[1].from, 0));
    cr_expect(s->record[1].path.text == NULL);
    cr_assert(eq(sz, person->n_columns, 3));
    EXPECT_TEXT(person->column[0].name.text, "HHID");
    cr_expect(eq(int, person->column[0].type, SV_COLUMN_STRING));
    cr_expect(eq(int, person->column[1].type, SV_COLUMN_NUMBER));
    cr_expect(eq(sz, person->column[1].n_labels, 2));
    EXPECT_TEXT(person->column[1].label[1].name.text, "Female");
    cr_expect(eq(dbl, person->column[1].label[1].code[0].low, 2));
    EXPECT_TEXT(person->column[2].name.text, "AREA");
    cr_expect(eq(int, person->column[2].type, SV_COLUMN_ANY));
    EXPECT_TEXT(person->column[2].label[0].code[0].string.text, "U");
    EXPECT_TEXT(sv_label_in(&person->column[2].label[0].label, "fr", "?"),
                "Urbain");
    cr_expect(eq(dbl, s->design.degrees, 24.5));
    cr_expect(s->design.lonely_in_domains);
    cr_expect(eq(sz, s->design.strata.n, 1));
    /* one weight for all: where there are indicators, of persons only */
    cr_expect(eq(sz, s->design.n_weights, 1));
    cr_expect(eq(int, s->design.weight[0].record, 0));
    /* codes: open ranges, lists, strings, the long form */
    cr_expect(eq(dbl, v[0].category[0].code[0].low, 0));
    cr_expect(eq(dbl, v[0].category[0].code[0].high, 14));
    cr_expect(eq(dbl, v[0].category[1].code[0].high, 64));
    cr_expect(eq(dbl, v[0].category[2].code[0].high, INFINITY));
    cr_expect(eq(sz, v[0].category[3].n_codes, 2));
    cr_expect(eq(dbl, v[0].category[3].code[1].low, -2.5));
    EXPECT_TEXT(v[1].category[0].code[0].string.text, "U");
    EXPECT_TEXT(v[1].category[1].code[0].string.text, "1");
    EXPECT_TEXT(sv_label_in(&v[1].category[1].label, "fr", "?"), "Rural");
    EXPECT_TEXT(sv_label_in(&v[1].label, "fr", "?"), "Area");
    EXPECT_TEXT(sv_label_in(&v[0].label, "fr", "age"), "age");
    /* a text over several lines */
    cr_expect(eq(dbl, v[2].category[0].code[0].low, -INFINITY));
    cr_expect(eq(dbl, v[2].category[0].code[0].high, -1));
    cr_expect(eq(dbl, v[2].category[1].code[0].low, 0));
    cr_expect(eq(dbl, v[2].category[1].code[0].high, 40.5));
    EXPECT_TEXT(v[4].aggregate, "all");
    cr_expect(eq(sz, v[5].n_cuts, 3));
    EXPECT_TEXT(v[3].expression.text, "B05 > 5 and B05 < 75");
    cr_expect(eq(int, s->item_missing, SV_ITEM_AS_NO));
    sv_survey_free(s);
}

