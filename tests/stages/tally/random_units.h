/* random_units.h - units of a survey that never was, in design order.
 *
 * Five indicators, one of each estimand that is folded; three crossings beside
 * the total, with categories in narrow and in wide codes, some missing; items
 * out of the universe and missing; weights of zero.
 */
#ifndef SV_RANDOM_UNITS_H
#define SV_RANDOM_UNITS_H

#include <jansson.h>

#include "stages/tally/fold.h"

enum { RANDOM_ITEMS = 5, RANDOM_CROSSINGS = 4 };

struct random_units {
    struct sv_fold fold;        /* all PSUs */
    struct sv_ranges design;
    struct sv_tally_layout layout;
    json_t *meta;
    size_t n_rows;
    uint32_t *strata, *psus, *households;
    double *fpc;
    void *memory[16];           /* columns: pages that survive being given back */
    size_t size[16], n_memory;
    const uint8_t *state[RANDOM_ITEMS];
    const double *y[RANDOM_ITEMS], *x[RANDOM_ITEMS];
    struct sv_codes crossed[RANDOM_CROSSINGS][2], *codes[RANDOM_CROSSINGS];
};

/* PSUS of about ROWS rows each, cut into households; STAGES (1 or 2) carry
 * variance. */
void random_units_make(struct random_units *u, unsigned seed, uint32_t psus,
                       uint32_t rows, size_t stages);
void random_units_free(struct random_units *u);

#endif
