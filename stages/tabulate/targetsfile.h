/* targetsfile.h - indicators with a target, and how far off it is. */
#ifndef SV_TARGETSFILE_H
#define SV_TARGETSFILE_H

#include "pipeline/csv.h"
#include "stages/tabulate/headline.h"

/* Whether there is anything for the file. */
bool sv_has_targets(const struct sv_tabulation *t);

/* A line an indicator (item) with a target, and one behind it where parity is a
 * target, too.  Errors of the file are left for who closes it. */
void sv_write_targets(struct sv_csv *to, const struct sv_tabulation *t);

#endif
