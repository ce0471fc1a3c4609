/* worked.h - an interval step by step, as one works it out by hand.
 *
 * Every line has a symbol, the formula in the symbols of the lines above (and p,
 * se, n, df of the number), and its value.  The last two lines are the bounds;
 * a test holds that they are those of intervals.h, whatever the method.
 */
#ifndef SV_WORKED_H
#define SV_WORKED_H

#include <stddef.h>

#include "weights/intervals.h"

struct sv_worked {
    const char *symbol, *formula;       /* UTF-8 */
    double value;
};

enum { SV_MAX_WORKED = 12 };

/* value -+ t se; X->p is the value.  How many lines: 0 without an interval. */
size_t sv_worked_wald(struct sv_worked out[SV_MAX_WORKED],
                      const struct sv_proportion *x, double level);

/* Of a proportion by METHOD, or the one-sided one of a p of 0 or 1. */
size_t sv_worked_proportion(struct sv_worked out[SV_MAX_WORKED],
                            const struct sv_interval_method *method,
                            const struct sv_proportion *x, double level);

#endif
