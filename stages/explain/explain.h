/* explain.h - hearth explain: opens numbers of a folder of results. */
#ifndef SV_EXPLAIN_H
#define SV_EXPLAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"

struct sv_explain_options {
    bool json;
    bool covariance;            /* of the numbers, which are not opened */
    bool verify;                /* open all, and show only whether they add up */
    unsigned top;               /* PSUs or replicates shown; 0: 10 */
    const char *language;       /* NULL: the first of the survey */
};

/* Opens NUMBERS [n] of FOLDER, names as in numbername.h, on standard output. */
enum sv_status sv_explain(const char *folder, const char *const *number,
                          size_t n, const struct sv_explain_options *options,
                          struct sv_fault *fault) SV_MUST_USE;

#endif
