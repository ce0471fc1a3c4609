/* derive.h - the stage: from microdata to variables and indicators. */
#ifndef SV_DERIVE_H
#define SV_DERIVE_H

#include "pipeline/stage.h"

enum sv_status sv_derive(struct sv_stage *stage, const void *options,
                         struct sv_fault *fault) SV_MUST_USE;

#endif
