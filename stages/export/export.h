/* export.h - the derived microdata back to SPSS, Stata and CSV.
 *
 * What analysts need of a run that is not in the data files: the derived
 * variables and indicators with labels, the final weights, the design as
 * numbers.  Respondents are in these files: mode 0600.  Every file comes with
 * its codebook, FILE-codebook.csv, which says what each variable is.
 */
#ifndef SV_EXPORT_H
#define SV_EXPORT_H

#include "pipeline/stage.h"

struct sv_export_options {
    struct sv_common_options common;
    const char *to;             /* --to FILE */
    const char *record;         /* NULL: all, a file each */
    const char *language;       /* NULL: the survey's first */
    bool raw;
};

enum sv_status sv_export(struct sv_stage *stage, const void *options,
                         struct sv_fault *fault) SV_MUST_USE;

#endif
