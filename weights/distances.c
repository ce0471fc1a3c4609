/* distances.c - how calibrated weights may differ from those before. */
#include "weights/distances.h"

#include <math.h>
#include <string.h>

static double
linear(double u, const struct sv_bounds *b)
{
    (void) b;
    return 1 + u;
}

static double
one(double u, const struct sv_bounds *b)
{
    (void) u;
    (void) b;
    return 1;
}

static double
truncated(double u, const struct sv_bounds *b)
{
    return fmin(fmax(1 + u, b->low), b->high);
}

static double
truncated_slope(double u, const struct sv_bounds *b)
{
    return 1 + u > b->low && 1 + u < b->high ? 1 : 0;
}

static double
raking(double u, const struct sv_bounds *b)
{
    return fmin(fmax(exp(u), b->low), b->high);
}

static double
raking_slope(double u, const struct sv_bounds *b)
{
    const double g = exp(u);

    return g > b->low && g < b->high ? g : 0;
}

/* F = (L (U - 1) + U (1 - L) e^(Au)) / (U - 1 + (1 - L) e^(Au)), with
 * A = (U - L) / ((1 - L)(U - 1)), written so that e^(Au) may overflow. */
static double
logit(double u, const struct sv_bounds *b)
{
    const double below = 1 - b->low, above = b->high - 1;
    const double s = 1 / (1 + above / below
                              * exp(-u * (b->high - b->low) / (below * above)));

    return b->low + (b->high - b->low) * s;
}

static double
logit_slope(double u, const struct sv_bounds *b)
{
    const double g = logit(u, b);

    return (g - b->low) * (b->high - g) / ((1 - b->low) * (b->high - 1));
}

const struct sv_distance sv_distances[] = {
    { "linear", "regression (GREG): weights can become negative", false, false,
      linear, one },
    { "truncated-linear", "linear, within bounds", true, true, truncated,
      truncated_slope },
    { "raking-ratio", "multiplicative: weights stay positive", false, true,
      raking, raking_slope },
    { "logit", "multiplicative, smooth within bounds", true, true, logit,
      logit_slope },
};
const size_t sv_n_distances = sizeof sv_distances / sizeof *sv_distances;

const struct sv_distance *
sv_distance_find(const char *name)
{
    for (size_t i = 0; name != NULL && i < sv_n_distances; i++)
        if (strcmp(sv_distances[i].name, name) == 0)
            return &sv_distances[i];
    return NULL;
}
