/* assembly.h - microdata.h5, written from tables that have been laid out. */
#ifndef SV_ASSEMBLY_H
#define SV_ASSEMBLY_H

#include "pipeline/digest.h"
#include "pipeline/fault.h"
#include "stages/ingest/layout.h"
#include "stages/ingest/views.h"

/* Writes PATH.  Nothing is left of it if that fails. */
enum sv_status sv_assemble(const char *path, const struct sv_tables *all,
                           const struct sv_layout *layout, unsigned jobs,
                           struct sv_digest *digest, struct sv_fault *fault)
    SV_MUST_USE;

#endif
