/* toldrules.c - by which rules the numbers of a folder of results were made. */
#include "stages/common/toldrules.h"

#include <math.h>

#include "pipeline/jsonmembers.h"

static double
number_of(const json_t *object, const char *key, double otherwise)
{
    const json_t *value = json_object_get(object, key);

    return json_is_number(value) ? json_number_value(value) : otherwise;
}

struct sv_variance_rules
sv_variance_rules_told(const json_t *words)
{
    const json_t *told = json_object_get(words, "variance");

    return (struct sv_variance_rules) {
        .design = {
            sv_json_text_of(words, "lonely_psu"),
            json_is_true(json_object_get(words, "lonely_in_domains")),
            json_string_value(json_object_get(told, "pps")),
            json_string_value(json_object_get(told, "pps_form")),
        },
        .method = told != NULL ? sv_json_text_of(told, "method")
                               : "linearisation",
        .replicates = { (size_t) number_of(told, "replicates", 0),
                        number_of(told, "rho", NAN),
                        (uint64_t) number_of(told, "seed", 0) },
        .mse = json_is_true(json_object_get(told, "mse")),
        .degrees = sv_json_text_of(words, "degrees_of_freedom"),
        .fixed_degrees = 0,
    };
}
