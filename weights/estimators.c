/* estimators.c - totals, means, proportions, shares and ratios. */
#include "weights/estimators.h"

#include <math.h>
#include <string.h>

enum { Y, X };                  /* t[Y]: numerator, t[X]: denominator */

static double
total(const double *t)
{
    return t[Y];
}

static void
total_gradient(const double *t, double *g)
{
    (void) t;
    g[Y] = 1;
}

/* R survey weighs the element variance of a total by N = sum of weights. */
static double
total_spread(const double *t, double sum_w)
{
    (void) t;
    return sum_w;
}

static double
ratio(const double *t)
{
    return t[X] != 0 ? t[Y] / t[X] : NAN;
}

/* Written so that Y = X gives g[X] = -g[Y] to the last bit: a proportion of 1
 * then has scores of exactly 0. */
static void
ratio_gradient(const double *t, double *g)
{
    g[Y] = 1 / t[X];
    g[X] = -(t[Y] / t[X] / t[X]);
}

static double
ratio_spread(const double *t, double sum_w)
{
    return sum_w / t[X];
}

#define RATIO .n_terms = 2, .value = ratio, .gradient = ratio_gradient, \
              .spread = ratio_spread

const struct sv_estimator sv_estimators[] = {
    { .name = "total", .blurb = "weighted sum of y",
      .n_terms = 1, .value = total, .gradient = total_gradient,
      .spread = total_spread },
    { .name = "mean", .blurb = "weighted mean of y", RATIO },
    { .name = "proportion", .blurb = "weighted share of those with y true",
      .proportion = true, RATIO },
    { .name = "share", .blurb = "proportion in one category",
      .proportion = true, RATIO },
    { .name = "ratio", .blurb = "weighted y over weighted x",
      RATIO },
};
const size_t sv_n_estimators = sizeof sv_estimators / sizeof *sv_estimators;

const struct sv_estimator *
sv_estimator_find(const char *name)
{
    for (size_t i = 0; i < sv_n_estimators; i++)
        if (strcmp(sv_estimators[i].name, name) == 0)
            return &sv_estimators[i];
    return NULL;
}
