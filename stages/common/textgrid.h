/* textgrid.h - text in aligned columns, for people.
 *
 *     struct sv_text_grid g;
 *     sv_text_grid_begin(&g, "lrr");
 *     sv_text_cell(&g, "stratum"); sv_text_cell(&g, "PSUs"); ...
 *     sv_text_grid_print(&g, stdout, 2);
 *
 * Cells are put row by row.  Columns are as wide as what is in them; where the
 * terminal is too narrow, the first column of text gives way.  Text in the last
 * column is a remark, for which none gives way.
 */
#ifndef SV_TEXTGRID_H
#define SV_TEXTGRID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "pipeline/fault.h"

struct sv_text_grid {
    const char *align;          /* a letter a column: l or r */
    size_t columns;
    char **cell;                /* [n], row by row */
    size_t n, capacity;
    bool failed;                /* memory ran out: nothing will be printed */
};

/* ALIGN must outlive the grid. */
void sv_text_grid_begin(struct sv_text_grid *g, const char *align);
void sv_text_cell(struct sv_text_grid *g, const char *fmt, ...)
    SV_PRINTF(2, 3);

/* Six significant digits, without an exponent where people can do without. */
void sv_text_number(struct sv_text_grid *g, double value);
void sv_text_short(struct sv_text_grid *g, double value);       /* five */
void sv_text_percent(struct sv_text_grid *g, double share);     /* "12.3 %" */
void sv_format_number(char out[32], double value);      /* NAN: ".." */

/* A line of three cells: a symbol, its value (a whole number without decimals),
 * and how it comes about. */
void sv_text_line(struct sv_text_grid *g, const char *symbol, double value,
                  const char *how);

/* Prints behind INDENT blanks, and ends the grid.  False if memory ran out. */
bool sv_text_grid_print(struct sv_text_grid *g, FILE *to, unsigned indent);

/* TEXT broken into lines of the width of the terminal, each behind INDENT
 * blanks; a word that is longer gets a line of its own. */
void sv_put_paragraph(FILE *to, const char *text, unsigned indent);

#endif
