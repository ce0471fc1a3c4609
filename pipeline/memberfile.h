/* memberfile.h - replicate weights of single members, in tally.h5.
 *
 * What depends on weights one by one - a quantile in every replicate, the
 * patterns of a regression - is not to be had from sums by cell.  So a record
 * type that has both pattern tables (patternfile.h) and replicate weights of
 * its rows (replicatefile.h) also has the weights themselves, once for all of
 * its tables, and each table says whose they are:
 *
 *     REC/replicates/rows     F32 or F64 [rows][n]   as in weights.h5
 *     REC/patterns/K/members  U64 [n_rows + 1]       members of each row
 *     REC/patterns/K/member   U32 [members[n_rows]]  their rows in the data
 *
 * A row of a table lists its members in the order of the data, also those whose
 * weight is 0: a replicate may count them.  A shard has the rows of its own
 * sampling units, and shards are joined one after the other.
 */
#ifndef SV_MEMBERFILE_H
#define SV_MEMBERFILE_H

#include "pipeline/patternfile.h"

struct sv_member_file {         /* borrowed from an open tally.h5 */
    size_t n;                   /* replicates; 0: there is nothing of all this */
    struct sv_column weight;    /* [rows][n] F32 or F64 */
    const uint64_t *first;      /* [rows of the table + 1] */
    const uint32_t *row;        /* [first[rows of the table]] */
};

/* What STORE has of the table LAYOUT, of N_ROWS rows. */
enum sv_status sv_member_file_of(struct sv_member_file *out,
                                 const struct sv_store *store,
                                 const struct sv_pattern_layout *layout,
                                 size_t n_rows, struct sv_fault *fault)
    SV_MUST_USE;

/* OUT [n]: the weights of member MEMBER, its place in row[], in replicates
 * [from, from + n). */
void sv_member_weights(double *out, const struct sv_member_file *file,
                       uint64_t member, size_t from, size_t n);

/* Adds the same to OUT [n]. */
void sv_member_add(double *out, const struct sv_member_file *file,
                   uint64_t member, size_t from, size_t n);

#endif
