/* association.h - are rows and columns of a two-way table independent?
 *
 * The tests of R's svychisq.  With X^2 Pearson's statistic of the weighted
 * proportions at sample size n, and d_1 .. d_K, K = (rows - 1)(columns - 1),
 * the generalised design effects of Rao and Scott (1981, 1984):
 *
 *     chisq     X^2 / mean d           chi-square, K          (first order)
 *     f         X^2 / sum d            F, k and k df,         (second order)
 *                                      k = (sum d)^2 / sum d^2
 *     wald      Y' V^-1 Y / K          F, K and df
 *     adj-wald  (df - K + 1)/(K df) Y' V^-1 Y   F, K and df - K + 1
 *
 * where Y are totals less those expected, first row and column left out, and V
 * is their covariance (Koch, Freeman and Freeman 1975; Thomas and Rao 1987).
 * df are the degrees of freedom of the design.  n cancels, but for X^2.
 */
#ifndef SV_ASSOCIATION_H
#define SV_ASSOCIATION_H

#include <stddef.h>

#include "pipeline/fault.h"

/* Cell (i, j) is number i * columns + j.  Rows and columns that are empty
 * throughout are passed over. */
struct sv_two_way {
    size_t rows, columns;
    double n;                   /* members */
    double df;                  /* of the design */
    const double *p;            /* [cells] proportions of the whole */
    const double *p_covariance; /* [cells][cells], for f and chisq */
    const double *total;        /* [cells], for wald and adj-wald */
    const double *total_covariance;
};

struct sv_test {
    double statistic;           /* NAN: cannot be tested (less than two rows or
                                   columns, a singular covariance, no df) */
    double df1, df2;            /* df2 INFINITY: chi-square */
    double p;
};

struct sv_test_method {
    const char *name;           /* as written after `tests:` */
    const char *blurb;
    enum sv_status (*test)(struct sv_test *out, const struct sv_two_way *t,
                           struct sv_fault *fault);
};

extern const struct sv_test_method sv_test_methods[];
extern const size_t sv_n_test_methods;

/* NULL if there is none of that name. */
const struct sv_test_method *sv_test_find(const char *name);

/* Fails for want of memory only. */
enum sv_status sv_test_two_way(struct sv_test *out,
                               const struct sv_test_method *method,
                               const struct sv_two_way *t,
                               struct sv_fault *fault) SV_MUST_USE;

/* n sum (p - row column)^2 / (row column). */
double sv_pearson(const struct sv_two_way *t);

/* The generalised design effects: how many, their sum and that of their squares;
 * NAN where they do not exist.  Fails for want of memory only. */
struct sv_generalised_effects {
    size_t k;
    double sum, squares;
};
enum sv_status sv_generalised_effects(struct sv_generalised_effects *out,
                                      const struct sv_two_way *t,
                                      struct sv_fault *fault) SV_MUST_USE;

#endif
