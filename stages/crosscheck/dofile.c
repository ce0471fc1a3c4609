/* dofile.c - crosscheck.do: the cells once more, by Stata. */
#include <string.h>

#include "stages/common/designwords.h"
#include "stages/crosscheck/recalibration.h"
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
    sv_word_svyset(words, sizeof words, &design.survey, r);
    fprintf(to, "\n* ---- %s ----\n\nuse \"%s.dta\", clear\n"
            "%s\n", name, name, words);
    if (sv_is_calibrated(c, r) && !sv_has_replicates(c, r))
        fputs("* The weights are calibrated, which is not recomputed here: "
              "standard errors differ.\n", to);
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
put_cell(FILE *to, const struct sv_crosschecking *c, size_t i)
{
    const struct sv_recipe *r = &c->recipe[i];

    fprintf(to, "number `\"%s\"' %s ", r->name, statistic_of(r));
    if (r->category > 0)
        fprintf(to, "\"(%s == %zu)\"", r->value, r->category);
    else
        fprintf(to, "\"%s\"", r->value);
    fprintf(to, " \"%s\" ///\n    \"%s == 1 & !missing(%s)",
            r->denominator != NULL ? r->denominator : "", r->universe, r->value);
    if (r->denominator != NULL)
        fprintf(to, " & !missing(%s)", r->denominator);
    for (size_t k = 0; k < r->n_groups; k++)
        fprintf(to, " & %s == %zu", r->group[k].column, r->group[k].code);
    fputs("\" ///\n   ", to);
    put_number(to, c->chosen->number[i], "estimate");
    put_number(to, c->chosen->number[i], "se");
    fputs("\n", to);
}

void
sv_write_do_file(FILE *to, const struct sv_crosschecking *c)
{
    fputs("* crosscheck.do - numbers of a survey once more, by Stata.\n*\n", to);
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
        for (size_t i = 0; i < c->chosen->n; i++)
            if (c->recipe[i].record == r)
                put_cell(to, c, i);
    }
}
