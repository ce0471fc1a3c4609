/* crosssums.h - sums over the members of each cell, times calibration
 * variables.
 *
 * They are what the variance needs besides the sums by unit where weights were
 * calibrated (pipeline/residualfile.h).  They go over units, so to have the
 * same bits for any number of threads and shards they are added up as integers.
 */
#ifndef SV_CROSSSUMS_H
#define SV_CROSSSUMS_H

#include "pipeline/residualfile.h"
#include "stages/tally/fold.h"

/* 2^exponent is the unit of the integers: from what is greatest in the whole of
 * the data, and so the same for every shard.  Sums of up to 2^32 rows fit; a
 * product is cut at 2^-94 of the greatest. */
int sv_cross_exponent(const struct sv_fold *fold,
                      const struct sv_residual_file *residuals);

/* INTO [n_cells][n_sums][columns][2], zero at first, over the PSUs of FOLD.
 * Sums of squared weights have none and stay 0. */
enum sv_status sv_cross_fold(uint64_t *into, const struct sv_fold *fold,
                             const struct sv_residual_file *residuals,
                             int exponent, struct sv_fault *fault) SV_MUST_USE;

/* Adds MORE [n][2] to INTO. */
void sv_cross_add(uint64_t *into, const uint64_t *more, size_t n);

#endif
