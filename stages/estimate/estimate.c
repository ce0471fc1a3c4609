/* estimate.c - the stage: from the tally to numbers with their errors. */
#include "stages/estimate/estimate.h"

#include <stdlib.h>

#include "stages/estimate/areas.h"
#include "stages/estimate/estimation.h"
#include "stages/estimate/multiplierfile.h"
#include "stages/estimate/quantiling.h"
#include "stages/estimate/regressing.h"
#include "stages/estimate/testing.h"
#include "stages/estimate/writecsv.h"
#include "stages/estimate/writedesign.h"
#include "stages/estimate/writejson.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for the estimates");
}

/* Says which strata a rule has joined. */
static void
report_joined(struct sv_stage *stage, const struct sv_design *d,
              const char *record)
{
    enum { TOLD = 20 };
    char a[SV_LABEL_SIZE], b[SV_LABEL_SIZE];
    size_t n = 0;

    for (size_t h = 0; h < sv_design_n_strata(d); h++) {
        const size_t other = sv_stratum_joined(d, h);

        if (other != h && n++ < TOLD)
            sv_stage_warn(stage, "%s: stratum %s has a single PSU and is "
                          "joined to %s for the variance", record,
                          sv_stratum_label(d, h, a),
                          sv_stratum_label(d, other, b));
    }
    if (n > TOLD)
        sv_stage_warn(stage, "%s: so are %zu more strata; `hearth export` has "
                      "them all (hearth_joined)", record, n - TOLD);
}

/* Says what replicates made from the design leave out of the errors. */
static void
report_replicates(struct sv_stage *stage, const struct sv_variance *v)
{
    const struct sv_replicates *reps = &v->replicates;
    const char *record = v->record->name;

    if (reps->n == 0 || v->summed.totals != NULL)
        return;
    if (v->calibrated.residuals.n_columns > 0)
        sv_stage_warn(stage, "%s: weights were calibrated, and the replicates "
                      "are made from the calibrated weights: what calibration "
                      "does for the errors is not in them; linearisation, or "
                      "'reweight' under 'replicates', has it", record);
    if (reps->fpc_dropped)
        sv_stage_warn(stage, "%s: these replicates have no place for the "
                      "sampling fractions of the first stage (fpc); errors are "
                      "as with replacement", record);
    if (reps->stage + 1 < sv_design_n_stages(v->design))
        sv_stage_warn(stage, "%s: these replicates are of PSUs; what the "
                      "stages below add where PSUs are a large part of their "
                      "stratum is not in the errors (preston has it)", record);
}

/* Says that numbers are beyond what is computed with. */
static void
report_large(struct sv_stage *stage, const struct sv_result *r,
             const struct sv_tally_record *record)
{
    const size_t n = record->n_cells * sv_result_columns(record);
    size_t large = 0;

    for (size_t i = 0; i < n; i++)
        large += (r[i].flags & SV_FLAG_OVERFLOW) != 0;
    if (large > 0)
        sv_stage_warn(stage, "%s: %zu number%s, or the standard error, beyond "
                      "1.8e308, the largest that is computed with; flagged "
                      "too-large. Values in other units help", record->name,
                      large, large == 1 ? " is" : "s are");
}

/* Quantiles of record type I; and all contrasts and covariances, which want them
 * at hand. */
static enum sv_status
fill_quantiles(struct sv_estimation *e, size_t i, const struct sv_variance *v,
               const struct sv_store *tally, const struct sv_methods *methods,
               struct sv_fault *fault)
{
    struct sv_kept_quantiles kept = { .of = NULL };
    const bool none = e->standards.n == 0 && e->survey->tables.n_covariances == 0;
    enum sv_status status = none || sv_kept_take(&kept, v->record)
                                ? SV_OK : no_memory(fault);

    for (size_t c = 0; kept.wanted != NULL && c < v->record->n_crossings; c++)
        kept.wanted[c] = sv_contrasts_want_quantiles(
            e->standards.contrast, e->standards.n, v->record,
            &v->record->crossing[c], e->meta)
            || sv_covariances_want(e->survey, &v->record->crossing[c]);
    if (status == SV_OK)
        status = sv_quantiles_fill(e->result[i], &kept, v, methods, tally,
                                   e->meta, fault);
    if (status == SV_OK)
        status = sv_contrasts_fill(&e->contrasts, e->standards.contrast,
                                   e->standards.n, v, &kept, methods, e->meta,
                                   fault);
    if (status == SV_OK)
        status = sv_covariances_fill(&e->covariances, e->survey, v, &kept,
                                     fault);
    sv_kept_free(&kept);
    return status;
}

