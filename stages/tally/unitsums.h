/* unitsums.h - the sums of one sampling unit while its rows go by.
 *
 * A dense table would have a line for every cell; here a cell takes the next
 * free line when its first member comes, so that what is touched stays small
 * enough for the cache, and only that is cleared.
 */
#ifndef SV_UNITSUMS_H
#define SV_UNITSUMS_H

#include "stages/tally/fold.h"

struct sv_unit_sums;            /* opaque; one a thread */

/* NULL if memory runs out. */
struct sv_unit_sums *sv_unit_sums_new(const struct sv_fold *fold);
void sv_unit_sums_free(struct sv_unit_sums *sums);      /* NULL is fine */

/* Adds rows [first, end) of the data, in order. */
void sv_unit_sums_add(struct sv_unit_sums *sums, uint32_t first, uint32_t end);

/* Appends the lines as rows of UNIT to *out, in the order of cells, and clears
 * them.  Returns false if memory runs out. */
bool sv_unit_sums_emit(struct sv_unit_sums *sums, uint32_t unit,
                       struct sv_folded *out);

#endif
