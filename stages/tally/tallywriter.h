/* tallywriter.h - rows by unit become rows by cell, on disk.
 *
 * A source is anything that yields the rows of one record type in the order of
 * units: a fold, or parts that are merged.  It is asked twice: how many rows
 * each cell has, then for the rows, which are put where they belong.
 */
#ifndef SV_TALLYWRITER_H
#define SV_TALLYWRITER_H

#include "pipeline/stage.h"
#include "pipeline/tallyfile.h"

/* One row on its way; borrowed. */
struct sv_tally_row {
    uint32_t cell, unit;
    const double *sums, *moments;       /* [n_sums], [n_moments] */
    const uint32_t *counts;             /* counts[k * stride], k < n_counts */
    size_t stride;
};

struct sv_tally_source {
    const struct sv_tally_record *record;
    const struct sv_ranges *design;     /* copied into the file */
    /* Calls TAKE for every row; rows of one cell come by unit. */
    void (*each)(const void *self,
                 void (*take)(void *to, const struct sv_tally_row *row),
                 void *to);
    const void *self;
};

/* Writes OUT/NAME from SOURCE [n] and META, and records it. */
enum sv_status sv_tally_write(struct sv_stage *stage, const char *name,
                              const json_t *meta,
                              const struct sv_tally_source *source, size_t n,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
