/* crosscheck.h - numbers of a run once more, by R survey and by Stata.
 *
 * The microdata are exported into OUT/crosscheck/ (hearth-export), and scripts
 * are written there that recompute chosen cells from them as a methodologist
 * would by hand, by the same conventions.  The R script is run where Rscript
 * is, and what it found is compared with estimates.json.
 */
#ifndef SV_CROSSCHECK_H
#define SV_CROSSCHECK_H

#include "pipeline/stage.h"

struct sv_crosscheck_options {
    struct sv_common_options common;
    unsigned sample;            /* 0: all cells */
    bool no_run;                /* only write the scripts */
    const char *tolerance;      /* NULL: 1e-8 */
};

enum sv_status sv_crosscheck(struct sv_stage *stage, const void *options,
                             struct sv_fault *fault) SV_MUST_USE;

#endif
