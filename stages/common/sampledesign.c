/* sampledesign.c - the sampling design of a record type, from its tally. */
#include "stages/common/sampledesign.h"

#include <stdlib.h>
#include <string.h>

struct sv_design_rules
sv_design_rules_of(const struct sv_survey *survey)
{
    const struct sv_design_spec *d = &survey->design;

    return (struct sv_design_rules){
        d->lonely_psu.text, d->lonely_in_domains, d->pps.text, d->pps_form.text
    };
}

/* How many units each group of stage S was drawn; groups are strata, then the
 * units of the stage above.  FIRST are the groups' ranges. */
static uint32_t *
counts_of(const uint32_t *first, size_t n_groups)
{
    uint32_t *n = malloc((n_groups + 1) * sizeof *n);

    for (size_t g = 0; n != NULL && g < n_groups; g++)
        n[g] = first[g + 1] - first[g];
    return n;
}

/* The labels back to back, each with its NUL; *missing if one is not there. */
static char *
pack(const json_t *labels, size_t n)
{
    size_t size = 1, used = 0;
    char *text;

    for (size_t h = 0; h < n; h++)
        size += json_string_length(json_array_get(labels, h)) + 1;
    text = malloc(size);
    for (size_t h = 0; text != NULL && h < n; h++) {
        const json_t *label = json_array_get(labels, h);
        const size_t length = json_string_length(label);

        if (length > 0)
            memcpy(text + used, json_string_value(label), length);
        used += length;
        text[used++] = '\0';
    }
    return text;
}

static bool
is(const char *text, const char *word)
{
    return text != NULL && strcmp(text, word) == 0;
}

/* The words of survey.yaml: a rule by joint probabilities is called by the form
 * of its variance. */
static enum sv_status
find_pps(struct sv_pps *out, const struct sv_ranges *r,
         const struct sv_design_rules *rules, struct sv_fault *fault)
{
    const bool joint = is(rules->pps, "yates-grundy")
                       || is(rules->pps, "horvitz-thompson");

    *out = (struct sv_pps){
        .rule = sv_pps_find(joint ? "joint"
                            : rules->pps != NULL ? rules->pps : "brewer"),
        .yates_grundy = is(rules->pps, "yates-grundy")
                        || is(rules->pps_form, "yates-grundy"),
        .probability = r->probability, .squares = r->squares,
        .joint = r->joint,
    };
    if (out->rule == NULL)
        return sv_fail(fault, SV_DATA, "pps: this version knows no rule '%s'",
                       rules->pps);
    return SV_OK;
}

static enum sv_status
build(struct sv_design **out, struct sv_stage_plan *stages, size_t n,
      const struct sv_ranges *r, char *labels,
      const struct sv_design_rules *rules, struct sv_fault *fault)
{
    struct sv_pps pps = { .rule = NULL };
    const struct sv_design_plan plan = {
        .n_strata = r->n_strata, .labels = labels, .n_stages = n,
        .stages = stages, .lonely = sv_lonely_find(rules->lonely),
        .lonely_in_domains = rules->lonely_in_domains,
        .pps = r->probability != NULL ? &pps : NULL,
    };

    if (plan.lonely == NULL)
        return sv_fail(fault, SV_DATA, "lonely-psu: this version knows no rule '%s'",
                       rules->lonely);
    if (rules->pps != NULL && r->probability == NULL)
        return sv_fail(fault, SV_DATA, "pps: the units have no probabilities; "
                       "run hearth-ingest again");
    if (plan.pps != NULL && find_pps(&pps, r, rules, fault) != SV_OK)
        return fault->status;
    return sv_design_new(out, &plan, fault);
}

enum sv_status
sv_sample_design(struct sv_design **out, const struct sv_ranges *ranges,
                 const json_t *meta, const struct sv_design_rules *rules,
                 struct sv_fault *fault)
{
    struct sv_stage_plan stage[SV_MAX_RANGES] = { 0 };
    uint32_t *n_drawn[SV_MAX_RANGES] = { 0 };
    char *labels = pack(json_object_get(meta, "strata"), ranges->n_strata);
    bool complete = labels != NULL;
    enum sv_status status;

    for (size_t s = 0; s < ranges->n_stages; s++) {
        n_drawn[s] = s == 0 ? counts_of(ranges->strata, ranges->n_strata)
                            : counts_of(ranges->stage[s - 1],
                                        ranges->n_units[s - 1]);
        complete = complete && n_drawn[s] != NULL;
        stage[s].n_units = ranges->n_units[s];
        stage[s].n_drawn = n_drawn[s];
        stage[s].population = ranges->fpc[s];
    }
    status = complete ? build(out, stage, ranges->n_stages, ranges, labels,
                              rules, fault)
                      : sv_fail(fault, SV_SYSTEM, "out of memory for the "
                                "design");
    for (size_t s = 0; s < ranges->n_stages; s++)
        free(n_drawn[s]);
    free(labels);
    return status;
}
