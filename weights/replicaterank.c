/* replicaterank.c - in how many directions replicates differ. */
#include <stdlib.h>

#include "weights/columnrank.h"
#include "weights/replicates.h"

static const double tolerance = 1e-5;   /* of R degf() */

/* The strata of a jackknife, each of whose replicates leaves out one unit; 0 if
 * they are something else. */
static size_t
left_out_from(const struct sv_replicates *reps)
{
    size_t n = 0;

    for (size_t b = 0; b < reps->n_blocks; b++) {
        if (reps->block[b].n > 0 && !(reps->block[b].kept > 0))
            return 0;
        n += reps->block[b].n > 0;
    }
    return n;
}

/* The multipliers of a jackknife are independent but for this: those of the
 * units of a stratum add up to as many times 1, in every stratum. */
size_t
sv_replicates_rank(const struct sv_replicates *reps)
{
    const size_t strata = left_out_from(reps);
    double *m;
    size_t rank;

    if (strata > 0)
        return reps->n - (strata - 1);
    m = malloc((reps->n_units * reps->n + 1) * sizeof *m);
    if (m == NULL)
        return 0;
    for (size_t u = 0; u < reps->n_units; u++)
        for (size_t r = 0; r < reps->n; r++)
            m[u * reps->n + r] = sv_multiplier(reps, u, r);
    rank = sv_column_rank(m, reps->n_units, reps->n, tolerance);
    free(m);
    return rank;
}
