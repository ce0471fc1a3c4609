/* compare.h - hearth compare: how numbers changed from one round to another. */
#ifndef SV_COMPARE_H
#define SV_COMPARE_H

#include <stdbool.h>

#include "pipeline/fault.h"

struct sv_compare_options {
    const char *output;         /* a CSV file; NULL: none */
    bool independent;
    bool groups;                /* print them, too, not totals alone */
    const char *language;       /* of what is printed; NULL: the first one of
                                   the second round */
};

/* Compares the folders of results A and B; prints the table. */
enum sv_status sv_compare(const char *a, const char *b,
                          const struct sv_compare_options *options,
                          struct sv_fault *fault) SV_MUST_USE;

#endif
