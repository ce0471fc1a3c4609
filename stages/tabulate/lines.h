/* lines.h - figures that differ in one classification alone.
 *
 * A line along a classification has the figures of one indicator, item and
 * record type that agree in every other classification; the one with _T in it
 * is the line's total.
 */
#ifndef SV_LINES_H
#define SV_LINES_H

#include <stddef.h>

#include "pipeline/fault.h"
#include "stages/tabulate/figures.h"

/* By number of figure, [figures->n]. */
struct sv_lines {
    size_t *first;              /* of its line, in the order of the file */
    size_t *next;               /* on its line; figures->n: it is the last */
};

/* The lines along CLASS.  Release with sv_lines_free(). */
enum sv_status sv_lines_along(struct sv_lines *out,
                              const struct sv_figures *figures, size_t class,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_lines_free(struct sv_lines *lines);

#endif
