/* rcalls.c - crosscheck.R: the calls that recompute what was chosen. */
#include <math.h>
#include <string.h>

#include "pipeline/json.h"
#include "pipeline/jsonmembers.h"
#include "stages/crosscheck/inferencewords.h"
#include "stages/crosscheck/scripts.h"

enum { LONGEST = 1024 };

/* ---- numbers ------------------------------------------------------------------------ */

/* "~HH7", of a category "~as.numeric(X4 == 2)". */
static void
put_value(FILE *to, const struct sv_recipe *r)
{
    if (r->category > 0)
        fprintf(to, "~as.numeric(%s == %zu)", r->value, r->category);
    else
        fprintf(to, "~%s", r->value);
}

/* Who is in the cell. */
static void
put_members(FILE *to, const struct sv_recipe *r)
{
    fprintf(to, "%s == 1 & !is.na(%s)", r->universe, r->value);
    if (r->denominator != NULL)
        fprintf(to, " & !is.na(%s)", r->denominator);
    for (size_t k = 0; k < r->n_groups; k++)
        fprintf(to, " & %s == %zu", r->group[k].column, r->group[k].code);
}

static void
put_number(FILE *to, const struct sv_crosschecking *c,
           const struct sv_recheck_group *g)
{
    const struct sv_recipe *r = &c->recipe[g->first_part];
    const char *record = g->record, *name = c->chosen->check[g->first].name;
    const bool quantile = strcmp(r->estimator, "quantile") == 0;
    char p[32];

    fputs(quantile ? "quantile_of(" : "number(", to);
    sv_put_quoted(to, name);
    sv_shortest(p, r->p);
    if (!quantile)
        fprintf(to, ", \"%s\"", r->estimator);
    fputs(", ", to);
    put_value(to, r);
    if (quantile)
        fprintf(to, ", %s, \"%s\", \"%s\"", p, r->rule, r->interval);
    fprintf(to, ", %s,\n       subset(%s, ", record, record);
    put_members(to, r);
    fputs(")", to);
    if (r->denominator != NULL)
        fprintf(to, ", ~%s", r->denominator);
    fputs(")\n", to);
}

/* ---- contrasts and covariances -------------------------------------------------------- */

/* A part of what is made of several numbers. */
static void
put_part(FILE *to, const struct sv_recipe *r, const char *record)
{
    const bool quantile = strcmp(r->estimator, "quantile") == 0;
    char p[32];

    fputs(quantile ? "quantile_part(" : "part(", to);
    if (!quantile)
        fprintf(to, "\"%s\", ", r->estimator);
    put_value(to, r);
    fprintf(to, ", %s, ~", record);
    put_members(to, r);
    if (r->denominator != NULL)
        fprintf(to, ", ~%s", r->denominator);
    sv_shortest(p, r->p);
    if (quantile)
        fprintf(to, ", %s, \"%s\", \"%s\"", p, r->rule, r->interval);
    fputs(")", to);
}

/* The numbers of G as a list of parts; ends the call. */
static void
put_parts(FILE *to, const struct sv_crosschecking *c,
          const struct sv_recheck_group *g)
{
    const size_t n = json_array_size(g->part);

    fputs("list(", to);
    for (size_t k = 0; k < n; k++) {
        fputs(k > 0 ? ",\n  " : "\n  ", to);
        put_part(to, &c->recipe[g->first_part + k], g->record);
    }
    fputs(")", to);
}

static void
put_contrast(FILE *to, const struct sv_crosschecking *c,
             const struct sv_recheck_group *g)
{
    const char *rule = sv_json_text_of(g->entry, "rule");
    const char *formula = json_string_value(json_object_get(g->entry,
                                                            "formula"));
    const bool parity = json_is_true(json_object_get(g->entry, "parity"));
    const bool standard = json_is_true(json_object_get(g->entry,
                                                       "standardised"));
    size_t i;
    json_t *part;

    fputs("contrast(", to);
    sv_put_quoted(to, c->chosen->check[g->first].name);
    fprintf(to, ", \"%s\", c(", rule);
    json_array_foreach(g->part, i, part) {
        char coefficient[32];

        sv_shortest(coefficient, json_number_value(
            json_object_get(part, "coefficient")));
        fprintf(to, "%s%s", i > 0 ? ", " : "", coefficient);
    }
    fprintf(to, "), %s, %s, ", g->record,
            standard || formula != NULL ? "NA" : strcmp(rule, "ratio") == 0 ? "1" : "0");
    put_parts(to, c, g);
    if (formula != NULL)
        fprintf(to, ", formula = quote(%s)", formula);
    fputs(parity ? ", parity = TRUE)\n" : ")\n", to);
}

