/* summedreplicates.h - replicates whose totals were summed from the data. */
#ifndef SV_SUMMEDREPLICATES_H
#define SV_SUMMEDREPLICATES_H

#include "pipeline/replicatefile.h"
#include "weights/replicates.h"

struct sv_summed {
    double *totals;             /* [n_cells][n_repeated][n]; NULL: none */
    bool psus_known;            /* the units of the tally are PSUs; set by
                                   sv_variance_open() */
    size_t rank;                /* of the matrix of replicate weights, where the
                                   tally tells; else 0 */
};

/* What TALLY has of RECORD: scale and rscales into *REPLICATES, without
 * multipliers.  Both are left as they are where it has nothing.  The caller
 * frees out->totals. */
enum sv_status sv_summed_replicates(struct sv_summed *out,
                                    struct sv_replicates *replicates,
                                    const struct sv_store *tally,
                                    const struct sv_tally_record *record,
                                    struct sv_fault *fault) SV_MUST_USE;

#endif
