/* notnumbers.c - where a column of texts, that should be numbers, has others. */
#include "stages/weigh/notnumbers.h"

#include <jansson.h>
#include <stdio.h>

#include "pipeline/bind.h"

enum { NAME_SIZE = 512 };

static bool
is_other(const json_t *strings, size_t code)
{
    const char *text = json_string_value(json_array_get(strings, code));
    double x;

    return text != NULL && *text != '\0' && !sv_number(text, &x);
}

uint32_t
sv_first_not_number(const struct sv_store *microdata, const char *record,
                    const char *name)
{
    struct sv_fault ignored = { 0 };
    struct sv_column c = { SV_I8, 0, NULL }, row = { SV_U32, 0, NULL };
    char path[NAME_SIZE];
    uint32_t first = 0;
    const char *text;
    json_t *strings;

    snprintf(path, sizeof path, "%s/var/%s", record, name);
    if (sv_store_column(&c, microdata, path, &ignored) != SV_OK)
        return 0;
    snprintf(path, sizeof path, "%s/row", record);
    if (sv_store_column(&row, microdata, path, &ignored) != SV_OK)
        return 0;
    snprintf(path, sizeof path, "%s/strings/%s", record, name);
    text = sv_store_text_of(microdata, path);
    strings = text != NULL ? json_loads(text, 0, NULL) : NULL;
    for (size_t j = 0; j < c.n; j++) {
        const uint32_t at = ((const uint32_t *) row.data)[j];

        if ((first == 0 || at < first)
            && is_other(strings, (size_t) sv_column_value(&c, j)))
            first = at;
    }
    json_decref(strings);
    return first;
}
