/* variance.h - how the errors of a record type's numbers are found.
 *
 * survey.yaml chooses one way for all numbers, and who uses them need not know
 * which it is:
 *
 *   linearisation   scores of sampling units, from the rows of the tally; less
 *                   what calibration accounts for where weights were calibrated
 *   replicates      the number again with the weights of each replicate: its
 *                   totals are the rows of the tally times the multipliers of
 *                   units, or were summed per replicate when there are none
 *
 * What a number is made from is a sv_quantity (weights/quantity.h): a cell of
 * the tally, or rows of one's own (of a variable made for the purpose).
 * With scores, a contrast combines scores; with replicates it is repeated in
 * each; covariances come from the same.
 *
 * A sv_variance never changes once opened: any number of threads may read one,
 * each with a room of its own.
 */
#ifndef SV_VARIANCE_H
#define SV_VARIANCE_H

#include <jansson.h>

#include "pipeline/survey.h"
#include "pipeline/tallyfile.h"
#include "stages/common/calibrated.h"
#include "stages/common/sampledesign.h"
#include "stages/common/summedreplicates.h"
#include "weights/contrasts.h"
#include "weights/degrees.h"
#include "weights/replicates.h"

/* By their names in survey.yaml. */
struct sv_variance_rules {
    struct sv_design_rules design;
    const char *method;         /* "linearisation", or of replicates.h */
    struct sv_replicate_options replicates;     /* of a method that makes some */
    bool mse;                   /* deviations from the full estimate */
    const char *degrees;        /* of degrees.h; else the number below */
    double fixed_degrees;       /* NAN: none */
};

/* Those of SURVEY, whose strings they borrow. */
struct sv_variance_rules sv_variance_rules_of(const struct sv_survey *survey);

/* Read only; borrowed from the tally but for what sv_variance_close() ends. */
struct sv_variance {
    const struct sv_tally_record *record;
    struct sv_ranges ranges;
    struct sv_tally_rows rows;
    struct sv_design *design;
    struct sv_calibrated calibrated;
    struct sv_replicates replicates;    /* n 0: by scores */
    struct sv_summed summed;    /* the sums of each replicate; without totals:
                                   replicates has multipliers */
    bool mse;
    size_t rank;                /* of replicates with multipliers, where the
                                   rule asks for it */
    bool halves;                /* they are halves of pairs */
    const struct sv_degrees_rule *degrees;      /* NULL: the number */
    double fixed_degrees;
};

/* Opens what TALLY has of RECORD, by RULES; META is that of the tally.  Faults
 * are those of the design and of the replicates that it cannot have.  Ends with
 * sv_variance_close(), even on failure. */
enum sv_status sv_variance_open(struct sv_variance *out,
                                const struct sv_store *tally,
                                const struct sv_tally_record *record,
                                const json_t *meta,
                                const struct sv_variance_rules *rules,
                                struct sv_fault *fault) SV_MUST_USE;
void sv_variance_close(struct sv_variance *v);

/* Numerator K of ITEM in CELL of the record. */
struct sv_quantity sv_quantity_of(const struct sv_variance *v,
                                  const struct sv_tally_item *item, size_t k,
                                  size_t cell);

/* What estimates an item, by weights/. */
const struct sv_estimator *sv_estimand_estimator(enum sv_estimand estimand);

/* What one thread needs to work in, for up to M quantities at once. */
struct sv_room {
    struct sv_calibrated_scratch calibrated;
    double *values;             /* [m + 1][replicates.n] */
    struct sv_repeated *repeated;       /* [m] */
    double *theta;              /* [m] */
    void *scratch;
};
/* False without memory; ends with sv_room_free() either way. */
bool sv_room_take(struct sv_room *room, const struct sv_variance *v, size_t m);
void sv_room_free(struct sv_room *room);

/* Value, standard error and flags of one number. */
struct sv_estimate sv_variance_estimate(const struct sv_variance *v,
                                        const struct sv_quantity *q,
                                        struct sv_room *room);

/* ... and of a function of M; COEFFICIENT as the rule wants it. */
struct sv_contrast sv_variance_contrast(const struct sv_variance *v,
                                        const struct sv_contrast_rule *rule,
                                        const double *coefficient,
                                        const struct sv_quantity *q, size_t m,
                                        struct sv_room *room);

/* MATRIX[m][m]: the covariances of M estimates, both triangles; NAN in the row
 * and the column of one that does not exist.  JOINT: the matrix is that of one
 * vector - replicates and strata without members are passed over for all of them
 * alike; else each covariance is that of its two, and NAN, too, where one has no
 * standard error because nothing tells of its variance.  SV_SYSTEM without memory. */
enum sv_status sv_variance_matrix(double *matrix, const struct sv_variance *v,
                                  const struct sv_quantity *q, size_t m, bool joint,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Degrees of freedom of a number that rests on SUPPORT; NAN if on nobody.  Where
 * PSUs are not known, or the rule says so, they go by the rank of the replicate
 * weights of its members: of weights that were summed no more is known than that
 * of all of them, and how many members there are. */
double sv_variance_degrees(const struct sv_variance *v,
                           const struct sv_support *support);

/* The parts, for who needs more. */

/* VALUES[replicates.n] of Q; legal only with replicates. */
void sv_variance_values(double *values, const struct sv_variance *v,
                        const struct sv_quantity *q, struct sv_room *room);

/* The linearised scores of units, whatever the method; *OUT has room for
 * sv_quantity_n_scores() entries. */
void sv_quantity_scores(struct sv_scores *out, const struct sv_quantity *q,
                        struct sv_room *room);

#endif
