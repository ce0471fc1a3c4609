/* planstrata.c - a sample shared out over the strata of a file. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/json.h"
#include "pipeline/source.h"
#include "stages/common/outsidetable.h"
#include "stages/common/textgrid.h"
#include "stages/plan/samplesize.h"

enum { STRATUM, POPULATION, PROPORTION, MEAN, SD, DEFF, COLUMNS };

static const char *const names[COLUMNS] = {
    "stratum", "population", "proportion", "mean", "sd", "deff",
};

struct strata {
    const struct sv_plan_options *o;
    const struct sv_allocation *rule;
    struct sv_outside_table table;
    char *text;                 /* of the file; names point into it */
    const char **name;          /* [n] */
    struct sv_planned_stratum *stratum; /* [n]; s2 NAN: not known */
    double *size;               /* [n] */
    size_t n;
    size_t column[COLUMNS];     /* of the file; SIZE_MAX: not there */
    double population, mean;    /* of all */
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for strata");
}

static bool
has(const struct strata *s, size_t column)
{
    return s->column[column] != SIZE_MAX;
}

/* The first line says which columns there are. */
static enum sv_status
read_head(struct strata *s, struct sv_fault *fault)
{
    for (size_t c = 0; c < COLUMNS; c++)
        s->column[c] = sv_outside_table_column(&s->table, names[c]);
    if (!has(s, STRATUM) || !has(s, POPULATION))
        return sv_fail(fault, SV_DATA, "%s: the first line names no column "
                       "'%s'; expected stratum, population, and proportion, or "
                       "mean and sd", s->o->strata,
                       has(s, STRATUM) ? "population" : "stratum");
    if (has(s, PROPORTION) ? has(s, MEAN) || has(s, SD)
                           : has(s, MEAN) != has(s, SD))
        return sv_fail(fault, SV_DATA, "%s: expected a column proportion, or "
                       "mean and sd", s->o->strata);
    return SV_OK;
}

/* The number in COLUMN of the row; OTHERWISE without such a column. */
static double
number(struct strata *s, size_t column, double otherwise)
{
    const char *const *field = s->table.csv.field;
    double value = NAN;

    if (!has(s, column))
        return otherwise;
    if (!sv_csv_parse(&value, field[s->column[column]]) || !isfinite(value))
        sv_outside_table_wrong(&s->table, "%s: '%.40s' is not a number",
                               names[column], field[s->column[column]]);
    return value;
}

static void
take_row(struct strata *s)
{
    struct sv_planned_stratum *h = &s->stratum[s->n];
    const double p = number(s, PROPORTION, NAN);
    const double sd = number(s, SD, NAN);

    s->name[s->n++] = s->table.csv.field[s->column[STRATUM]];
    h->population = number(s, POPULATION, NAN);
    h->most = h->population * (isnan(s->o->response) ? 1 : s->o->response);
    h->mean = has(s, PROPORTION) ? p : number(s, MEAN, NAN);
    h->s2 = has(s, PROPORTION) ? sv_planned_s2(p, h->population) : sd * sd;
    h->deff = number(s, DEFF, sv_plan_deff(s->o));
    if (h->population < 2)
        sv_outside_table_wrong(&s->table, "expected a population of 2 or more");
    if (has(s, PROPORTION) && !(p > 0 && p < 1))
        sv_outside_table_wrong(&s->table, "expected a proportion above 0 and "
                               "below 1");
    if (has(s, MEAN) && (h->mean == 0 || sd < 0))
        sv_outside_table_wrong(&s->table, "expected a mean other than 0 and an "
                               "sd of 0 or more");
    if (h->deff <= 0)
        sv_outside_table_wrong(&s->table, "expected a deff above 0");
}

static enum sv_status
read_table(struct strata *s, size_t n, struct sv_fault *fault)
{
    enum sv_status status = sv_outside_table_begin(&s->table, s->o->strata,
                                                   s->text, n, fault);

    if (status == SV_OK)
        status = read_head(s, fault);
    while (status == SV_OK && sv_outside_table_row(&s->table))
        take_row(s);
    sv_outside_table_end(&s->table);
    if (status == SV_OK && s->n == 0)
        sv_add(fault, SV_DATA, "%s: has no stratum", s->o->strata);
    return fault->status;
}

static enum sv_status
read_file(struct strata *s, struct sv_fault *fault)
{
    struct sv_source *source = NULL;
    const char *text;
    size_t n = 0, lines = 1;
    enum sv_status status = sv_source_read(&source, s->o->strata, fault);

    if (status != SV_OK)
        return status;
    text = sv_source_text(source, &n);
    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    s->text = strndup(text, n);
    s->name = calloc(lines, sizeof *s->name);
    s->stratum = calloc(lines, sizeof *s->stratum);
    s->size = calloc(lines, sizeof *s->size);
    sv_source_free(source);
    if (s->text == NULL || s->name == NULL || s->stratum == NULL
        || s->size == NULL)
        return no_memory(fault);
    return read_table(s, n, fault);
}

static double
se_of(struct strata *s, double total)
{
    sv_allocate(s->size, s->rule, isnan(s->o->power) ? 0.5 : s->o->power,
                s->stratum, s->n, total, isnan(s->o->least) ? 0 : s->o->least);
    return sqrt(sv_stratified_variance(s->stratum, s->size, s->n));
}

/* The smallest total whose standard error is what is wanted, by halving; the
 * sizes are then those of it. */
static double
total_of(struct strata *s)
{
    const double wanted = sv_plan_wanted(s->o, s->mean);
    double low = 0, high = s->population;

    while (high - low > 1) {
        const double middle = floor((low + high) / 2);

        if (se_of(s, middle) <= wanted)
            high = middle;
        else
            low = middle;
    }
    return high;
}

