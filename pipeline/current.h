/* current.h - whether a stage would make again what is already there. */
#ifndef SV_CURRENT_H
#define SV_CURRENT_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/manifest.h"

/* Whether STAGE of OUT is current for the description at SURVEY (an absolute
 * path): run with the program that is there now and no option of its own, on
 * inputs that have not changed, and its outputs are as it left them.  If not,
 * WHY says the first reason in a few words. */
bool sv_is_current(const struct sv_manifest *manifest, const char *stage,
                   const char *out, const char *survey, char *why,
                   size_t size);

#endif
