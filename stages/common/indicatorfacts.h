/* indicatorfacts.h - what the catalogue says of an indicator, as JSON. */
#ifndef SV_INDICATORFACTS_H
#define SV_INDICATORFACTS_H

#include <jansson.h>

#include "pipeline/survey.h"

/* {"en": ..., "fr": ...}; a text without a language is in FIRST.  LABEL may be
 * NULL: {}. */
json_t *sv_label_json(const struct sv_label *label, const char *first);

/* Sets in TO what there is of catalogue, vintage, period, base, series,
 * sdmx, status, note, breaks and target of I; docs/outputs.md says what they are. */
void sv_indicator_facts(json_t *to, const struct sv_indicator *i,
                        const char *first);

#endif
