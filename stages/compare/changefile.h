/* changefile.h - compare.csv: one row a number that both rounds have. */
#ifndef SV_CHANGEFILE_H
#define SV_CHANGEFILE_H

#include "stages/compare/changes.h"

/* Writes the file PATH, whole or not at all. */
enum sv_status sv_write_changes(const char *path,
                                const struct sv_changes *changes,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
