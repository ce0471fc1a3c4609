/* totals.h - what is known of the population, cell by cell of a margin. */
#ifndef SV_TOTALS_H
#define SV_TOTALS_H

#include "pipeline/stage.h"
#include "stages/weigh/weighworld.h"

struct sv_known {
    double *total;              /* [n_cells]; NAN: not given */
    bool shares;
};

/* Of MARGIN, whose classifications cross to X: from its file, which is
 * recorded, or in place.  Categories that X does not have are faults. */
enum sv_status sv_totals_read(struct sv_known *out,
                              const struct sv_margin_spec *margin,
                              const struct sv_crossed *x,
                              struct sv_arena *arena, struct sv_stage *stage,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
