/* identity.h - which sampling unit is which, in another round of a survey.
 *
 * Names of enumeration areas do not travel with a tally, but two rounds must
 * know which of them they share: a PSU goes by a number that is made from its
 * stratum and its own identifier.
 */
#ifndef SV_IDENTITY_H
#define SV_IDENTITY_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* OUT[n_psus]: XXH3 (64 bits) of the PSU's identifier, its seed that of the
 * stratum's label.  STRATA are labels, a JSON list of texts, as PSUS are identifiers; FIRST
 * [n_strata + 1] are the PSUs of each stratum. */
void sv_psu_identities(uint64_t *out, const json_t *strata, const json_t *psus,
                       const uint32_t *first, size_t n_strata);

#endif
