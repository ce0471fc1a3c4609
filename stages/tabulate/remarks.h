/* remarks.h - what the catalogue has to say about figures, below a table. */
#ifndef SV_REMARKS_H
#define SV_REMARKS_H

#include "stages/tabulate/tablefile.h"

/* The notes of the indicators in GRID, and since when the wording is new of
 * those whose wording is of the survey's vintage. */
void sv_write_remarks(struct sv_csv *to, const struct sv_tabulation *t,
                      const struct sv_grid *grid);

#endif
