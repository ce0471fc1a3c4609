/* unitsums.h - the sums of one sampling unit while its rows go by.
 *
 * A dense table would have a line for every cell; here a cell takes the next
 * free line when its first member comes, so that what is touched stays small
 * enough for the cache, and only that is cleared.
 */
#ifndef SV_UNITSUMS_H
#define SV_UNITSUMS_H

#include "stages/tally/fold.h"

/* No cells, though cells are numbered from 0: there are fewer than these. */
#define SV_NO_CELL  UINT32_MAX
#define SV_BAD_CELL (UINT32_MAX - 1)

/* The cell of row J in crossing C; SV_NO_CELL if a category is missing,
 * SV_BAD_CELL if it is none. */
uint32_t sv_row_cell(const struct sv_fold *fold, size_t c, uint32_t j);

/* What row J adds to each cell that it is in: SUMS [n_sums], COUNTS
 * [n_counts]. */
void sv_row_sums(double *sums, uint32_t *counts, const struct sv_fold *fold,
                 uint32_t j);

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
