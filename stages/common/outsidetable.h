/* outsidetable.h - tables in CSV that people write: a first line with the names
 * of the columns, and rows below it.
 *
 *     status = sv_outside_table_begin(&t, path, text, n, fault);
 *     if (status == SV_OK) {
 *         name = sv_outside_table_column(&t, "name");
 *         while (sv_outside_table_row(&t))
 *             take(t.csv.field[name]);
 *     }
 *     sv_outside_table_end(&t);
 *
 * What is wrong with a row is added to the fault, so that all of it is told at
 * once: after the last row, the fault's status says whether all were good.
 */
#ifndef SV_OUTSIDETABLE_H
#define SV_OUTSIDETABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/csv.h"

struct sv_outside_table {
    const char *path;           /* borrowed; faults begin with it */
    struct sv_csv_reader csv;   /* at the row last read */
    size_t n_columns;
    struct sv_fault *fault;
};

/* Reads the first line of TEXT [n], which has a NUL behind it, is changed in
 * place and must outlive what is borrowed from it: names and fields.  SV_DATA
 * if there is none.  Ends with sv_outside_table_end(), even on failure. */
enum sv_status sv_outside_table_begin(struct sv_outside_table *table,
                                      const char *path, char *text, size_t n,
                                      struct sv_fault *fault) SV_MUST_USE;
void sv_outside_table_end(struct sv_outside_table *table);

/* The column called NAME; SIZE_MAX if there is none.  Before the first row. */
size_t sv_outside_table_column(const struct sv_outside_table *table,
                               const char *name);

/* Reads the next row; false behind the last one, and where the text is no CSV.
 * Rows that have not as many fields as the first line are faults, and passed
 * over. */
bool sv_outside_table_row(struct sv_outside_table *table);

/* Adds to the fault what is wrong with the row: "PATH: line N: SENTENCE". */
void sv_outside_table_wrong(struct sv_outside_table *table, const char *fmt, ...)
    SV_PRINTF(2, 3);

#endif
