/* goalsfile.h - indicators of the goals, and targets, as CSV for people. */
#ifndef SV_GOALSFILE_H
#define SV_GOALSFILE_H

#include "pipeline/csv.h"
#include "stages/tabulate/headline.h"

/* Whether there is anything for the file of the goals, or of targets. */
bool sv_has_goals(const struct sv_tabulation *t);
bool sv_has_targets(const struct sv_tabulation *t);

/* All indicators of the catalogue `sdg` for the total: from the survey with
 * their error, given ones with their source and without. */
void sv_write_goals(struct sv_csv *to, const struct sv_tabulation *t);

/* Indicators with a target, and how far off it is. */
void sv_write_targets(struct sv_csv *to, const struct sv_tabulation *t);

#endif
