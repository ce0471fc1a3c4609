/* pairing.h - rounds whose replicates are the same.
 *
 * Where both rounds have the same PSUs, and replicates were made from them by
 * the same rule, replicate r of one leaves out (or repeats) the PSUs that
 * replicate r of the other does.  The two rounds are then one sample that is
 * repeated, and the covariance of their numbers is that of their replicates.
 */
#ifndef SV_PAIRING_H
#define SV_PAIRING_H

#include "stages/compare/oneround.h"

/* Whether the replicates of A and B are the same: made, not given; with
 * multipliers of PSUs, not of units below, which are drawn anew; of the same
 * PSUs in the same strata; with the same multipliers, scales and centre.  Those
 * that went through the steps of weighting are the same if method, number and
 * seed are. */
bool sv_replicates_paired(const struct sv_round_record *a,
                          const struct sv_round_record *b);

#endif
