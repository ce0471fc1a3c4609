/* residualwriter.h - what calibration leaves for the variance, into weights.h5.
 */
#ifndef SV_RESIDUALWRITER_H
#define SV_RESIDUALWRITER_H

#include "pipeline/ranges.h"
#include "pipeline/store.h"
#include "weights/weighting.h"

/* See pipeline/residualfile.h. */
struct sv_residual_columns {
    size_t n_columns, n_units, n_rows;
    double *matrix, *units, *v;
    uint64_t *first;
    uint32_t *column;
};

/* From CHAIN, of RECORD; DESIGN are those of all record types.  n_columns is 0
 * where nothing was calibrated.  The caller releases it with
 * sv_residual_columns_free(). */
enum sv_status sv_residual_columns_make(struct sv_residual_columns *out,
                                        const struct sv_weighting_chain *chain,
                                        const struct sv_ranges *const *design,
                                        size_t record,
                                        struct sv_fault *fault) SV_MUST_USE;
void sv_residual_columns_free(struct sv_residual_columns *c);

/* Puts them into MAKER; they must live until it is laid out. */
enum sv_status sv_residual_columns_put(struct sv_store_maker *maker,
                                       const struct sv_residual_columns *c,
                                       const char *record,
                                       struct sv_fault *fault) SV_MUST_USE;

#endif
