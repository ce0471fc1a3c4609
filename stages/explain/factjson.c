/* factjson.c - one number opened, for programs.  docs/outputs.md describes it. */
#include <math.h>
#include <stdlib.h>

#include "pipeline/json.h"
#include "pipeline/jsonmembers.h"
#include "stages/explain/facts.h"

static void
put_subject(struct sv_json *json, const struct sv_facts *f)
{
    const char *key;
    json_t *value;

    sv_json_put_text(json, "name", f->name);
    sv_json_put_text(json, "indicator",
                     sv_json_text_of(f->number, "indicator"));
    sv_json_put_text(json, "item", sv_json_text_of(f->number, "item"));
    sv_json_put_text(json, "record", sv_json_text_of(f->number, "record"));
    sv_json_put_text(json, "estimator",
                     sv_json_text_of(f->indicator, "estimator"));
    sv_json_put_text(json, "value", sv_json_text_of(f->indicator, "value"));
    sv_json_put_text(json, "universe",
                     sv_json_text_of(f->indicator, "universe"));
    sv_json_key(json, "by");
    sv_json_open(json, '{');
    json_object_foreach(json_object_get(f->number, "by"), key, value)
        sv_json_put_text(json, key, json_string_value(value));
    sv_json_close(json);
    sv_json_put_count(json, "n_universe",
          (uint64_t) json_integer_value(json_object_get(f->indicator,
                                                        "n_universe")));
    sv_json_key(json, "n_missing");
    sv_json_open(json, '{');
    json_object_foreach(json_object_get(f->indicator, "n_missing"), key, value)
        sv_json_put_count(json, key, (uint64_t) json_integer_value(value));
    sv_json_close(json);
}

static void
put_estimate(struct sv_json *json, const struct sv_facts *f)
{
    sv_json_put_number(json, "estimate", f->value);
    sv_json_put_number(json, "se", f->se);
    sv_json_put_number(json, "cv", f->cv);
    sv_json_put_number(json, "ci_low", f->low);
    sv_json_put_number(json, "ci_high", f->high);
    sv_json_put_number(json, "df", f->df);
    sv_json_put_number(json, "deff", f->deff);
    sv_json_put_text(json, "flag", sv_json_text_of(f->number, "flag"));
    sv_json_put_count(json, "n", f->n);
    sv_json_put_count(json, "n_numerator", f->n_numerator);
    sv_json_put_number(json, "weighted_numerator", f->numerator);
    sv_json_put_number(json, "weighted_denominator", f->denominator);
    sv_json_put_number(json, "sum_w", f->sum_w);
    sv_json_put_number(json, "sum_w2", f->sum_w2);
    sv_json_put_number(json, "kish", (double) f->n * f->sum_w2
                                         / (f->sum_w * f->sum_w));
    sv_json_put_number(json, "element_variance", f->s2);
    sv_json_put_number(json, "srs_variance", f->srs);
    sv_json_put_count(json, "psus", f->support.psus);
    sv_json_put_count(json, "strata", f->support.strata);
}

static void
put_quantile(struct sv_json *json, const struct sv_facts *f)
{
    const struct sv_facts_quantile *q = &f->quantile;

    sv_json_key(json, "quantile");
    sv_json_open(json, '{');
    sv_json_put_number(json, "p", q->p);
    sv_json_put_text(json, "rule", q->rule);
    sv_json_put_text(json, "interval", q->interval);
    sv_json_put_number(json, "below", q->below);
    sv_json_put_number(json, "below_se", q->below_se);
    sv_json_put_number(json, "density", q->density);
    sv_json_close(json);
}

static void
put_units(struct sv_json *json, const struct sv_facts *f, size_t top)
{
    const struct sv_stage_part *stage = &f->parts.stage[0];
    const struct sv_design *d = f->r->variance.design;
    size_t *place = calloc(top + 1, sizeof *place);
    const size_t n = place != NULL ? sv_largest_units(place, top, stage) : 0;

    sv_json_key(json, "psus");
    sv_json_open(json, '[');
    for (size_t k = 0; k < n; k++) {
        const struct sv_unit_part *u = &stage->unit[place[k]];
        char a[SV_LABEL_SIZE], b[SV_LABEL_SIZE];

        sv_json_open(json, '{');
        sv_json_put_text(json, "stratum",
             sv_stratum_label(d, sv_stratum_of(d, u->unit), a));
        sv_json_put_text(json, "psu", sv_psu_name(f->r, u->unit, b));
        sv_json_put_number(json, "z", u->z);
        sv_json_put_number(json, "variance", u->variance);
        sv_json_close(json);
    }
    sv_json_close(json);
    free(place);
}

static void
put_group(struct sv_json *json, const struct sv_facts *f,
          const struct sv_group_part *g)
{
    char *label = sv_group_label(f->r, g->group);

    sv_json_open(json, '{');
    sv_json_put_text(json, "stratum", label);
    sv_json_put_count(json, "n", g->n);
    sv_json_put_count(json, "n_members", f->members[g->group]);
    sv_json_put_number(json, "fraction", g->fraction);
    sv_json_put_number(json, "mean", g->mean);
    sv_json_put_number(json, "centre", g->centre);
    sv_json_put_number(json, "factor", g->factor);
    sv_json_put_number(json, "squares", g->squares);
    sv_json_put_number(json, "variance", g->variance);
    sv_json_put_truth(json, "lonely", g->lonely);
    sv_json_close(json);
    free(label);
}

