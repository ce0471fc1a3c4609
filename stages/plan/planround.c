/* planround.c - the next round's sample, by what this one has shown.
 *
 * With n answers an estimate has variance se^2; under the same design, one of
 * n' answers has n se^2 / n'.  Where the answers in a PSU are to be others than
 * now, the design effect changes with them: rho = (deff - 1)/(b - 1) stays.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/json.h"
#include "pipeline/jsonmembers.h"
#include "stages/common/numbername.h"
#include "stages/common/resultfolder.h"
#include "stages/common/textgrid.h"
#include "stages/plan/samplesize.h"

/* One number now, and next time. */
struct line {
    char *name;                 /* owned */
    char cell[80];              /* its categories, or "total" */
    double value, se, n, psus, deff;
    double cluster, rho, next_deff;     /* answers in a PSU; NAN: as now */
    double answers, next_se;
};

struct round {
    const struct sv_plan_options *o;
    const json_t *estimates;
    struct line *line;          /* [n] */
    size_t n;
};

/* Whether design effects are variances over those of a simple random sample. */
static bool
has_effects(const struct round *r)
{
    const char *effect =
        sv_json_text_of(json_object_get(r->estimates, "survey"),
                        "design_effect");

    return effect[0] == 'w';            /* wr, wor */
}

static void
name_cell(struct line *l, const json_t *entry)
{
    size_t used = 0;
    const char *variable;
    json_t *category;

    snprintf(l->cell, sizeof l->cell, "total");
    json_object_foreach(json_object_get(entry, "by"), variable, category)
        if (used < sizeof l->cell)
            used += (size_t) snprintf(l->cell + used, sizeof l->cell - used,
                                      "%s%s", used > 0 ? ", " : "",
                                      json_string_value(category));
}

static void
fill(struct line *l, const struct round *r, const json_t *entry)
{
    const struct sv_plan_options *o = r->o;
    double wanted, spread;

    *l = (struct line) {
        .name = sv_number_name(entry), .value = sv_json_number_of(entry, "estimate"),
        .se = sv_json_number_of(entry, "se"), .n = sv_json_number_of(entry, "n"),
        .psus = sv_json_number_of(entry, "psus"),
        .deff = has_effects(r) ? sv_json_number_of(entry, "deff") : NAN,
    };
    name_cell(l, entry);
    l->cluster = l->n / l->psus;
    l->rho = sv_cluster_rho(l->cluster, l->deff);
    l->next_deff = isnan(o->cluster_size)
                       ? l->deff : sv_cluster_deff(o->cluster_size, l->rho);
    spread = l->n * l->se * l->se;
    if (!isnan(o->cluster_size))
        spread *= l->next_deff / l->deff;
    wanted = sv_plan_wanted(o, l->value);
    l->answers = ceil((isnan(wanted) ? o->size : spread / (wanted * wanted))
                      - 1e-9);
    l->next_se = sqrt(spread / l->answers);
}

/* Where all numbers are of one indicator, the heading names it. */
static size_t
common_start(const struct round *r)
{
    const size_t n = strcspn(r->line[0].name, "[");

    for (size_t k = 1; k < r->n; k++)
        if (strcspn(r->line[k].name, "[") != n
            || strncmp(r->line[k].name, r->line[0].name, n) != 0)
            return 0;
    return n;
}

static double
psus_of(const struct round *r, const struct line *l)
{
    return ceil(l->answers / (isnan(r->o->cluster_size) ? l->cluster
                                                        : r->o->cluster_size)
                - 1e-9);
}

static void
put_count(struct sv_text_grid *g, double n)
{
    if (isnan(n))
        sv_text_cell(g, "..");
    else
        sv_text_cell(g, "%.0f", n);
}

static void
put_effect(struct sv_text_grid *g, double deff)
{
    if (isnan(deff))
        sv_text_cell(g, "..");
    else
        sv_text_cell(g, "%.2f", deff);
}

static void
put_line(struct sv_text_grid *g, const struct round *r, const struct line *l,
         bool short_name)
{
    sv_text_cell(g, "%s", short_name ? l->cell : l->name);
    sv_text_number(g, l->value);
    put_count(g, l->n);
    sv_text_percent(g, l->se / fabs(l->value));
    put_effect(g, l->deff);
    if (!isnan(r->o->cluster_size))
        put_effect(g, l->next_deff);
    put_count(g, l->answers);
    sv_text_percent(g, l->next_se / fabs(l->value));
    put_count(g, psus_of(r, l));
    if (!isnan(r->o->response) || !isnan(r->o->members))
        put_count(g, sv_plan_selected(r->o, l->answers));
}

