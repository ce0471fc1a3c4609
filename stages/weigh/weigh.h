/* weigh.h - the stage: final weights, made, checked and described.
 *
 * Takes the weights that the files bring (1 for a record type without any),
 * carries out the steps of `weighting`, refuses what cannot be a weight, and
 * says what the weights are like: to people in weighting.csv, to later stages
 * in the meta of weights.h5, together with what calibration leaves for the
 * variance.
 */
#ifndef SV_WEIGH_H
#define SV_WEIGH_H

#include "pipeline/stage.h"

enum sv_status sv_weigh(struct sv_stage *stage, const void *options,
                        struct sv_fault *fault) SV_MUST_USE;

#endif
