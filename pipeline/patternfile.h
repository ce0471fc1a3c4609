/* patternfile.h - pattern tables: a tally whose cells come from the data.
 *
 * A pattern is a combination of values that some columns of a record type have
 * together: the hours that a person was online with sex, age group and region.
 * What is a function of weighted totals by pattern - quantiles, regressions -
 * is worked out from the table of patterns, as all else is from the cells of
 * the tally.  Derive says which tables there are, in the meta:
 *
 *     "patterns": [{"record": "person", "state": "ind/3/state",
 *                   "columns": ["ind/3/y", "person/var/sex"]}]
 *
 * STATE and COLUMNS are columns of units.h5.  A row belongs if its state is one
 * that counts (docs/formats.md) and its weight is not zero.  tally.h5 has, of
 * table K, the distinct patterns in ascending order, the first column first,
 * and rows (pattern, sampling unit) as in tallyfile.h, a pattern being a cell.
 * With "each": true every member is a pattern of its own; they ascend by the
 * first column, those alike in the order of the data: for what depends on the
 * weights of single members, as quantiles do.
 *
 *     REC/patterns/K/values F64 [n_columns][n_patterns]  numbers, or codes
 *     REC/patterns/K/cells, unit, sums, counts           sums: w, w^2
 *
 * Where weights were calibrated (residualfile.h), each row also has the sums of
 * w v over its members, v without its zeros; a calibration variable that is
 * named twice adds up:
 *
 *     REC/patterns/K/first  U64 [n_rows + 1]             entries of each row
 *     REC/patterns/K/column U32 [first[n_rows]]
 *     REC/patterns/K/v      F64 [first[n_rows]]
 *
 * Patterns are of the whole data: those of a shard may have no rows.
 */
#ifndef SV_PATTERNFILE_H
#define SV_PATTERNFILE_H

#include "pipeline/tallyfile.h"

enum { SV_PATTERN_W, SV_PATTERN_W2, SV_PATTERN_SUMS };  /* columns of sums */

/* A table as the meta describes it; strings are the meta's. */
struct sv_pattern_layout {
    const char *record, *state;
    const char **column;        /* [n_columns] */
    size_t n_columns;
    bool each;
    char group[256];            /* "REC/patterns/K" */
};

/* All tables of META, in order; the caller releases *out with
 * sv_pattern_layout_free(). */
enum sv_status sv_pattern_layout(struct sv_pattern_layout **out, size_t *n,
                                 const json_t *meta, struct sv_fault *fault)
    SV_MUST_USE;
void sv_pattern_layout_free(struct sv_pattern_layout *layout, size_t n);

/* Whether tally.h5 has RECORD: it has indicators, or one of TABLE [N]. */
bool sv_pattern_tallied(const struct sv_tally_record *record,
                        const struct sv_pattern_layout *table, size_t n);

/* The column of the table that column NAME of units.h5 is; n_columns if it is
 * none. */
size_t sv_pattern_column(const struct sv_pattern_layout *layout,
                         const char *name);

/* How the rows of the table lie, as those of a record type of N_PATTERNS
 * cells. */
struct sv_tally_record sv_pattern_rows(const struct sv_pattern_layout *layout,
                                       size_t n_patterns);

struct sv_pattern_table {       /* in an open tally.h5; borrowed from it */
    size_t n_patterns, n_columns;
    const double *values;       /* [n_columns][n_patterns] */
    struct sv_tally_rows rows;  /* sums [n][SV_PATTERN_SUMS], counts [n] */
    const uint64_t *first;      /* [rows.n + 1]; NULL: not calibrated */
    const uint32_t *column;
    const double *v;
};
enum sv_status sv_pattern_table_of(struct sv_pattern_table *out,
                                   const struct sv_store *store,
                                   const struct sv_pattern_layout *layout,
                                   struct sv_fault *fault) SV_MUST_USE;

#endif
