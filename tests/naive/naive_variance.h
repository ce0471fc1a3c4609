/* naive_variance.h - the variance, the slow and obvious way.
 *
 * The second opinion on weights/linear.c: dense, one group at a time, straight
 * from the formula, sharing no code with it.  Nothing is clever here, and
 * nothing is fast.
 */
#ifndef SV_NAIVE_VARIANCE_H
#define SV_NAIVE_VARIANCE_H

#include <stdbool.h>
#include <stddef.h>

enum { NAIVE_STAGES = 4, NAIVE_UNITS = 4000 };

/* One element of the last stage: its path of unit numbers from the top, each
 * counted from 0 within its parent, and two scores. */
struct naive_leaf {
    int path[NAIVE_STAGES + 1]; /* [0] stratum, [1] PSU in stratum, ... */
    double a, b;
    bool member;
};

struct naive_sample {
    int n_stages;
    size_t n;
    struct naive_leaf leaf[NAIVE_UNITS];
    double (*population)(const int *path, int stage);   /* N of the group that
                                   the first STAGE entries of PATH lead to */
    const char *rule;           /* remove, adjust, average */
    bool in_domains;
};

double naive_covariance(const struct naive_sample *s);

#endif
