/* standing.c - where an estimate stands to a target. */
#include "stages/common/standing.h"

#include <math.h>

enum sv_standing
sv_standing_of(double low, double high, double least, double most)
{
    if (isnan(low) || isnan(high))
        return SV_STANDING_UNKNOWN;
    if (low >= least && high <= most)
        return SV_REACHED;
    return high < least || low > most ? SV_NOT_REACHED : SV_WITHIN_ERROR;
}

const char *
sv_standing_code(enum sv_standing standing)
{
    static const char *const code[] = {
        [SV_STANDING_UNKNOWN] = "", [SV_REACHED] = "reached",
        [SV_WITHIN_ERROR] = "within-error", [SV_NOT_REACHED] = "not-reached",
    };

    return code[standing];
}
