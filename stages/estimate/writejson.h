/* writejson.h - estimates.json: the numbers with all that explains them. */
#ifndef SV_WRITEJSON_H
#define SV_WRITEJSON_H

#include "pipeline/stage.h"
#include "stages/estimate/estimation.h"

/* Writes OUT/estimates.json and records it. */
enum sv_status sv_write_estimates_json(struct sv_stage *stage,
                                       const struct sv_estimation *e,
                                       struct sv_fault *fault) SV_MUST_USE;

#endif
