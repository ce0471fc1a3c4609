/* grid.h - figures laid out as people print them.
 *
 * A grid is one table: the indicators of one record type by one crossing.  The
 * last classification of the crossing runs across, behind a column for its
 * total; the others, and the indicators, run down.  A crossing of nothing is
 * the table of totals.
 */
#ifndef SV_GRID_H
#define SV_GRID_H

#include "stages/tabulate/figures.h"

struct sv_grid_row {
    size_t first;               /* number of a figure of this row: who it is */
    size_t *cell;               /* [n_columns + 1] numbers of figures, the
                                   total first; figures->n: there is none */
};

struct sv_grid {
    const char *record;
    const size_t *class;        /* [n_classes] classifications, as crossed */
    size_t n_classes;
    const char **column;        /* [n_columns] category names, across */
    size_t n_columns;
    struct sv_grid_row *row;
    size_t n_rows;
    size_t *cells;              /* where the rows' cells live */
};

/* Lays out the figures of RECORD crossed by CLASS [n_classes] exactly; CLASS
 * is borrowed.  n_rows is 0 where there are none.  Release with
 * sv_grid_free(). */
enum sv_status sv_grid_make(struct sv_grid *out,
                            const struct sv_figures *figures,
                            const char *record, const size_t *class,
                            size_t n_classes, struct sv_fault *fault)
    SV_MUST_USE;
void sv_grid_free(struct sv_grid *grid);

#endif
