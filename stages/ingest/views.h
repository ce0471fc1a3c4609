/* views.h - a variable of the design, seen from a record.
 *
 * It may be the record's own, or that of records below it, all of which must
 * then agree within each row, or of one above: how many persons a household has,
 * of whom some were drawn.
 */
#ifndef SV_VIEWS_H
#define SV_VIEWS_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "stages/ingest/records.h"
#include "stages/ingest/rowmemory.h"

/* All tables of a survey. */
struct sv_tables {
    struct sv_table *table;
    size_t n;
    struct sv_scratch *scratch;
};

struct sv_view {
    const char *name;           /* borrowed */
    struct sv_cells cells;
    const uint32_t *via;        /* [n] row of the table below or above;
                                   UINT32_MAX: it has none; NULL: own rows */
};

/* Makes the view of NAME from table T.  A variable that differs among the rows
 * below one row is added to FAULT.  *FOUND is false if neither T nor a table
 * below or above has it. */
enum sv_status sv_view(struct sv_view *out, bool *found,
                       const struct sv_tables *all, int t, const char *name,
                       struct sv_fault *fault) SV_MUST_USE;

/* The table, T or one below it, that has NAME; -1: none. */
int sv_view_table(const struct sv_tables *all, int t, const char *name);

/* Adds a fault if a table below T has NAME, too, with other values. */
enum sv_status sv_view_copies(const struct sv_tables *all, int t,
                              const char *name, struct sv_fault *fault)
    SV_MUST_USE;

static inline bool
sv_view_missing(const struct sv_view *v, uint32_t row)
{
    if (v->via != NULL && v->via[row] == UINT32_MAX)
        return true;
    return sv_cell_reason(&v->cells, v->via != NULL ? v->via[row] : row)
        != SV_VALID;
}

/* 0 where there is none. */
static inline double
sv_view_value(const struct sv_view *v, uint32_t row)
{
    if (v->via != NULL && v->via[row] == UINT32_MAX)
        return 0;
    return sv_cell(&v->cells, v->via != NULL ? v->via[row] : row);
}

/* The value label, else the identifier. */
void sv_view_label(char *out, size_t room, const struct sv_view *v,
                   uint32_t row);
/* The identifier. */
void sv_view_text(char *out, size_t room, const struct sv_view *v,
                  uint32_t row);

#endif
