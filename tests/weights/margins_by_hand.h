/* margins_by_hand.h - a small sample with margins, for tests of calibration. */
#ifndef SV_MARGINS_BY_HAND_H
#define SV_MARGINS_BY_HAND_H

#include "weights/calibration.h"

/* Eight units: sex (m f), area (u r) and a number. */
enum { HAND_ROWS = 8, HAND_COLUMNS = 5 };
enum { HAND_MALE, HAND_FEMALE, HAND_URBAN, HAND_RURAL, HAND_NUMBER };

extern const double hand_weights[HAND_ROWS];
extern const double hand_x[HAND_ROWS][HAND_COLUMNS];

/* The first COLUMNS of them: 2 is sex, 4 sex and area, 5 all.  The caller
 * releases *out. */
void hand_margins(struct sv_auxiliary *out, size_t columns);

/* What the weights W times G add up to in column K. */
double hand_sum(const double *w, const double *g, size_t k);

#endif
