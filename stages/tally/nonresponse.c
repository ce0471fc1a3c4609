/* nonresponse.c - who was asked and did not answer, by indicator. */
#include "stages/tally/nonresponse.h"

#include "pipeline/world.h"

/* COUNT [SV_MAX_KINDS]: units in the universe, then missing by kind. */
static enum sv_status
add_counts(json_t *indicator, const uint64_t *count, const json_t *kinds,
           struct sv_fault *fault)
{
    json_t *missing = json_object();
    bool failed = missing == NULL;

    for (size_t k = 1; k < SV_MAX_KINDS && !failed; k++) {
        const char *name = json_string_value(json_array_get(kinds, k));

        if (count[k] == 0)
            continue;
        if (name == NULL) {
            json_decref(missing);
            return sv_fail(fault, SV_BUG, "units.h5: kind %zu of missing has "
                           "no name", k);
        }
        failed = json_object_set_new(missing, name, json_integer(
                                         (json_int_t) count[k])) != 0;
    }
    failed |= json_object_set_new(indicator, "n_universe", json_integer(
                                      (json_int_t) count[0])) != 0;
    failed |= json_object_set_new(indicator, "n_missing", missing) != 0;
    return failed ? sv_fail(fault, SV_SYSTEM, "out of memory for the tally")
                  : SV_OK;
}

static enum sv_status
add_models(json_t *models, const struct sv_store *units, struct sv_fault *fault)
{
    const void *column;
    size_t i;
    json_t *model;
    enum sv_status status =
        sv_store_typed(&column, units, "model/missing", SV_U64,
                       2 * json_array_size(models), fault);

    json_array_foreach(models, i, model)
        if (status == SV_OK) {
            const uint64_t *n = (const uint64_t *) column + 2 * i;

            json_object_set_new(model, "n_universe",
                                json_integer((json_int_t) n[0]));
            if (json_object_set_new(model, "n_missing",
                                    json_integer((json_int_t) n[1])) != 0)
                status = sv_fail(fault, SV_SYSTEM, "out of memory for the "
                                 "tally");
        }
    return status;
}

enum sv_status
sv_nonresponse_add(json_t *meta, const struct sv_store *units,
                   struct sv_fault *fault)
{
    json_t *indicators = json_object_get(meta, "indicators"), *indicator;
    const json_t *kinds = json_object_get(meta, "kinds");
    const void *column;
    size_t i;
    enum sv_status status =
        sv_store_typed(&column, units, "ind/missing", SV_U64,
                       json_array_size(indicators) * SV_MAX_KINDS, fault);

    json_array_foreach(indicators, i, indicator)
        if (status == SV_OK)
            status = add_counts(indicator, (const uint64_t *) column
                                               + i * SV_MAX_KINDS,
                                kinds, fault);
    if (status == SV_OK && json_array_size(json_object_get(meta, "models")) > 0)
        status = add_models(json_object_get(meta, "models"), units, fault);
    return status;
}
