/* madereplicates.c - replicates made from the design, by the description. */
#include "stages/common/madereplicates.h"

#include <string.h>

bool
sv_makes_replicates(const char *method)
{
    return strcmp(method, "linearisation") != 0;
}

bool
sv_replicates_are_random(const char *method)
{
    const struct sv_replicate_method *found = sv_replicate_find(method);

    return found != NULL && found->random;
}

enum sv_status
sv_made_replicates(struct sv_replicates *out, const struct sv_design *design,
                   const char *method,
                   const struct sv_replicate_options *options,
                   struct sv_fault *fault)
{
    const struct sv_replicate_method *found = sv_replicate_find(method);

    *out = (struct sv_replicates){ 0 };
    if (found == NULL)
        return sv_fail(fault, SV_BUG, "variance: there is no method '%s'",
                       method);
    return sv_replicates_make(out, design, found, options, fault) == SV_OK
               ? SV_OK : sv_at(fault, "variance: %s", method);
}
