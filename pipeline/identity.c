/* identity.c - which sampling unit is which, in another round of a survey. */
#include "pipeline/identity.h"

#include <xxhash.h>

static uint64_t
hash(const json_t *text, uint64_t seed)
{
    const size_t n = json_string_length(text);

    return XXH3_64bits_withSeed(n > 0 ? json_string_value(text) : "", n, seed);
}

void
sv_psu_identities(uint64_t *out, const json_t *strata, const json_t *psus,
                  const uint32_t *first, size_t n_strata)
{
    for (size_t h = 0; h < n_strata; h++) {
        const uint64_t stratum = hash(json_array_get(strata, h), 0);

        for (uint32_t i = first[h]; i < first[h + 1]; i++)
            out[i] = hash(json_array_get(psus, i), stratum);
    }
}
