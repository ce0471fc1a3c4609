/* exportnames.h - what the columns of an export are called, from its
 * codebook. */
#ifndef SV_EXPORTNAMES_H
#define SV_EXPORTNAMES_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/csv.h"
#include "pipeline/fault.h"

struct sv_export_names {
    char *text;                 /* of the codebook */
    struct sv_export_name { const char *name, *type, *origin; } *column;
    size_t n;
};

/* Reads the codebook at PATH.  The caller ends *out with
 * sv_export_names_free(). */
enum sv_status sv_export_names_read(struct sv_export_names *out,
                                    const char *path, struct sv_fault *fault)
    SV_MUST_USE;
void sv_export_names_free(struct sv_export_names *names);

/* The column whose origin begins with WHAT and goes on with one of NEXT, or
 * ends there; NULL if there is none. */
const struct sv_export_name *sv_export_origin(const struct sv_export_names *n,
                                              const char *what,
                                              const char *next);

/* The column of variable NAME of a data file that is part of the key or the
 * design. */
const struct sv_export_name *sv_export_design(const struct sv_export_names *n,
                                              const char *name);

/* The column called NAME. */
const struct sv_export_name *sv_export_named(const struct sv_export_names *n,
                                             const char *name);

#endif
