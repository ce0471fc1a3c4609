/* fold.h - the one pass over the data: rows into sums by cell and unit.
 *
 * A PSU is folded whole by one thread, in the order of its rows, into rows of
 * its own; what the threads made is then put in the order of PSUs.  So the
 * sums have the same bits whatever the number of threads, and the tallies of
 * disjoint sets of PSUs, one after the other, are the tally of all of them.
 */
#ifndef SV_FOLD_H
#define SV_FOLD_H

#include "pipeline/ranges.h"
#include "pipeline/stage.h"
#include "pipeline/tallyfile.h"

/* The columns of units.h5 that one record type is folded from; borrowed. */
struct sv_fold {
    const struct sv_tally_record *layout;
    const struct sv_ranges *design;
    size_t stages;              /* of the design; units are of the last */
    const double *weight;       /* [n_rows] */
    const uint8_t **state;      /* [n_items] each [n_rows]; docs/formats.md */
    const double **y, **x;      /* [n_items], NULL where the item has none */
    struct sv_codes {           /* categories: 0 missing, k the k-th */
        const uint8_t *narrow;  /* one of the two */
        const int16_t *wide;
    } **codes;                  /* [n_crossings][n of the crossing] */
    uint32_t first_psu, end_psu;        /* what is folded */
};

/* Rows of the tally as one thread made them. */
struct sv_folded {
    size_t n, capacity;
    uint32_t *unit, *cell;      /* [n] */
    double *sums;               /* [n][n_sums] */
    double *moments;            /* [n][n_moments] */
    uint32_t *counts;           /* [n][n_counts] */
};

/* A run of whole PSUs and where its rows are: rows [first, first + n) of
 * PART[part], sorted by unit and, within, by cell. */
struct sv_chunk {
    uint32_t first_psu, end_psu;
    size_t part, first, n;
};

/* All of them: read chunk after chunk, the rows are in the order of units. */
struct sv_fold_result {
    struct sv_folded *part;
    size_t n_parts;
    struct sv_chunk *chunk;
    size_t n_chunks;
};

/* Folds the PSUs of FOLD on the threads that OpenMP has; the caller releases
 * *out with sv_fold_free().  STAGE is told of progress. */
enum sv_status sv_fold_run(struct sv_fold_result *out,
                           const struct sv_fold *fold, struct sv_stage *stage,
                           struct sv_fault *fault) SV_MUST_USE;
void sv_fold_free(struct sv_fold_result *result);

#endif