static void
put_covariance(FILE *to, const struct sv_crosschecking *c,
               const struct sv_recheck_group *g)
{
    const size_t n = json_array_size(g->part);

    fputs("covariances(c(", to);
    for (size_t k = 0; k < n; k++) {
        fputs(k > 0 ? ", " : "", to);
        sv_put_quoted(to, c->recipe[g->first_part + k].name);
    }
    fprintf(to, "), %s, ", g->record);
    put_parts(to, c, g);
    fputs(")\n", to);
}

/* ---- tests ------------------------------------------------------------------------------ */

/* What the lines of G are called but for the method. */
static void
put_test_name(FILE *to, const struct sv_crosschecking *c,
              const struct sv_recheck_group *g)
{
    char name[LONGEST];
    char *colon;

    snprintf(name, sizeof name, "%s", c->chosen->check[g->first].name);
    colon = strrchr(name, ':');
    if (colon != NULL)
        *colon = '\0';
    sv_put_quoted(to, name);
}

/* The scores that the description has for a trend, by the codes in the data. */
static void
put_scores(FILE *to, const struct sv_crosschecking *c,
           const struct sv_recheck_group *g)
{
    const struct sv_tables_spec *t = &c->survey->tables;
    const size_t record = (size_t) sv_survey_record(c->survey, g->record);
    const struct sv_scores_spec *s = NULL;

    for (size_t k = 0; k < t->n_tests; k++)
        if (t->test[k].scores != NULL
            && strcmp(t->test[k].text.text,
                      sv_json_text_of(g->entry, "test")) == 0)
            s = t->test[k].scores;
    for (size_t k = 0; s != NULL && k < s->n; k++) {
        char score[32];
        bool found;

        sv_shortest(score, s->score[k]);
        fprintf(to, "%s`%zu` = %s", k == 0 ? ",\n       c(" : ", ",
                sv_category_code(c, record, s->by.text, s->category[k].text,
                                 &found), score);
    }
    if (s != NULL)
        fputs(")", to);
}

static void
put_test(FILE *to, const struct sv_crosschecking *c,
         const struct sv_recheck_group *g)
{
    const bool trend = strcmp(sv_json_text_of(g->entry, "method"), "linear") == 0;
    struct sv_test_words words;

    sv_test_words_of(&words, c, g, SV_WORDS_R);
    fputs(trend ? "trend(" : "association(", to);
    put_test_name(to, c, g);
    for (size_t k = 0; !trend && k < g->n; k++)
        fprintf(to, "%s\"%s\"%s", k == 0 ? ", c(" : ", ",
                sv_json_text_of(c->chosen->check[g->first + k].row, "method"),
                k + 1 == g->n ? ")" : "");
    fprintf(to, ", ~%s", words.left);
    if (trend)
        fprintf(to, " == %zu", words.code);
    fprintf(to, ", ~%s, %s,\n       ~%s", words.right, g->record,
            words.members);
    if (trend)
        put_scores(to, c, g);
    fputs(")\n", to);
}

/* ---- models --------------------------------------------------------------------------------- */

