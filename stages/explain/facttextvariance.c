/* facttextvariance.c - where the variance of a number comes from, for people. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/textgrid.h"
#include "stages/explain/explainwords.h"
#include "stages/explain/facts.h"
#include "weights/pps_parts.h"

enum { MOST_GROUPS = 60 };      /* strata that are listed */
enum { JOINED_SHOWN = 20 };

static const char *
say(const struct sv_facts *f, const char *english)
{
    return sv_explain_word(f->o->language, english);
}

static double
share(const struct sv_facts *f, double variance)
{
    const double v = f->se * f->se;

    return v > 0 ? variance / v : NAN;
}

/* What the units of a stage are called. */
static const char *
stage_name(const struct sv_facts *f, size_t s)
{
    const json_t *design = json_object_get(
        json_object_get(json_object_get(f->o->folder.meta, "design"),
                        f->r->variance.record->name), "stages");
    const char *name = json_string_value(json_array_get(design, s));

    return name != NULL ? name : "units";
}

static void
word_score(char out[160], const struct sv_facts *f)
{
    const enum sv_estimand e = f->place.item->estimand;
    char a[32], b[32];

    sv_format_number(a, fabs(f->value));
    sv_format_number(b, f->denominator);
    if (f->quantile.rule != NULL) {
        sv_format_number(a, f->quantile.below);
        sv_format_number(b, f->denominator * f->quantile.density);
        snprintf(out, 160, "z = (F Σw - Σw[y <= q]) / (f Σw) = (%s Σw - "
                 "Σw[y <= q]) / %s", a, b);
    } else if (f->rule != NULL)
        snprintf(out, 160, "z = Σ slope times its score for each number");
    else if (e == SV_TOTAL)
        snprintf(out, 160, "z = Σwy");
    else
        snprintf(out, 160, "z = (Σwy %s %s %s) / %s",
                 f->value < 0 ? "+" : "-", a, e == SV_RATIO ? "Σwx" : "Σw", b);
}

static void
print_scores(const struct sv_facts *f)
{
    char score[160], less[128] = "", all[512];

    word_score(score, f);
    if (f->q.residuals != NULL)
        snprintf(less, sizeof less, ", less what the %zu calibration variables "
                 "account for: every unit has a score",
                 f->q.residuals->n_columns);
    snprintf(all, sizeof all, "By linearisation: a unit scores %s%s%s. V is "
             "the sum over groups of factor Σ(z - centre)², factor = F (1 - "
             "n/N) n/(n - 1), F the product of the fractions above.", score,
             f->rule != NULL ? ""
                             : ", its sums being over its members in the cell",
             less);
    sv_put_paragraph(stdout, all, 2);
    printf("\n");
}

static bool
print_stages(const struct sv_facts *f)
{
    const struct sv_design *d = f->r->variance.design;
    struct sv_text_grid g;

    sv_text_grid_begin(&g, "llrrrrr");
    sv_text_cell(&g, "%s", say(f, "stage"));
    sv_text_cell(&g, "%s", say(f, "unit"));
    sv_text_cell(&g, "%s", say(f, "drawn"));
    sv_text_cell(&g, "%s", say(f, f->q.residuals != NULL ? "scored"
                                                         : "with members"));
    sv_text_cell(&g, "%s", say(f, "groups"));
    sv_text_cell(&g, "%s", say(f, "adds"));
    sv_text_cell(&g, "%s", say(f, "share"));
    for (size_t s = 0; s < f->parts.n_stages; s++) {
        const struct sv_stage_part *stage = &f->parts.stage[s];

        sv_text_cell(&g, "%zu", s + 1);
        sv_text_cell(&g, "%s", stage_name(f, s));
        sv_text_cell(&g, "%zu", sv_design_n_units(d, s));
        sv_text_cell(&g, "%zu", stage->n_units);
        sv_text_cell(&g, "%zu", stage->n_groups);
        sv_text_number(&g, stage->variance);
        sv_text_percent(&g, share(f, stage->variance));
    }
    sv_text_cell(&g, "V");
    sv_text_cell(&g, "= se²");
    for (int k = 0; k < 3; k++)
        sv_text_cell(&g, "%s", "");
    sv_text_number(&g, f->se * f->se);
    sv_text_percent(&g, share(f, f->se * f->se));
    return sv_text_grid_print(&g, stdout, 2);
}

/* What is out of the ordinary in a group. */
static const char *
remark(const struct sv_facts *f, const struct sv_group_part *g)
{
    const struct sv_lonely_rule *rule =
        sv_design_lonely(f->r->variance.design);

    if (g->lonely && g->passed_over)
        return "lonely: adds nothing";
    if (g->lonely && rule->centres)
        return "lonely: centred at all PSUs";
    if (g->lonely)
        return "lonely";
    return g->fraction >= 1 ? "all drawn" : "";
}

