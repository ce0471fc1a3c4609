/* tablefile.h - a table as CSV, for people who open it in a spreadsheet.
 *
 * Title, then three blocks of the same shape: estimates, confidence intervals,
 * cases; then the notes that explain the signs which occur.
 */
#ifndef SV_TABLEFILE_H
#define SV_TABLEFILE_H

#include "pipeline/csv.h"
#include "stages/tabulate/grid.h"
#include "stages/tabulate/headline.h"

/* Errors of the file are left for who closes it. */
void sv_write_table(struct sv_csv *to, const struct sv_tabulation *t,
                    const struct sv_grid *grid);

/* "person-by-sex-and-age_5.csv", "person.csv" for totals: into NAME [SIZE].
 * Characters other than letters, digits, '-' and '_' become '_'. */
void sv_table_name(char *name, size_t size, const struct sv_tabulation *t,
                   const struct sv_grid *grid);

#endif
