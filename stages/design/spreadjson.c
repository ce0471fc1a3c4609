/* spreadjson.c - the spread of some numbers, for programs. */
#include "stages/design/spreadjson.h"

#include <math.h>

void
sv_put_spread(struct sv_json *json, const char *key, struct sv_spread s)
{
    sv_json_key(json, key);
    if (isnan(s.least)) {
        sv_json_text(json, NULL);
        return;
    }
    sv_json_open(json, '[');
    sv_json_number(json, s.least);
    sv_json_number(json, s.median);
    sv_json_number(json, s.most);
    sv_json_close(json);
}
