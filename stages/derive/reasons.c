/* reasons.c - the kinds of missing of a survey, by name. */
#include "stages/derive/reasons.h"

#include <string.h>

static const char *const tags[] = {
    "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m",
    "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x", "y", "z",
};

void
sv_reasons_begin(struct sv_reasons *reasons)
{
    reasons->name[SV_VALID] = "";
    reasons->name[SV_SYSTEM_MISSING] = "system";
    for (size_t k = 0; k < sizeof tags / sizeof *tags; k++)
        reasons->name[SV_TAG_A + k] = tags[k];
    reasons->name[SV_USER_MISSING] = "user";
    reasons->n = SV_FIRST_NAMED_KIND;
    reasons->uncoded = sv_reason(reasons, "uncoded");
}

uint8_t
sv_reason(struct sv_reasons *reasons, const char *name)
{
    for (size_t k = 1; k < reasons->n; k++)
        if (strcmp(reasons->name[k], name) == 0)
            return (uint8_t) k;
    if (reasons->n == SV_MAX_KINDS)
        return SV_USER_MISSING;
    reasons->name[reasons->n] = name;
    return (uint8_t) reasons->n++;
}
