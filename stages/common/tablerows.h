/* tablerows.h - a table of results, in CSV, as a list of objects.
 *
 * What is written for spreadsheets is read back for who wants it in JSON, so
 * that the two cannot say different things.
 */
#ifndef SV_TABLEROWS_H
#define SV_TABLEROWS_H

#include <jansson.h>
#include <stddef.h>

#include "pipeline/fault.h"

/* The bytes of the file at PATH, with a NUL behind them; the caller frees
 * *out. */
enum sv_status sv_whole_file(char **out, size_t *n, const char *path,
                             struct sv_fault *fault) SV_MUST_USE;

/* The rows of the table at PATH: an object each, by the names of the columns.
 * Columns of measures (estimate, se, df, n, ...) are numbers, null where the
 * field is empty, the others texts.  The caller releases *rows. */
enum sv_status sv_table_rows(json_t **rows, const char *path,
                             struct sv_fault *fault) SV_MUST_USE;

#endif
