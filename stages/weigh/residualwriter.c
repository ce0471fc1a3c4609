/* residualwriter.c - what calibration leaves for the variance. */
#include "stages/weigh/residualwriter.h"

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/tallyfile.h"

enum { NAME_SIZE = 256 };

/* Of the first N_ROWS. */
static size_t
entries_at_most(const struct sv_projection *p, size_t n_rows)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_blocks; i++)
        for (size_t j = 0; j < n_rows && j < p->block[i].n_rows; j++) {
            const struct sv_projection_block *b = &p->block[i];
            const size_t row = b->row_of != NULL ? b->row_of[j] : j;

            n += b->x->first[row + 1] - b->x->first[row];
        }
    return n;
}

/* The unit of STAGE of DESIGN that ROW of a record type above, whose design is
 * ABOVE, is in.  Stages that only the one below has have one unit for it. */
static uint32_t
unit_below(const struct sv_ranges *design, size_t stage,
           const struct sv_ranges *above, uint32_t row)
{
    size_t s = stage < above->n_stages ? stage : above->n_stages - 1;
    uint32_t unit = sv_group_at(above, s + 1, row);

    for (; s < stage; s++)
        unit = design->stage[s][unit];
    return unit;
}

static void
fill(struct sv_residual_columns *c, const struct sv_weighting_chain *chain,
     const struct sv_ranges *const *designs, size_t record, size_t stage)
{
    const struct sv_projection *p = &chain->p;
    const struct sv_ranges *design = designs[record];
    uint64_t at = 0;

    for (size_t j = 0; j < c->n_rows; j++) {
        at += sv_projection_row_v(c->column + at, c->v + at, p, j);
        c->first[j + 1] = at;
    }
    for (uint32_t unit = 0; unit < c->n_units; unit++)
        for (size_t j = sv_first_row(design, stage, unit);
             j < sv_first_row(design, stage, unit + 1); j++)
            sv_projection_add_u(c->units + unit * c->n_columns, p, j);
    for (size_t k = 0; k < chain->n_absent; k++) {
        const struct sv_absent_row *a = &chain->absent[k];
        const uint32_t unit = unit_below(design, stage, designs[a->record],
                                         a->row);

        sv_projection_add_u(c->units + unit * c->n_columns, p, c->n_rows + k);
    }
}

enum sv_status
sv_residual_columns_make(struct sv_residual_columns *out,
                         const struct sv_weighting_chain *chain,
                         const struct sv_ranges *const *designs, size_t record,
                         struct sv_fault *fault)
{
    const struct sv_projection *p = &chain->p;
    const struct sv_ranges *design = designs[record];
    const size_t n = sv_projection_columns(p), n_rows = design->n_rows;
    const size_t entries = entries_at_most(p, n_rows);
    const size_t stage = sv_tally_stages(design) - 1;

    *out = (struct sv_residual_columns){ 0 };
    if (n == 0)
        return SV_OK;
    *out = (struct sv_residual_columns){
        .n_columns = n, .n_units = design->n_units[stage],
        .n_rows = n_rows, .matrix = calloc(n * n, sizeof *out->matrix),
        .units = calloc(design->n_units[stage] * n + 1, sizeof *out->units),
        .v = calloc(entries + n, sizeof *out->v),
        .column = calloc(entries + n, sizeof *out->column),
        .first = calloc(n_rows + 1, sizeof *out->first),
    };
    if (out->matrix == NULL || out->units == NULL || out->v == NULL
        || out->column == NULL || out->first == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the residuals of "
                       "calibration");
    fill(out, chain, designs, record, stage);
    return sv_projection_matrix(out->matrix, p, fault);
}

void
sv_residual_columns_free(struct sv_residual_columns *c)
{
    free(c->matrix);
    free(c->units);
    free(c->v);
    free(c->column);
    free(c->first);
    *c = (struct sv_residual_columns){ 0 };
}

enum sv_status
sv_residual_columns_put(struct sv_store_maker *maker,
                        const struct sv_residual_columns *c, const char *record,
                        struct sv_fault *fault)
{
    const size_t entries = c->n_columns > 0 ? (size_t) c->first[c->n_rows] : 0;
    const struct { const char *name; enum sv_type type; size_t n;
                   const void *data; } column[] = {
        { "matrix", SV_F64, c->n_columns * c->n_columns, c->matrix },
        { "units", SV_F64, c->n_units * c->n_columns, c->units },
        { "first", SV_U64, c->n_rows + 1, c->first },
        { "column", SV_U32, entries, c->column },
        { "v", SV_F64, entries, c->v },
    };
    char path[NAME_SIZE];

    for (size_t i = 0; c->n_columns > 0 && i < sizeof column / sizeof *column;
         i++) {
        enum sv_status status;

        snprintf(path, sizeof path, "%s/calibration/%s", record,
                 column[i].name);
        status = sv_store_put(maker, path, column[i].type, column[i].n,
                              column[i].data, fault);
        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}
