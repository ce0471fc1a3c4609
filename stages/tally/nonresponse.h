/* nonresponse.h - who was asked and did not answer, by indicator.
 *
 * Counted by derive while it makes the indicators; it travels in the meta of
 * the tally, so that parts of a tally that are merged have it, too.
 */
#ifndef SV_NONRESPONSE_H
#define SV_NONRESPONSE_H

#include <jansson.h>

#include "pipeline/store.h"

/* Gives every indicator of META, that of UNITS, "n_universe": the units in its
 * universe (unweighted, those without an answer included), and "n_missing":
 * of them those whose item is missing, by the name of the kind; kinds that do
 * not occur are left out. */
enum sv_status sv_nonresponse_add(json_t *meta, const struct sv_store *units,
                                  struct sv_fault *fault) SV_MUST_USE;

#endif
