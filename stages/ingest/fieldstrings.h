/* fieldstrings.h - one list of strings for all parts of a file.
 *
 * Every child numbers the strings it meets; the file has one list, in byte
 * order, whatever the parts were.
 */
#ifndef SV_FIELDSTRINGS_H
#define SV_FIELDSTRINGS_H

#include "pipeline/fault.h"
#include "stages/ingest/datafile.h"

/* Fills in FIELD's strings and numbers from column K of FILE's segments. */
enum sv_status sv_field_strings(struct sv_field *field,
                                const struct sv_datafile *file, size_t k,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
