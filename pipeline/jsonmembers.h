/* jsonmembers.h - members of JSON objects that may be absent. */
#ifndef SV_JSONMEMBERS_H
#define SV_JSONMEMBERS_H

#include <jansson.h>

/* The text under KEY, borrowed from OBJECT; "" if there is none. */
const char *sv_json_text_of(const json_t *object, const char *key);

/* The number under KEY; NAN if there is none. */
double sv_json_number_of(const json_t *object, const char *key);

#endif
