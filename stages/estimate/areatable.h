/* areatable.h - figures by area from a file of aggregates.
 *
 * The file is .csv: a first line of names, then a line an area.  The column
 * that is called as the classification holds the names of its categories; of
 * a column `period`, only the lines of the period that is asked for count;
 * other columns are numbers, or empty.  A category has at most one line, and
 * some have one; those that have none are told.
 */
#ifndef SV_AREATABLE_H
#define SV_AREATABLE_H

#include <jansson.h>

#include "pipeline/source.h"
#include "pipeline/stage.h"
#include "pipeline/survey.h"

struct sv_area_table {
    size_t n_areas, n_columns;
    char *text;                 /* of the file: owned; names point into it */
    const char **column;        /* [n_columns] */
    double *value;              /* [n_areas][n_columns]; NAN: empty, or no
                                   line */
    size_t *line;               /* [n_areas] of the file; 0: none */
};

/* Reads the file of SPEC, areas in the order of CATEGORIES, and records it as
 * an input.  The caller releases *out, also after a failure. */
enum sv_status sv_area_table_read(struct sv_area_table *out,
                                  struct sv_stage *stage,
                                  const struct sv_areas_spec *spec,
                                  const json_t *categories,
                                  struct sv_fault *fault) SV_MUST_USE;
void sv_area_table_free(struct sv_area_table *table);

/* A list of names that is to be told: the first of them, and how many more. */
struct sv_area_names {
    char text[256];
    size_t n;
};
void sv_area_names_add(struct sv_area_names *names, const char *name);
/* Ends it, after the last was added. */
const char *sv_area_names_text(struct sv_area_names *names);

/* The number of column NAME; SV_DATA, pointing at it, if there is none. */
enum sv_status sv_area_column(size_t *out, const struct sv_area_table *table,
                              struct sv_string name,
                              struct sv_fault *fault) SV_MUST_USE;

#endif
