/* derived.h - variables of the proposal that are made of others. */
#ifndef SV_DERIVED_H
#define SV_DERIVED_H

#include "stages/init/bodies.h"

/* Writes the variable of M, which no column has, if those that it is made of
 * have been written: numbers of activities, the scope, age groups, the size of
 * the household.  Returns whether it has. */
bool sv_write_derived(struct sv_draft *d, const struct sv_mapped *m);

#endif
