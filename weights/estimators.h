/* estimators.h - what can be estimated.
 *
 * Every estimator here is a smooth function of a few weighted totals.  Say
 * what the function is and what its gradient is; linear.h does the rest.
 *
 * The terms of a total: t[0] = sum of wy.  Of all others: t[0] = sum of wy,
 * t[1] = sum of wx, where x is 1 for means, proportions and shares.
 */
#ifndef SV_ESTIMATORS_H
#define SV_ESTIMATORS_H

#include <stdbool.h>
#include <stddef.h>

enum { SV_MAX_TERMS = 4 };

struct sv_estimator {
    const char *name;           /* as written in survey.yaml */
    const char *blurb;          /* one line, for help and manual */
    unsigned n_terms;           /* how many totals, at most SV_MAX_TERMS */
    bool proportion;            /* lies in [0,1]: intervals.h applies */
    double (*value)(const double *t);             /* NAN: does not exist */
    void (*gradient)(const double *t, double *g); /* g[k] = d value / d t[k] */
    double (*spread)(const double *t, double sum_w); /* see effects.h */
};

extern const struct sv_estimator sv_estimators[];
extern const size_t sv_n_estimators;

/* NULL if there is none of that name. */
const struct sv_estimator *sv_estimator_find(const char *name);

#endif
