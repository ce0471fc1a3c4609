/* keptquantiles.h - quantiles as contrasts and covariances want them.
 *
 * A quantile is worked out among the members of its cell, of whom nothing is left
 * afterwards.  What these need of them are the totals, by unit, of those up
 * to the quantile and of all, and with replicates the quantile in each: they are
 * kept here as a sv_quantity (weights/quantity.h), cell by cell.
 */
#ifndef SV_KEPTQUANTILES_H
#define SV_KEPTQUANTILES_H

#include "stages/common/variance.h"
#include "weights/quantiles.h"

/* Ends with free(). */
struct sv_kept_quantile;

/* Keeps QUANTILE, of which SHARE is F at it.  REPEATED [replicates] is the quantile
 * in each; or NULL: replicates move it as much as they move F, by the slope.  NULL
 * without memory. */
struct sv_kept_quantile *
sv_quantile_keep(const struct sv_variance *v, const struct sv_quantile *quantile,
                 const struct sv_quantity *share, const double *repeated,
                 struct sv_room *room);

/* What was kept: borrowed, as is all that it points at. */
const struct sv_quantity *sv_kept_quantity(const struct sv_kept_quantile *kept);

/* Those of a record type. */
struct sv_kept_quantiles {
    struct sv_kept_quantile **of;       /* [n_cells][columns]; NULL: not kept */
    bool *wanted;               /* [n_crossings] whether those of its cells are */
    size_t n_cells, columns;
};

/* Room for those of all cells of RECORD, of which none are wanted as yet; false
 * without memory.  Ends with sv_kept_free(), which a zeroed one does not mind. */
bool sv_kept_take(struct sv_kept_quantiles *out,
                  const struct sv_tally_record *record);
void sv_kept_free(struct sv_kept_quantiles *kept);

/* Numerator K of ITEM in CELL of the record that V is of, as sv_quantity_of(); a
 * quantile is that of KEPT, where it must have been kept. */
struct sv_quantity sv_kept_or_summed(const struct sv_kept_quantiles *kept,
                                     const struct sv_variance *v,
                                     const struct sv_tally_item *item, size_t k,
                                     size_t cell);

#endif
