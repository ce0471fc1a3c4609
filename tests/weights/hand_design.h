/* hand_design.h - small designs of one stage, for tests. */
#ifndef SV_HAND_DESIGN_H
#define SV_HAND_DESIGN_H

#include "weights/design.h"
#include "weights/linear.h"

enum { HAND_UNITS = 64 };

/* Every PSU with members and the terms A and B, which are pseudo-random. */
struct hand_design {
    struct sv_design *design;
    size_t n;
    uint32_t unit[HAND_UNITS], members[HAND_UNITS];
    double a[HAND_UNITS], b[HAND_UNITS];
    struct sv_rows rows;        /* of a and b */
    void *scratch;              /* for linear.h */
};

/* Strata of N_DRAWN[n_strata] PSUs from POPULATION (NULL: with replacement),
 * lonely rule by name.  Ends the test if it cannot be made. */
void hand_design_make(struct hand_design *out, size_t n_strata,
                      const uint32_t *n_drawn, const double *population,
                      const char *rule);
void hand_design_free(struct hand_design *h);

#endif
