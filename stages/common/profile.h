/* profile.h - what a set of weights is like. */
#ifndef SV_PROFILE_H
#define SV_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"

/* Over all weights; min, max, cv and Kish's effect over those above zero. */
struct sv_profile {
    size_t n, zero;
    double sum, min, max;
    double cv;                  /* standard deviation (n - 1) over mean */
    double kish;                /* n sum w^2 / (sum w)^2, Kish (1965), 11.7 */
};

struct sv_profile sv_profile_of(const double *weight, size_t n);

/* Refuses missing (NAN), infinite and negative weights, each by their number
 * and the first rows that have them, and weights that are all zero.  ROW [n]
 * are the rows of the data file, RECORD what they are of. */
enum sv_status sv_weights_check(const double *weight, const uint32_t *row,
                                size_t n, const char *record,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
