/* schema.h - a grammar as JSON Schema, for editors that complete and check. */
#ifndef SV_SCHEMA_H
#define SV_SCHEMA_H

#include <stdio.h>

#include "pipeline/bind.h"

/* Writes the schema (draft 7) of a file of FORM, called TITLE, to F.  Whether F
 * took it all is for the caller to ask F. */
enum sv_status sv_schema_write(FILE *f, const struct sv_form *form,
                               const char *title, struct sv_fault *fault)
    SV_MUST_USE;

#endif
