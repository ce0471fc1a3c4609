/* outside.h - text files that a stage reads beside its artifacts. */
#ifndef SV_OUTSIDE_H
#define SV_OUTSIDE_H

#include "pipeline/stage.h"

/* The bytes of the file at PATH and a NUL, recorded as an input of the stage.
 * The caller frees *text. */
enum sv_status sv_outside_text(char **text, size_t *n, struct sv_stage *stage,
                               const char *path, struct sv_fault *fault)
    SV_MUST_USE;

#endif
