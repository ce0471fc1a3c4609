/* differences.h - what R found, beside ours. */
#ifndef SV_DIFFERENCES_H
#define SV_DIFFERENCES_H

#include <stdio.h>

#include "stages/crosscheck/recipe.h"

enum { SV_COMPARED = 11, SV_MOST_NOTES = 16 };

struct sv_differences {
    struct sv_difference {
        const char *column;
        size_t n;               /* compared */
        double largest;         /* relative; INFINITY: R has none */
        size_t at;              /* the check; meaningless if largest is 0 */
        bool beyond;            /* the tolerance */
    } of[SV_COMPARED];
    struct sv_difference_note {
        char why[256];
        bool stopped;           /* R gives nothing; else only errors */
        size_t n;               /* results that it is about */
    } note[SV_MOST_NOTES];
    size_t n_notes;
};

/* Reads results.csv at PATH, which must be about c->chosen.  Estimates are
 * compared with their size (of a contrast, or its standard error), bounds with
 * the larger of themselves and the standard error, covariances with the standard
 * errors of both, p values as they are; what is empty in ours is not compared.
 * Where R rakes, it stops at a tolerance of its own: 1e-6 passes. */
enum sv_status sv_differences_find(struct sv_differences *out,
                                   const char *path,
                                   const struct sv_crosschecking *c,
                                   double tolerance, struct sv_fault *fault) SV_MUST_USE;

/* The table, in the lines of a terminal, and below it what R does not give. */
void sv_differences_print(FILE *to, const struct sv_differences *d,
                          const struct sv_crosschecking *c);

/* Whether one is beyond the tolerance. */
bool sv_differences_beyond(const struct sv_differences *d);

#endif
