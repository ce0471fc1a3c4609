/* grid.c - figures laid out as people print them. */
#include "stages/tabulate/grid.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

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

static bool
same_indicator(const struct sv_figure *a, const struct sv_figure *b)
{
    return strcmp(a->indicator, b->indicator) == 0
           && strcmp(a->item, b->item) == 0
           && strcmp(a->record, b->record) == 0;
}

/* Whether A and B stand in one row: they differ only across. */
static bool
same_row(const struct sv_grid *g, const struct sv_figure *a,
         const struct sv_figure *b)
{
    if (!same_indicator(a, b))
        return false;
    for (size_t k = 0; k + 1 < g->n_classes; k++)
        if (strcmp(a->category[g->class[k]], b->category[g->class[k]]) != 0)
            return false;
    return true;
}

static const char *
across(const struct sv_grid *g, const struct sv_figure *f)
{
    return g->n_classes ? f->category[g->class[g->n_classes - 1]] : total;
}

static size_t
column_of(const struct sv_grid *g, const char *category)
{
    size_t k = 0;

    while (k < g->n_columns && strcmp(g->column[k], category) != 0)
        k++;
    return k;
}

/* The figure with _T in the last classification that belongs to the row of
 * figure I: the row's total.  Figures of an indicator stand together. */
static size_t
find_total(const struct sv_figures *all, const struct sv_grid *g, size_t i)
{
    const struct sv_figure *f = all->figure;
    size_t j = i;

    while (j > 0 && same_indicator(&f[j - 1], &f[i]))
        j--;
    for (; j < all->n && same_indicator(&f[j], &f[i]); j++) {
        bool found = same_row(g, &f[i], &f[j])
                     && strcmp(across(g, &f[j]), total) == 0;

        for (size_t c = 0; found && c < all->n_classes; c++)
            found = is_crossed_by(g, c) || strcmp(f[j].category[c], total) == 0;
        if (found)
            return j;
    }
    return all->n;
}

static void
find_columns(struct sv_grid *g, const struct sv_figures *all)
{
    for (size_t i = 0; i < all->n; i++) {
        const char *category = across(g, &all->figure[i]);

        if (is_in(all, g, &all->figure[i]) && strcmp(category, total) != 0
            && column_of(g, category) == g->n_columns)
            g->column[g->n_columns++] = category;
    }
}

static struct sv_grid_row *
row_of(struct sv_grid *g, const struct sv_figures *all, size_t i)
{
    for (size_t r = g->n_rows; r-- > 0;)
        if (same_row(g, &all->figure[g->row[r].first], &all->figure[i]))
            return &g->row[r];
        else if (!same_indicator(&all->figure[g->row[r].first],
                                 &all->figure[i]))
            break;
    g->row[g->n_rows] = (struct sv_grid_row){
        i, g->cells + g->n_rows * (g->n_columns + 1)
    };
    return &g->row[g->n_rows++];
}

static void
fill(struct sv_grid *g, const struct sv_figures *all)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct sv_figure *f = &all->figure[i];
        const size_t rows = g->n_rows;
        struct sv_grid_row *row;

        if (!is_in(all, g, f))
            continue;
        row = row_of(g, all, i);
        if (g->n_rows > rows) {                 /* a new row */
            row->cell[0] = find_total(all, g, i);
            for (size_t k = 0; k < g->n_columns; k++)
                row->cell[k + 1] = all->n;
        }
        if (g->n_classes > 0)
            row->cell[column_of(g, across(g, f)) + 1] = i;
    }
}

enum sv_status
sv_grid_make(struct sv_grid *out, const struct sv_figures *figures,
             const char *record, const size_t *class, size_t n_classes,
             struct sv_fault *fault)
{
    size_t n_in = 0;

    *out = (struct sv_grid){
        .record = record, .class = class, .n_classes = n_classes
    };
    for (size_t i = 0; i < figures->n; i++)
        n_in += is_in(figures, out, &figures->figure[i]);
    out->column = calloc(n_in + 1, sizeof *out->column);
    out->row = calloc(n_in + 1, sizeof *out->row);
    if (out->column != NULL)
        find_columns(out, figures);
    out->cells = calloc((n_in + 1) * (out->n_columns + 1), sizeof *out->cells);
    if (out->column == NULL || out->row == NULL || out->cells == NULL) {
        sv_grid_free(out);
        return sv_fail(fault, SV_SYSTEM, "out of memory for a table of %zu "
                       "figures", n_in);
    }
    fill(out, figures);
    return SV_OK;
}

void
sv_grid_free(struct sv_grid *grid)
{
    free(grid->column);
    free(grid->row);
    free(grid->cells);
    *grid = (struct sv_grid){ 0 };
}
