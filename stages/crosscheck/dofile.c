/* dofile.c - crosscheck.do: the cells once more, by Stata. */
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/designwords.h"
#include "stages/crosscheck/recalibration.h"
#include "stages/crosscheck/inferencewords.h"
#include "stages/crosscheck/scripts.h"

static const char program[] =
    "* One number: the statistic of `value' over the members of a cell, and how "
    "far it\n* is from ours, relative to them.  Units outside of the cell stay in "
    "the design.\n"
    "capture program drop number\n"
    "program define number\n"
    "    args name statistic value below condition estimate se\n"
    "    tempvar in y x\n"
    "    quietly generate byte `in' = `condition'\n"
    "    quietly generate double `y' = cond(`in', `value', 0)\n"
    "    if \"`statistic'\" == \"ratio\" {\n"
    "        quietly generate double `x' = cond(`in', `below', 0)\n"
    "        quietly svy, subpop(`in'): ratio (`y' / `x')\n"
    "    }\n"
    "    else {\n"
    "        quietly svy, subpop(`in'): `statistic' `y'\n"
    "    }\n"
    "    matrix b = e(b)\n"
    "    matrix V = e(V)\n"
    "    display as text \"`name'\" _newline as result ///\n"
    "        \"    estimate \" %18.0g b[1, 1] \"  difference \" %8.1e "
    "reldif(b[1, 1], `estimate') ///\n"
    "        \"  se \" %18.0g sqrt(V[1, 1]) \"  difference \" %8.1e "
    "reldif(sqrt(V[1, 1]), `se')\n"
    "end\n";

static void
put_sample(FILE *to, const struct sv_crosschecking *c, size_t r)
{
    const char *name = c->survey->record[r].name.text;
    struct sv_export_design design;
    char words[2048];

    sv_export_design_of(&design, c, r, true);
    sv_word_svyset(words, sizeof words, &design.survey, r, NULL);
    fprintf(to, "\n* ---- %s ----\n\nuse \"%s.dta\", clear\n"
            "%s\n", name, name, words);
    if (sv_is_calibrated(c, r) && !sv_has_replicates(c, r))
        fputs("* The weights are calibrated, which is not recomputed here: "
              "standard errors differ.\n", to);
    if (sv_lacks_units(c, r) && !sv_has_replicates(c, r))
        fputs("* Sampling units without rows here count in the design, which is "
              "not recomputed:\n* standard errors differ.\n", to);
}

static const char *
statistic_of(const struct sv_recipe *r)
{
    if (strcmp(r->estimator, "total") == 0)
        return "total";
    return r->denominator != NULL ? "ratio" : "mean";
}

/* A number of estimates.json, or Stata's missing. */
static void
put_number(FILE *to, const json_t *number, const char *key)
{
    const json_t *value = json_object_get(number, key);

    if (json_is_number(value))
        fprintf(to, " %.17g", json_number_value(value));
    else
        fputs(" .", to);
}

static void
put_members(FILE *to, const struct sv_recipe *r)
{
    fprintf(to, "%s == 1 & !missing(%s)", r->universe, r->value);
    if (r->denominator != NULL)
        fprintf(to, " & !missing(%s)", r->denominator);
    for (size_t k = 0; k < r->n_groups; k++)
        fprintf(to, " & %s == %zu", r->group[k].column, r->group[k].code);
}

static void
put_value(FILE *to, const struct sv_recipe *r)
{
    if (r->category > 0)
        fprintf(to, "(%s == %zu)", r->value, r->category);
    else
        fputs(r->value, to);
}

static void
put_cell(FILE *to, const struct sv_crosschecking *c,
         const struct sv_recheck_group *g)
{
    const struct sv_recipe *r = &c->recipe[g->first_part];
    const json_t *row = c->chosen->check[g->first].row;

    if (strcmp(r->estimator, "quantile") == 0) {
        fprintf(to, "* %s: svy has no quantiles; _pctile gives the estimate, "
                "crosscheck.R its error.\n",
                c->chosen->check[g->first].name);
        return;
    }
    fprintf(to, "number `\"%s\"' %s \"", c->chosen->check[g->first].name,
            statistic_of(r));
    put_value(to, r);
    fprintf(to, "\" \"%s\" ///\n    \"",
            r->denominator != NULL ? r->denominator : "");
    put_members(to, r);
    fputs("\" ///\n   ", to);
    put_number(to, row, "estimate");
    put_number(to, row, "se");
    fputs("\n", to);
}

