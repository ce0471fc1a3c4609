/* chosencells.h - the numbers of estimates.json that are recomputed. */
#ifndef SV_CHOSENCELLS_H
#define SV_CHOSENCELLS_H

#include <jansson.h>

#include "pipeline/fault.h"
#include "stages/common/resultfolder.h"

struct sv_chosen {
    json_t *estimates;          /* estimates.json; borrowed */
    const json_t **number;      /* [n] entries of its `estimates` */
    size_t n;
    size_t n_empty;             /* chosen, but nobody is in the cell */
    size_t n_quantiles;         /* chosen, but the scripts have no quantiles */
};

/* The cells that CELL [n] names, all if N is 0; SAMPLE of them unless that is
 * 0.  Cells without members are left out and counted.  Faults for a name that
 * there is not: see
 * stages/common/numbername.h.  The caller ends *out with sv_chosen_free(). */
enum sv_status sv_choose_cells(struct sv_chosen *out, json_t *estimates,
                               const char *const *cell, size_t n,
                               size_t sample, struct sv_fault *fault)
    SV_MUST_USE;
void sv_chosen_free(struct sv_chosen *chosen);

/* "HH8.h[sex=female, area=rural]" of NUMBER into OUT [size]. */
void sv_cell_name(char *out, size_t size, const json_t *number);

#endif
