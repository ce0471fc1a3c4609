/* coarsedesign.h - units for a tally whose design says nothing of them.
 *
 * Where replicate weights come without clusters, sampling units are not known,
 * and the variance does not go by them.  Rows are then tallied by runs of
 * equal length, so many that they can be shared out to shards and threads.
 */
#ifndef SV_COARSEDESIGN_H
#define SV_COARSEDESIGN_H

#include "pipeline/ranges.h"

enum { SV_COARSE_UNITS = 1024 };

/* Room for the ranges that DESIGN then points at. */
struct sv_coarse_units {
    uint32_t strata[2], first[SV_COARSE_UNITS + 1];
    double population;
};

/* Makes DESIGN one stratum of at most SV_COARSE_UNITS units of one stage, each
 * a run of its units of the first stage, and all that there are: none of them
 * is lonely, and no cell is known too little for being in one alone. */
void sv_coarsen(struct sv_ranges *design, struct sv_coarse_units *units);

#endif
