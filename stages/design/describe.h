/* describe.h - hearth design: what the design of a survey is. */
#ifndef SV_DESCRIBE_H
#define SV_DESCRIBE_H

#include "pipeline/stage.h"

struct sv_describe_options {
    struct sv_common_options common;
    bool all, json;
};

enum sv_status sv_describe(struct sv_stage *stage, const void *options,
                           struct sv_fault *fault) SV_MUST_USE;

#endif