static void
put_group(struct sv_text_grid *t, const struct sv_facts *f,
          const struct sv_group_part *g, bool remarks)
{
    char *label = sv_group_label(f->r, g->group);

    sv_text_cell(t, "%s", label != NULL ? label : "");
    free(label);
    sv_text_cell(t, "%u", (unsigned) g->n);
    sv_text_cell(t, "%u", (unsigned) f->members[g->group]);
    if (g->fraction > 0)
        sv_text_cell(t, "%.4f", g->fraction);
    else
        sv_text_cell(t, "-");
    sv_text_short(t, g->factor);
    sv_text_short(t, g->centre * g->centre < 1e-24 * g->squares ? 0
                                                               : g->centre);
    sv_text_short(t, g->squares);
    sv_text_short(t, g->variance);
    sv_text_cell(t, "%.1f", 100 * share(f, g->variance));
    if (remarks)
        sv_text_cell(t, "%s", remark(f, g));
}

static bool
have_remarks(const struct sv_facts *f)
{
    const struct sv_stage_part *stage = &f->parts.stage[0];

    for (size_t k = 0; k < stage->n_groups; k++)
        if (*remark(f, &stage->group[k]) != '\0')
            return true;
    return false;
}

static bool
print_groups(const struct sv_facts *f)
{
    const struct sv_stage_part *stage = &f->parts.stage[0];
    const bool remarks = have_remarks(f);
    struct sv_text_grid g;

    printf("\n  %s\n", say(f, "Stage 1 by stratum"));
    sv_text_grid_begin(&g, remarks ? "lrrrrrrrrl" : "lrrrrrrrr");
    sv_text_cell(&g, "%s", say(f, "stratum"));
    sv_text_cell(&g, "n");
    sv_text_cell(&g, "in");
    sv_text_cell(&g, "n/N");
    sv_text_cell(&g, "%s", say(f, "factor"));
    sv_text_cell(&g, "%s", say(f, "centre c"));
    sv_text_cell(&g, "Σ(z-c)²");
    sv_text_cell(&g, "%s", say(f, "adds"));
    sv_text_cell(&g, "%%");
    if (remarks)
        sv_text_cell(&g, "%s", "");
    for (size_t k = 0; k < stage->n_groups && k < MOST_GROUPS; k++)
        put_group(&g, f, &stage->group[k], remarks);
    if (!sv_text_grid_print(&g, stdout, 2))
        return false;
    if (stage->n_groups > MOST_GROUPS)
        printf("  ... and %zu more: --json has them all\n",
               stage->n_groups - MOST_GROUPS);
    sv_put_paragraph(stdout, f->q.residuals != NULL
        ? "n: PSUs drawn; in: with members in the cell."
        : "n: PSUs drawn; in: with members in the cell. A PSU without members "
          "has z = 0 and counts.", 2);
    if (stage->scale != 1)
        printf("  Lonely strata get the average of the others: all is times "
               "%.6g.\n", stage->scale);
    return true;
}

static void
put_unit(struct sv_text_grid *g, const struct sv_facts *f,
         const struct sv_unit_part *u)
{
    const struct sv_design *d = f->r->variance.design;
    char text[SV_LABEL_SIZE], name[SV_LABEL_SIZE];

    sv_text_cell(g, "%s", sv_stratum_label(d, sv_stratum_of(d, u->unit), text));
    sv_text_cell(g, "%s", sv_psu_name(f->r, u->unit, name));
    sv_text_number(g, u->z);
    sv_text_number(g, share(f, u->variance) < 1e-12 ? 0 : u->variance);
    sv_text_percent(g, share(f, u->variance));
}

static bool
print_units(const struct sv_facts *f, size_t top)
{
    const struct sv_stage_part *stage = &f->parts.stage[0];
    size_t *place = calloc(top + 1, sizeof *place);
    struct sv_text_grid g;
    size_t n;

    if (place == NULL)
        return false;
    n = sv_largest_units(place, top, stage);
    printf("\n  %s\n", say(f, "The PSUs that add most"));
    sv_text_grid_begin(&g, "llrrr");
    sv_text_cell(&g, "%s", say(f, "stratum"));
    sv_text_cell(&g, "%s", stage_name(f, 0));
    sv_text_cell(&g, "z");
    sv_text_cell(&g, "%s", say(f, "adds"));
    sv_text_cell(&g, "%s", say(f, "share"));
    for (size_t k = 0; k < n; k++)
        put_unit(&g, f, &stage->unit[place[k]]);
    free(place);
    return sv_text_grid_print(&g, stdout, 2);
}

