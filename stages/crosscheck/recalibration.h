/* recalibration.h - the calibration of weights once more, by R. */
#ifndef SV_RECALIBRATION_H
#define SV_RECALIBRATION_H

#include <stdio.h>

#include "stages/crosscheck/recipe.h"

/* The step that calibrated the weights of RECORD, if R can be told of it:
 * a post-stratification or calibration of rows by what the export has, which
 * nothing came after.  NULL if there is none. */
const struct sv_step_spec *sv_recalibration(const struct sv_crosschecking *c,
                                            size_t record);

/* Whether the weights of RECORD are calibrated at all, by estimates.json. */
bool sv_is_calibrated(const struct sv_crosschecking *c, size_t record);

/* The lines that calibrate the design called NAME, whose weights are
 * hearth_uncalibrated, to the totals that the final weights reach, and compare
 * the weights. */
void sv_put_recalibration(FILE *to, const struct sv_crosschecking *c,
                          size_t record, const struct sv_step_spec *step);

#endif