/* R's name of the coefficient of ROW: "sex2:area1". */
static void
put_coefficient(FILE *to, const struct sv_crosschecking *c,
                const struct sv_recheck_group *g, const json_t *row)
{
    const size_t record = (size_t) sv_survey_record(c->survey, g->record);
    const char *text = sv_json_text_of(row, "term");
    struct sv_cut term, category;
    size_t used = 0;

    if (strcmp(text, "(constant)") == 0) {
        fputs("\"(Intercept)\"", to);
        return;
    }
    sv_cut_at(&term, text, " * ");
    sv_cut_at(&category, sv_json_text_of(row, "category"), " * ");
    fputs("\"", to);
    for (size_t k = 0; k < term.n; k++) {
        const char *name = term.word[k];
        bool found;
        size_t code;

        fprintf(to, "%s%s", k > 0 ? ":" : "", sv_covariate_column(c, g, name));
        if (used < category.n && sv_reference_code(&code, c, g, name))
            fprintf(to, "%zu", sv_category_code(c, record, name,
                                                category.word[used++], &found));
    }
    fputs("\"", to);
}

/* The reference of each variable with categories, once. */
static void
put_references(FILE *to, const struct sv_crosschecking *c,
               const struct sv_recheck_group *g)
{
    size_t i, n = 0, code;
    json_t *row;

    fputs("list(", to);
    json_array_foreach(json_object_get(g->entry, "terms"), i, row) {
        const char *term = sv_json_text_of(row, "term");

        if (sv_reference_code(&code, c, g, term)
            && strstr(term, " * ") == NULL)
            fprintf(to, "%s%s = \"%zu\"", n++ > 0 ? ", " : "",
                    sv_covariate_column(c, g, term), code);
    }
    fputs(")", to);
}

/* Where the coefficients of TERM are among those of MODEL. */
static void
put_places(FILE *to, const json_t *model, const char *term)
{
    size_t i, n = 0;
    json_t *row;

    fputs("c(", to);
    json_array_foreach(json_object_get(model, "coefficients"), i, row)
        if (strcmp(sv_json_text_of(row, "term"), term) == 0)
            fprintf(to, "%s%zu", n++ > 0 ? ", " : "", i + 1);
    fputs(")", to);
}

/* What line AT of the results is called behind "M1: ". */
static void
put_line_name(FILE *to, const struct sv_crosschecking *c, const char *model,
              size_t at, const char *skip)
{
    sv_put_quoted(to, c->chosen->check[at].name + strlen(model)
                          + strlen(skip));
}

static void
put_model(FILE *to, const struct sv_crosschecking *c,
          const struct sv_recheck_group *g)
{
    const char *code = sv_json_text_of(g->entry, "model");
    const json_t *coefficients = json_object_get(g->entry, "coefficients");
    const bool logistic = strcmp(sv_json_text_of(g->entry, "kind"),
                                 "logistic") == 0;
    struct sv_fit_words words;
    size_t i;
    json_t *row;

    sv_fit_words_of(&words, c, g, SV_WORDS_R);
    fputs("model(", to);
    sv_put_quoted(to, code);
    fprintf(to, ", %s ~ %s, %s(), %s,\n  subset(%s, %s == 1),\n  ",
            words.outcome, words.terms, logistic ? "quasibinomial" : "gaussian",
            g->record, g->record, words.members);
    put_references(to, c, g);
    fputs(",\n  c(", to);
    json_array_foreach(coefficients, i, row) {
        fputs(i > 0 ? ",\n    " : "", to);
        put_line_name(to, c, code, g->first + i, ": ");
        fputs(" = ", to);
        put_coefficient(to, c, g, row);
    }
    fputs("),\n  list(", to);
    json_array_foreach(json_object_get(g->entry, "terms"), i, row) {
        fputs(i > 0 ? ", " : "", to);
        put_line_name(to, c, code,
                      g->first + json_array_size(coefficients) + i, ": term ");
        fputs(" = ", to);
        put_places(to, g->entry, sv_json_text_of(row, "term"));
    }
    fputs("))\n", to);
}

/* ---- all of them ----------------------------------------------------------------------------- */

void
sv_put_calls(FILE *to, const struct sv_crosschecking *c)
{
    static void (*const put[SV_N_RESULT_KINDS])(
        FILE *, const struct sv_crosschecking *,
        const struct sv_recheck_group *) = {
        put_number, put_contrast, put_covariance, put_test, put_model,
    };

    for (size_t k = 0; k < c->chosen->n_groups; k++) {
        const struct sv_recheck_group *g = &c->chosen->group[k];

        put[g->kind](to, c, g);
    }
}
