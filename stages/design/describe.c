/* describe.c - hearth design: what the design of a survey is. */
#include "stages/design/describe.h"

#include "stages/design/designfacts.h"

/* Where the weights are at fault there is no weights.h5: the base weights of
 * the units are described then. */
static enum sv_status
open_weights(struct sv_store **out, struct sv_stage *stage,
             struct sv_fault *fault)
{
    struct sv_fault ignored = { 0 };
    struct sv_digest digest;

    *out = NULL;
    if (sv_stage_digest(&digest, stage, "weights.h5", &ignored) != SV_OK)
        return SV_OK;
    return sv_stage_input(out, stage, "weights.h5", "weights", 1, fault);
}

enum sv_status
sv_describe(struct sv_stage *stage, const void *options,
            struct sv_fault *fault)
{
    const struct sv_describe_options *o = options;
    struct sv_store *units = NULL, *weights = NULL;
    struct sv_design_facts facts = { .n = 0 };
    enum sv_status status = sv_stage_input(&units, stage, "units.h5", "units",
                                           1, fault);

    if (status == SV_OK)
        status = open_weights(&weights, stage, fault);
    if (status == SV_OK)
        status = sv_design_facts_find(&facts, sv_stage_survey(stage), units,
                                      weights, fault);
    if (status == SV_OK && o->json)
        sv_design_facts_json(&facts);
    else if (status == SV_OK && !sv_design_facts_print(&facts, o->all))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a table");
    sv_design_facts_free(&facts);
    sv_store_close(weights);
    sv_store_close(units);
    return status;
}
