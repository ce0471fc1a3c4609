/* pairing.c - rounds whose replicates are the same. */
#include "stages/compare/pairing.h"

#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/alikereplicates.h"
#include "stages/common/madereplicates.h"

/* Whether the PSUs are the same, stratum by stratum. */
static bool
have_same_psus(const struct sv_ranges *a, const struct sv_ranges *b)
{
    return a->identity != NULL && b->identity != NULL
        && a->n_strata == b->n_strata && a->n_units[0] == b->n_units[0]
        && memcmp(a->identity, b->identity,
                  a->n_units[0] * sizeof *a->identity) == 0
        && memcmp(a->strata, b->strata,
                  (a->n_strata + 1) * sizeof *a->strata) == 0;
}

/* Of replicates whose multipliers are not there any more: those that were made
 * by the same rule of the same PSUs. */
static bool
were_made_alike(const struct sv_round_record *a,
                const struct sv_round_record *b)
{
    static const char *const fact[] = { "method", "rho", "seed" };
    const json_t *x = json_object_get(a->words, "variance");
    const json_t *y = json_object_get(b->words, "variance");
    const char *method = sv_json_text_of(x, "method");

    for (size_t k = 0; k < sizeof fact / sizeof *fact; k++) {
        const json_t *one = json_object_get(x, fact[k]);
        const json_t *other = json_object_get(y, fact[k]);

        if (one != other && !json_equal(one, other))
            return false;
    }
    return sv_makes_replicates(method) && strcmp(method, "preston") != 0;
}

bool
sv_replicates_paired(const struct sv_round_record *a,
                     const struct sv_round_record *b)
{
    const struct sv_variance *x = &a->variance, *y = &b->variance;
    const bool summed = x->summed.totals != NULL;

    if (!sv_replicates_alike(x, y) || !have_same_psus(&x->ranges, &y->ranges))
        return false;
    return summed ? were_made_alike(a, b) : x->replicates.stage == 0;
}
