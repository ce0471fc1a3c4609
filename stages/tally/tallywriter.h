/* tallywriter.h - rows of a tally, cell by cell, on disk.
 *
 * A source is anything that has the rows of one record type: a fold, or parts
 * that are merged.  It is asked twice: how many rows each cell has, then to put
 * the rows where they belong.
 */
#ifndef SV_TALLYWRITER_H
#define SV_TALLYWRITER_H

#include "pipeline/residualfile.h"
#include "pipeline/stage.h"
#include "pipeline/tallyfile.h"
#include "stages/tally/memberrows.h"

/* Columns to be filled, as in sv_tally_rows. */
struct sv_tally_columns {
    size_t n;                   /* rows */
    uint64_t *cells;            /* [n_cells + 1] first row of each cell */
    uint32_t *unit, *counts;
    double *sums, *moments;     /* moments: NULL if there are none */
};

/* One row on its way; borrowed. */
struct sv_tally_row {
    uint32_t unit;
    const double *sums, *moments;       /* [n_sums], [n_moments] */
    const uint32_t *counts;             /* counts[k * stride], k < n_counts */
    size_t stride;
};

/* Makes ROW the one at place AT.  Safe from threads at different places. */
void sv_tally_put(const struct sv_tally_columns *into,
                  const struct sv_tally_record *record, size_t at,
                  const struct sv_tally_row *row);

/* What a pattern table (pipeline/patternfile.h) has besides its rows. */
struct sv_pattern_columns {
    double *values;             /* [n_columns][n_patterns] */
    uint64_t *first;            /* [rows + 1], 0 at first; NULL: no entries */
    uint32_t *column;
    double *v;
    uint64_t *members;          /* [rows + 1], the same; NULL: not listed */
    uint32_t *member;
};
struct sv_replicate_tally;      /* replicatetally.h */

struct sv_tally_source {
    const struct sv_tally_record *record;
    const struct sv_ranges *design;     /* copied into the file; NULL: not */
    /* Adds to rows[c + 1] how many rows cell c has. */
    void (*count)(const void *self, uint64_t *rows);
    /* Puts every row, those of one cell by unit. */
    enum sv_status (*fill)(const void *self,
                           const struct sv_tally_columns *into,
                           struct sv_fault *fault);
    const void *self;
    /* Where weights were calibrated (crosssums.h): what is copied from
     * weights.h5, and who fills the cross sums; else NULL. */
    const struct sv_residual_file *residuals;
    int32_t exponent;
    enum sv_status (*cross)(const void *self, uint64_t *into,
                            struct sv_fault *fault);
    /* Of a pattern table; n_columns is 0 for the cells of a record type. */
    size_t n_columns;
    bool has_entries;           /* calibrated */
    uint64_t n_entries;
    bool has_members;           /* they are listed (pipeline/memberfile.h) */
    uint64_t n_members;
    void (*fill_patterns)(const void *self,
                          const struct sv_pattern_columns *into);
    const struct sv_replicate_tally *replicates;
    struct sv_member_rows members;      /* copied into the file; n 0: none */
};

/* Writes OUT/NAME from SOURCE [n] and META, and records it. */
enum sv_status sv_tally_write(struct sv_stage *stage, const char *name,
                              const json_t *meta,
                              const struct sv_tally_source *source, size_t n,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
