/* multiplierfile.h - the replicates that were made, for other programs. */
#ifndef SV_MULTIPLIERFILE_H
#define SV_MULTIPLIERFILE_H

#include "pipeline/stage.h"
#include "stages/common/variance.h"

/* Writes multipliers-REC.csv of the record type that V is of.  SV_DATA if it
 * has no multipliers. */
enum sv_status sv_write_multipliers(struct sv_stage *stage,
                                    const struct sv_variance *v,
                                    struct sv_fault *fault) SV_MUST_USE;

#endif
