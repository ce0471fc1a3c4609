/* calibration.h - weights that bring known totals back.
 *
 * Every function finds factors g [x->n_rows] so that sum of d g x = totals,
 * d [x->n_rows] being the weights before (those of a group added up, where
 * groups share a factor).  Rows of weight 0 keep 0, and have the factor 1.
 *
 * Fails (SV_DATA), always with names and numbers: a total of 0 where the
 * sample has weight, or the reverse; totals that contradict each other;
 * margins that are not met after all, and by how much; bounds that cannot
 * hold, and which would.
 */
#ifndef SV_CALIBRATION_H
#define SV_CALIBRATION_H

#include "weights/auxiliary.h"
#include "weights/distances.h"

struct sv_calibration {
    const struct sv_auxiliary *x;
    const double *total;        /* [x->n_columns] */
    const struct sv_distance *distance;
    struct sv_bounds bounds;
    double tolerance;           /* of |sum - total| / (1 + |total|) */
    unsigned most;              /* iterations */
};

/* By Newton's method, from g = 1, the step being halved while it overshoots
 * (R survey, grake; Deville, Saerndal and Sautory 1993). */
enum sv_status sv_calibrate(double *g, const struct sv_calibration *c,
                            const double *d, struct sv_fault *fault)
    SV_MUST_USE;

/* Iterative proportional fitting: margin by margin, over and over; all columns
 * are categories.  One margin is post-stratification.  AFTER [n_margins]
 * [n_rows], which may be NULL, takes the weights as they were after each margin
 * of the last round: the variance needs them. */
enum sv_status sv_rake(double *g, double *after, const struct sv_calibration *c,
                       const double *d, struct sv_fault *fault) SV_MUST_USE;

/* Faults that can be seen before anything is tried. */
enum sv_status sv_calibration_check(const struct sv_calibration *c,
                                    const double *d, struct sv_fault *fault)
    SV_MUST_USE;

/* Faults in what came of it: GOT [n_columns] are the sums reached. */
enum sv_status sv_calibration_missed(const struct sv_calibration *c,
                                     const double *d, const double *got,
                                     unsigned iterations,
                                     struct sv_fault *fault) SV_MUST_USE;

/* The greatest |got - total| / (1 + |total|). */
double sv_calibration_distance(const struct sv_calibration *c,
                               const double *got);

#endif
