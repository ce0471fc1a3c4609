/* dictionary.h - the world of microdata.h5. */
#ifndef SV_DICTIONARY_H
#define SV_DICTIONARY_H

#include <jansson.h>

#include "pipeline/stage.h"
#include "stages/derive/reasons.h"

/* Makes a symbol of every variable that microdata.h5 has, with room for
 * N_DERIVED more in every record type.  Everything lives in ARENA, in STORE or
 * in META, the meta of STORE. */
enum sv_status sv_dictionary_read(struct sv_world *out, struct sv_arena *arena,
                                  const struct sv_store *store,
                                  const json_t *meta, size_t n_derived,
                                  struct sv_reasons *reasons,
                                  struct sv_fault *fault) SV_MUST_USE;

/* The label that the data file has for variable NAME of RECORD, or "". */
const char *sv_dictionary_label(const json_t *meta, const char *record,
                                const char *name);

#endif
