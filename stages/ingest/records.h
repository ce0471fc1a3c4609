/* records.h - record types as tables of rows, still in the order of the files.
 *
 * A record made from another's file has one row for each distinct key; all
 * others have the rows of their file.
 */
#ifndef SV_RECORDS_H
#define SV_RECORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/columnranges.h"
#include "pipeline/fault.h"
#include "pipeline/survey.h"
#include "stages/ingest/datafile.h"
#include "stages/ingest/rowmemory.h"

/* One variable of a table, in memory. */
struct sv_cells {
    const struct sv_field *field;
    const uint32_t *at;         /* [n] row of the file; NULL: the same row */
    enum sv_type type;
    const void *data;           /* [rows of the file] */
    const uint8_t *reason;      /* NULL: none is missing */
};

struct sv_table {
    const struct sv_record *spec;
    const struct sv_datafile *file;
    const bool *used;           /* by position in the file */
    const bool *replicate_only; /* see used.h */
    const struct sv_column_set *replicates;
    uint32_t n;
    uint32_t *at;               /* [n] first row of the file; NULL: the same */
    uint32_t *row_of;           /* [rows of the file], with AT: the other way */
    uint32_t *parent;           /* [n] row of the parent table, or UINT32_MAX;
                                   NULL without a parent */
    uint32_t *order;            /* [n] which row comes first, second, ... */
    uint32_t *place;            /* [n + left_out] the other way round */
    uint32_t left_out;          /* rows without a place (UINT32_MAX), see
                                   sv_lay_out_plainly() */
    struct sv_cells *known;     /* [n_fields] field NULL: not yet in memory */
};

/* NAME is a variable that is used in the table's file. */
enum sv_status sv_table_cells(struct sv_cells *out, struct sv_table *table,
                              struct sv_scratch *scratch, const char *name,
                              struct sv_fault *fault) SV_MUST_USE;
bool sv_table_has(const struct sv_table *table, const char *name);

/* The row of the data file, from 1, for messages. */
uint32_t sv_table_row(const struct sv_table *table, uint32_t row);

static inline uint32_t
sv_cell_at(const struct sv_cells *c, uint32_t row)
{
    return c->at != NULL ? c->at[row] : row;
}

static inline uint8_t
sv_cell_reason(const struct sv_cells *c, uint32_t row)
{
    return c->reason != NULL ? c->reason[sv_cell_at(c, row)] : SV_VALID;
}

/* A number, or the number of a string. */
static inline double
sv_cell(const struct sv_cells *c, uint32_t row)
{
    const uint32_t i = sv_cell_at(c, row);

    switch (c->type) {
    case SV_I8:
        return ((const int8_t *) c->data)[i];
    case SV_I16:
        return ((const int16_t *) c->data)[i];
    case SV_I32:
        return ((const int32_t *) c->data)[i];
    default:
        return ((const double *) c->data)[i];
    }
}

/* Text of a cell, for identifiers of the design: "12", "North". */
void sv_cell_text(char *out, size_t room, const struct sv_cells *c,
                  uint32_t row);

#endif
