/* overlap.h - two rounds of a survey that have PSUs in common.
 *
 * The variance of a change is Var(A) + Var(B) - 2 Cov(A, B), each round's own
 * from its own sample.  The covariance comes from the PSUs that are in both:
 * with z the scores of PSUs, c of them in common in a stratum where one round
 * drew n and the other m of N,
 *
 *     Cov = (c - nm/N) s,   s = sum over common PSUs (z_A - mean_A)(z_B - mean_B)
 *                               / (c (1 - 1/n - 1/m + c/(nm)))
 *
 * the means being over all PSUs of the stratum in a round (Tam 1984; s is
 * unbiased for the covariance of PSUs of which any are exchanged).  Where the
 * rounds have all PSUs in common this is n/(n-1) (1 - n/N) sum (...), that of
 * one sample in which each PSU was visited twice.  Below the first stage the
 * rounds are taken as drawn independently.
 *
 * A stratum with one PSU adds no covariance, whatever rule it has for lonely
 * ones.  Memory is the caller's but for the overlap itself, which never
 * changes: any number of threads may read one.
 */
#ifndef SV_OVERLAP_H
#define SV_OVERLAP_H

#include <stdint.h>

#include "weights/degrees.h"
#include "weights/design.h"
#include "weights/linear.h"

struct sv_overlap;

/* A and B, which must outlive it, have PSUs with identities IDENTITY_A and
 * IDENTITY_B; equal ones are the same PSU.  NULL: nothing in common.  SV_DATA
 * if two PSUs of one round are the same; SV_SYSTEM without memory.  The caller
 * owns *out. */
enum sv_status sv_overlap_new(struct sv_overlap **out,
                              const struct sv_design *a,
                              const uint64_t *identity_a,
                              const struct sv_design *b,
                              const uint64_t *identity_b,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_overlap_free(struct sv_overlap *overlap);       /* NULL is fine */

size_t sv_overlap_n(const struct sv_overlap *overlap);  /* PSUs in common */
size_t sv_overlap_strata(const struct sv_overlap *overlap);     /* with any */

/* Scores of one round by PSU, those of units below added. */
struct sv_psu_scores {
    double *z;                  /* [n_psus] */
    unsigned char *seen;        /* [n_psus] whether it has members */
};
void sv_psu_scores(struct sv_psu_scores *out, const struct sv_design *d,
                   const struct sv_scores *scores);
/* Only who has members: the units that SCORES lists. */
void sv_psu_seen(struct sv_psu_scores *out, const struct sv_design *d,
                 const struct sv_scores *scores);

/* SCRATCH has room for as many doubles as both designs have PSUs. */
double sv_overlap_covariance(const struct sv_overlap *overlap,
                             const struct sv_psu_scores *a,
                             const struct sv_psu_scores *b, double *scratch);

/* By how much the degrees of freedom of a change are less than those of A and B
 * together, under RULE (NULL: 0): strata and PSUs that both have count once, as
 * if the rounds were one sample.  SCRATCH as above. */
double sv_overlap_degrees(const struct sv_overlap *overlap,
                          const struct sv_degrees_rule *rule,
                          const struct sv_psu_scores *a,
                          const struct sv_psu_scores *b, double *scratch);

#endif