static bool
print(const struct round *r)
{
    const bool selects = !isnan(r->o->response) || !isnan(r->o->members);
    const bool clusters = !isnan(r->o->cluster_size);
    const size_t start = common_start(r);
    struct sv_text_grid g;
    char words[80];

    sv_plan_words(words, r->o);
    printf("As in %s, %s\n\n",
           sv_json_text_of(json_object_get(r->estimates, "survey"), "title"),
           words);
    sv_text_grid_begin(&g, selects && clusters ? "lrrrrrrrrr"
                               : selects || clusters ? "lrrrrrrrr" : "lrrrrrrr");
    if (start > 0)
        sv_text_cell(&g, "%.*s", (int) start, r->line[0].name);
    else
        sv_text_cell(&g, "number");
    sv_text_cell(&g, "estimate");
    sv_text_cell(&g, "n now");
    sv_text_cell(&g, "cv now");
    sv_text_cell(&g, "deff");
    if (clusters)
        sv_text_cell(&g, "deff'");
    sv_text_cell(&g, "answers");
    sv_text_cell(&g, "cv");
    sv_text_cell(&g, "PSUs");
    if (selects)
        sv_text_cell(&g, "select");
    for (size_t k = 0; k < r->n; k++)
        put_line(&g, r, &r->line[k], start > 0);
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    putchar('\n');
    sv_put_paragraph(stdout, clusters
        ? "The correlation within PSUs is taken to stay: rho = (deff - 1) / "
          "(n/PSUs - 1), and deff' is the next round's. Strata, weights and "
          "fractions are as in this survey."
        : "Answers are n (cv now / cv)²: strata, weights, fractions and answers "
          "in a PSU are as in this survey.", 2);
    return true;
}

static void
print_json(const struct round *r)
{
    struct sv_json json;

    sv_json_begin(&json, stdout);
    sv_json_open(&json, '[');
    for (size_t k = 0; k < r->n; k++) {
        const struct line *l = &r->line[k];

        sv_json_open(&json, '{');
        sv_json_put_text(&json, "number", l->name);
        sv_json_put_number(&json, "estimate", l->value);
        sv_json_put_number(&json, "n_now", l->n);
        sv_json_put_number(&json, "psus_now", l->psus);
        sv_json_put_number(&json, "cv_now", l->se / fabs(l->value));
        sv_json_put_number(&json, "deff", l->deff);
        sv_json_put_number(&json, "rho", l->rho);
        sv_json_put_number(&json, "next_deff", l->next_deff);
        sv_json_put_number(&json, "answers", l->answers);
        sv_json_put_number(&json, "se", l->next_se);
        sv_json_put_number(&json, "cv", l->next_se / fabs(l->value));
        sv_json_put_number(&json, "psus", psus_of(r, l));
        sv_json_put_number(&json, "to_select",
                           sv_plan_selected(r->o, l->answers));
        sv_json_close(&json);
    }
    sv_json_close(&json);
}

static enum sv_status
answer(struct round *r, const json_t *found, struct sv_fault *fault)
{
    size_t k;
    json_t *entry;

    if (!isnan(r->o->cluster_size) && !has_effects(r))
        return sv_fail(fault, SV_DATA, "--cluster-size needs design effects "
                       "against simple random sampling; set design-effect: wr "
                       "under `tables`, and run hearth run again");
    r->line = calloc(json_array_size(found) + 1, sizeof *r->line);
    if (r->line == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for numbers");
    json_array_foreach(found, k, entry) {
        fill(&r->line[r->n++], r, entry);
        if (r->line[k].name == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory for names");
    }
    if (r->o->json)
        print_json(r);
    else if (!print(r))
        return sv_fail(fault, SV_SYSTEM, "out of memory for a table");
    return SV_OK;
}

enum sv_status
sv_plan_round(const struct sv_plan_options *o, const char *const *number,
              size_t n, struct sv_fault *fault)
{
    struct sv_result_folder folder;
    struct round r = { .o = o };
    json_t *found = json_array();
    enum sv_status status = sv_result_folder_open(&folder, o->from, "plan",
                                                  fault);

    r.estimates = folder.estimates;
    for (size_t i = 0; status == SV_OK && i < n; i++)
        status = sv_numbers_find(found, folder.estimates, number[i], fault);
    if (status == SV_OK)
        status = answer(&r, found, fault);
    for (size_t k = 0; k < r.n; k++)
        free(r.line[k].name);
    free(r.line);
    json_decref(found);
    sv_result_folder_close(&folder);
    return status;
}
