/* rounddesign.c - the sampling design of one record type of a round. */
#include "stages/compare/rounddesign.h"

#include <stdlib.h>
#include <string.h>

/* Memory of a plan while the design is built from it. */
struct drawing {
    struct sv_stage_plan stage[SV_MAX_RANGES];
    uint32_t *drawn[SV_MAX_RANGES];
    char *labels;               /* back to back, each with its NUL */
};

/* How many units each group drew; FIRST are the groups' ranges. */
static uint32_t *
drawn_in(const uint32_t *first, size_t n_groups)
{
    uint32_t *n = malloc((n_groups + 1) * sizeof *n);

    for (size_t g = 0; n != NULL && g < n_groups; g++)
        n[g] = first[g + 1] - first[g];
    return n;
}

static char *
join(const json_t *labels, size_t n)
{
    size_t size = 1;
    char *text, *at;

    for (size_t h = 0; h < n; h++)
        size += json_string_length(json_array_get(labels, h)) + 1;
    at = text = calloc(size, 1);
    for (size_t h = 0; text != NULL && h < n; h++) {
        const json_t *label = json_array_get(labels, h);
        const size_t length = json_string_length(label);

        if (length > 0)
            memcpy(at, json_string_value(label), length);
        at += length + 1;
    }
    return text;
}

static bool
draw(struct drawing *d, const struct sv_ranges *r, const json_t *labels)
{
    d->labels = join(labels, r->n_strata);
    if (d->labels == NULL)
        return false;
    for (size_t s = 0; s < r->n_stages; s++) {
        d->drawn[s] = s == 0 ? drawn_in(r->strata, r->n_strata)
                             : drawn_in(r->stage[s - 1], r->n_units[s - 1]);
        if (d->drawn[s] == NULL)
            return false;
        d->stage[s] = (struct sv_stage_plan) {
            .n_units = r->n_units[s], .n_drawn = d->drawn[s],
            .population = r->fpc[s],
        };
    }
    return true;
}

enum sv_status
sv_round_design(struct sv_design **out, const struct sv_ranges *ranges,
                const json_t *labels, const json_t *words,
                struct sv_fault *fault)
{
    const char *rule = json_string_value(json_object_get(words, "lonely_psu"));
    struct drawing d = { 0 };
    struct sv_design_plan plan = {
        .n_strata = ranges->n_strata, .n_stages = ranges->n_stages,
        .stages = d.stage, .lonely = sv_lonely_find(rule != NULL ? rule : ""),
        .lonely_in_domains =
            json_is_true(json_object_get(words, "lonely_in_domains")),
    };
    enum sv_status status = SV_OK;

    if (plan.lonely == NULL)
        status = sv_fail(fault, SV_DATA, "estimates.json: says nothing of "
                         "lonely PSUs that this version knows; run "
                         "hearth-estimate again");
    else if (!draw(&d, ranges, labels))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for the design");
    plan.labels = d.labels;
    if (status == SV_OK)
        status = sv_design_new(out, &plan, fault);
    for (size_t s = 0; s < SV_MAX_RANGES; s++)
        free(d.drawn[s]);
    free(d.labels);
    return status;
}
