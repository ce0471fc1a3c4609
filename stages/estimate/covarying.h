/* covarying.h - covariances of the estimates of all cells of a crossing. */
#ifndef SV_COVARYING_H
#define SV_COVARYING_H

#include "pipeline/stage.h"
#include "stages/common/keptquantiles.h"

struct sv_covariance_result {
    const struct sv_tally_record *record;
    const struct sv_tally_item *item;
    size_t numerator;           /* of the item: category of shares */
    const struct sv_tally_crossing *crossing;
    double *matrix;             /* [crossing->n_cells] squared */
};

struct sv_covariance_results {
    struct sv_covariance_result *result;
    size_t n;
};

/* Whether `covariance` asks for those of CROSSING. */
bool sv_covariances_want(const struct sv_survey *survey,
                         const struct sv_tally_crossing *crossing);

/* Adds those that `covariance` asks for, of the record type that V is of, whose
 * quantiles are KEPT; the caller releases them with sv_covariances_free(). */
enum sv_status sv_covariances_fill(struct sv_covariance_results *out,
                                   const struct sv_survey *survey,
                                   const struct sv_variance *v,
                                   const struct sv_kept_quantiles *kept,
                                   struct sv_fault *fault) SV_MUST_USE;
void sv_covariances_free(struct sv_covariance_results *results);

/* Writes covariance.csv: every pair of cells, a cell with itself included.
 * META is that of the tally. */
enum sv_status sv_write_covariances(struct sv_stage *stage,
                                    const struct sv_covariance_results *results,
                                    const json_t *meta, struct sv_fault *fault)
    SV_MUST_USE;

#endif
