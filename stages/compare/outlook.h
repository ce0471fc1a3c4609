/* outlook.h - breaks in wording between two rounds, and trends to targets. */
#ifndef SV_OUTLOOK_H
#define SV_OUTLOOK_H

#include "stages/compare/changes.h"

/* Fills in `broken`, `target`, `by`, `standing` and `reached` of every change,
 * whose breaks are known. */
void sv_outlook(struct sv_changes *changes, const struct sv_round *a,
                const struct sv_round *b);

#endif
