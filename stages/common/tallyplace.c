/* tallyplace.c - where in the tally a number of estimates.json comes from. */
#include "stages/common/tallyplace.h"

#include <string.h>

#include "pipeline/jsonmembers.h"

/* The item of RECORD that NUMBER is of, and its numerator. */
static bool
find_item(struct sv_tally_place *out, const struct sv_tally_record *record,
          const json_t *indicators, const json_t *number)
{
    const char *highest = json_string_value(json_object_get(number,
                                                            "highest"));
    const char *item = highest != NULL ? highest
                                       : sv_json_text_of(number, "item");
    size_t k;
    json_t *category;

    for (size_t i = 0; i < record->n_items; i++) {
        const json_t *indicator;

        out->item = &record->item[i];
        out->numerator = 0;
        indicator = json_array_get(indicators, out->item->indicator);
        if (strcmp(sv_json_text_of(indicator, "code"),
                   sv_json_text_of(number, "indicator")) != 0)
            continue;
        if (out->item->estimand != SV_SHARES
            && strcmp(sv_json_text_of(indicator, "item"), item) == 0)
            return true;
        if (out->item->estimand == SV_SHARES)
            json_array_foreach(json_object_get(indicator, "categories"), k,
                               category) {
                out->numerator = k;
                if (strcmp(sv_json_text_of(category, "name"), item) == 0)
                    return true;
            }
    }
    return false;
}

bool
sv_tally_cell_of(size_t *cell, const struct sv_tally_crossing *c,
                 const json_t *by)
{
    if (json_object_size(by) != c->n)
        return false;
    *cell = 0;
    for (size_t k = 0; k < c->n; k++) {
        const char *name = sv_json_text_of(by, c->variable[k]);
        size_t code = 0;

        while (code < c->size[k]
               && strcmp(sv_json_text_of(json_array_get(c->categories[k], code),
                                         "name"), name) != 0)
            code++;
        if (code == c->size[k])
            return false;
        *cell = *cell * c->size[k] + code;
    }
    *cell += c->first_cell;
    return true;
}

bool
sv_tally_place_of(struct sv_tally_place *out,
                  const struct sv_tally_layout *layout, const json_t *meta,
                  const json_t *number)
{
    const json_t *indicators = json_object_get(meta, "indicators");

    for (size_t i = 0; i < layout->n; i++) {
        const struct sv_tally_record *record = &layout->record[i];

        if (strcmp(record->name, sv_json_text_of(number, "record")) != 0
            || !find_item(out, record, indicators, number))
            continue;
        out->record = i;
        for (size_t c = 0; c < record->n_crossings; c++)
            if (sv_tally_cell_of(&out->cell, &record->crossing[c],
                                 json_object_get(number, "by")))
                return true;
    }
    return false;
}
