/* differences.h - what R found, beside ours. */
#ifndef SV_DIFFERENCES_H
#define SV_DIFFERENCES_H

#include <stdio.h>

#include "stages/crosscheck/recipe.h"

enum { SV_COMPARED = 6 };       /* estimate, se, ci_low, ci_high, df, deff */

struct sv_differences {
    struct sv_difference {
        const char *column;
        size_t n;               /* compared */
        double largest;         /* relative; INFINITY: one of them lacks */
        size_t at;              /* the cell; meaningless if largest is 0 */
    } of[SV_COMPARED];
    size_t n_without;           /* cells of which only estimates are compared */
};

/* Reads results.csv at PATH, which must be about c->chosen.  Estimates are
 * compared with the size of the estimate, bounds with the larger of themselves
 * and the standard error; what is empty in ours is not compared. */
enum sv_status sv_differences_find(struct sv_differences *out,
                                   const char *path,
                                   const struct sv_crosschecking *c,
                                   struct sv_fault *fault) SV_MUST_USE;

/* The table, in the lines of a terminal. */
void sv_differences_print(FILE *to, const struct sv_differences *d,
                          const struct sv_crosschecking *c, double tolerance);

/* Whether one is beyond TOLERANCE. */
bool sv_differences_beyond(const struct sv_differences *d, double tolerance);

#endif
