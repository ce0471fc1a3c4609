/* estimate.h - the stage: from the tally to numbers with their errors. */
#ifndef SV_ESTIMATE_H
#define SV_ESTIMATE_H

#include "pipeline/stage.h"

struct sv_estimate_options {
    struct sv_common_options common;
    bool multipliers;           /* of replicates that are made, as a file */
};

/* OPTIONS are those above. */
enum sv_status sv_estimate(struct sv_stage *stage, const void *options,
                           struct sv_fault *fault) SV_MUST_USE;

#endif
