/* sampledesign.h - the sampling design of a record type, from its tally. */
#ifndef SV_SAMPLEDESIGN_H
#define SV_SAMPLEDESIGN_H

#include <jansson.h>
#include <stdbool.h>

#include "pipeline/ranges.h"
#include "pipeline/survey.h"
#include "weights/design.h"

/* The rules of a design that are not in the data, by their names in
 * survey.yaml. */
struct sv_design_rules {
    const char *lonely;
    bool lonely_in_domains;
    const char *pps;            /* NULL: not by this survey's description; units
                                   with unequal probabilities then go by
                                   brewer, which needs nothing else */
    const char *pps_form;       /* NULL: horvitz-thompson */
};

/* Those of SURVEY, whose strings they borrow. */
struct sv_design_rules sv_design_rules_of(const struct sv_survey *survey);

/* Builds the design that RANGES hold, with the labels that META ("strata",
 * "stages") has for its strata, and RULES.  The caller owns *out.  Faults are
 * the design's: populations smaller than the sample, lonely PSUs; SV_DATA for a
 * rule that this version does not know. */
enum sv_status sv_sample_design(struct sv_design **out,
                                const struct sv_ranges *ranges,
                                const json_t *meta,
                                const struct sv_design_rules *rules,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
