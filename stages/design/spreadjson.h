/* spreadjson.h - the spread of some numbers, for programs. */
#ifndef SV_SPREADJSON_H
#define SV_SPREADJSON_H

#include "pipeline/json.h"
#include "stages/design/designfacts.h"

/* KEY: [least, median, most], or null. */
void sv_put_spread(struct sv_json *json, const char *key, struct sv_spread s);

#endif
