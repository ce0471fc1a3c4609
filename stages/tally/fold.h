/* fold.h - the one pass over the data: rows into sums by cell and unit.
 *
 * It goes by twice.  First the rows that the tally will have are counted, chunk
 * by chunk of PSUs and cell by cell: so every chunk knows where its rows belong.
 * Then a PSU is folded whole by one thread, in the order of its rows, straight
 * to that place.  So the sums have the same bits whatever the number of threads,
 * the tallies of disjoint sets of PSUs, one after the other, are the tally of
 * all of them, and no more is in memory than a unit of sampling at a time.
 */
#ifndef SV_FOLD_H
#define SV_FOLD_H

#include "pipeline/ranges.h"
#include "pipeline/stage.h"
#include "pipeline/tallyfile.h"
#include "stages/tally/tallywriter.h"

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

/* Runs of whole PSUs, and where the rows of the tally that each makes end. */
struct sv_fold_plan {
    struct sv_chunk {
        uint32_t first_psu, end_psu;
    } *chunk;
    size_t n_chunks;
    uint32_t *end;              /* [n_chunks][n_cells] rows in a cell so far */
};

/* Cuts the PSUs of FOLD, and counts on the threads that OpenMP has; the caller
 * releases *out with sv_fold_plan_free().  A category that the classification
 * does not have is a bug. */
enum sv_status sv_fold_plan(struct sv_fold_plan *out,
                            const struct sv_fold *fold,
                            struct sv_fault *fault) SV_MUST_USE;
void sv_fold_plan_free(struct sv_fold_plan *plan);

/* Adds to rows[c + 1] the rows that cell c will have, for every cell. */
void sv_fold_count(uint64_t *rows, const struct sv_fold_plan *plan,
                   size_t n_cells);

/* Folds as PLAN has it into INTO, whose cells are set from sv_fold_count().
 * STAGE, which may be NULL, is told of progress. */
enum sv_status sv_fold_run(const struct sv_tally_columns *into,
                           const struct sv_fold_plan *plan,
                           const struct sv_fold *fold, struct sv_stage *stage,
                           struct sv_fault *fault) SV_MUST_USE;

#endif
