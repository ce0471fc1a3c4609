/* random_design.h - small random designs, twice: for the library and for the
 * naive variance.
 */
#ifndef SV_RANDOM_DESIGN_H
#define SV_RANDOM_DESIGN_H

#include <stdint.h>

#include "tests/naive/naive_variance.h"
#include "weights/design.h"
#include "weights/linear.h"

enum { RANDOM_UNITS = 3000 };

struct random_design {
    struct naive_sample naive;
    struct sv_design *design;
    size_t n_rows;              /* units of the last stage with members */
    uint32_t unit[RANDOM_UNITS], members[RANDOM_UNITS];
    double a[RANDOM_UNITS], b[RANDOM_UNITS];
};

/* STAGES of 1 to 3, FPCS of them with a population; the lonely rule by name.
 * The scores are not centred, so that `adjust` has something to centre. */
void random_design_make(struct random_design *r, unsigned seed, int stages,
                        int fpcs, const char *rule, bool in_domains);
void random_design_free(struct random_design *r);

#endif
