/* replicatefacts.h - what the weights of a replicate are like.
 *
 * ingest, which writes them row by row, keeps it in microdata.h5 as F64 [n][6],
 *
 *     REC/replicates/facts    one line a replicate: this struct
 *
 * so that weigh can judge them without reading them once more.
 */
#ifndef SV_REPLICATEFACTS_H
#define SV_REPLICATEFACTS_H

#include <stddef.h>

struct sv_replicate_facts {
    double sum, size;           /* of weights, and of |w| */
    double most;                /* greatest weight */
    double greatest, least;     /* |w|, and |w| above 0 (INFINITY: none) */
    double whole;               /* 1: all are whole numbers; else 0 */
};

enum { SV_N_REPLICATE_FACTS = sizeof(struct sv_replicate_facts)
                              / sizeof(double) };

/* Of no weights. */
struct sv_replicate_facts sv_replicate_facts_none(void);

/* Adds the weights X [n], in their order. */
void sv_replicate_facts_add(struct sv_replicate_facts *facts, const double *x,
                            size_t n);

/* Adds those of rows further down. */
void sv_replicate_facts_join(struct sv_replicate_facts *facts,
                             const struct sv_replicate_facts *further);

#endif
