/* misfits.h - variables of the survey that are of another kind than is expected.
 *
 * A variable that is a number where a condition is expected is one fault, at its
 * definition, however many variables and indicators are made of it.
 */
#ifndef SV_MISFITS_H
#define SV_MISFITS_H

#include "stages/derive/derivation.h"

/* Whether E is nothing but a variable of the survey: that WANTED is expected of it
 * at TEXT is remembered, with SENTENCE for a single use, and no fault yet. */
bool sv_misfit_keep(const struct sv_expression *e, struct sv_string text,
                    enum sv_kind wanted, const char *sentence,
                    struct sv_arena *arena);

/* What has met misfits since the last call is CODE, with ITEM or NULL. */
void sv_misfits_meet(const struct sv_derivation *d, const char *code,
                     const char *item);

/* Adds a fault for each, once everything has been typed; whatever is typed later
 * has its faults where it is. */
void sv_misfits_tell(const struct sv_derivation *d, struct sv_fault *fault);

#endif