/* Works out all numbers of one record type. */
static enum sv_status
fill_record(struct sv_estimation *e, size_t i, struct sv_stage *stage,
            const struct sv_store *tally, const struct sv_methods *methods,
            struct sv_fault *fault)
{
    const struct sv_tally_record *record = &e->layout.record[i];
    const struct sv_variance_rules rules = sv_variance_rules_of(e->survey);
    struct sv_variance v;
    enum sv_status status = sv_variance_open(&v, tally, record, e->meta, &rules,
                                             fault);

    if (status != SV_OK) {
        sv_variance_close(&v);
        return status;
    }
    e->basis[i] = (struct sv_basis){
        v.ranges, v.replicates.n, v.replicates.scale,
        v.calibrated.residuals.n_columns > 0,
    };
    report_joined(stage, v.design, record->name);
    report_replicates(stage, &v);
    e->result[i] = calloc(record->n_cells * sv_result_columns(record) + 1,
                          sizeof **e->result);
    status = e->result[i] == NULL
                 ? no_memory(fault)
                 : sv_results_fill(e->result[i], &v, methods, fault);
    if (status == SV_OK)
        status = fill_quantiles(e, i, &v, tally, methods, fault);
    if (status == SV_OK)
        report_large(stage, e->result[i], record);
    if (status == SV_OK && e->multipliers)
        status = sv_write_multipliers(stage, &v, fault);
    sv_variance_close(&v);
    return status;
}

static enum sv_status
fill(struct sv_estimation *e, struct sv_stage *stage,
     const struct sv_store *tally, struct sv_fault *fault)
{
    const char *text = sv_store_text_of(tally, "meta");
    struct sv_methods methods;
    uint64_t numbers = 0;
    enum sv_status status;

    e->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (e->meta == NULL)
        return sv_fail(fault, SV_DATA, "tally.h5: has no meta; run "
                       "hearth-tally again");
    status = sv_standards_read(&e->standards, stage, fault);
    if (status == SV_OK)
        status = sv_methods_find(&methods, e->survey, fault);
    if (status == SV_OK)
        status = sv_tally_layout(&e->layout, e->meta, fault);
    if (status != SV_OK)
        return status;
    e->basis = calloc(e->layout.n + 1, sizeof *e->basis);
    e->result = calloc(e->layout.n + 1, sizeof *e->result);
    if (e->basis == NULL || e->result == NULL)
        return no_memory(fault);
    for (size_t i = 0; status == SV_OK && i < e->layout.n; i++) {
        if (e->layout.record[i].n_items == 0)
            continue;
        status = fill_record(e, i, stage, tally, &methods, fault);
        numbers += e->layout.record[i].n_cells
                   * sv_result_columns(&e->layout.record[i]);
    }
    sv_stage_progress(stage, numbers, numbers);
    return status;
}

enum sv_status
sv_estimate(struct sv_stage *stage, const void *options,
            struct sv_fault *fault)
{
    const struct sv_estimate_options *o = options;
    struct sv_estimation e = { .survey = sv_stage_survey(stage),
                               .multipliers = o->multipliers };
    struct sv_model_result *models = NULL;
    struct sv_store *tally = NULL;
    enum sv_status status;

    status = sv_stage_input(&tally, stage, "tally.h5", "tally",
                            SV_TALLY_VERSION, fault);
    if (status == SV_OK)
        status = fill(&e, stage, tally, fault);
    if (status == SV_OK)
        status = sv_models_fit(&models, stage, e.survey, tally, e.meta,
                               &e.layout, fault);
    if (status == SV_OK)
        status = sv_write_estimates_csv(stage, &e, fault);
    if (status == SV_OK)
        status = sv_write_design(stage, &e, fault);
    if (status == SV_OK && e.survey->tables.n_contrasts > 0)
        status = sv_write_contrasts(stage, &e.contrasts, e.meta, fault);
    if (status == SV_OK && e.survey->tables.n_covariances > 0)
        status = sv_write_covariances(stage, &e.covariances, e.meta, fault);
    if (status == SV_OK)
        status = sv_write_tests(stage, tally, e.meta, fault);
    if (status == SV_OK)
        status = sv_write_areas(stage, &e, fault);
    if (status == SV_OK)
        status = sv_write_models(stage, models, e.survey->n_models, fault);
    if (status == SV_OK)                /* has what the others say */
        status = sv_write_estimates_json(stage, &e, fault);
    sv_models_free(models, e.survey->n_models);
    for (size_t i = 0; e.result != NULL && i < e.layout.n; i++)
        free(e.result[i]);
    free(e.result);
    free(e.contrasts.result);
    sv_standards_free(&e.standards);
    sv_covariances_free(&e.covariances);
    free(e.basis);
    sv_tally_layout_free(&e.layout);
    json_decref(e.meta);
    sv_store_close(tally);
    return status;
}
