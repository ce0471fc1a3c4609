/* used.h - which variables of the data files the survey uses.
 *
 * Keys and the design must be in the files; what expressions name may also be
 * derived, and is left to who evaluates them.
 */
#ifndef SV_USED_H
#define SV_USED_H

#include <stdbool.h>

#include "pipeline/columnranges.h"
#include "pipeline/fault.h"
#include "pipeline/survey.h"
#include "stages/ingest/datafile.h"

struct sv_used {
    bool **by;                  /* [record][variable of its file] */
    bool **replicate_only;      /* the same: only as a replicate weight of
                                   the record type itself */
    struct sv_column_set *replicates;   /* [record] its own replicate weights,
                                           whole and final; n 0: none */
    size_t n_records;
};

/* FILE [n_records] has the dictionaries; a record made from another one has
 * the same file.  Names of keys and the design that no file has are faults.
 * With ALL every variable is used.  The caller ends it with sv_used_free(). */
enum sv_status sv_used_find(struct sv_used *out, const struct sv_survey *survey,
                            struct sv_datafile *const *file, bool all,
                            struct sv_fault *fault) SV_MUST_USE;
void sv_used_free(struct sv_used *used);

/* The place of the variable whose name is NAME [length], or -1. */
long sv_used_position(const struct sv_datafile *file, const char *name,
                      size_t length);

#endif
