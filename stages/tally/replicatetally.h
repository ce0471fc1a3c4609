/* replicatetally.h - the sums of replicate weights of one record type, into
 * tally.h5.
 */
#ifndef SV_REPLICATETALLY_H
#define SV_REPLICATETALLY_H

#include "stages/tally/replicatesums.h"

struct sv_replicate_tally {
    struct sv_replicate_file file;      /* n 0: there are none */
    int32_t *exponent;          /* [n_repeated][2] */
    bool rest, sketch;
    /* Fills what is mapped. */
    enum sv_status (*fill)(const void *self,
                           const struct sv_replicate_sums *into,
                           struct sv_fault *fault);
};

/* Declares the columns; *T must live until the artifact is laid out. */
enum sv_status sv_replicate_declare(struct sv_store_maker *maker,
                                    const struct sv_replicate_tally *t,
                                    const struct sv_tally_record *record,
                                    struct sv_fault *fault) SV_MUST_USE;

/* Maps them and has them filled from SELF. */
enum sv_status sv_replicate_put(struct sv_store_maker *maker,
                                const struct sv_replicate_tally *t,
                                const struct sv_tally_record *record,
                                const void *self, struct sv_fault *fault)
    SV_MUST_USE;

#endif
