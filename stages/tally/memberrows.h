/* memberrows.h - replicate weights row by row, into tally.h5.
 *
 * They are copied as they are (pipeline/memberfile.h): those of the shard's own
 * sampling units, or of all parts that are joined.
 */
#ifndef SV_MEMBERROWS_H
#define SV_MEMBERROWS_H

#include "pipeline/tallyfile.h"

/* A run of rows, [n_rows][n], in weights.h5 or in a part of the tally. */
struct sv_member_run {
    const void *data;
    size_t n_rows;
};

struct sv_member_rows {
    size_t n;                   /* replicates; 0: nothing to copy */
    enum sv_type type;
    const struct sv_member_run *run;    /* [n_runs] one after the other */
    size_t n_runs;
};

/* Declares the column of RECORD. */
enum sv_status sv_member_declare(struct sv_store_maker *maker,
                                 const struct sv_member_rows *rows,
                                 const struct sv_tally_record *record,
                                 struct sv_fault *fault) SV_MUST_USE;

/* Fills it; what is written or read need not stay in memory. */
void sv_member_put(struct sv_store_maker *maker,
                   const struct sv_member_rows *rows,
                   const struct sv_tally_record *record);

#endif
