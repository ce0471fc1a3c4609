/* quantiling.h - quantiles in every cell, from the table of members.
 *
 * The tally has who is in a cell and on what PSUs a number rests; the values
 * themselves are in a pattern table (pipeline/patternfile.h), member by member
 * in ascending order.  The share below a value is a proportion, whose standard
 * error is found as that of any other (stages/common/variance.h).
 */
#ifndef SV_QUANTILING_H
#define SV_QUANTILING_H

#include "stages/common/keptquantiles.h"
#include "stages/estimate/results.h"

/* Fills in the results OUT of sv_results_fill() what they have of quantiles:
 * value, standard error, interval, flags, and as numerator the members up to
 * the quantile; there are no design effects.  KEPT, where there is room taken
 * in it, has those that are wanted for contrasts.  META is that of TALLY.  Cells are worked on by
 * as many threads as OpenMP has. */
enum sv_status sv_quantiles_fill(struct sv_result *out,
                                 struct sv_kept_quantiles *kept,
                                 const struct sv_variance *v,
                                 const struct sv_methods *methods,
                                 const struct sv_store *tally,
                                 const json_t *meta,
                                 struct sv_fault *fault) SV_MUST_USE;

#endif
