/* records.c - record types as tables, still in the order of the files. */
#include "stages/ingest/records.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static enum sv_status
load(struct sv_cells *out, const struct sv_table *table,
     const struct sv_field *field, struct sv_scratch *scratch,
     struct sv_fault *fault)
{
    const size_t n = (size_t) table->file->n;
    void *data, *reason = NULL;

    if (sv_scratch_take(&data, scratch, n, sv_type_size(field->type), fault)
        != SV_OK)
        return fault->status;
    if (field->missing
        && sv_scratch_take(&reason, scratch, n, 1, fault) != SV_OK)
        return fault->status;
    sv_datafile_values(data, field->type, table->file, field, 0, n);
    if (reason != NULL)
        sv_datafile_reasons(reason, table->file, field, 0, n);
    sv_datafile_rest(table->file);
    *out = (struct sv_cells) { .field = field, .type = field->type,
                               .data = data, .reason = reason };
    return SV_OK;
}

enum sv_status
sv_table_cells(struct sv_cells *out, struct sv_table *table,
               struct sv_scratch *scratch, const char *name,
               struct sv_fault *fault)
{
    const struct sv_field *const field = sv_datafile_field(table->file, name);
    struct sv_cells *known;

    if (field == NULL)
        return sv_fail(fault, SV_BUG, "%s: variable %s was not read",
                       table->file->path, name);
    known = &table->known[field - table->file->field];
    if (known->field == NULL
        && load(known, table, field, scratch, fault) != SV_OK)
        return fault->status;
    *out = *known;
    out->at = table->at;
    return SV_OK;
}

bool
sv_table_has(const struct sv_table *table, const char *name)
{
    return sv_datafile_field(table->file, name) != NULL;
}

uint32_t
sv_table_row(const struct sv_table *table, uint32_t row)
{
    return (table->at != NULL ? table->at[row] : row) + 1;
}

void
sv_cell_text(char *out, size_t room, const struct sv_cells *c, uint32_t row)
{
    const double value = sv_cell(c, row);

    if (c->field->text)
        snprintf(out, room, "%s", c->field->string[(size_t) value]);
    else
        snprintf(out, room, "%.15g", value);
}
