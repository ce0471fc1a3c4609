/* estimation.h - all that the stage has worked out, for who writes it. */
#ifndef SV_ESTIMATION_H
#define SV_ESTIMATION_H

#include <jansson.h>
#include <stdio.h>

#include "pipeline/survey.h"
#include "pipeline/tallyfile.h"
#include "stages/estimate/contrasting.h"
#include "stages/estimate/covarying.h"
#include "stages/estimate/results.h"
#include "stages/estimate/standards.h"

/* What is told of how the errors of a record type were found. */
struct sv_basis {
    struct sv_ranges design;
    size_t replicates;          /* 0: by scores */
    double scale;               /* of replicates */
    bool calibrated;            /* weights were, by steps of weighting */
};

struct sv_estimation {
    const struct sv_survey *survey;
    bool multipliers;           /* of replicates go to a file */
    json_t *meta;               /* of tally.h5 */
    struct sv_tally_layout layout;
    struct sv_basis *basis;     /* [layout.n] */
    struct sv_result **result;  /* [layout.n], see sv_results_fill(); NULL for a
                                   record type without indicators */
    struct sv_standards standards;
    struct sv_contrast_results contrasts;
    struct sv_covariance_results covariances;
};

/* Says in words what numbers a writer is at.  Called for every number in the
 * order of estimates.csv: indicators as in the catalogue, their items or
 * categories, then crossings, then cells. */
struct sv_number {
    const json_t *indicator;    /* its entry in the meta */
    const char *item;           /* of a multi-response indicator, or category */
    const struct sv_tally_record *record;
    const struct sv_tally_crossing *crossing;
    size_t cell;                /* within the crossing */
    const struct sv_result *result;
    const char *highest;        /* the item that it is of, where it is that of
                                   the highest of several; or NULL */
};
void sv_each_number(const struct sv_estimation *e,
                    void (*take)(void *to, const struct sv_number *number),
                    void *to);

/* All indicators of META in the order of numbers: those that are measured, and
 * those that are the highest of some.  The caller's. */
json_t *sv_indicators_of(const json_t *meta);

/* The category that classification K of the number's crossing has in it. */
const char *sv_category_of(const struct sv_number *number, size_t k);

/* The classifications of all crossings, each once, in order; the caller frees
 * *names.  Their strings are the meta's. */
enum sv_status sv_classes_of(const char ***names, size_t *n,
                             const json_t *meta, struct sv_fault *fault)
    SV_MUST_USE;

#endif
