/* provenance.h - what an artifact says of where it comes from.
 *
 * The manifest knows when and how a stage was called.  An artifact that leaves
 * its folder keeps what made its contents what they are: the program and its
 * version, the options that change results, and its inputs by their digests.
 * There is no time, no path and no number of threads in it, so that equal
 * contents stay equal files.
 */
#ifndef SV_PROVENANCE_H
#define SV_PROVENANCE_H

#include <jansson.h>

#include "pipeline/fault.h"

/* The text for the artifact, JSON, from the entry that the stage PROGRAM is
 * going to put into the manifest.  The caller frees *out. */
enum sv_status sv_provenance(char **out, const char *program,
                             const json_t *entry, struct sv_fault *fault)
    SV_MUST_USE;

#endif
