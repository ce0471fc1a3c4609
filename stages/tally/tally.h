/* tally.h - the stage: the fold of the data into tally.h5.
 *
 * `--shard K/N` folds the K-th of N runs of PSUs into tally-K-of-N.h5, and
 * `--merge PART...` joins all N parts into tally.h5: the same bytes as from a
 * single run.  The parts may have been made on other machines, from equal
 * units.h5 and weights.h5.
 */
#ifndef SV_TALLY_H
#define SV_TALLY_H

#include "pipeline/stage.h"

struct sv_tally_options {
    struct sv_common_options common;
    struct sv_shard shard;      /* n = 0: everything */
    bool merge;
};

enum sv_status sv_tally(struct sv_stage *stage, const void *options,
                        struct sv_fault *fault) SV_MUST_USE;

#endif
