/* marginplan.h - margins of a step as calibration variables with totals. */
#ifndef SV_MARGINPLAN_H
#define SV_MARGINPLAN_H

#include "pipeline/stage.h"
#include "stages/weigh/weighworld.h"

/* Fills x, total, share and population of *STEP, and its groups.  Categories of
 * the sample without a total are faults, and so are units of weight above 0
 * without a category. */
enum sv_status sv_margins_plan(struct sv_weighting_step *step,
                               const struct sv_step_spec *spec,
                               const struct sv_weigh_world *world,
                               const double *weight, struct sv_stage *stage,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
