/* grid.c - figures laid out as people print them. */
#include "stages/tabulate/grid.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tabulate/lines.h"

static const char total[] = "_T";

static bool
is_crossed_by(const struct sv_grid *g, size_t class)
{
    for (size_t k = 0; k < g->n_classes; k++)
        if (g->class[k] == class)
            return true;
    return false;
}

/* Whether F is a figure of this table: of its record, with a category in each
 * of its classifications and in no other. */
static bool
is_in(const struct sv_figures *all, const struct sv_grid *g,
      const struct sv_figure *f)
{
    if (strcmp(f->record, g->record) != 0)
        return false;
    for (size_t c = 0; c < all->n_classes; c++)
        if ((strcmp(f->category[c], total) != 0) != is_crossed_by(g, c))
            return false;
    return true;
}

static const char *
across(const struct sv_grid *g, const struct sv_figure *f)
{
    return g->n_classes ? f->category[g->class[g->n_classes - 1]] : total;
}

/* The column of CATEGORY, looked for from column *HINT on, round to it again, and
 * left there; n_columns if there is none. */
static size_t
column_of(const struct sv_grid *g, const char *category, size_t *hint)
{
    for (size_t k = 0; k < g->n_columns; k++) {
        const size_t at = (*hint + k) % g->n_columns;

        if (strcmp(g->column[at], category) == 0)
            return *hint = at;
    }
    return g->n_columns;
}

static void
find_columns(struct sv_grid *g, const struct sv_figures *all)
{
    size_t hint = 0;

    for (size_t i = 0; i < all->n; i++) {
        const char *category = across(g, &all->figure[i]);

        if (is_in(all, g, &all->figure[i]) && strcmp(category, total) != 0
            && column_of(g, category, &hint) == g->n_columns)
            g->column[g->n_columns++] = category;
    }
}

/* The figure with _T across that belongs to the row of figure I. */
static size_t
total_of(const struct sv_figures *all, const struct sv_grid *g,
         const struct sv_lines *lines, size_t i)
{
    size_t j = g->n_classes > 0 ? lines->first[i] : i;

    while (j < all->n && strcmp(across(g, &all->figure[j]), total) != 0)
        j = lines->next[j];
    return j;
}

/* By what figures are put into rows: a row has the figures of a line across. */
struct filling {
    struct sv_lines lines;      /* none, where nothing is crossed */
    size_t *row_of;             /* [all->n] by the first figure of a line: the
                                   number of its row, from 1; 0: none yet */
};

static size_t *
row_of(const struct filling *f, size_t i)
{
    return &f->row_of[f->lines.first != NULL ? f->lines.first[i] : i];
}

static void
find_rows(struct sv_grid *g, const struct sv_figures *all, struct filling *f)
{
    for (size_t i = 0; i < all->n; i++)
        if (is_in(all, g, &all->figure[i]) && *row_of(f, i) == 0) {
            g->row[g->n_rows++].first = i;
            *row_of(f, i) = g->n_rows;
        }
}

static void
fill(struct sv_grid *g, const struct sv_figures *all, const struct filling *f)
{
    size_t hint = 0;

    for (size_t r = 0; r < g->n_rows; r++) {
        struct sv_grid_row *row = &g->row[r];

        row->cell = g->cells + r * (g->n_columns + 1);
        row->cell[0] = total_of(all, g, &f->lines, row->first);
        for (size_t k = 0; k < g->n_columns; k++)
            row->cell[k + 1] = all->n;
    }
    for (size_t i = 0; i < all->n; i++)
        if (g->n_classes > 0 && is_in(all, g, &all->figure[i]))
            g->row[*row_of(f, i) - 1].cell[
                1 + column_of(g, across(g, &all->figure[i]), &hint)] = i;
}

/* Finds rows, columns and cells; false where there is no memory. */
static bool
lay_out(struct sv_grid *g, const struct sv_figures *all, struct filling *f)
{
    size_t n_in = 0;

    for (size_t i = 0; i < all->n; i++)
        n_in += is_in(all, g, &all->figure[i]);
    f->row_of = calloc(all->n + 1, sizeof *f->row_of);
    g->column = calloc(n_in + 1, sizeof *g->column);
    g->row = calloc(n_in + 1, sizeof *g->row);
    if (f->row_of == NULL || g->column == NULL || g->row == NULL)
        return false;
    find_columns(g, all);
    find_rows(g, all, f);
    g->cells = calloc(g->n_rows * (g->n_columns + 1) + 1, sizeof *g->cells);
    if (g->cells != NULL)
        fill(g, all, f);
    return g->cells != NULL;
}

enum sv_status
sv_grid_make(struct sv_grid *out, const struct sv_figures *figures,
             const char *record, const size_t *class, size_t n_classes,
             struct sv_fault *fault)
{
    struct filling f = { { NULL, NULL }, NULL };

    *out = (struct sv_grid){
        .record = record, .class = class, .n_classes = n_classes
    };
    if (n_classes > 0
        && sv_lines_along(&f.lines, figures, class[n_classes - 1], fault)
           != SV_OK)
        return fault->status;
    if (!lay_out(out, figures, &f)) {
        sv_grid_free(out);
        sv_fail(fault, SV_SYSTEM, "out of memory for a table of %s", record);
    }
    free(f.row_of);
    sv_lines_free(&f.lines);
    return fault->status;
}

void
sv_grid_free(struct sv_grid *grid)
{
    free(grid->column);
    free(grid->row);
    free(grid->cells);
    *grid = (struct sv_grid){ 0 };
}
