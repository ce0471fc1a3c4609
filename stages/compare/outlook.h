/* outlook.h - breaks in wording between two rounds, and trends to targets. */
#ifndef SV_OUTLOOK_H
#define SV_OUTLOOK_H

#include "stages/compare/changes.h"

/* Fills in `broken`, `target`, `by` and `reached` of every change. */
void sv_outlook(struct sv_changes *changes, const struct sv_round *a,
                const struct sv_round *b);

#endif
