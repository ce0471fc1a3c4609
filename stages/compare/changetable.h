/* changetable.h - changes for people, in columns. */
#ifndef SV_CHANGETABLE_H
#define SV_CHANGETABLE_H

#include <stdio.h>

#include "stages/compare/changes.h"

/* Writes to TO what the rounds have in common, a line a change, and what only
 * one round has.  Proportions and shares are in per cent, their changes in
 * points. */
void sv_print_changes(FILE *to, const struct sv_changes *changes,
                      const struct sv_round *a, const struct sv_round *b,
                      bool independent);

#endif
