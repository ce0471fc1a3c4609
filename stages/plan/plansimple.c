/* plansimple.c - a sample for one number, by what is known of it. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/json.h"
#include "stages/common/textgrid.h"
#include "stages/plan/samplesize.h"

/* The answer, whole. */
struct simple {
    const struct sv_plan_options *o;
    struct sv_planned x;
    double value;
    double plain;               /* answers of a simple random sample, endless */
    double endless;             /* with the design effect */
    double answers;             /* and with the population: of one group */
    double all;                 /* of all groups */
    double selected, psus;      /* NAN: not asked for */
    double se;                  /* that ANSWERS, rounded up, give */
};

static void
work_out(struct simple *s)
{
    const struct sv_plan_options *o = s->o;
    const double wanted = sv_plan_wanted(o, s->value);
    const struct sv_planned plain = { s->x.s2, 1, INFINITY };
    const struct sv_planned endless = { s->x.s2, s->x.deff, INFINITY };

    s->plain = sv_planned_size(&plain, wanted * wanted);
    s->endless = sv_planned_size(&endless, wanted * wanted);
    s->answers = isnan(wanted) ? o->size
                               : sv_planned_size(&s->x, wanted * wanted);
    s->answers = ceil(s->answers - 1e-9);
    if (s->answers > s->x.population)
        s->answers = s->x.population;
    s->all = s->answers * (o->domains > 0 ? o->domains : 1);
    s->selected = sv_plan_selected(o, s->all);
    s->psus = isnan(o->cluster_size) ? NAN : ceil(s->all / o->cluster_size);
    s->se = sqrt(sv_planned_variance(&s->x, s->answers));
}

static double
z_of(const struct sv_plan_options *o)
{
    return sv_planned_z(isnan(o->confidence) ? 0.95 : o->confidence);
}

static void
put_deff(struct sv_text_grid *g, const struct simple *s)
{
    const struct sv_plan_options *o = s->o;
    char how[80] = "--deff";

    if (!isnan(o->rho))
        snprintf(how, sizeof how, "1 + (b - 1) rho = 1 + (%g - 1) x %g",
                 o->cluster_size, o->rho);
    else if (isnan(o->deff))
        snprintf(how, sizeof how, "as a simple random sample");
    sv_text_line(g, "design effect", s->x.deff, how);
}

static void
put_size(struct sv_text_grid *g, const struct simple *s, double wanted)
{
    char how[80];

    snprintf(how, sizeof how, "of the standard error: V = %.6g", wanted * wanted);
    sv_text_line(g, "wanted", wanted, how);
    sv_text_line(g, "simple random sample", s->plain, "S²/V");
    put_deff(g, s);
    sv_text_line(g, "with the design", s->endless, "n0 = deff S²/V");
    if (!isinf(s->x.population)) {
        snprintf(how, sizeof how, "n0 / (1 + n0/N), N = %.0f",
                 s->x.population);
        sv_text_line(g, "of a finite population",
            s->endless / (1 + s->endless / s->x.population), how);
    }
}

static void
put_field(struct sv_text_grid *g, const struct simple *s)
{
    const struct sv_plan_options *o = s->o;
    char how[80] = "";

    sv_text_line(g, "answers", s->answers,
                 o->domains > 1 ? "in each group" : "");
    if (o->domains > 1) {
        snprintf(how, sizeof how, "in %u groups", o->domains);
        sv_text_line(g, "answers in all", s->all, how);
    }
    if (!isnan(s->selected)) {
        snprintf(how, sizeof how, "%.0f answers", s->all);
        if (!isnan(o->members))
            snprintf(how + strlen(how), sizeof how - strlen(how),
                     " / %g a household", o->members);
        if (!isnan(o->response))
            snprintf(how + strlen(how), sizeof how - strlen(how),
                     " / response %g", o->response);
        sv_text_line(g, isnan(o->members) ? "to select" : "households to select",
            s->selected, how);
    }
    if (!isnan(s->psus)) {
        snprintf(how, sizeof how, "of %g answers each", o->cluster_size);
        sv_text_line(g, "PSUs", s->psus, how);
    }
}

static bool
print(const struct simple *s)
{
    const struct sv_plan_options *o = s->o;
    const double wanted = sv_plan_wanted(o, s->value);
    struct sv_text_grid g;
    char words[80];

    sv_plan_words(words, o);
    printf("A sample for a %s of %g: %s\n\n",
           isnan(o->proportion) ? "mean" : "proportion", s->value, words);
    sv_text_grid_begin(&g, "lrl");
    sv_text_line(&g, "element variance", s->x.s2, isnan(o->proportion)
            ? "S² = sd²" : isinf(s->x.population)
            ? "S² = p (1 - p)" : "S² = p (1 - p) N/(N - 1)");
    if (!isnan(wanted))
        put_size(&g, s, wanted);
    else
        put_deff(&g, s);
    put_field(&g, s);
    sv_text_line(&g, "gives: standard error", s->se, isinf(s->x.population)
            ? "√(deff S²/n)" : "√(deff S²/n (1 - n/N))");
    sv_text_line(&g, "coefficient of variation", s->se / fabs(s->value), "");
    snprintf(words, sizeof words, "z = %.6g; at %g %% confidence", z_of(o),
             isnan(o->confidence) ? 95 : 100 * o->confidence);
    sv_text_line(&g, "margin of error", z_of(o) * s->se, words);
    return sv_text_grid_print(&g, stdout, 2);
}

static void
print_json(const struct simple *s)
{
    const struct sv_plan_options *o = s->o;
    struct sv_json json;

    sv_json_begin(&json, stdout);
    sv_json_open(&json, '{');
    sv_json_put_text(&json, "of", isnan(o->proportion) ? "mean" : "proportion");
    sv_json_put_number(&json, "value", s->value);
    sv_json_put_number(&json, "element_variance", s->x.s2);
    sv_json_put_number(&json, "deff", s->x.deff);
    sv_json_put_number(&json, "population", s->x.population);
    sv_json_put_number(&json, "wanted_se", sv_plan_wanted(o, s->value));
    sv_json_put_number(&json, "answers", s->answers);
    sv_json_put_number(&json, "answers_in_all", s->all);
    sv_json_put_number(&json, "to_select", s->selected);
    sv_json_put_number(&json, "psus", s->psus);
    sv_json_put_number(&json, "se", s->se);
    sv_json_put_number(&json, "cv", s->se / fabs(s->value));
    sv_json_put_number(&json, "margin", z_of(o) * s->se);
    sv_json_close(&json);
}

enum sv_status
sv_plan_simple(const struct sv_plan_options *o, struct sv_fault *fault)
{
    const bool is_p = !isnan(o->proportion);
    const double population = isnan(o->population) ? INFINITY : o->population;
    struct simple s = {
        .o = o, .value = is_p ? o->proportion : o->mean,
        .x = { is_p ? sv_planned_s2(o->proportion, population)
                    : o->sd * o->sd, sv_plan_deff(o), population },
    };

    if (!(s.x.deff > 0))
        return sv_fail(fault, SV_USAGE, "1 + (b - 1) rho is %g: clusters of %g "
                       "cannot be correlated by %g", s.x.deff, o->cluster_size,
                       o->rho);
    if (o->size > population)
        return sv_fail(fault, SV_USAGE, "--size %g is more than the population "
                       "of %g", o->size, population);
    work_out(&s);
    if (o->json)
        print_json(&s);
    else if (!print(&s))
        return sv_fail(fault, SV_SYSTEM, "out of memory for a table");
    return SV_OK;
}
