/* breaks.c - indicators that are not the same in both rounds. */
#include "stages/compare/breaks.h"

#include <string.h>

#include "pipeline/jsonmembers.h"

/* Of shares, whose item is a category, there is one entry. */
json_t *
sv_round_indicator(const struct sv_round *round, const json_t *number)
{
    const char *item = sv_json_text_of(number, "item");
    size_t k;
    json_t *entry;

    json_array_foreach(json_object_get(round->estimates, "indicators"), k,
                       entry)
        if (strcmp(sv_json_text_of(entry, "code"), sv_json_text_of(number, "indicator")) == 0
            && (strcmp(sv_json_text_of(entry, "item"), item) == 0
                || json_array_size(json_object_get(entry, "categories")) > 0))
            return entry;
    return NULL;
}

static bool
lies_between(json_int_t year, json_int_t a, json_int_t b)
{
    return a < b ? year > a && year <= b : year > b && year <= a;
}

unsigned
sv_break_between(const json_t **change, const json_t *a, const json_t *b)
{
    const json_int_t from = json_integer_value(json_object_get(a, "vintage"));
    const json_int_t to = json_integer_value(json_object_get(b, "vintage"));
    const json_t *later = to >= from ? b : a;
    unsigned found = SV_NO_BREAK;
    size_t k;
    json_t *one;

    *change = NULL;
    json_array_foreach(json_object_get(later, "breaks"), k, one)
        if (from > 0 && to > 0
            && lies_between(json_integer_value(json_object_get(one, "in")),
                            from, to)) {
            *change = one;
            found |= SV_BREAK_WORDING;
        }
    if (strcmp(sv_json_text_of(a, "universe"), sv_json_text_of(b, "universe")) != 0
        || strcmp(sv_json_text_of(a, "value"), sv_json_text_of(b, "value")) != 0)
        found |= SV_BREAK_DEFINITION;
    return found;
}

const json_t *
sv_break_declared(const struct sv_round *round, const json_t *number)
{
    const json_t *survey = json_object_get(round->estimates, "survey");
    size_t k;
    json_t *one;

    json_array_foreach(json_object_get(survey, "breaks"), k, one) {
        const char *item = json_string_value(json_object_get(one, "item"));

        if (strcmp(sv_json_text_of(one, "indicator"), sv_json_text_of(number, "indicator")) == 0
            && (item == NULL || strcmp(item, sv_json_text_of(number, "item")) == 0))
            return one;
    }
    return NULL;
}
