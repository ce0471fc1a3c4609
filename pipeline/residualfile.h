/* residualfile.h - what calibration leaves for the variance, on disk.
 *
 * The score of a sampling unit in a cell is z - u'M t (weights/projection.h):
 * u is a sum over the unit's rows, t = V's a sum over the members of the cell.
 * For a record type whose weights were calibrated, weights.h5 has
 *
 *     REC/calibration/matrix  F64 [columns][columns]  M
 *     REC/calibration/units   F64 [n_units][columns]  u, by unit of the tally
 *     REC/calibration/first   U64 [n_rows + 1]        entries of each row's v
 *     REC/calibration/column  U32 [first[n_rows]]
 *     REC/calibration/v       F64 [first[n_rows]]
 *
 * and tally.h5 the first two and
 *
 *     REC/calibration/cross    U64 [n_cells][n_sums][columns][2]
 *     REC/calibration/exponent I32 [1]
 *
 * cross being, for every cell and column of sums, the sum over members of v
 * times what the member adds to that sum: an integer of 128 bits (two's
 * complement, the low half first), in units of 2^exponent.  Integers add up to
 * the same bits in any order, so tallies of shards can be joined.
 */
#ifndef SV_RESIDUALFILE_H
#define SV_RESIDUALFILE_H

#include "pipeline/ranges.h"

struct sv_residual_file {
    size_t n_columns;           /* 0: not calibrated */
    size_t n_units;
    const double *matrix, *units;
    const uint64_t *first;      /* rows: only from weights.h5 */
    const uint32_t *column;
    const double *v;
    const uint64_t *cross;      /* only from tally.h5 */
    size_t n_cross;             /* numbers in it, two entries each */
    int exponent;
};

/* Of RECORD in STORE, weights.h5 or tally.h5; borrowed from it. */
enum sv_status sv_residual_file_of(struct sv_residual_file *out,
                                   const struct sv_store *store,
                                   const char *record, struct sv_fault *fault)
    SV_MUST_USE;

#endif
