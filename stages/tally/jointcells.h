/* jointcells.h - cells of several crossings at once.
 *
 * A row is in a cell of every crossing; where it costs much to add one up, it
 * is added once to a bin of what several crossings have in common, and cells
 * are the sums of their bins: the crossings by sex, by area and by sex and age
 * make do with bins of sex, area and age.  A bin is a combination of
 * categories, missing ones among them, that is in any cell.
 */
#ifndef SV_JOINTCELLS_H
#define SV_JOINTCELLS_H

#include "stages/tally/fold.h"

struct sv_joint_cells {
    struct sv_joint *joint;     /* [n]; each crossing is in one */
    size_t n;
    size_t n_bins;              /* of all joints, one after the other */
    uint64_t *first;            /* [n_cells + 1] where in BIN */
    uint32_t *bin;              /* the bins of each cell */
};

/* For the rows of FOLD, whose codes must be sound.  False if memory runs out;
 * the caller releases *out with sv_joint_cells_free() also then. */
bool sv_joint_cells_make(struct sv_joint_cells *out,
                         const struct sv_fold *fold);
void sv_joint_cells_free(struct sv_joint_cells *cells);

/* OUT [n]: the bin of rows [first, first + n) in joint J, numbered over all
 * joints; SV_NO_CELL (unitsums.h) if it is in no cell of it. */
void sv_joint_bins(uint32_t *out, const struct sv_joint_cells *cells, size_t j,
                   uint32_t first, uint32_t n);

#endif
