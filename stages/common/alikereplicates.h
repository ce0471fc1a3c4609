/* alikereplicates.h - whether two record types, or rounds, have the same replicates.
 *
 * Replicate r of one then goes with replicate r of the other, and the covariance
 * of their numbers is that of their replicates.
 */
#ifndef SV_ALIKEREPLICATES_H
#define SV_ALIKEREPLICATES_H

#include "stages/common/variance.h"

/* Whether A and B have equally many replicates, with the same scales and centre,
 * and the same multipliers of as many units - or both none, as theirs were
 * summed: whether these come from the same PSUs is the caller's to know. */
bool sv_replicates_alike(const struct sv_variance *a,
                         const struct sv_variance *b);

#endif
