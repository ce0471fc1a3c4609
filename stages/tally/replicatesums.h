/* replicatesums.h - the second pass: sums of replicate weights by cell.
 *
 * For every cell, total and replicate, the sum over the members in the cell.
 * Weights are rounded to integers of 64 bits, whose unit comes from the bounds
 * of all the weights (pipeline/replicatefile.h): so chunks of rows are taken by
 * any thread in any order, the sums have the same bits, and a sum may be had
 * from others by subtraction without loss.  Where that is too coarse for the
 * least of the weights, and for products of weights and values always, what
 * rounding leaves is summed as a second integer.
 *
 * The work is to add, for each member, a line of weights to a line of every sum
 * that it is in.  Rows come in chunks; within a chunk the members of each sum
 * are listed first, and then added up by blocks of replicates that stay in
 * registers.
 */
#ifndef SV_REPLICATESUMS_H
#define SV_REPLICATESUMS_H

#include "pipeline/replicatefile.h"
#include "stages/tally/fold.h"

/* What is filled in, zero at first; the shapes are in replicatefile.h. */
struct sv_replicate_sums {
    uint64_t *totals;
    uint64_t *rest;             /* NULL: not needed */
    uint64_t *sketch;           /* [lines] NULL: not wanted */
};

/* Lines of a sketch of N replicates. */
size_t sv_replicate_lines(size_t n);

/* Adds up the rows of the PSUs of FOLD, [n_rows][file->n], in the units of
 * EXPONENT (replicateunits.h), on the threads that OpenMP has. */
enum sv_status sv_replicate_fold(const struct sv_replicate_sums *into,
                                 const struct sv_fold *fold,
                                 const struct sv_replicate_file *file,
                                 const int32_t *exponent,
                                 struct sv_fault *fault) SV_MUST_USE;

#endif
