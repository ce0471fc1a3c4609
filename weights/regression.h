/* regression.h - linear and logistic regression with the survey's weights.
 *
 * What is fitted are patterns: distinct rows x of the model's columns with the
 * sums of w and of w y of all members that have them.  The coefficients b solve
 *
 *     sum over members of  w x (y - mu) = 0,    mu = m(x'b)
 *
 * (pseudo maximum likelihood: Binder 1983), m the identity or the logistic
 * function.  They are found by Newton's steps, each a least squares problem
 * solved by QR, from b = 0.  The influence of a member on b is
 *
 *     A^-1 x w (y - mu),    A = sum of w m'(x'b) x x'
 *
 * so that the covariance of b is that of the totals of these over sampling
 * units (linear.h), as R's svyglm has it.
 *
 * A column that those before it make up is left out, and so is one of zeros.
 * Where a combination of columns tells all yes from all no of some patterns,
 * the likelihood has no maximum and there are no coefficients: the fit ends as
 * SV_FIT_SEPARATED, and never as a large number.
 */
#ifndef SV_REGRESSION_H
#define SV_REGRESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "weights/design.h"
#include "weights/linear.h"
#include "weights/replicates.h"

struct sv_regression_kind {
    const char *name;           /* as written after `kind:` */
    const char *blurb;
    double (*mean)(double eta);
    double (*slope)(double mu); /* d mu / d eta */
    double (*loss)(double eta, double w, double wy);    /* what b makes least */
    bool curved;                /* one step does not do */
};

extern const struct sv_regression_kind sv_regression_kinds[];
extern const size_t sv_n_regression_kinds;

/* NULL if there is none of that name. */
const struct sv_regression_kind *sv_regression_find(const char *name);

struct sv_patterns {            /* borrowed */
    size_t n, p;
    const double *x;            /* [n][p] */
    const double *w, *wy;       /* [n] sums over members */
};

enum sv_fit_end {
    SV_FIT_DONE,
    SV_FIT_EMPTY,               /* no pattern has weight */
    SV_FIT_CONSTANT,            /* logistic: all yes, or all no */
    SV_FIT_SEPARATED,           /* see above */
    SV_FIT_UNENDING,            /* no end in 60 steps */
};

struct sv_fit {
    size_t p, rank;
    enum sv_fit_end end;
    size_t apart;               /* SV_FIT_SEPARATED: a column that separates */
    bool *left_out;             /* [p]; one more is scratch */
    double *b;                  /* [p] NAN where left out, or not DONE */
    double *inverse;            /* [p][p] A^-1, 0 where left out */
    double *mu;                 /* [n] */
};

/* Fails for want of memory only.  START [p] are coefficients to begin with
 * (NAN as 0), or NULL.  The caller owns *OUT, also after a failure; freeing a
 * zeroed one is fine. */
enum sv_status sv_regression_fit(struct sv_fit *out,
                                 const struct sv_regression_kind *kind,
                                 const struct sv_patterns *patterns,
                                 const double *start, struct sv_fault *fault)
    SV_MUST_USE;
void sv_fit_free(struct sv_fit *fit);

/* The same members by sampling unit: borrowed. */
struct sv_pattern_rows {
    const uint64_t *first;      /* [n + 1] rows of each pattern */
    const uint32_t *unit;       /* [first[n]] of the last stage, any order */
    const double *w, *wy;       /* [first[n]] */
};

/* Adds the influence of all members to Z [units of the last stage][p]. */
enum sv_status sv_fit_influence(double *z, const struct sv_fit *fit,
                                const struct sv_patterns *patterns,
                                const struct sv_pattern_rows *rows,
                                struct sv_fault *fault) SV_MUST_USE;

/* Entries of the calibration variables, of members who share pattern and
 * outcome: see residuals.h. */
struct sv_cross_rows {
    uint64_t from, to;          /* entries */
    const uint32_t *column;     /* which calibration variable */
    const double *wv;           /* w v */
};

/* Adds to CROSS [calibration variables][p] the sums of v times the influence of
 * members whose row is X [p] and whose y - mu is E. */
enum sv_status sv_fit_cross(double *cross, const struct sv_fit *fit,
                            const double *x, double e,
                            const struct sv_cross_rows *rows,
                            struct sv_fault *fault) SV_MUST_USE;

/* V [p][p], 0 where a column is left out, of Z from above (with the influence
 * of the calibration, if weights are calibrated, taken off); INSIDE says which
 * units count as having members.  NAN where nothing but lonely groups is left.
 */
enum sv_status sv_fit_covariance(double *v, const struct sv_design *d,
                                 const struct sv_fit *fit, const double *z,
                                 const bool *inside, struct sv_fault *fault)
    SV_MUST_USE;

/* B [p]: the fit again with the sums W and WY [n] of a replicate, from that of
 * the full weights; all NAN where there is none, as with a sum below 0. */
enum sv_status sv_fit_again(double *b, const struct sv_fit *fit,
                            const struct sv_regression_kind *kind,
                            const struct sv_patterns *patterns,
                            const double *w, const double *wy,
                            struct sv_fault *fault) SV_MUST_USE;

/* The same of REPLICATE, from the rows.  Their covariance is that of
 * replicates.h. */
enum sv_status sv_fit_repeat(double *b, const struct sv_fit *fit,
                             const struct sv_regression_kind *kind,
                             const struct sv_patterns *patterns,
                             const struct sv_pattern_rows *rows,
                             const struct sv_design *d,
                             const struct sv_replicates *reps,
                             size_t replicate, struct sv_fault *fault)
    SV_MUST_USE;

/* That the coefficients COLUMN[n] are all 0: F = b'V^-1 b / k with k of them
 * not left out (R's regTermTest).  NAN where V is singular or k is 0. */
enum sv_status sv_fit_wald(double *f, size_t *k, const struct sv_fit *fit,
                           const double *v, const size_t *column, size_t n,
                           struct sv_fault *fault) SV_MUST_USE;

#endif
