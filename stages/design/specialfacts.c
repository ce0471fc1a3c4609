/* specialfacts.c - unequal probabilities, replicates, calibration: numbers. */
#include "stages/design/specialfacts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/madereplicates.h"
#include "stages/common/sampledesign.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a design");
}

/* ---- unequal probabilities --------------------------------------------------------- */

/* Joint probabilities over those of independent draws, of pairs of which
 * neither is sure, into LIST; how many. */
static size_t
compare_pairs(double *list, struct sv_unequal_facts *out,
              const struct sv_ranges *r)
{
    const double *m = r->joint;
    size_t n = 0;

    for (size_t h = 0; h < r->n_strata; h++) {
        const size_t first = r->strata[h], size = r->strata[h + 1] - first;

        for (size_t i = 0; i < size; i++)
            for (size_t k = i + 1; k < size; k++) {
                const double p = r->probability[first + i]
                                 * r->probability[first + k];

                if (r->probability[first + i] == 1
                    || r->probability[first + k] == 1)
                    continue;
                out->pairs++;
                out->attracted += m[i * size + k] > p * (1 + 1e-12);
                list[n++] = m[i * size + k] / p;
            }
        m += size * size;
    }
    return n;
}

static enum sv_status
find_unequal(struct sv_unequal_facts *out, const struct sv_ranges *r,
             struct sv_fault *fault)
{
    const size_t room = r->n_units[0] + r->n_strata + r->n_joint + 1;
    double *list = calloc(room, sizeof *list);
    size_t n = 0;

    if (list == NULL)
        return no_memory(fault);
    out->there = true;
    out->psus = r->n_units[0];
    for (size_t u = 0; u < r->n_units[0]; u++) {
        out->stand_for += 1 / r->probability[u];
        out->sure += r->probability[u] == 1;
        if (r->probability[u] < 1)
            list[n++] = r->probability[u];
    }
    out->p = sv_spread_of(list, n);
    n = 0;
    for (size_t h = 0; r->squares != NULL && h < r->n_strata; h++)
        list[n++] = r->squares[h];
    out->squares = sv_spread_of(list, n);
    n = r->joint != NULL ? compare_pairs(list, out, r) : 0;
    out->ratio = sv_spread_of(list, n);
    free(list);
    return SV_OK;
}

/* ---- replicates --------------------------------------------------------------------- */

/* Replicates that the design makes; a fault of theirs is told. */
static enum sv_status
make(struct sv_repeated_facts *out, const struct sv_ranges *r,
     const struct sv_survey *survey, const json_t *design,
     struct sv_fault *fault)
{
    const struct sv_design_rules rules = sv_design_rules_of(survey);
    const struct sv_replicates_spec *spec = &survey->design.replicates;
    const struct sv_replicate_options options = {
        (size_t) spec->number, spec->rho, (uint64_t) spec->seed
    };
    struct sv_replicates made = { .n = 0 };
    struct sv_design *d = NULL;
    struct sv_fault own = { 0 };
    double *list;
    enum sv_status status = sv_sample_design(&d, r, design, &rules, &own);

    if (status == SV_OK)
        status = sv_made_replicates(&made, d, survey->design.variance.text,
                                    &options, &own);
    list = calloc(made.n + 1, sizeof *list);
    if (status == SV_OK && list != NULL) {
        memcpy(list, made.rscale, made.n * sizeof *list);
        out->n = made.n;
        out->scale = made.scale;
        out->rscale = sv_spread_of(list, made.n);
        out->fpc_dropped = made.fpc_dropped;
    } else
        snprintf(out->fault, sizeof out->fault, "%.*s", SV_FAULT_WORDS - 1,
                 own.text);
    if (list == NULL)
        status = no_memory(fault);
    free(list);
    sv_replicates_free(&made);
    sv_design_free(d);
    return status > SV_DATA ? status : SV_OK;
}

/* The columns that came with the file. */
static void
take_given(struct sv_repeated_facts *out, const struct sv_survey *survey,
           int record, const struct sv_store *weights, const char *name)
{
    const struct sv_names *columns = sv_survey_replicates(survey, record);
    char path[256];
    struct sv_column c;
    struct sv_fault ignored = { 0 };

    out->given = true;
    out->n = columns->n;
    out->scale = survey->design.replicates.scale;
    snprintf(path, sizeof path, "%s/replicates/scale", name);
    if (weights != NULL && sv_store_has(weights, path)
        && sv_store_column(&c, weights, path, &ignored) == SV_OK && c.n == 1)
        out->scale = *(const double *) c.data;
    snprintf(path, sizeof path, "%s/replicates/rscales", name);
    if (weights != NULL && sv_store_has(weights, path)
        && sv_store_column(&c, weights, path, &ignored) == SV_OK)
        out->n = c.n;
}

