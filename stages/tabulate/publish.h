/* publish.h - which figures may be shown, and with what mark.
 *
 * A figure on few cases is suppressed, and so is one with a coefficient of
 * variation above the second limit; above the first it is shown in brackets, as
 * is one whose standard error is not known.
 * With `protect: complementary`, a row or column of a table in which just one
 * category is suppressed for few cases loses a second one, that of fewest
 * cases: otherwise the total and the rest would give the first away.
 */
#ifndef SV_PUBLISH_H
#define SV_PUBLISH_H

#include <stdbool.h>

#include "pipeline/survey.h"
#include "stages/tabulate/figures.h"

/* From harmless to forbidding. */
enum sv_shown {
    SV_SHOWN,
    SV_UNCERTAIN,               /* in brackets: cv above flag-cv, or no se */
    SV_TOO_UNCERTAIN,           /* suppressed: cv above suppress-cv */
    SV_NOT_ESTIMABLE,
    SV_FEW_CASES,               /* suppressed: n below minimum-n */
    SV_PROTECTED,               /* suppressed to protect another figure */
};

/* Fills shown[figures->n]. */
enum sv_status sv_publish(enum sv_shown *shown,
                          const struct sv_figures *figures,
                          const struct sv_tables_spec *tables,
                          struct sv_fault *fault) SV_MUST_USE;

#endif
