/* replicates.h - variance by repeating the estimate with other weights.
 *
 * A replicate gives every sampling unit a multiplier for its weights: 0 leaves
 * the unit out, 2 has it twice.  The estimate is repeated with each, and the
 * variance is
 *
 *     V = scale sum_r rscale_r (theta_r - centre)^2
 *
 * about the mean of the replicates or about the full estimate.
 *
 * As multipliers are functions of units, replicates need no pass over the data:
 * the totals of a replicate are those of the tally's rows times multipliers.
 * Units of one block share a range of replicates in which their multiplier may
 * differ from 1; outside of it, it is 1.  The ranges of all blocks together
 * are all replicates, each once.  A jackknife has a block a stratum, in which
 * each replicate leaves out one unit, so that it costs little more than
 * linearisation; other methods have one block with everything in it.
 *
 * Made once, then read by any number of threads.  The same seed gives the same
 * multipliers whatever the machine.
 */
#ifndef SV_REPLICATES_H
#define SV_REPLICATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "weights/design.h"
#include "weights/linear.h"

struct sv_replicate_block {
    size_t from, n;             /* replicates from .. from + n - 1 */
    double kept;                /* not 0: every replicate leaves out one unit,
                                   and this is what the others are times */
};

struct sv_replicates {
    size_t n;                   /* replicates */
    size_t stage;               /* whose units have multipliers */
    size_t n_units, n_blocks;
    struct sv_replicate_block *block;
    uint32_t *block_of;         /* [n_units] */
    size_t *at;                 /* [n_units] where in value[] a unit's
                                   multipliers begin, as many as its block has
                                   replicates; or which of the block's
                                   replicates leaves it out */
    double *value;
    double scale;
    double *rscale;             /* [n] */
    bool fpc_dropped;           /* the design has sampling fractions that this
                                   method has no place for */
};

struct sv_replicate_options {
    size_t n;                   /* how many, where the method is `counted` */
    double rho;                 /* Fay's, in [0,1) */
    uint64_t seed;              /* where the method is `random`; 32 bits
                                   of it count */
};

struct sv_replicate_method {
    const char *name;           /* as written after `variance:` */
    const char *blurb;
    bool counted;               /* asks for n */
    bool random;                /* asks for a seed */
    bool has_rho;               /* asks for rho */
    bool halves;                /* of pairs of PSUs */
    enum sv_status (*make)(struct sv_replicates *out,
                           const struct sv_design *d,
                           const struct sv_replicate_options *options,
                           struct sv_fault *fault);
};

extern const struct sv_replicate_method sv_replicate_methods[];
extern const size_t sv_n_replicate_methods;

/* NULL if there is none of that name. */
const struct sv_replicate_method *sv_replicate_find(const char *name);

/* Fails (SV_DATA) where the method cannot be had with the design: strata with
 * an odd number of PSUs for halves, strata at all for jk1, lonely PSUs under a
 * rule that the method does not know.  The caller owns *OUT, also after a
 * failure; freeing a zeroed one is fine. */
enum sv_status sv_replicates_make(struct sv_replicates *out,
                                  const struct sv_design *d,
                                  const struct sv_replicate_method *method,
                                  const struct sv_replicate_options *options,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Replicates that come from elsewhere: MULTIPLIER[n_units][n] of the units of
 * a stage, RSCALE[n] (NULL: all 1); all is copied. */
enum sv_status sv_replicates_given(struct sv_replicates *out,
                                   const struct sv_design *d, size_t stage,
                                   size_t n, const double *multiplier,
                                   double scale, const double *rscale,
                                   struct sv_fault *fault) SV_MUST_USE;
void sv_replicates_free(struct sv_replicates *reps);

/* The multiplier of a unit of reps->stage in a replicate. */
double sv_multiplier(const struct sv_replicates *reps, size_t unit,
                     size_t replicate);

/* The rank of the multipliers of all units, as R's qr() finds it; that of
 * jackknives is known.  0 without memory. */
size_t sv_replicates_rank(const struct sv_replicates *reps);

/* Bytes of scratch for the functions that ask for it; enough for linear.h,
 * too. */
size_t sv_replicate_scratch(const struct sv_replicates *reps,
                            const struct sv_design *d);

/* VALUES[n]: the estimate of one cell with the weights of each replicate; NAN
 * where it does not exist. */
void sv_replicate_values(double *values, const struct sv_replicates *reps,
                         const struct sv_design *d,
                         const struct sv_estimator *e,
                         const struct sv_rows *rows, void *scratch);

/* What estimates are centred at: with MSE the full estimate, else the mean of
 * the replicates whose rscale is not 0 (one mean, over all strata). */
struct sv_repeated {
    double value;               /* with the full weights */
    const double *values;       /* [n] */
};

/* The covariance of two estimates; of one with itself, the variance.  A
 * replicate in which either does not exist is left out, as in R, and counted
 * in *LEFT_OUT (which may be NULL).  NAN if none is left. */
double sv_replicate_covariance(const struct sv_replicates *reps,
                               const struct sv_repeated *A,
                               const struct sv_repeated *B, bool mse,
                               size_t *left_out);
double sv_replicate_variance(const struct sv_replicates *reps,
                             const struct sv_repeated *x, bool mse,
                             size_t *left_out);

/* The standard error of an estimate; NAN if no replicate has a value, and the
 * flag SV_FLAG_REPLICATES says that some have none. */
double sv_repeated_root(unsigned *flags, const struct sv_replicates *reps,
                        const struct sv_repeated *x, bool mse);

/* VALUES[n] from the terms' totals in each of N replicates, as they were summed
 * elsewhere: TOTAL[k][n]. */
void sv_repeated_values(double *values, size_t n, const struct sv_estimator *e,
                        const double *const total[SV_MAX_TERMS]);

/* As sv_estimate_cell(), with VALUES[n] of the replicates.  Where every stratum
 * with members is lonely and passed over, the replicates do not differ, and
 * there is no standard error. */
struct sv_estimate sv_repeated_cell(const double *values,
                                    const struct sv_replicates *reps,
                                    const struct sv_design *d,
                                    const struct sv_estimator *e,
                                    const struct sv_rows *rows, bool mse,
                                    void *scratch);

/* The same, with VALUES[n] made here and left behind for covariances. */
struct sv_estimate sv_replicate_cell(double *values,
                                     const struct sv_replicates *reps,
                                     const struct sv_design *d,
                                     const struct sv_estimator *e,
                                     const struct sv_rows *rows, bool mse,
                                     void *scratch);

#endif
