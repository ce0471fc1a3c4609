/* patternfile.c - pattern tables: a tally whose cells come from the data. */
#include "pipeline/patternfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 300 };

static enum sv_status
take_columns(struct sv_pattern_layout *l, const json_t *columns,
             struct sv_fault *fault)
{
    size_t k;
    json_t *name;

    l->column = calloc(json_array_size(columns) + 1, sizeof *l->column);
    if (l->column == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for pattern tables");
    json_array_foreach(columns, k, name)
        l->column[l->n_columns++] = json_string_value(name);
    for (k = 0; k < l->n_columns; k++)
        if (l->column[k] == NULL)
            l->n_columns = 0;
    return SV_OK;
}

static enum sv_status
take_table(struct sv_pattern_layout *l, size_t number, const json_t *table,
           struct sv_fault *fault)
{
    enum sv_status status =
        take_columns(l, json_object_get(table, "columns"), fault);

    if (status != SV_OK)
        return status;
    l->record = json_string_value(json_object_get(table, "record"));
    l->state = json_string_value(json_object_get(table, "state"));
    l->each = json_is_true(json_object_get(table, "each"));
    if (l->record == NULL || l->state == NULL || l->n_columns == 0)
        return sv_fail(fault, SV_DATA, "units.h5: its meta has a pattern table "
                       "that this version does not know; run hearth-derive "
                       "again");
    snprintf(l->group, sizeof l->group, "%.200s/patterns/%zu", l->record,
             number);
    return SV_OK;
}

enum sv_status
sv_pattern_layout(struct sv_pattern_layout **out, size_t *n,
                  const json_t *meta, struct sv_fault *fault)
{
    const json_t *tables = json_object_get(meta, "patterns");
    enum sv_status status = SV_OK;
    size_t k;
    json_t *table;

    *n = json_array_size(tables);
    *out = calloc(*n + 1, sizeof **out);
    if (*out == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for pattern tables");
    json_array_foreach(tables, k, table)
        if (status == SV_OK)
            status = take_table(&(*out)[k], k, table, fault);
    if (status != SV_OK) {
        sv_pattern_layout_free(*out, *n);
        *out = NULL;
        *n = 0;
    }
    return status;
}

void
sv_pattern_layout_free(struct sv_pattern_layout *layout, size_t n)
{
    for (size_t k = 0; layout != NULL && k < n; k++)
        free(layout[k].column);
    free(layout);
}

bool
sv_pattern_tallied(const struct sv_tally_record *record,
                   const struct sv_pattern_layout *table, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (strcmp(table[k].record, record->name) == 0)
            return true;
    return record->n_items > 0;
}

size_t
sv_pattern_column(const struct sv_pattern_layout *layout, const char *name)
{
    size_t k = 0;

    while (k < layout->n_columns && strcmp(layout->column[k], name) != 0)
        k++;
    return k;
}

struct sv_tally_record
sv_pattern_rows(const struct sv_pattern_layout *layout, size_t n_patterns)
{
    return (struct sv_tally_record){
        .name = layout->record, .group = layout->group, .n_cells = n_patterns,
        .n_sums = SV_PATTERN_SUMS, .n_counts = 1,
    };
}

/* Column NAME of the table, of TYPE and whatever length. */
static enum sv_status
find(struct sv_column *out, const struct sv_store *store,
     const struct sv_pattern_layout *layout, const char *name,
     enum sv_type type, struct sv_fault *fault)
{
    char path[NAME_SIZE];
    enum sv_status status;

    snprintf(path, sizeof path, "%s/%s", layout->group, name);
    status = sv_store_column(out, store, path, fault);
    if (status == SV_OK && out->type != type)
        status = sv_fail(fault, SV_BUG, "%s is not of its type", path);
    return status;
}

static enum sv_status
find_entries(struct sv_pattern_table *out, const struct sv_store *store,
             const struct sv_pattern_layout *layout, struct sv_fault *fault)
{
    struct sv_column first, column, v;
    char path[NAME_SIZE];

    snprintf(path, sizeof path, "%s/first", layout->group);
    if (!sv_store_has(store, path))
        return SV_OK;
    if (find(&first, store, layout, "first", SV_U64, fault) != SV_OK
        || find(&column, store, layout, "column", SV_U32, fault) != SV_OK
        || find(&v, store, layout, "v", SV_F64, fault) != SV_OK)
        return fault->status;
    out->first = first.data;
    out->column = column.data;
    out->v = v.data;
    if (first.n != out->rows.n + 1 || column.n != out->first[out->rows.n]
        || v.n != column.n)
        return sv_fail(fault, SV_BUG, "%s does not fit together",
                       layout->group);
    return SV_OK;
}

enum sv_status
sv_pattern_table_of(struct sv_pattern_table *out, const struct sv_store *store,
                    const struct sv_pattern_layout *layout,
                    struct sv_fault *fault)
{
    struct sv_tally_record rows;
    struct sv_column values;
    enum sv_status status = find(&values, store, layout, "values", SV_F64,
                                 fault);

    *out = (struct sv_pattern_table){ .n_columns = layout->n_columns };
    if (status != SV_OK)
        return status;
    if (values.n % layout->n_columns != 0)
        return sv_fail(fault, SV_BUG, "%s does not fit together",
                       layout->group);
    out->n_patterns = values.n / layout->n_columns;
    out->values = values.data;
    rows = sv_pattern_rows(layout, out->n_patterns);
    status = sv_tally_rows_of(&out->rows, store, &rows, fault);
    return status == SV_OK ? find_entries(out, store, layout, fault) : status;
}
