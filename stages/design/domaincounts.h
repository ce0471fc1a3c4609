/* domaincounts.h - what every cell of a crossing rests on, before estimates.
 *
 * Rows are in design order, so PSUs and strata are met one after another.
 */
#ifndef SV_DOMAINCOUNTS_H
#define SV_DOMAINCOUNTS_H

#include <stdbool.h>

#include "pipeline/ranges.h"

struct sv_domain {
    uint64_t n;                 /* rows with a weight above 0 */
    size_t psus, strata;        /* with at least one of them */
    size_t alone;               /* strata in which one PSU of several has
                                   some: lonely in the domain */
};

#define SV_NO_DOMAIN UINT32_MAX

/* Fills CELL [n_cells]; of_row [rows] is the cell of each or SV_NO_DOMAIN,
 * WEIGHT [rows], COMPLETE [strata]: all PSUs were drawn.  False without
 * memory. */
bool sv_domains_count(struct sv_domain *cell, size_t n_cells,
                      const struct sv_ranges *ranges, const uint32_t *of_row,
                      const double *weight, const bool *complete);

#endif
