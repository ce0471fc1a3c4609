/* rounddesign.h - the sampling design of one record type of a round. */
#ifndef SV_ROUNDDESIGN_H
#define SV_ROUNDDESIGN_H

#include <jansson.h>

#include "pipeline/ranges.h"
#include "weights/design.h"

/* Builds the design that RANGES hold; LABELS of strata and the rules of WORDS,
 * a record's entry under "design" in estimates.json.  The caller owns *out. */
enum sv_status sv_round_design(struct sv_design **out,
                               const struct sv_ranges *ranges,
                               const json_t *labels, const json_t *words,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
