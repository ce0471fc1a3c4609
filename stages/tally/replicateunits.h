/* replicateunits.h - the units in which replicate weights are added up.
 *
 * Weights, and their products with values, are rounded to integers of 2^exponent
 * that leave room for the sum of all rows; where that is too coarse, what
 * rounding leaves is an integer of a second, finer unit.
 */
#ifndef SV_REPLICATEUNITS_H
#define SV_REPLICATEUNITS_H

#include "pipeline/replicatefile.h"
#include "stages/tally/fold.h"

/* EXPONENT of weights alone, the unit and that of the rest.  Returns whether
 * there is a rest. */
bool sv_replicate_weight_exponents(int32_t exponent[2],
                                   const struct sv_replicate_file *file);

/* EXPONENT [n_repeated][2], from the whole of the data, and so the same for
 * every shard.  Returns whether there is a rest. */
bool sv_replicate_exponents(int32_t *exponent, const struct sv_fold *fold,
                            const struct sv_replicate_file *file);

#endif
