/* sampledesign.h - the sampling design of a record type, from its tally. */
#ifndef SV_SAMPLEDESIGN_H
#define SV_SAMPLEDESIGN_H

#include <jansson.h>

#include "pipeline/ranges.h"
#include "pipeline/survey.h"
#include "weights/design.h"

/* Builds the design that RANGES hold, with the labels that META ("strata",
 * "stages") has for its strata, and the rules of SPEC.  The caller owns *out.
 * Faults are the design's: populations smaller than the sample, lonely PSUs. */
enum sv_status sv_sample_design(struct sv_design **out,
                                const struct sv_ranges *ranges,
                                const json_t *meta,
                                const struct sv_design_spec *spec,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