/* ---- several numbers together ---------------------------------------------------- */

/* Totals of the parts of G, which are 0 outside of their cells: y1 x1 y2 x2. */
static void
put_totals(FILE *to, const struct sv_crosschecking *c,
           const struct sv_recheck_group *g)
{
    const size_t n = json_array_size(g->part);

    fputs("capture drop cross_*\n", to);
    for (size_t k = 0; k < n; k++) {
        const struct sv_recipe *r = &c->recipe[g->first_part + k];

        fprintf(to, "generate byte cross_in%zu = ", k + 1);
        put_members(to, r);
        fprintf(to, "\ngenerate double cross_y%zu = cond(cross_in%zu, ", k + 1,
                k + 1);
        put_value(to, r);
        fprintf(to, ", 0)\ngenerate double cross_x%zu = cond(cross_in%zu, %s, 0)"
                "\n", k + 1, k + 1,
                r->denominator != NULL ? r->denominator : "1");
    }
    fputs("quietly svy: total", to);
    for (size_t k = 0; k < n; k++)
        fprintf(to, " cross_y%zu cross_x%zu", k + 1, k + 1);
    fputs("\n", to);
}

/* Number K of G, of the totals. */
static void
put_part(FILE *to, const struct sv_crosschecking *c,
         const struct sv_recheck_group *g, size_t k)
{
    if (strcmp(c->recipe[g->first_part + k].estimator, "total") == 0)
        fprintf(to, "_b[cross_y%zu]", k + 1);
    else
        fprintf(to, "(_b[cross_y%zu] / _b[cross_x%zu])", k + 1, k + 1);
}

static bool
has_quantile(const struct sv_crosschecking *c, const struct sv_recheck_group *g)
{
    for (size_t k = 0; k < json_array_size(g->part); k++)
        if (strcmp(c->recipe[g->first_part + k].estimator, "quantile") == 0)
            return true;
    return false;
}

/* FORMULA with its parts in the place of v1, v2, ... */
static void
put_formula(FILE *to, const struct sv_crosschecking *c,
            const struct sv_recheck_group *g, const char *formula)
{
    while (*formula != '\0') {
        char *end = NULL;
        const size_t k = *formula == 'v' ? strtoul(formula + 1, &end, 10) : 0;

        if (k > 0) {
            put_part(to, c, g, k - 1);
            formula = end;
        } else {
            fputc(*formula++, to);
        }
    }
}

static void
put_contrast(FILE *to, const struct sv_crosschecking *c,
             const struct sv_recheck_group *g)
{
    const struct sv_recheck *check = &c->chosen->check[g->first];
    const char *rule = sv_json_text_of(g->entry, "rule");
    const char *formula = json_string_value(json_object_get(g->entry,
                                                            "formula"));
    const bool linear = strcmp(rule, "linear") == 0;
    size_t i;
    json_t *part;

    fprintf(to, "\n* %s; published, with its standard error:", check->name);
    put_number(to, check->row, "estimate");
    put_number(to, check->row, "se");
    fputs("\n", to);
    if (has_quantile(c, g)) {
        fputs("* svy has no quantiles; see crosscheck.R.\n", to);
        return;
    }
    put_totals(to, c, g);
    fputs("nlcom ", to);
    if (formula != NULL)
        put_formula(to, c, g, formula);
    json_array_foreach(g->part, i, part) {
        if (formula != NULL)
            break;
        if (i > 0)
            fputs(linear ? " + " : strcmp(rule, "ratio") == 0 ? " / " : " - ",
                  to);
        if (linear)
            fprintf(to, "%.17g * ",
                    json_number_value(json_object_get(part, "coefficient")));
        put_part(to, c, g, i);
    }
    fputs("\n", to);
}