static enum sv_status
share_out(struct strata *s, struct sv_fault *fault)
{
    const struct sv_plan_options *o = s->o;

    for (size_t h = 0; h < s->n; h++)
        s->population += s->stratum[h].population;
    for (size_t h = 0; h < s->n; h++)
        s->mean += s->stratum[h].population / s->population
                   * s->stratum[h].mean;
    if (isnan(s->mean) && (isnan(o->size)
                           || s->rule == sv_allocation_find("power")
                           || s->rule == sv_allocation_find("equal-cv")
                           || s->rule == sv_allocation_find("neyman")))
        return sv_fail(fault, SV_DATA, "%s: what is asked needs a column "
                       "proportion, or mean and sd", o->strata);
    se_of(s, isnan(o->size) ? total_of(s) : o->size);
    return SV_OK;
}

static double
stratum_cv(const struct strata *s, size_t h)
{
    const struct sv_planned x = { s->stratum[h].s2, s->stratum[h].deff,
                                  s->stratum[h].population };

    return s->size[h] > 0
               ? sqrt(sv_planned_variance(&x, s->size[h]))
                     / fabs(s->stratum[h].mean)
               : NAN;
}

static double
sum_of(const struct strata *s)
{
    double sum = 0;

    for (size_t h = 0; h < s->n; h++)
        sum += s->size[h];
    return sum;
}

static void
put_row(struct sv_text_grid *g, const struct strata *s, const char *name,
        double population, double mean, double answers, double cv)
{
    sv_text_cell(g, "%s", name);
    sv_text_cell(g, "%.0f", population);
    sv_text_number(g, mean);
    sv_text_cell(g, "%.0f", answers);
    sv_text_percent(g, answers / population);
    sv_text_percent(g, cv);
    if (!isnan(s->o->response) || !isnan(s->o->members))
        sv_text_cell(g, "%.0f", sv_plan_selected(s->o, answers));
    if (!isnan(s->o->cluster_size))
        sv_text_cell(g, "%.0f", ceil(answers / s->o->cluster_size));
}

static bool
print(const struct strata *s)
{
    const bool selects = !isnan(s->o->response) || !isnan(s->o->members);
    const bool psus = !isnan(s->o->cluster_size);
    const double v = sv_stratified_variance(s->stratum, s->size, s->n);
    struct sv_text_grid g;
    char words[80], title[400];

    sv_plan_words(words, s->o);
    snprintf(title, sizeof title, "A sample over %zu strata: %s; allocation "
             "%s, %s", s->n, words, s->rule->name, s->rule->blurb);
    sv_put_paragraph(stdout, title, 0);
    putchar('\n');
    sv_text_grid_begin(&g, selects && psus ? "lrrrrrrr"
                               : selects || psus ? "lrrrrrr" : "lrrrrr");
    sv_text_cell(&g, "stratum");
    sv_text_cell(&g, "population");
    sv_text_cell(&g, has(s, PROPORTION) ? "proportion" : "mean");
    sv_text_cell(&g, "answers");
    sv_text_cell(&g, "fraction");
    sv_text_cell(&g, "cv");
    if (selects)
        sv_text_cell(&g, "to select");
    if (psus)
        sv_text_cell(&g, "PSUs");
    for (size_t h = 0; h < s->n; h++)
        put_row(&g, s, s->name[h], s->stratum[h].population,
                s->stratum[h].mean, s->size[h], stratum_cv(s, h));
    put_row(&g, s, "all", s->population, s->mean, sum_of(s),
            sqrt(v) / fabs(s->mean));
    return sv_text_grid_print(&g, stdout, 2);
}

static void
print_json(const struct strata *s)
{
    const double v = sv_stratified_variance(s->stratum, s->size, s->n);
    struct sv_json json;

    sv_json_begin(&json, stdout);
    sv_json_open(&json, '{');
    sv_json_put_text(&json, "allocation", s->rule->name);
    sv_json_key(&json, "strata");
    sv_json_open(&json, '[');
    for (size_t h = 0; h < s->n; h++) {
        sv_json_open(&json, '{');
        sv_json_put_text(&json, "stratum", s->name[h]);
        sv_json_put_number(&json, "population", s->stratum[h].population);
        sv_json_put_number(&json, "value", s->stratum[h].mean);
        sv_json_put_number(&json, "answers", s->size[h]);
        sv_json_put_number(&json, "to_select",
                           sv_plan_selected(s->o, s->size[h]));
        sv_json_put_number(&json, "cv", stratum_cv(s, h));
        sv_json_close(&json);
    }
    sv_json_close(&json);
    sv_json_put_number(&json, "population", s->population);
    sv_json_put_number(&json, "value", s->mean);
    sv_json_put_number(&json, "answers", sum_of(s));
    sv_json_put_number(&json, "se", sqrt(v));
    sv_json_put_number(&json, "cv", sqrt(v) / fabs(s->mean));
    sv_json_close(&json);
}

enum sv_status
sv_plan_strata(const struct sv_plan_options *o, struct sv_fault *fault)
{
    struct strata s = {
        .o = o, .rule = sv_allocation_find(o->allocation != NULL
                                               ? o->allocation
                                               : "proportional"),
    };
    enum sv_status status = read_file(&s, fault);

    if (status == SV_OK)
        status = share_out(&s, fault);
    if (status == SV_OK && o->json)
        print_json(&s);
    else if (status == SV_OK && !print(&s))
        status = no_memory(fault);
    free(s.size);
    free(s.stratum);
    free(s.name);
    free(s.text);
    return status;
}
