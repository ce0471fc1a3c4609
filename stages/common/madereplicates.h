/* madereplicates.h - replicates made from the design, by the description. */
#ifndef SV_MADEREPLICATES_H
#define SV_MADEREPLICATES_H

#include <stdbool.h>

#include "weights/replicates.h"

/* Whether METHOD, as written after `variance:`, makes replicates. */
bool sv_makes_replicates(const char *method);

/* Whether a seed decides which. */
bool sv_replicates_are_random(const char *method);

/* Those of a record type's DESIGN by METHOD; the same for the same design,
 * method and options on any machine.  sv_multiplier() tells what a unit of
 * out->stage is times in each.  The caller owns *OUT, also after a failure. */
enum sv_status sv_made_replicates(struct sv_replicates *out,
                                  const struct sv_design *design,
                                  const char *method,
                                  const struct sv_replicate_options *options,
                                  struct sv_fault *fault) SV_MUST_USE;

#endif
