/* replicatekernels.h - lines of replicate weights: rounded, and added up.
 *
 * A line has a number for each replicate of a block, padded to whole vectors of
 * eight, which stay in registers while rows are added.
 */
#ifndef SV_REPLICATEKERNELS_H
#define SV_REPLICATEKERNELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/store.h"

enum {
    SV_EIGHT = 8, SV_MOST_EIGHTS = 2,
    SV_REPLICATE_BLOCK = SV_EIGHT * SV_MOST_EIGHTS,
    SV_LINE_BYTES = 64,         /* of the cache; lines are aligned to them */
};

/* SUM += the lines of PART that ROW [n] names; EIGHTS vectors long, at most
 * SV_MOST_EIGHTS. */
void sv_lines_add(int64_t *sum, const int64_t *part, const uint16_t *row,
                  size_t n, size_t eights);

/* What is made of weights: W times Y (NULL: 1) times SCALE, rounded, and what is
 * left of that times FINE; both below 2^50. */
struct sv_rounding {
    const double *y;            /* [rows] */
    double scale, fine;
    bool rest;                  /* it is wanted */
};

/* PART and REST, [rows] lines of WIDTH: the numbers of WEIGHT, of type SV_F32 or
 * SV_F64, the first N of each line of STRIDE; 0 behind them. */
void sv_lines_round(int64_t *part, int64_t *rest, const void *weight,
                    enum sv_type type, size_t stride, size_t rows, size_t n,
                    size_t width, const struct sv_rounding *how);

#endif
