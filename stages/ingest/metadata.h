/* metadata.h - the text `meta` of microdata.h5. */
#ifndef SV_METADATA_H
#define SV_METADATA_H

#include "pipeline/fault.h"
#include "stages/ingest/layout.h"
#include "stages/ingest/views.h"

/* The caller frees *out. */
enum sv_status sv_metadata(char **out, const struct sv_tables *all,
                           const struct sv_layout *layout,
                           struct sv_fault *fault) SV_MUST_USE;

/* A JSON list of the strings of a text variable.  The caller frees *out. */
enum sv_status sv_strings_text(char **out, const struct sv_field *field,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
