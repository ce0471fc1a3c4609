/* contrasting.h - differences, ratios and sums of categories and indicators.
 *
 * A contrast of categories is worked out for every indicator, and for every
 * crossing that its classifications are in: within each combination of the
 * others.  One of indicators is worked out in every cell.
 */
#ifndef SV_CONTRASTING_H
#define SV_CONTRASTING_H

#include "pipeline/stage.h"
#include "stages/common/keptquantiles.h"
#include "stages/estimate/results.h"
#include "weights/contrasts.h"

struct sv_contrast_result {
    const struct sv_contrast_spec *spec;
    const struct sv_tally_record *record;
    const struct sv_tally_item *item;
    size_t numerator;           /* of the item: category of shares */
    const struct sv_tally_crossing *crossing;
    size_t cell;                /* one of those contrasted, in the crossing */
    struct sv_contrast contrast;
    double low, high, df, p;    /* p: that it is 0, or, a ratio, 1; NAN of a
                                   standardised rate */
    double psus, strata;        /* NAN: not known */
};

struct sv_contrast_results {
    struct sv_contrast_result *result;
    size_t n, capacity;
};

/* Whether CONTRAST [N] are of quantiles of RECORD in the cells of CROSSING. */
bool sv_contrasts_want_quantiles(const struct sv_contrast_spec *contrast,
                                 size_t n, const struct sv_tally_record *record,
                                 const struct sv_tally_crossing *crossing,
                                 const json_t *meta);

/* Adds CONTRAST [N] of the record type that V is of to *OUT, which the caller
 * releases by free(out->result); KEPT are the quantiles that they want, META
 * is that of the tally. */
enum sv_status sv_contrasts_fill(struct sv_contrast_results *out,
                                 const struct sv_contrast_spec *contrast,
                                 size_t n, const struct sv_variance *v,
                                 const struct sv_kept_quantiles *kept,
                                 const struct sv_methods *methods,
                                 const json_t *meta,
                                 struct sv_fault *fault) SV_MUST_USE;

/* Writes contrasts.csv; META is that of the tally. */
enum sv_status sv_write_contrasts(struct sv_stage *stage,
                                  struct sv_contrast_results *results,
                                  const json_t *meta,
                                  struct sv_fault *fault) SV_MUST_USE;

#endif
