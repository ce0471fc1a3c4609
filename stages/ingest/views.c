/* views.c - a variable of the design, seen from a record. */
#include "stages/ingest/views.h"

#include <stdio.h>
#include <string.h>

#include "stages/ingest/located.h"
#include "stages/ingest/matching.h"

/* Steps from table T up to ANCESTOR; -1 if that is none. */
static int
depth_below(const struct sv_tables *all, int t, int ancestor)
{
    int depth = 0;

    for (; t != ancestor; t = all->table[t].spec->parent, depth++)
        if (t == SV_NO_RECORD)
            return -1;
    return depth;
}

int
sv_view_table(const struct sv_tables *all, int t, const char *name)
{
    int nearest = -1, best = -1;

    for (int d = 0; d < (int) all->n; d++) {
        const int depth = depth_below(all, d, t);

        if (depth >= 0 && sv_table_has(&all->table[d], name)
            && (best < 0 || depth < best)) {
            nearest = d;
            best = depth;
        }
    }
    return nearest;
}

static uint32_t
ancestor_row(const struct sv_tables *all, int d, int t, uint32_t row)
{
    for (; d != t; d = all->table[d].spec->parent)
        row = all->table[d].parent[row];
    return row;
}

/* The first row of table D below each row of T; rows that differ from it. */
static enum sv_status
look_below(struct sv_view *out, const struct sv_tables *all, int t, int d,
           struct sv_fault *fault)
{
    const struct sv_table *const table = &all->table[t];
    struct sv_located differ = { .n = 0 };
    void *memory;
    uint32_t *via;

    if (sv_scratch_take(&memory, all->scratch, table->n, sizeof *via, fault)
        != SV_OK)
        return fault->status;
    via = memory;
    memset(via, 0xff, table->n * sizeof *via);
    for (uint32_t i = 0; i < all->table[d].n; i++) {
        const uint32_t row = ancestor_row(all, d, t, i);

        if (via[row] == UINT32_MAX)
            via[row] = i;
        else if (sv_cell(&out->cells, i) != sv_cell(&out->cells, via[row])
                 || sv_cell_reason(&out->cells, i)
                    != sv_cell_reason(&out->cells, via[row]))
            sv_locate(&differ, sv_table_row(&all->table[d], i));
    }
    out->via = via;
    if (differ.n > 0)
        sv_add(fault, SV_DATA, "%s: variable %s of the design must be the same "
               "in all rows of one %s, but is not in %s",
               all->table[d].file->path, out->name, table->spec->name.text,
               sv_located_say(&differ).text);
    return SV_OK;
}

/* The nearest table above T that has NAME; -1: none. */
static int
table_above(const struct sv_tables *all, int t, const char *name)
{
    do
        t = all->table[t].spec->parent;
    while (t != SV_NO_RECORD && !sv_table_has(&all->table[t], name));
    return t;
}

/* The row of table A above each row of T. */
static enum sv_status
look_above(struct sv_view *out, const struct sv_tables *all, int t, int a,
           struct sv_fault *fault)
{
    uint32_t *via;

    if (sv_scratch_numbers(&via, all->scratch, all->table[t].n, fault) != SV_OK)
        return fault->status;
    for (uint32_t i = 0; i < all->table[t].n; i++)
        via[i] = ancestor_row(all, t, a, i);
    out->via = via;
    return SV_OK;
}

enum sv_status
sv_view(struct sv_view *out, bool *found, const struct sv_tables *all, int t,
        const char *name, struct sv_fault *fault)
{
    const int below = sv_view_table(all, t, name);
    const int d = below >= 0 ? below : table_above(all, t, name);

    *out = (struct sv_view) { .name = name };
    *found = d >= 0;
    if (d < 0)
        return SV_OK;
    if (sv_table_cells(&out->cells, &all->table[d], all->scratch, name, fault)
        != SV_OK)
        return fault->status;
    if (d == t)
        return SV_OK;
    return below >= 0 ? look_below(out, all, t, d, fault)
                      : look_above(out, all, t, d, fault);
}

/* Rows of table D in which NAME is not what it is in their row of T. */
static enum sv_status
compare(const struct sv_tables *all, int t, int d, const char *name,
        struct sv_fault *fault)
{
    struct sv_tuples own = { .n_keys = 1 }, above = { .n_keys = 1 };
    struct sv_located differ = { .n = 0 };

    if (sv_table_cells(&own.cells[0], &all->table[d], all->scratch, name, fault)
        != SV_OK
        || sv_table_cells(&above.cells[0], &all->table[t], all->scratch, name,
                          fault) != SV_OK)
        return fault->status;
    if (sv_match_key(&own, &above, 0, own.cells[0].field->text
                     != above.cells[0].field->text, all->scratch, fault)
        != SV_OK)
        return sv_at(fault, "%s, %s", all->table[d].file->path,
                     all->table[t].file->path);
    for (uint32_t i = 0; i < all->table[d].n; i++)
        if (!sv_tuple_missing(&own, i)
            && sv_tuple_code(&own, 0, i)
               != sv_tuple_code(&above, 0, ancestor_row(all, d, t, i)))
            sv_locate(&differ, sv_table_row(&all->table[d], i));
    if (differ.n > 0)
        sv_add(fault, SV_DATA, "%s: variable %s of the design is not that of "
               "the %s in %s; correct it, or leave the variable out of one of "
               "the files", all->table[d].file->path, name,
               all->table[t].spec->name.text, sv_located_say(&differ).text);
    return SV_OK;
}

/* Whether rows were linked to those of the table by NAME, however spelt. */
static bool
is_key(const struct sv_table *table, const char *name)
{
    const struct sv_names *const key = &table->spec->key;

    for (size_t k = 0; k < key->n; k++)
        if (strcmp(key->item[k].text, name) == 0)
            return true;
    return false;
}

enum sv_status
sv_view_copies(const struct sv_tables *all, int t, const char *name,
               struct sv_fault *fault)
{
    if (!sv_table_has(&all->table[t], name) || is_key(&all->table[t], name))
        return SV_OK;
    for (int d = 0; d < (int) all->n; d++)
        if (depth_below(all, d, t) > 0 && sv_table_has(&all->table[d], name)
            && all->table[d].file != all->table[t].file
            && compare(all, t, d, name, fault) != SV_OK)
            return fault->status;
    return SV_OK;
}

void
sv_view_text(char *out, size_t room, const struct sv_view *v, uint32_t row)
{
    const uint32_t at = v->via != NULL ? v->via[row] : row;

    if (at == UINT32_MAX)
        snprintf(out, room, "?");
    else
        sv_cell_text(out, room, &v->cells, at);
}

static bool
is_value(const json_t *json, const struct sv_view *v, uint32_t row)
{
    const double value = sv_view_value(v, row);

    if (v->cells.field->text)
        return json_is_string(json)
            && strcmp(json_string_value(json),
                      v->cells.field->string[(size_t) value]) == 0;
    return json_is_number(json) && json_number_value(json) == value;
}

void
sv_view_label(char *out, size_t room, const struct sv_view *v, uint32_t row)
{
    const json_t *const labels = json_object_get(v->cells.field->about,
                                                 "labels");

    for (size_t i = 0; i < json_array_size(labels); i++) {
        const json_t *const entry = json_array_get(labels, i);
        const char *const text =
            json_string_value(json_object_get(entry, "label"));

        if (text != NULL && *text != '\0' && !sv_view_missing(v, row)
            && is_value(json_object_get(entry, "value"), v, row)) {
            snprintf(out, room, "%s", text);
            return;
        }
    }
    sv_view_text(out, room, v, row);
}
