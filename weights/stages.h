/* stages.h - the variance of one stage of sampling, and the step to the next.
 *
 * linear.c works its way from the last stage up: the contribution of a stage
 * from the scores of its units, then their sums, which are the scores of the
 * units of the stage above.  Two scores are carried along, so that a variance
 * is a covariance with itself.
 */
#ifndef SV_STAGES_H
#define SV_STAGES_H

#include <stddef.h>
#include <stdint.h>

#include "weights/design.h"

struct sv_pair {
    double a, b;                /* two scores of one unit */
    uint32_t unit;
};

/* The units of one stage that have members, ascending. */
struct sv_pairs {
    size_t n;
    struct sv_pair *pair;
};

/* What the units of a group have in common.  Once a covariance is done it tells
 * how the group was dealt with: decompose.c reads it. */
struct sv_sum {
    double a, b;                /* sums of scores; then what is subtracted */
    double factor;              /* above open n/(n-1); 0: passed over.  With
                                   unequal probabilities: what it has added */
    uint32_t n;                 /* units with members */
    uint32_t seen;              /* the group was met in the present pass; more
                                   than 1: and is lonely */
};

/* Bytes, and their parts: room for every unit and one more, then sums. */
size_t sv_stage_scratch_size(const struct sv_design *d);
void sv_stage_scratch(struct sv_pairs *pairs, struct sv_sum **sums,
                      const struct sv_design *d, void *scratch);

/* above open n/(n-1) sum (a - mean)(b - mean), over the groups that have
 * members, lonely ones by the design's rule.  NAN where the rule finds nothing
 * to go by.  SUMS is scratch. */
double sv_stage_covariance(const struct sv_design *d, size_t stage,
                           const struct sv_pairs *pairs, struct sv_sum *sums);

/* Replaces units by the groups they are in, adding scores.  Not for the first
 * stage, where GROUP_OF need not ascend. */
void sv_stage_fold(struct sv_pairs *pairs, const uint32_t *group_of);

#endif
