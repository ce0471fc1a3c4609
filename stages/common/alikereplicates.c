/* alikereplicates.c - whether two record types, or rounds, have the same replicates. */
#include "stages/common/alikereplicates.h"

static bool
have_same_scales(const struct sv_variance *a, const struct sv_variance *b)
{
    const struct sv_replicates *x = &a->replicates, *y = &b->replicates;

    if (x->n == 0 || x->n != y->n || x->scale != y->scale || a->mse != b->mse)
        return false;
    for (size_t r = 0; r < x->n; r++)
        if (x->rscale[r] != y->rscale[r])
            return false;
    return true;
}

static bool
have_same_multipliers(const struct sv_replicates *x,
                      const struct sv_replicates *y)
{
    if (x->stage != y->stage || x->n_units != y->n_units)
        return false;
    for (size_t u = 0; u < x->n_units; u++)
        for (size_t r = 0; r < x->n; r++)
            if (sv_multiplier(x, u, r) != sv_multiplier(y, u, r))
                return false;
    return true;
}

bool
sv_replicates_alike(const struct sv_variance *a, const struct sv_variance *b)
{
    const bool summed = a->summed.totals != NULL;

    return summed == (b->summed.totals != NULL) && have_same_scales(a, b)
           && (summed || have_same_multipliers(&a->replicates, &b->replicates));
}
