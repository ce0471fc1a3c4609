/* changetable.h - changes for people, in columns. */
#ifndef SV_CHANGETABLE_H
#define SV_CHANGETABLE_H

#include <stdio.h>

#include "stages/compare/changes.h"
#include "stages/compare/compare.h"

/* Writes to TO what the rounds have in common, a line a change (those of groups
 * only if they are asked for) with its significance and breaks, what the marks
 * mean, and what only one round has.  Proportions and shares are in per cent, their changes in
 * points. */
void sv_print_changes(FILE *to, const struct sv_changes *changes,
                      const struct sv_round *a, const struct sv_round *b,
                      const struct sv_compare_options *options);

#endif
