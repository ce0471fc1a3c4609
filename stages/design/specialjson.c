/* specialjson.c - unequal probabilities, replicates and calibration, for
 * programs.  docs/outputs.md describes it. */
#include "pipeline/json.h"
#include "stages/design/specialfacts.h"
#include "stages/design/spreadjson.h"

static void
put_unequal(struct sv_json *json, const struct sv_unequal_facts *u,
            const struct sv_design_spec *d)
{
    sv_json_key(json, "unequal");
    if (!u->there) {
        sv_json_text(json, NULL);
        return;
    }
    sv_json_open(json, '{');
    sv_json_put_text(json, "rule", d->pps.text);
    sv_json_put_text(json, "form", d->pps_form.text);
    sv_json_put_count(json, "psus", u->psus);
    sv_json_put_count(json, "sure", u->sure);
    sv_put_spread(json, "probabilities", u->p);
    sv_json_put_number(json, "stand_for", u->stand_for);
    sv_put_spread(json, "squared_probabilities", u->squares);
    sv_json_put_count(json, "pairs", u->pairs);
    sv_json_put_count(json, "pairs_attracted", u->attracted);
    sv_put_spread(json, "joint_over_independent", u->ratio);
    sv_json_close(json);
}

static void
put_replicates(struct sv_json *json, const struct sv_repeated_facts *r,
               const struct sv_survey *s)
{
    sv_json_key(json, "replicates");
    if (!r->there) {
        sv_json_text(json, NULL);
        return;
    }
    sv_json_open(json, '{');
    sv_json_put_text(json, "method", r->given ? s->design.replicates.type.text
                                              : s->design.variance.text);
    sv_json_put_truth(json, "given", r->given);
    sv_json_put_count(json, "n", r->n);
    sv_json_put_number(json, "scale", r->scale);
    sv_put_spread(json, "rscales", r->rscale);
    sv_json_put_truth(json, "mse", s->design.replicates.mse);
    sv_json_put_truth(json, "reweighted", s->design.replicates.reweight);
    sv_json_put_truth(json, "fractions_dropped", r->fpc_dropped);
    sv_json_put_count(json, "df", r->df);
    sv_json_put_text(json, "fault", *r->fault != '\0' ? r->fault : NULL);
    sv_json_close(json);
}

void
sv_special_facts_json(struct sv_json *json, const struct sv_special_facts *f,
                      const struct sv_survey *survey)
{
    put_unequal(json, &f->unequal, &survey->design);
    put_replicates(json, &f->replicates, survey);
    sv_json_put_truth(json, "inherits_calibration", f->inherited);
    sv_json_key(json, "calibration");
    sv_json_open(json, '[');
    for (size_t k = 0; k < f->n; k++) {
        const struct sv_step_spec *step =
            &survey->step[f->calibration[k].step - 1];
        char margins[SV_MARGIN_WORDS] = "";

        sv_add_margins(margins, survey, step);
        sv_json_open(json, '{');
        sv_json_put_count(json, "step", f->calibration[k].step);
        sv_json_put_text(json, "kind", sv_adjustment_name(step->kind));
        sv_json_put_text(json, "margins", margins);
        sv_put_spread(json, "ratio", f->calibration[k].ratio);
        sv_json_close(json);
    }
    sv_json_close(json);
}
