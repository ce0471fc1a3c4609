/* jsonmembers.c - members of JSON objects that may be absent. */
#include "pipeline/jsonmembers.h"

#include <math.h>

const char *
sv_json_text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

double
sv_json_number_of(const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);

    return json_is_number(value) ? json_number_value(value) : NAN;
}
