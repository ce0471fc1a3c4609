/* patternneeds.c - which pattern tables the tally is to make. */
#include "stages/derive/patternneeds.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 512 };

json_int_t
sv_pattern_ask(json_t *tables, const char *record, const char *state,
               json_t *columns, bool each)
{
    const size_t number = json_array_size(tables);

    json_array_append_new(tables,
                          json_pack("{s:s, s:s, s:o, s:b}", "record", record,
                                    "state", state, "columns", columns, "each",
                                    (int) each));
    return (json_int_t) number;
}

static void
add_once(json_t *columns, const char *name)
{
    size_t k;
    json_t *known;

    json_array_foreach(columns, k, known)
        if (strcmp(json_string_value(known), name) == 0)
            return;
    json_array_append_new(columns, json_string(name));
}

/* The classifications of tables.by that RECORD has. */
static void
add_classifications(json_t *columns, const struct sv_derivation *d, int record)
{
    const struct sv_tables_spec *t = &d->survey->tables;
    char name[NAME_SIZE];

    for (size_t i = 0; i < t->n_by; i++)
        for (size_t k = 0; k < t->by[i].variable.n; k++) {
            const char *variable = t->by[i].variable.item[k].text;

            if (sv_classification(d, record, variable) == NULL)
                continue;
            snprintf(name, sizeof name, "%s/var/%s",
                     d->world.record[record].name, variable);
            add_once(columns, name);
        }
}

static bool
same_text(struct sv_string a, struct sv_string b)
{
    return a.text == NULL || b.text == NULL ? a.text == b.text
                                            : strcmp(a.text, b.text) == 0;
}

/* The measure before K of the same number and universe; K if there is none. */
static size_t
alike(const struct sv_derivation *d, size_t k)
{
    const struct sv_indicator *i = d->measure[k].indicator;

    for (size_t j = 0; j < k; j++) {
        const struct sv_indicator *o = d->measure[j].indicator;

        if (o->estimand == SV_QUANTILE && o->record == i->record
            && same_text(o->value, i->value)
            && same_text(o->universe, i->universe))
            return j;
    }
    return k;
}

static json_t *
ask_for(json_t *tables, const struct sv_derivation *d, size_t k)
{
    const int record = d->measure[k].indicator->record;
    json_t *columns = json_array();
    char state[NAME_SIZE], y[NAME_SIZE];

    snprintf(state, sizeof state, "ind/%zu/state", k);
    snprintf(y, sizeof y, "ind/%zu/y", k);
    add_once(columns, y);
    add_classifications(columns, d, record);
    return json_integer(sv_pattern_ask(tables, d->world.record[record].name,
                                       state, columns, true));
}

json_t *
sv_pattern_needs(const struct sv_derivation *d, json_t *indicators)
{
    json_t *tables = json_array();

    for (size_t k = 0; k < d->n_indicators; k++) {
        const size_t first = alike(d, k);
        json_t *number;

        if (d->measure[k].indicator->estimand != SV_QUANTILE)
            continue;
        number = first < k
                     ? json_incref(json_object_get(
                           json_array_get(indicators, first), "patterns"))
                     : ask_for(tables, d, k);
        json_object_set_new(json_array_get(indicators, k), "patterns", number);
    }
    return tables;
}
