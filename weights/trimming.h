/* trimming.h - weights that are too large or too small, cut to a limit.
 *
 * What is cut off is given to the others, so that the sum stays.  Rows of
 * weight 0 stay out of it; weights of a replicate that are below 0 are too small
 * where there is a lower limit, and are given nothing.
 */
#ifndef SV_TRIMMING_H
#define SV_TRIMMING_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"

enum sv_redistribution {
    SV_REDISTRIBUTE_EQUALLY,    /* the same to each (R survey, trimWeights) */
    SV_REDISTRIBUTE_PROPORTIONALLY,     /* each by its weight */
    SV_REDISTRIBUTE_NOT,
};

struct sv_trimming {
    double low, high;           /* 0 and INFINITY: none */
    bool medians;               /* the limits are multiples of the median */
    bool strict;                /* again, until none is beyond the limits;
                                   who was cut stays at the limit */
    enum sv_redistribution to;
};

/* AFTER [n] from BEFORE [n].  SV_DATA where nobody is left to give to. */
enum sv_status sv_trim(double *after, const struct sv_trimming *t,
                       const double *before, size_t n, struct sv_fault *fault)
    SV_MUST_USE;

#endif
