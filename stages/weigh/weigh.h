/* weigh.h - the stage: final weights, checked and described.
 *
 * Takes the weights that the files bring (1 for a record type without any),
 * refuses what cannot be a weight, and says what the weights are like: to
 * people in weighting.csv, to later stages in the meta of weights.h5.
 */
#ifndef SV_WEIGH_H
#define SV_WEIGH_H

#include "pipeline/stage.h"

enum sv_status sv_weigh(struct sv_stage *stage, const void *options,
                        struct sv_fault *fault) SV_MUST_USE;

#endif
