/* keptquantiles.h - quantiles as contrasts want them.
 *
 * A quantile is worked out among the members of its cell, of whom nothing is left
 * afterwards.  What a contrast needs of them are the totals, by unit, of those up
 * to the quantile and of all, and with replicates the quantile in each: they are
 * kept here as a sv_quantity (weights/quantity.h), cell by cell.
 */
#ifndef SV_KEPTQUANTILES_H
#define SV_KEPTQUANTILES_H

#include "stages/common/variance.h"
#include "weights/quantiles.h"

struct sv_kept_quantile;

struct sv_kept_quantiles {
    struct sv_kept_quantile **of;       /* [n_cells][columns]; NULL: not kept */
    size_t n_cells, columns;
};

/* Room for those of all cells of RECORD; false without memory.  Ends with
 * sv_kept_free(), which a zeroed one does not mind. */
bool sv_kept_take(struct sv_kept_quantiles *out,
                  const struct sv_tally_record *record);
void sv_kept_free(struct sv_kept_quantiles *kept);

/* Keeps QUANTILE of COLUMN in CELL, of which SHARE is F at it.  REPEATED
 * [replicates] is the quantile in each; or NULL: replicates move it as much as they
 * move F, by the slope.  May be called for other cells by other threads; false
 * without memory. */
bool sv_kept_add(struct sv_kept_quantiles *kept, size_t cell, size_t column,
                 const struct sv_variance *v, const struct sv_quantile *quantile,
                 const struct sv_quantity *share, const double *repeated,
                 struct sv_room *room);

/* What was kept there: borrowed. */
const struct sv_quantity *sv_kept_of(const struct sv_kept_quantiles *kept,
                                     size_t cell, size_t column);

#endif
