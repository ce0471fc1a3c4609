/* weighworld.c - the variables that steps of weighting go by. */
#include "stages/weigh/weighworld.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 256, SHOWN = 5, MOST_CELLS = 100000 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for weighting");
}

static enum sv_status
find_record(struct sv_weigh_world *w, size_t r, struct sv_fault *fault)
{
    const struct sv_record *spec = &w->survey->record[r];
    struct sv_weighting_record *to = &w->record[r];
    struct sv_column column = { SV_U8, 0, NULL };
    char name[NAME_SIZE];
    const void *data = NULL;
    enum sv_status status;

    *to = (struct sv_weighting_record){ spec->name.text, 0, spec->parent, NULL };
    snprintf(name, sizeof name, "%s/row", to->name);
    status = sv_store_column(&column, w->units, name, fault);
    if (status != SV_OK)
        return status;
    to->n_rows = column.n;
    w->row[r] = column.data;
    if (to->parent == SV_NO_RECORD)
        return SV_OK;
    snprintf(name, sizeof name, "%s/parent", to->name);
    status = sv_store_typed(&data, w->units, name, SV_U32, to->n_rows, fault);
    to->parent_row = data;
    return status;
}

enum sv_status
sv_weigh_world_make(struct sv_weigh_world *world, struct sv_fault *fault)
{
    const size_t n = world->survey->n_records;
    enum sv_status status = SV_OK;

    world->record = sv_arena_take(world->arena, n, sizeof *world->record);
    world->row = sv_arena_take(world->arena, n, sizeof *world->row);
    if (world->record == NULL || world->row == NULL)
        return no_memory(fault);
    for (size_t r = 0; status == SV_OK && r < n; r++)
        status = find_record(world, r, fault);
    return status;
}

static const char *
text_of(const json_t *o, const char *key)
{
    return json_string_value(json_object_get(o, key));
}

/* The entry of variable NAME of a record type in the meta, or NULL. */
static const json_t *
variable_of(const struct sv_weigh_world *w, int record, const char *name)
{
    const json_t *records = json_object_get(w->meta, "records"), *r, *v;
    size_t i, k;

    json_array_foreach(records, i, r) {
        if (strcmp(text_of(r, "name"), w->record[record].name) != 0)
            continue;
        json_array_foreach(json_object_get(r, "variables"), k, v)
            if (strcmp(text_of(v, "name"), name) == 0)
                return v;
    }
    return NULL;
}

/* The record type that has the variable: RECORD or one above; SV_NO_RECORD. */
static int
owner_of(const json_t **out, const struct sv_weigh_world *w, int record,
         const char *name)
{
    for (int r = record; r != SV_NO_RECORD; r = w->record[r].parent) {
        *out = variable_of(w, r, name);
        if (*out != NULL)
            return r;
    }
    return SV_NO_RECORD;
}

bool
sv_weigh_is_number(const struct sv_weigh_world *world, int record,
                   const char *name)
{
    const json_t *v = NULL;

    return owner_of(&v, world, record, name) != SV_NO_RECORD
        && strcmp(text_of(v, "type"), "number") == 0;
}

/* The row of OWNER that row J of RECORD belongs to. */
static size_t
climb(const struct sv_weigh_world *w, int record, int owner, size_t j)
{
    for (int r = record; r != owner; r = w->record[r].parent)
        j = w->record[r].parent_row[j];
    return j;
}

/* Fills TO [n_rows] with the values of a variable; codes of classifications
 * (0: missing) are such, too. */
static enum sv_status
fill(double *to, const json_t **meta, const struct sv_weigh_world *w,
     int record, struct sv_string at, struct sv_fault *fault)
{
    const int owner = owner_of(meta, w, record, at.text);
    struct sv_column column = { SV_U8, 0, NULL };
    const void *missing = NULL;
    char name[NAME_SIZE];
    enum sv_status status;

    if (owner == SV_NO_RECORD)
        return sv_fail(fault, SV_BUG, "units.h5: %s has no variable %s",
                       w->record[record].name, at.text);
    snprintf(name, sizeof name, "%s/var/%s", w->record[owner].name, at.text);
    status = sv_store_column(&column, w->units, name, fault);
    if (status != SV_OK)
        return status;
    snprintf(name, sizeof name, "%s/missing/%s", w->record[owner].name, at.text);
    if (sv_store_has(w->units, name))
        status = sv_store_typed(&missing, w->units, name, SV_U8, column.n,
                                fault);
    for (size_t j = 0; status == SV_OK && j < w->record[record].n_rows; j++) {
        const size_t up = climb(w, record, owner, j);

        to[j] = missing != NULL && ((const uint8_t *) missing)[up] != 0
                        && strcmp(text_of(*meta, "type"), "number") == 0
                    ? NAN
                    : sv_column_value(&column, up);
    }
    return status;
}

