/* sampling.h - strata, sampling units, population counts and weights: found by
 * what columns are called, and tested on how their values lie.
 */
#ifndef SV_SAMPLING_H
#define SV_SAMPLING_H

#include "stages/init/mapping.h"

struct sv_found_role {
    const struct sv_seen_column *column;        /* NULL: none */
    int record;
    enum sv_sure sure;
    size_t n_values;            /* distinct ones */
    const struct sv_seen_column *rival;         /* as good, or NULL */
    const struct sv_preset_variable *preset;    /* that named it, or NULL */
    const struct sv_seen_column *other;         /* a weight: that of the rows
                                                   that COLUMN lacks, or NULL */
};

struct sv_sampling {
    struct sv_found_role stratum, psu, fpc[2];
    struct sv_found_role weight[SV_MOST_RECORDS + 1];   /* by record */
    bool nested;                /* unit numbers repeat in other strata */
    size_t n_units;             /* strata x units */
};

/* Marks what it takes in USED, by record and column. */
enum sv_status sv_sampling_find(struct sv_sampling *out,
                                const struct sv_structure *structure,
                                const struct sv_knowledge *known,
                                bool *const used[SV_MOST_RECORDS + 1],
                                struct sv_fault *fault) SV_MUST_USE;

#endif
