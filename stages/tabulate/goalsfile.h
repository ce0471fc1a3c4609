/* goalsfile.h - indicators of the goals as CSV for people. */
#ifndef SV_GOALSFILE_H
#define SV_GOALSFILE_H

#include "pipeline/csv.h"
#include "stages/tabulate/headline.h"

/* Whether there is anything for the file. */
bool sv_has_goals(const struct sv_tabulation *t);

/* The indicators of the catalogue sdg: those of the survey, and those that are
 * given.  Errors of the file are left for who closes it. */
void sv_write_goals(struct sv_csv *to, const struct sv_tabulation *t);

#endif
