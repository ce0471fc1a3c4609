/* datahub.c - codes of numbers in the ITU DataHub.
 *
 * A code has four fields with '-' between them: the item, the unit, and two
 * for breakdowns, which may be empty.  Sex goes last of two, and before that
 * urban and rural: the order of `codes` in the catalogue, from the end.
 */
#include "stages/estimate/datahub.h"

#include <stdio.h>
#include <string.h>

enum { MOST_BREAKS = 2, CODE_SIZE = 256 };

/* Whether NAME is VARIABLE, or the same of RECORD: "household.children". */
static bool
is_of(const char *name, const char *record, const char *variable)
{
    const size_t n = strlen(record);

    return strcmp(name, variable) == 0
        || (strncmp(name, record, n) == 0 && name[n] == '.'
            && strcmp(name + n + 1, variable) == 0);
}

/* The code of CATEGORY of VARIABLE among units of RECORD, and at which place
 * that is; NULL if there is none. */
static const char *
code_of(const struct sv_survey *s, const char *record, const char *variable,
        const char *category, size_t *place)
{
    for (*place = 0; *place < s->n_codes; ++*place) {
        const struct sv_break_codes *c = &s->codes[*place];

        if (!is_of(c->variable, record, variable))
            continue;
        for (size_t k = 0; k < c->n; k++)
            if (c->category[k].n_codes == 1
                && c->category[k].code[0].string.text != NULL
                && strcmp(c->category[k].code[0].string.text, category) == 0)
                return c->category[k].name.text;
    }
    return NULL;
}

json_t *
sv_datahub_series(const struct sv_survey *survey,
                  const struct sv_number *number)
{
    const char *series = json_string_value(json_object_get(number->indicator,
                                                           "series"));
    const size_t n = number->crossing->n;
    const char *code[MOST_BREAKS] = { "", "" };
    size_t place[MOST_BREAKS] = { 0, 0 };
    char text[CODE_SIZE];
    bool swap;

    if (series == NULL || strlen(series) < 2 || n > MOST_BREAKS)
        return json_null();
    for (size_t k = 0; k < n; k++) {
        code[k] = code_of(survey, number->record->name,
                          number->crossing->variable[k],
                          sv_category_of(number, k), &place[k]);
        if (code[k] == NULL)
            return json_null();
    }
    swap = n == MOST_BREAKS && place[0] < place[1];
    snprintf(text, sizeof text, "%.*s-%s-%s", (int) strlen(series) - 2, series,
             code[swap], code[!swap]);
    return json_string(text);
}
