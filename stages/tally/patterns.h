/* patterns.h - rows into the tables of the patterns that they have.
 *
 * The patterns are those of the whole data, whatever shard is folded.  Rows of
 * one pattern and sampling unit are summed in the order of the data, so the
 * tables have the same bits for any number of threads and shards.
 */
#ifndef SV_PATTERNS_H
#define SV_PATTERNS_H

#include "pipeline/patternfile.h"
#include "stages/tally/fold.h"
#include "stages/tally/tallywriter.h"

struct sv_pattern_fold {
    const struct sv_fold *fold; /* weights, design, and which PSUs */
    const struct sv_residual_file *residuals;
    struct sv_tally_record record;
    struct sv_column *column;   /* [n_columns] of units.h5 */
    size_t n_columns;
    bool each;                  /* every member is a pattern */
    bool listed;                /* members are (pipeline/memberfile.h) */
    uint32_t *row;              /* all members, pattern by pattern */
    uint64_t *start;            /* [n_patterns + 1] first of each in ROW */
    uint32_t *unit;             /* [rows of the data] sampling unit */
    uint32_t first_row, end_row;        /* of the PSUs */
};

/* Finds the patterns of the table LAYOUT in UNITS.  FOLD is that of its record
 * type, without the need of items; it and RESIDUALS must outlive *out, which
 * the caller releases with sv_pattern_fold_free(), also after a failure.
 * LISTED: members are listed, and those with weight 0 belong, too. */
enum sv_status sv_pattern_fold_make(struct sv_pattern_fold *out,
                                    const struct sv_pattern_layout *layout,
                                    const struct sv_store *units,
                                    const struct sv_fold *fold,
                                    const struct sv_residual_file *residuals,
                                    bool listed, struct sv_fault *fault)
    SV_MUST_USE;
void sv_pattern_fold_free(struct sv_pattern_fold *fold);

/* What writes the table; FOLD must outlive it. */
struct sv_tally_source sv_pattern_source(const struct sv_pattern_fold *fold);

#endif
