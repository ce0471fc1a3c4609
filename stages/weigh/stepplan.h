/* stepplan.h - a step of weighting as arrays, from its description.
 *
 * A step is planned when its turn comes: units that have no weight by then (they
 * did not answer) need not be classified.
 */
#ifndef SV_STEPPLAN_H
#define SV_STEPPLAN_H

#include "pipeline/stage.h"
#include "stages/weigh/weighworld.h"

/* Fills *STEP for SPEC; WEIGHT [n_rows] are those of its record type before the
 * step.  Its x is released by sv_auxiliary_free(), even after a failure; the
 * rest lives in the arena. */
enum sv_status sv_step_plan(struct sv_weighting_step *step,
                            const struct sv_step_spec *spec,
                            const struct sv_weigh_world *world,
                            double *const *weight, struct sv_stage *stage,
                            struct sv_fault *fault) SV_MUST_USE;

#endif