static enum sv_status
find_replicates(struct sv_repeated_facts *out, const struct sv_record_facts *r,
                const struct sv_survey *survey, int record,
                const json_t *design, const struct sv_store *weights,
                struct sv_fault *fault)
{
    const bool given = sv_survey_replicates(survey, record) != NULL;
    const bool known = !given || survey->design.clusters.n > 0;

    *out = (struct sv_repeated_facts){
        .there = given || sv_makes_replicates(survey->design.variance.text),
        .scale = NAN, .rscale = { NAN, NAN, NAN },
    };
    if (given)
        take_given(out, survey, record, weights, r->name);
    else if (out->there && make(out, &r->ranges, survey, design, fault) != SV_OK)
        return fault->status;
    out->df = known ? r->ranges.n_units[0] - r->ranges.n_strata
                    : out->n > 0 ? out->n - 1 : 0;
    return SV_OK;
}

/* ---- calibration --------------------------------------------------------------------- */

static enum sv_status
find_calibration(struct sv_calibration_facts *out, const char *record,
                 size_t rows, const struct sv_store *weights,
                 struct sv_fault *fault)
{
    double *list = calloc(rows + 1, sizeof *list);
    const void *before = NULL, *after = NULL;
    char name[256];
    size_t n = 0;
    enum sv_status status = list != NULL ? SV_OK : no_memory(fault);

    snprintf(name, sizeof name, "%s/steps/%zu/before", record, out->step);
    if (status == SV_OK)
        status = sv_store_typed(&before, weights, name, SV_F64, rows, fault);
    snprintf(name, sizeof name, "%s/steps/%zu/after", record, out->step);
    if (status == SV_OK)
        status = sv_store_typed(&after, weights, name, SV_F64, rows, fault);
    for (size_t j = 0; status == SV_OK && j < rows; j++)
        if (((const double *) before)[j] > 0)
            list[n++] = ((const double *) after)[j]
                        / ((const double *) before)[j];
    out->ratio = sv_spread_of(list, n);
    free(list);
    return status;
}

static enum sv_status
find_calibrations(struct sv_special_facts *out, const struct sv_record_facts *r,
                  const struct sv_survey *survey,
                  const struct sv_store *weights, struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    out->calibration = calloc(survey->n_steps + 1, sizeof *out->calibration);
    if (out->calibration == NULL)
        return no_memory(fault);
    for (size_t i = 1; status == SV_OK && i <= survey->n_steps; i++) {
        char name[256];

        snprintf(name, sizeof name, "%s/steps/%zu/before", r->name, i);
        if (weights == NULL || !sv_store_has(weights, name))
            continue;
        out->calibration[out->n].step = i;
        status = find_calibration(&out->calibration[out->n++], r->name,
                                  r->ranges.n_rows, weights, fault);
    }
    return status;
}

/* Whether members of RECORD have the weight of a parent that was calibrated. */
static bool
inherits(const struct sv_survey *s, int record)
{
    bool calibrated = false;

    for (size_t i = 0; record != SV_NO_RECORD && i < s->n_steps; i++) {
        const enum sv_adjustment kind = s->step[i].kind;

        if (s->step[i].record == s->record[record].parent)
            calibrated = calibrated || kind == SV_ADJUST_RAKE
                         || kind == SV_ADJUST_POSTSTRATIFY
                         || kind == SV_ADJUST_CALIBRATE;
        if (s->step[i].record == record && kind == SV_ADJUST_PARENT)
            return calibrated || inherits(s, s->record[record].parent);
    }
    return false;
}

enum sv_status
sv_special_facts_find(struct sv_special_facts *out,
                      const struct sv_record_facts *r,
                      const struct sv_survey *survey, int record,
                      const json_t *design, const struct sv_store *weights,
                      struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    *out = (struct sv_special_facts){ .inherited = inherits(survey, record) };
    if (r->ranges.probability != NULL)
        status = find_unequal(&out->unequal, &r->ranges, fault);
    if (status == SV_OK)
        status = find_replicates(&out->replicates, r, survey, record, design,
                                 weights, fault);
    return status == SV_OK ? find_calibrations(out, r, survey, weights, fault)
                           : status;
}
