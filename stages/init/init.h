/* init.h - from data files to a first description of the survey. */
#ifndef SV_INIT_H
#define SV_INIT_H

#include "pipeline/stage.h"

struct sv_init_options {
    struct sv_common_options common;
    const char *preset;         /* of a well-known questionnaire, or NULL */
};

/* Reads microdata.h5, which has all columns, and writes proposal.yaml, whose
 * paths start one folder above that of the stage's survey. */
enum sv_status sv_init(struct sv_stage *stage,
                       const struct sv_init_options *options,
                       struct sv_fault *fault) SV_MUST_USE;

#endif
