/* missingranges.c - the ranges of a data file that SPSS calls user-missing. */
#include "pipeline/missingranges.h"

bool
sv_is_user_missing(const json_t *variable, double value)
{
    size_t i;
    json_t *range;

    json_array_foreach(json_object_get(variable, "missing_ranges"), i, range) {
        const json_t *low = json_array_get(range, 0);
        const json_t *high = json_array_get(range, 1);

        if ((!json_is_number(low) || value >= json_number_value(low))
            && (!json_is_number(high) || value <= json_number_value(high)))
            return true;
    }
    return false;
}
