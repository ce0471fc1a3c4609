/* domaincounts.c - what every cell of a crossing rests on, before estimates. */
#include "stages/design/domaincounts.h"

#include <stdlib.h>

/* Where a cell was met last. */
struct met {
    uint32_t psu;               /* from 1; 0: nowhere yet */
    uint32_t in_stratum;        /* PSUs of the stratum at hand */
};

static void
add_row(struct sv_domain *cell, struct met *met, uint32_t psu)
{
    cell->n++;
    if (met->psu == psu + 1)
        return;
    met->psu = psu + 1;
    met->in_stratum++;
    cell->psus++;
}

/* The stratum is over. */
static void
close_stratum(struct sv_domain *cell, struct met *met, size_t n_cells,
              bool several)
{
    for (size_t c = 0; c < n_cells; c++) {
        cell[c].strata += met[c].in_stratum > 0;
        cell[c].alone += several && met[c].in_stratum == 1;
        met[c].in_stratum = 0;
    }
}

bool
sv_domains_count(struct sv_domain *cell, size_t n_cells,
                 const struct sv_ranges *ranges, const uint32_t *of_row,
                 const double *weight, const bool *complete)
{
    struct met *met = calloc(n_cells + 1, sizeof *met);

    if (met == NULL)
        return false;
    for (size_t h = 0; h < ranges->n_strata; h++) {
        const uint32_t first = ranges->strata[h], end = ranges->strata[h + 1];

        for (uint32_t psu = first; psu < end; psu++) {
            const uint32_t last = sv_first_row(ranges, 0, psu + 1);

            for (uint32_t j = sv_first_row(ranges, 0, psu); j < last; j++)
                if (of_row[j] != SV_NO_DOMAIN && weight[j] > 0)
                    add_row(&cell[of_row[j]], &met[of_row[j]], psu);
        }
        close_stratum(cell, met, n_cells, end - first > 1 && !complete[h]);
    }
    free(met);
    return true;
}
