/* columnspecs.h - types and labels that the description gives CSV columns. */
#ifndef SV_COLUMNSPECS_H
#define SV_COLUMNSPECS_H

#include "pipeline/fault.h"
#include "stages/ingest/datafile.h"

/* Puts the `types` and `labels` of FILE's record into its dictionary.  A column that the
 * file has not, or a file that brings its own labels, is a fault. */
enum sv_status sv_column_specs(struct sv_datafile *file, struct sv_fault *fault)
    SV_MUST_USE;

#endif
