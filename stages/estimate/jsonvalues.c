/* jsonvalues.c - numbers that may be unknown, as values of estimates.json. */
#include "stages/estimate/jsonvalues.h"

#include <math.h>

json_t *
sv_known(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

json_t *
sv_known_count(double n)
{
    return isnan(n) ? json_null() : json_integer((json_int_t) n);
}
