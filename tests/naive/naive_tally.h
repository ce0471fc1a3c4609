/* naive_tally.h - the fold once more: a dense table, one row at a time.
 *
 * Every cell and every unit has a line, members or not.  A line is added up in
 * the order of rows from nothing, so its bits are those of any fold that keeps
 * to that order.
 */
#ifndef SV_NAIVE_TALLY_H
#define SV_NAIVE_TALLY_H

#include "stages/tally/fold.h"

struct naive_line {
    bool occurs;                /* some row of the unit is in the cell */
    double *sums, *moments;     /* [n_sums], [n_moments] */
    uint32_t *counts;           /* [n_counts] */
};

/* The line of UNIT (of the last stage of FOLD) in CELL; naive_line_free(). */
struct naive_line naive_line_of(const struct sv_fold *fold, uint32_t unit,
                                size_t cell);
void naive_line_free(struct naive_line *line);

#endif
