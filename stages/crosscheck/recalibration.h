/* recalibration.h - the calibrations of weights once more, by R.
 *
 * The export has the weights before and after each calibration.  R makes it
 * again, from the first to the totals that the second reach, for what it leaves
 * in the design takes out of errors what the margins explain.  Members who have
 * the weight of a calibrated parent inherit that.
 */
#ifndef SV_RECALIBRATION_H
#define SV_RECALIBRATION_H

#include <stdio.h>

#include "stages/crosscheck/recipe.h"

enum { SV_MOST_STEPS = 64 };

/* The calibrations that the final weights of a record type went through. */
struct sv_calibrations {
    size_t step[SV_MOST_STEPS], n;      /* of the survey, from 0, in order */
    bool inherited;             /* ... and then those of its parent */
};
struct sv_calibrations sv_calibrations_of(const struct sv_crosschecking *c,
                                          size_t record);

/* Whether the weights of RECORD are calibrated at all, by estimates.json. */
bool sv_is_calibrated(const struct sv_crosschecking *c, size_t record);

/* Whether R makes calibrations again for RECORD, whose errors have them. */
bool sv_recalibrates(const struct sv_crosschecking *c, size_t record);

/* Why it cannot, in words; NULL if it can. */
const char *sv_not_recalibrated(const struct sv_crosschecking *c,
                                size_t record);

/* Whether R goes round margins to a tolerance of its own. */
bool sv_is_raked(const struct sv_crosschecking *c, size_t record);

/* The lines that do it to the design of RECORD, which has its name; that of the
 * parent, and the data of members, are there. */
void sv_put_recalibration(FILE *to, const struct sv_crosschecking *c,
                          size_t record);

#endif