static void
put_covariance(FILE *to, const struct sv_crosschecking *c,
               const struct sv_recheck_group *g)
{
    const size_t n = json_array_size(g->part);

    fprintf(to, "\n* Covariances as in covariance.csv: c1 is %s",
            c->recipe[g->first_part].name);
    for (size_t k = 1; k < n; k++)
        fprintf(to, ", c%zu %s", k + 1, c->recipe[g->first_part + k].name);
    fputs("\n", to);
    if (has_quantile(c, g)) {
        fputs("* svy has no quantiles; see crosscheck.R.\n", to);
        return;
    }
    put_totals(to, c, g);
    fputs("quietly nlcom", to);
    for (size_t k = 0; k < n; k++) {
        fprintf(to, " (c%zu: ", k + 1);
        put_part(to, c, g, k);
        fputs(")", to);
    }
    fputs(", post\nmatrix list e(V)\n", to);
}

/* ---- tests and models ------------------------------------------------------------- */

static void
put_published(FILE *to, const struct sv_recheck *check)
{
    static const char *const keys[] = { "estimate", "se", "statistic", "f",
                                        "df1", "df2", "p_value" };

    fprintf(to, "* published: %s:", check->name);
    for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
        if (json_is_number(json_object_get(check->row, keys[k]))) {
            fprintf(to, " %s", keys[k]);
            put_number(to, check->row, keys[k]);
        }
    fputs("\n", to);
}

/* Stata tabulates two variables: crossed classifications are made one. */
static void
put_test(FILE *to, const struct sv_crosschecking *c,
         const struct sv_recheck_group *g)
{
    const char *method = sv_json_text_of(g->entry, "method");
    struct sv_test_words words;

    fputs("\n", to);
    for (size_t k = 0; k < g->n; k++)
        put_published(to, &c->chosen->check[g->first + k]);
    if (strcmp(method, "linear") == 0) {
        fputs("* svy has no such test; crosscheck.R takes it step by step.\n",
              to);
        return;
    }
    sv_test_words_of(&words, c, g, SV_WORDS_STATA);
    fprintf(to, "capture drop cross_*\ngenerate byte cross_in1 = %s\n"
            "egen cross_right = group(%s)\n"
            "svy, subpop(cross_in1): tabulate %s cross_right, pearson wald "
            "noadjust\n", words.members, words.right, words.left);
}

static void
put_model(FILE *to, const struct sv_crosschecking *c,
          const struct sv_recheck_group *g)
{
    struct sv_fit_words words;

    sv_fit_words_of(&words, c, g, SV_WORDS_STATA);
    fputs("\n", to);
    for (size_t k = 0; k < g->n; k++)
        put_published(to, &c->chosen->check[g->first + k]);
    fprintf(to, "svy, subpop(%s): %s %s %s\n", words.members,
            strcmp(sv_json_text_of(g->entry, "kind"), "logistic") == 0
                ? "logit" : "regress",
            words.outcome, words.terms);
}

/* ---- all of it ------------------------------------------------------------------------ */

void
sv_write_do_file(FILE *to, const struct sv_crosschecking *c)
{
    static void (*const put[SV_N_RESULT_KINDS])(
        FILE *, const struct sv_crosschecking *,
        const struct sv_recheck_group *) = {
        put_cell, put_contrast, put_covariance, put_test, put_model,
    };

    fputs("* crosscheck.do - results of a survey once more, by Stata.\n*\n", to);
    sv_put_title(to, "*", c->survey);
    fprintf(to, "* Run it in this folder, which has the exports; "
            "*-codebook.csv tells their codes.\n* Estimates and standard errors "
            "are compared; Stata's own intervals, degrees of\n* freedom and "
            "design effects follow other conventions in part.\n\n"
            "version 14\n\n%s", program);
    for (size_t r = 0; r < c->survey->n_records; r++) {
        if (c->names[r].n == 0)
            continue;
        put_sample(to, c, r);
        for (size_t k = 0; k < c->chosen->n_groups; k++)
            if (strcmp(c->chosen->group[k].record,
                       c->survey->record[r].name.text) == 0)
                put[c->chosen->group[k].kind](to, c, &c->chosen->group[k]);
    }
}
