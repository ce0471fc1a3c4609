/* coarsedesign.c - units for a tally whose design says nothing of them. */
#include "stages/tally/coarsedesign.h"

void
sv_coarsen(struct sv_ranges *design, struct sv_coarse_units *units)
{
    const uint64_t n = design->n_units[0];
    const uint64_t m = n < SV_COARSE_UNITS ? n : SV_COARSE_UNITS;

    for (uint64_t k = 0; k <= m; k++)
        units->first[k] = sv_first_row(design, 0, (uint32_t) (k * n / m));
    units->strata[0] = 0;
    units->strata[1] = (uint32_t) m;
    units->population = (double) m;
    *design = (struct sv_ranges){
        .n_strata = 1, .n_stages = 1, .n_rows = design->n_rows,
        .n_units = { (size_t) m }, .strata = units->strata,
        .stage = { units->first }, .fpc = { &units->population },
    };
}