/* Which rule for lonely units acted, and where. */
static void
print_lonely(const struct sv_facts *f)
{
    const struct sv_design *d = f->r->variance.design;
    const struct sv_lonely_rule *rule = sv_design_lonely(d);
    size_t joined = 0;

    for (size_t h = 0; h < sv_design_n_strata(d); h++) {
        const size_t to = sv_stratum_joined(d, h);
        char a[SV_LABEL_SIZE], b[SV_LABEL_SIZE];

        if (to != h && joined++ < JOINED_SHOWN)
            printf("  Stratum %s has a single PSU and is joined to %s "
                   "(collapse)\n", sv_stratum_label(d, h, a),
                   sv_stratum_label(d, to, b));
    }
    if (joined > JOINED_SHOWN)
        printf("  So are %zu more strata\n", joined - JOINED_SHOWN);
    for (size_t s = 0; s < f->parts.n_stages; s++) {
        size_t n = 0;

        for (size_t k = 0; k < f->parts.stage[s].n_groups; k++)
            n += f->parts.stage[s].group[k].lonely;
        if (n > 0)
            printf("  Lonely groups at stage %zu: %zu, by the rule %s: %s\n",
                   s + 1, n, rule->name, rule->blurb);
    }
}

/* "without south 2", of a jackknife. */
static void
put_left_out(struct sv_text_grid *g, const struct sv_facts *f,
             size_t replicate)
{
    const struct sv_design *d = f->r->variance.design;
    const uint32_t psu = sv_left_out(f, replicate);
    char text[SV_LABEL_SIZE], name[SV_LABEL_SIZE];

    if (psu == UINT32_MAX)
        sv_text_cell(g, "%s", "");
    else
        sv_text_cell(g, "without %s, %s",
                     sv_stratum_label(d, sv_stratum_of(d, psu), text),
                     sv_psu_name(f->r, psu, name));
}

static bool
print_replicates(const struct sv_facts *f, size_t top)
{
    const struct sv_replicates *reps = &f->r->variance.replicates;
    const json_t *told = json_object_get(f->r->words, "variance");
    const char *method = sv_json_text_of(told, "method");
    char centre[32], scale[32], all[512];
    struct sv_text_grid g;

    sv_format_number(centre, f->centre);
    sv_format_number(scale, reps->scale);
    snprintf(all, sizeof all, "By %zu replicates (%s%s): V = %s Σ r (estimate "
             "- c)², r being the scale of each and c = %s %s.%s", reps->n, method,
             json_is_true(json_object_get(told, "given")) ? ", of the file" : "",
             scale, centre,
             f->r->variance.mse ? "the full estimate"
                                : "the mean of the replicates",
             f->quantile.rule != NULL
                     && strcmp(f->quantile.interval, "quantile") != 0
                 ? " The estimate of a replicate is q - (its F at q - F) / f."
                 : "");
    sv_put_paragraph(stdout, all, 2);
    if (f->n_replicates < reps->n)
        printf("  In %zu of them the number does not exist; they are left "
               "out\n", reps->n - f->n_replicates);
    printf("\n  %s\n", say(f, "The replicates that add most"));
    sv_text_grid_begin(&g, "rrrrrl");
    sv_text_cell(&g, "%s", say(f, "replicate"));
    sv_text_cell(&g, "%s", say(f, "estimate"));
    sv_text_cell(&g, "r");
    sv_text_cell(&g, "%s", say(f, "adds"));
    sv_text_cell(&g, "%s", say(f, "share"));
    sv_text_cell(&g, "%s", "");
    for (size_t k = 0; k < f->n_replicates && k < top; k++) {
        sv_text_cell(&g, "%zu", f->replicate[k].replicate + 1);
        sv_text_number(&g, f->replicate[k].value);
        sv_text_number(&g, reps->rscale[f->replicate[k].replicate]);
        sv_text_number(&g, f->replicate[k].variance);
        sv_text_percent(&g, share(f, f->replicate[k].variance));
        put_left_out(&g, f, f->replicate[k].replicate);
    }
    sv_text_cell(&g, "V = se²");
    sv_text_cell(&g, "%s", "");
    sv_text_cell(&g, "%s", "");
    sv_text_number(&g, f->se * f->se);
    sv_text_percent(&g, share(f, f->se * f->se));
    sv_text_cell(&g, "%s", "");
    return sv_text_grid_print(&g, stdout, 2);
}

bool
sv_facts_print_variance(const struct sv_facts *f, size_t top)
{
    const struct sv_pps_parts *pps = sv_design_pps(f->r->variance.design);
    bool complete;

    printf("\n%s\n", say(f, "Variance"));
    if (!sv_facts_have_error(f)) {
        printf(f->rule != NULL
                   ? "  There is none: one of the numbers has none, or all are "
                     "in one PSU.\n"
                   : "  There is none; the flags say why.\n");
        return true;
    }
    if (!sv_facts_have_parts(f)) {
        printf("  It has no parts: F has no standard error at q, and the interval "
               "is that of\n  the rule for a share of 0 or 1, or of values "
               "around q.\n");
        return true;
    }
    if (!f->by_scores)
        return print_replicates(f, top);
    print_scores(f);
    complete = print_stages(f);
    print_lonely(f);
    if (pps != NULL)
        printf("  PSUs have unequal probabilities: stage 1 by %s; no factor "
               "where it goes by pairs\n", pps->rule->blurb);
    return complete && print_groups(f) && print_units(f, top);
}
