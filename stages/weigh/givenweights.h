/* givenweights.h - replicate weights that came with the file.
 *
 * Those that are final are in replicates.h5, where tally finds them, and only
 * what they are like is looked at here.  Others are columns of microdata.h5, of
 * the record type itself or of one above it, whose rows then count for all that
 * belong to them: whole weights, or factors by which the weight is multiplied.
 */
#ifndef SV_GIVENWEIGHTS_H
#define SV_GIVENWEIGHTS_H

#include <jansson.h>

#include "pipeline/replicatefacts.h"
#include "pipeline/replicatefile.h"
#include "pipeline/stage.h"
#include "pipeline/world.h"

struct sv_given {
    size_t n, n_rows;           /* replicates; rows of the record type */
    struct sv_symbol *column;   /* [n] of the holder; borrowed from the store,
                                   names from the meta; names alone, if ... */
    const struct sv_replicate_facts *facts;     /* [n] ... they are in
                                   replicates.h5; else NULL; borrowed */
    json_t *meta;               /* of the microdata; a reference */
    char *holder;               /* record type that has them */
    uint32_t *above;            /* [n_rows] its row; NULL: the same */
    const uint32_t *row;        /* rows of its file, from 1 */
    const double *weight;       /* [n_rows] that factors are of */
    bool factors;
    bool narrow;                /* float holds every weight exactly */
    double bounds[SV_N_BOUNDS]; /* of whole weights */
    double scale;
    double *rscales;            /* [n] */
};

/* Finds the columns of record type RECORD in MICRODATA.  WEIGHT are its
 * weights.  The caller releases *out with sv_given_free(), also after a
 * failure; it has n 0 where the description gives none. */
enum sv_status sv_given_find(struct sv_given *out,
                             const struct sv_survey *survey, int record,
                             const struct sv_store *microdata,
                             const double *weight, struct sv_fault *fault)
    SV_MUST_USE;
void sv_given_free(struct sv_given *g);

/* Looks at every weight, on the threads that OpenMP has, or at what is known of
 * them, and finds out bounds, scale and rscales.  Faults are missing weights,
 * each column with the first rows, replicates without any weight, and columns
 * that are not what `combined` says. */
enum sv_status sv_given_check(struct sv_given *g,
                              const struct sv_replicates_spec *spec,
                              struct sv_stage *stage,
                              struct sv_fault *fault) SV_MUST_USE;

/* The weights of replicate R in rows [first, first + n); not of those in
 * replicates.h5. */
void sv_given_load(double *out, const struct sv_given *g, size_t r,
                   size_t first, size_t n);

/* Declares the columns of pipeline/replicatefile.h for RECORD, if there are
 * replicates, without the weights that are in replicates.h5; *G must live until
 * MAKER is laid out. */
enum sv_status sv_given_declare(struct sv_store_maker *maker,
                                const struct sv_given *g, const char *record,
                                struct sv_fault *fault) SV_MUST_USE;

/* Fills what is declared, once laid out. */
void sv_given_put(struct sv_store_maker *maker, const struct sv_given *g,
                  const char *record);

#endif
