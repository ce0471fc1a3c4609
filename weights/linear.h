/* linear.h - variance by linearisation, from the sparse rows of one cell.
 *
 * A cell is a domain: whoever is not in it scores 0, and every unit of the
 * design counts whether it has members or not.  The tally keeps rows only for
 * units with members; the arithmetic is that of the dense table, the cost that
 * of the rows.
 *
 * The estimator's gradient turns the totals of a unit into its score
 * z = sum_k g[k] t[k].  Scores are summed up the stages, and
 *
 *     V = sum over stages s, groups a of  above_a open_a n_a/(n_a - 1)
 *           sum over units i of a  (z_i - mean of z in a)^2
 *
 * with above_a the product of sampling fractions n/N of the stages above
 * (Saerndal, Swensson and Wretman 1992, 4.3; R survey's svyrecvar).
 *
 * Nothing here allocates or fails.  All functions may run in any number of
 * threads, each with its own scratch.
 */
#ifndef SV_LINEAR_H
#define SV_LINEAR_H

#include <stddef.h>
#include <stdint.h>

#include "weights/design.h"
#include "weights/estimators.h"

/* The tally rows of one cell: borrowed columns.  Term k of row r is
 * term[k][r * stride]: stride 1 for columns, n_measures for a table by rows. */
struct sv_rows {
    size_t n;                   /* rows, at most one a unit */
    const uint32_t *unit;       /* [n] units of the last stage, ascending */
    const uint32_t *members;    /* [n] with non-zero weight; rows with 0 are
                                   passed over */
    const double *term[SV_MAX_TERMS];
    size_t stride;
};

/* Scores by unit, those not listed being 0.  Memory is the caller's. */
struct sv_scores {
    size_t n;
    uint32_t *unit;             /* [n] units of the last stage, ascending */
    double *z;                  /* [n] */
};

/* Why a number has no standard error, or an interval is not the usual one. */
enum sv_flag {
    SV_FLAG_EMPTY     = 1 << 0, /* no member with non-zero weight */
    SV_FLAG_UNDEFINED = 1 << 1, /* the estimator does not exist: 0 / 0 */
    SV_FLAG_ONE_PSU   = 1 << 2, /* all members in one PSU: see degrees.h */
    SV_FLAG_LONELY    = 1 << 3, /* lonely groups only, passed over */
    SV_FLAG_NO_DF     = 1 << 4, /* degrees of freedom not positive: no interval */
    SV_FLAG_EXTREME   = 1 << 5, /* proportion of 0 or 1: one-sided interval */
    SV_FLAG_REPLICATES = 1 << 6, /* does not exist in some replicates, which
                                   were left out: see replicates.h */
    SV_FLAG_NEGATIVE  = 1 << 7, /* the variance came out below 0, as that of
                                   Horvitz and Thompson can: see pps.h */
    SV_FLAG_OPEN      = 1 << 8, /* a bound of a quantile's interval lies beyond
                                   all values: no standard error */
    SV_FLAG_OVERFLOW  = 1 << 9, /* the number, or what is about it, is beyond the
                                   largest that a double holds */
};

struct sv_estimate {
    double value;               /* NAN: not estimable */
    double se;                  /* NAN: not estimable, never a false 0 */
    double total[SV_MAX_TERMS]; /* the terms summed over the cell */
    unsigned flags;             /* of enum sv_flag */
};

/* Bytes of scratch that any function here needs (aligned as malloc does). */
size_t sv_linear_scratch(const struct sv_design *d);

/* The whole of it: value, standard error and flags of one number. */
struct sv_estimate sv_estimate_cell(const struct sv_design *d,
                                    const struct sv_estimator *e,
                                    const struct sv_rows *rows, void *scratch);

/* The steps, for contrasts.  *OUT needs room for rows->n entries. */
void sv_totals(double total[SV_MAX_TERMS], const struct sv_estimator *e,
               const struct sv_rows *rows);
void sv_scores_of(struct sv_scores *out, const struct sv_estimator *e,
                  const double total[SV_MAX_TERMS],
                  const struct sv_rows *rows);

/* OUT = a A + b B, over units in either.  *OUT needs room for A->n + B->n
 * entries, and is neither of them.  The variance of a contrast whose gradient
 * with respect to two cells is (a, b) is that of OUT. */
void sv_scores_combine(struct sv_scores *out, double a,
                       const struct sv_scores *A, double b,
                       const struct sv_scores *B);

/* The covariance of two estimates by their scores; of one with itself, the
 * variance.  NAN where nothing but lonely groups is left.  Where it depends on
 * which units have members (rules that centre or scale), units in either
 * vector count. */
double sv_covariance(const struct sv_design *d, const struct sv_scores *A,
                     const struct sv_scores *B, void *scratch);
double sv_variance(const struct sv_design *d, const struct sv_scores *z,
                   void *scratch);

/* The standard error of a variance from above; NAN where there is none, and
 * *FLAGS then says why. */
double sv_root(unsigned *flags, double variance);

#endif
