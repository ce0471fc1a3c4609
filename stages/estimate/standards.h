/* standards.h - the contrasts of the description, with the shares of reference
 * populations that are in files.
 */
#ifndef SV_STANDARDS_H
#define SV_STANDARDS_H

#include "pipeline/arena.h"
#include "pipeline/stage.h"

struct sv_standards {
    struct sv_contrast_spec *contrast;  /* as in the survey's tables */
    size_t n;
    struct sv_arena *arena;
};

/* Of the stage's survey; files are recorded as inputs.  Faults: a file that
 * cannot be read, lacks a column, has a cell twice, or a number that is none.
 * The caller ends it with sv_standards_free(), also after a failure. */
enum sv_status sv_standards_read(struct sv_standards *out,
                                 struct sv_stage *stage,
                                 struct sv_fault *fault) SV_MUST_USE;
void sv_standards_free(struct sv_standards *standards);

#endif
