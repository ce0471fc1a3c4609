/* replicatefile.h - replicate weights, and what they add up to, on disk.
 *
 * For a record type with replicate weights, weights.h5 has
 *
 *     REC/replicates/weight   F32 or F64 [n_rows][n]  row by row; unless
 *                             replicates.h5 has it, as REC/weight: weights that
 *                             came with the file and were not changed
 *     REC/replicates/scale    F64 [1]
 *     REC/replicates/rscales  F64 [n]
 *     REC/replicates/bounds   F64 [4]      over all rows and replicates: the
 *                             greatest |w|, the greatest sum of |w| that a
 *                             replicate has, the least |w| above 0, and 1 if
 *                             all weights are whole numbers
 *
 * and tally.h5 the second, the third, and
 *
 *     REC/replicates/totals   U64 [n_cells][n_totals][n]
 *     REC/replicates/rest     U64, the same   (where it is needed)
 *     REC/replicates/exponent I32 [n_totals][2]
 *     REC/replicates/sketch   U64 [lines][n]  (where PSUs are not known)
 *
 * A total is an integer of 64 bits (two's complement) in units of
 * 2^exponent[0], plus the rest in units of 2^exponent[1].  Integers add up to
 * the same bits in any order, so rows may be taken as they come, and tallies of
 * shards can be joined by adding.
 *
 * The lines of the sketch are sums of rows of the weights, with signs, made up
 * so that it has the rank that the matrix of weights has.
 */
#ifndef SV_REPLICATEFILE_H
#define SV_REPLICATEFILE_H

#include "pipeline/tallyfile.h"

enum { SV_N_BOUNDS = 4 };

struct sv_replicate_file {
    size_t n;                   /* replicates; 0: the record type has none */
    double scale;
    const double *rscales;      /* [n] */
    const double *bounds;       /* weights.h5; else NULL */
    struct sv_column weight;    /* weights.h5 or replicates.h5; else n 0 */
    const uint64_t *totals, *rest, *sketch;     /* tally.h5; or NULL */
    const int32_t *exponent;    /* tally.h5 */
    size_t n_totals, n_sketch;  /* of a cell; lines */
};

/* Of RECORD in STORE, weights.h5 or tally.h5; borrowed from it. */
enum sv_status sv_replicate_file_of(struct sv_replicate_file *out,
                                    const struct sv_store *store,
                                    const char *record,
                                    struct sv_fault *fault) SV_MUST_USE;

/* Whether FILE, of weights.h5, has its weights in replicates.h5. */
bool sv_replicates_are_apart(const struct sv_replicate_file *file);

/* Takes them from there: STORE; borrowed from it. */
enum sv_status sv_replicates_from(struct sv_replicate_file *file,
                                  const struct sv_store *store,
                                  const char *record, struct sv_fault *fault)
    SV_MUST_USE;

/* OUT [n]: total TOTAL of CELL in every replicate. */
void sv_replicate_totals(double *out, const struct sv_replicate_file *file,
                         size_t cell, size_t total);

#endif
