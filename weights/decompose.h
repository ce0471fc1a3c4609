/* decompose.h - a variance opened: what every stage, group and unit adds to it.
 *
 * The variance of a number is a sum over stages, and at each over the groups
 * that units were drawn from (strata, then the units above):
 *
 *     V = sum over stages of  scale  sum over groups of
 *             factor  sum over units of  (z - centre)^2
 *
 * with factor = above (1 - f) n/(n - 1).  It is what sv_variance() of linear.h
 * computes; the factors and centres here are those that it has used.  Units
 * without a score (no members) have z = 0 and are in `rest`.
 *
 * With unequal probabilities the first stage has a formula of its own (pps.h):
 * groups have what they add, but factor and centre only where it is Brewer's.
 */
#ifndef SV_DECOMPOSE_H
#define SV_DECOMPOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "weights/design.h"
#include "weights/linear.h"

struct sv_unit_part {
    uint32_t unit;              /* of the stage */
    double z;                   /* its score: the sum over all below it */
    double variance;            /* what its square adds; NAN: the formula goes
                                   by pairs */
};

struct sv_group_part {
    uint32_t group;             /* of the stage */
    uint32_t n, n_scored;       /* units drawn, and of them with a score */
    double fraction, above;     /* n/N, and the product of those above */
    double mean;                /* of the scores of all n */
    double centre;              /* what is subtracted; NAN: by pairs */
    double squares;             /* about it, over all n; NAN: by pairs */
    double factor;              /* NAN: by pairs */
    double variance;            /* scale factor squares */
    double rest;                /* of it: units without a score */
    bool lonely;                /* one unit, treated by the rule */
    bool passed_over;           /* and adds nothing */
};

struct sv_stage_part {
    size_t n_groups, n_units;   /* with a score */
    struct sv_group_part *group;        /* in design order of first units */
    struct sv_unit_part *unit;          /* in design order */
    double scale;               /* `average`: groups over those that are not
                                   lonely; otherwise 1 */
    double variance;            /* sum over groups; NAN: lonely ones only */
};

struct sv_decomposition {
    size_t n_stages;
    struct sv_stage_part stage[SV_MAX_STAGES];
    double variance;            /* sv_variance(), as published */
};

/* Opens the variance of the scores Z, as sv_variance() has it, bit for bit;
 * parts add up to it but for rounding.  SV_SYSTEM if memory runs out.  Ends
 * with sv_decomposition_free(), even on failure. */
enum sv_status sv_decompose(struct sv_decomposition *out,
                            const struct sv_design *d,
                            const struct sv_scores *z,
                            struct sv_fault *fault) SV_MUST_USE;
void sv_decomposition_free(struct sv_decomposition *x);

/* Sum over groups, over stages: what `variance` must be. */
double sv_decomposition_sum(const struct sv_decomposition *x);

/* The K units of a stage that add most, most first, into PLACE [k], as places
 * in stage->unit; how many there are.  Where the formula goes by pairs, those
 * with the largest scores.  Ties in design order. */
size_t sv_largest_units(size_t *place, size_t k,
                        const struct sv_stage_part *stage);

#endif