enum sv_status
sv_weigh_number(const double **out, const struct sv_weigh_world *world,
                int record, struct sv_string name, struct sv_fault *fault)
{
    double *to = sv_arena_take(world->arena, world->record[record].n_rows + 1,
                               sizeof *to);
    const json_t *meta = NULL;
    enum sv_status status = to == NULL
                                ? no_memory(fault)
                                : fill(to, &meta, world, record, name, fault);

    *out = to;
    if (status == SV_OK && strcmp(text_of(meta, "type"), "number") != 0)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text),
                        "'%s' is a classification; a number is needed here",
                        name.text);
    return status;
}

/* "sex=male, age_group=5-14" of cell C. */
static char *
name_cell(const struct sv_crossed *x, size_t c, struct sv_arena *arena)
{
    char text[400];
    size_t used = 0, stride = x->n_cells;

    for (size_t k = 0; k < x->by->n && used < sizeof text; k++) {
        const size_t size = json_array_size(x->categories[k]);

        stride /= size;
        used += (size_t) snprintf(
            text + used, sizeof text - used, "%s%s=%s", k > 0 ? ", " : "",
            x->by->item[k].text,
            text_of(json_array_get(x->categories[k], c / stride % size),
                    "name"));
    }
    return sv_arena_text(arena, text, strlen(text));
}

static enum sv_status
name_cells(struct sv_crossed *x, struct sv_arena *arena, struct sv_fault *fault)
{
    const char **name = sv_arena_take(arena, x->n_cells, sizeof *name);

    for (size_t c = 0; name != NULL && c < x->n_cells; c++) {
        name[c] = x->by->n > 0 ? name_cell(x, c, arena) : "all";
        if (name[c] == NULL)
            return no_memory(fault);
    }
    x->name = name;
    return name == NULL ? no_memory(fault) : SV_OK;
}

/* Makes CELL finer by one more classification. */
static enum sv_status
cross(struct sv_crossed *x, int32_t *cell, double *codes,
      const struct sv_weigh_world *w, int record, size_t k,
      struct sv_fault *fault)
{
    const struct sv_string name = x->by->item[k];
    const json_t *meta = NULL;
    enum sv_status status = fill(codes, &meta, w, record, name, fault);
    size_t size;

    if (status != SV_OK)
        return status;
    x->categories[k] = json_object_get(meta, "categories");
    size = json_array_size(x->categories[k]);
    if (size == 0)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text),
                        "'%s' is a number; a classification is needed here: "
                        "give it categories or 'cut' it", name.text);
    x->n_cells *= size;
    if (x->n_cells > MOST_CELLS)
        return sv_point(fault, SV_DATA, name.at, strlen(name.text),
                        "this crossing has %zu cells; %d are the most",
                        x->n_cells, MOST_CELLS);
    for (size_t j = 0; j < w->record[record].n_rows; j++)
        cell[j] = cell[j] < 0 || codes[j] == 0
                      ? -1
                      : cell[j] * (int32_t) size + (int32_t) codes[j] - 1;
    return SV_OK;
}

enum sv_status
sv_weigh_cross(struct sv_crossed *out, const struct sv_weigh_world *world,
               int record, const struct sv_names *by, struct sv_fault *fault)
{
    const size_t n = world->record[record].n_rows;
    int32_t *cell = sv_arena_take(world->arena, n + 1, sizeof *cell);
    double *codes = sv_arena_take(world->arena, n + 1, sizeof *codes);
    enum sv_status status = SV_OK;

    *out = (struct sv_crossed){
        .n_cells = 1, .cell = cell, .by = by,
        .categories = sv_arena_take(world->arena, by->n + 1,
                                    sizeof *out->categories),
    };
    if (cell == NULL || codes == NULL || out->categories == NULL)
        return no_memory(fault);
    for (size_t k = 0; status == SV_OK && k < by->n; k++)
        status = cross(out, cell, codes, world, record, k, fault);
    return status == SV_OK ? name_cells(out, world->arena, fault) : status;
}

enum sv_status
sv_weigh_rows_fault(const struct sv_weigh_world *world, int record,
                    const bool *bad, struct sv_string at, const char *what,
                    struct sv_fault *fault)
{
    const uint32_t *row = world->row[record];
    uint32_t first[SHOWN + 1];
    char rows[SHOWN * 16] = "";
    size_t count = 0, n = 0, used = 0;

    for (size_t j = 0; j < world->record[record].n_rows; j++) {
        size_t k;

        if (!bad[j])
            continue;
        count++;
        for (k = n; k > 0 && first[k - 1] > row[j]; k--)
            first[k] = first[k - 1];
        first[k] = row[j];
        n += n < SHOWN;
    }
    for (size_t k = 0; k < n; k++)
        used += (size_t) snprintf(rows + used, sizeof rows - used, "%s%u",
                                  k > 0 ? ", " : "", first[k]);
    if (count == 0)
        return fault->status;
    return sv_point(fault, SV_DATA, at.at, at.text ? strlen(at.text) : 1,
                    "%zu rows of %s %s (row %s%s)", count,
                    world->record[record].name, what, rows,
                    count > SHOWN ? ", ..." : "");
}
