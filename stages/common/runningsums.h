/* runningsums.h - replicate weights of a cell, added up along its values.
 *
 * The share of values up to q in a replicate is the sum of its weights over the
 * first so many members by the sum over all.  Intervals ask for it at many q, so
 * the sums are kept at every few members, and a sum from there on is short.  All
 * sums are taken in the order of the members, whoever asks.  And quantiles, which no
 * sum tells, again with the weights of every replicate.
 */
#ifndef SV_RUNNINGSUMS_H
#define SV_RUNNINGSUMS_H

#include "pipeline/memberfile.h"
#include "weights/quantiles.h"

struct sv_running {
    const struct sv_member_file *file;
    const uint32_t *member;     /* [n] of the cell, by value: borrowed */
    size_t n;
    double *stop;               /* [n / step + 1][file->n] sums up to there */
    double *below, *all;        /* [file->n] */
};

/* Room for cells of up to MOST members; false without memory.  Ends with
 * sv_running_free(), either way. */
bool sv_running_take(struct sv_running *r, const struct sv_member_file *file,
                     size_t most);
void sv_running_free(struct sv_running *r);

/* Turns to a cell whose members are MEMBER [n] of the file; ALL is theirs. */
void sv_running_begin(struct sv_running *r, const uint32_t *member, size_t n);

/* BELOW of the first N members. */
void sv_running_upto(struct sv_running *r, size_t n);

/* Members of a cell, with those whose weight is 0. */
struct sv_member_values {
    const double *value;        /* of all members of the table */
    const uint32_t *member;     /* [n] of the cell, by value */
    size_t n;
};

/* How many replicates had better be taken at once, of cells of up to MOST
 * members. */
size_t sv_members_batch(size_t most);

/* VALUES [file->n]: the quantile P by RULE in every replicate, BATCH of them at
 * once, which does not change a bit.  SCRATCH has (BATCH + 1) n numbers. */
void sv_members_quantile(double *values, const struct sv_member_file *file,
                         const struct sv_member_values *m,
                         const struct sv_quantile_rule *rule, double p,
                         size_t batch, double *scratch);

#endif
