/* modelling.h - what the models of the description need of the data.
 *
 * Of every model: who is in it (its universe, with an outcome and all of the
 * variables that explain it), the outcome as a number, and a pattern table of
 * the variables with the outcome behind them.  Variables of a parent are
 * inherited as classifications are.
 */
#ifndef SV_MODELLING_H
#define SV_MODELLING_H

#include "stages/derive/derivation.h"

/* Fills in D's model K.  Adds faults: an outcome that is not of the model's
 * kind, a variable of another record type or with less than two categories, a
 * reference that is none of them. */
enum sv_status sv_modelling_make(struct sv_derivation *d, size_t k,
                                 struct sv_fault *fault) SV_MUST_USE;

/* State (1 in the model, 2 something is missing, 0 not in the universe) and
 * outcome of rows [first, first + n).  COUNTS[2]: in the universe, and of those
 * that lack something, are added to.  UNIVERSE is NULL without one. */
void sv_modelling_fill(const struct sv_modelling *m,
                       struct sv_workspace *universe,
                       struct sv_workspace *outcome, size_t first, size_t n,
                       uint64_t *counts);

/* `models` of the meta (docs/formats.md); adds their tables to PATTERNS. */
json_t *sv_models_meta(const struct sv_derivation *d, json_t *patterns);

#endif