static void
put_stage(struct sv_json *json, const struct sv_facts *f, size_t s)
{
    const struct sv_stage_part *stage = &f->parts.stage[s];
    uint64_t lonely = 0;

    for (size_t k = 0; k < stage->n_groups; k++)
        lonely += stage->group[k].lonely;
    sv_json_open(json, '{');
    sv_json_put_count(json, "units",
                      sv_design_n_units(f->r->variance.design, s));
    sv_json_put_count(json, "units_scored", stage->n_units);
    sv_json_put_count(json, "groups", stage->n_groups);
    sv_json_put_count(json, "lonely", lonely);
    sv_json_put_number(json, "scale", stage->scale);
    sv_json_put_number(json, "variance", stage->variance);
    sv_json_close(json);
}

static void
put_scores(struct sv_json *json, const struct sv_facts *f, size_t top)
{
    sv_json_put_text(json, "lonely_psu",
         sv_design_lonely(f->r->variance.design)->name);
    sv_json_put_truth(json, "calibrated", f->q.residuals != NULL);
    sv_json_key(json, "stages");
    sv_json_open(json, '[');
    for (size_t s = 0; s < f->parts.n_stages; s++)
        put_stage(json, f, s);
    sv_json_close(json);
    sv_json_key(json, "strata");
    sv_json_open(json, '[');
    for (size_t k = 0; k < f->parts.stage[0].n_groups; k++)
        put_group(json, f, &f->parts.stage[0].group[k]);
    sv_json_close(json);
    put_units(json, f, top);
}

static void
put_replicates(struct sv_json *json, const struct sv_facts *f, size_t top)
{
    const struct sv_replicates *reps = &f->r->variance.replicates;

    sv_json_put_count(json, "replicates", reps->n);
    sv_json_put_count(json, "left_out", reps->n - f->n_replicates);
    sv_json_put_number(json, "scale", reps->scale);
    sv_json_put_number(json, "centre", f->centre);
    sv_json_key(json, "largest");
    sv_json_open(json, '[');
    for (size_t k = 0; k < f->n_replicates && k < top; k++) {
        sv_json_open(json, '{');
        sv_json_put_count(json, "replicate", f->replicate[k].replicate + 1);
        sv_json_put_number(json, "estimate", f->replicate[k].value);
        sv_json_put_number(json, "rscale",
                           reps->rscale[f->replicate[k].replicate]);
        sv_json_put_number(json, "variance", f->replicate[k].variance);
        sv_json_close(json);
    }
    sv_json_close(json);
}

static void
put_interval(struct sv_json *json, const struct sv_facts *f)
{
    sv_json_key(json, "interval");
    sv_json_open(json, '[');
    for (size_t k = 0; k < f->n_lines; k++) {
        sv_json_open(json, '{');
        sv_json_put_text(json, "symbol", f->line[k].symbol);
        sv_json_put_text(json, "formula", f->line[k].formula);
        sv_json_put_number(json, "value", f->line[k].value);
        sv_json_close(json);
    }
    sv_json_close(json);
}

/* A contrast, and the numbers in it. */
static void
put_contrast(struct sv_json *json, const struct sv_facts *f)
{
    sv_json_put_text(json, "name", f->name);
    sv_json_put_text(json, "contrast", f->rule->name);
    if (f->formula != NULL)
        sv_json_put_text(json, "formula", f->formula);
    sv_json_key(json, "numbers");
    sv_json_open(json, '[');
    for (size_t k = 0; k < f->n_terms; k++) {
        sv_json_open(json, '{');
        sv_json_put_text(json, "name", f->term[k].name);
        sv_json_put_number(json, "coefficient", f->term[k].coefficient);
        sv_json_put_number(json, "estimate", f->term[k].value);
        sv_json_put_number(json, "se", f->term[k].se);
        sv_json_put_number(json, "slope", f->term[k].slope);
        sv_json_close(json);
    }
    sv_json_close(json);
    sv_json_put_number(json, "estimate", f->value);
    sv_json_put_number(json, "se", f->se);
    sv_json_put_number(json, "se_if_independent", f->independent);
    sv_json_put_number(json, "ci_low", f->low);
    sv_json_put_number(json, "ci_high", f->high);
    sv_json_put_number(json, "df", f->df);
    sv_json_put_number(json, "p_value", f->p);
    sv_json_put_count(json, "psus", f->support.psus);
    sv_json_put_count(json, "strata", f->support.strata);
}

void
sv_facts_json(struct sv_json *json, const struct sv_facts *f, size_t top)
{
    sv_json_open(json, '{');
    if (f->rule != NULL) {
        put_contrast(json, f);
    } else {
        put_subject(json, f);
        put_estimate(json, f);
        if (f->quantile.rule != NULL)
            put_quantile(json, f);
    }
    sv_json_key(json, "variance");
    if (sv_facts_have_parts(f)) {
        sv_json_open(json, '{');
        sv_json_put_text(json, "method",
                         f->by_scores ? "linearisation" : "replicates");
        sv_json_put_number(json, "total", f->se * f->se);
        if (f->by_scores)
            put_scores(json, f, top);
        else
            put_replicates(json, f, top);
        sv_json_close(json);
    } else {
        sv_json_text(json, NULL);
    }
    put_interval(json, f);
    sv_json_close(json);
}
