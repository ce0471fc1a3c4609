/* quantity.h - what a number is made from.
 *
 * A number is a function of the totals of one cell.  All that its value and its
 * variance need, by whatever method, is pointed at from here; nothing is owned.
 */
#ifndef SV_QUANTITY_H
#define SV_QUANTITY_H

#include "weights/linear.h"
#include "weights/residuals.h"

struct sv_quantity {
    const struct sv_estimator *estimator;
    struct sv_rows rows;
    const struct sv_residuals *residuals;       /* NULL: not calibrated */
    struct sv_cross cross;                      /* of a calibrated cell */
    const double *repeated[SV_MAX_TERMS];       /* [replicates] the terms by
                                   replicate, where they were summed from the
                                   data; NULL: ROWS times multipliers */
};

#endif
