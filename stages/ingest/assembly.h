/* assembly.h - microdata.h5, written from tables that have been laid out. */
#ifndef SV_ASSEMBLY_H
#define SV_ASSEMBLY_H

#include "pipeline/digest.h"
#include "pipeline/fault.h"
#include "stages/ingest/layout.h"
#include "stages/ingest/replicaterows.h"
#include "stages/ingest/views.h"

/* Writes PATH.  FACTS [all->n] are those of replicates.h5, NULL where a table
 * is not in there.  Nothing is left of PATH if that fails. */
enum sv_status sv_assemble(const char *path, const struct sv_tables *all,
                           const struct sv_layout *layout,
                           struct sv_replicate_facts *const *facts,
                           unsigned jobs,
                           struct sv_digest *digest, struct sv_fault *fault)
    SV_MUST_USE;

#endif
