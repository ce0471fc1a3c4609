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

/* Puts the lines as rows of UNIT into INTO, that of cell c at next[c], which
 * moves on, and clears them.  Returns how many. */
size_t sv_unit_sums_put(struct sv_unit_sums *sums, uint32_t unit,
                        uint64_t *next, const struct sv_tally_columns *into);

/* Adds 1 to rows[c] for every cell c that rows [first, end) of UNIT are in.
 * SEEN, [n_cells], is all 0 before the first unit and kept from one to the
 * next.  False if a category is not one of its classification. */
bool sv_count_cells(uint32_t *rows, uint32_t *seen, const struct sv_fold *fold,
                    uint32_t unit, uint32_t first, uint32_t end);

#endif
