/* contrasts.h - functions of several cells, and covariance matrices.
 *
 * A contrast is a smooth function of the estimates of some cells.  Its gradient
 * combines the cells' scores into one score a unit, whose variance is that of
 * the contrast: covariances are in it, and nothing large is subtracted.
 *
 * With replicates, the contrast is repeated with the values of each.
 *
 * A rate standardised to a reference population is `linear`, its coefficients
 * the shares of that population.
 */
#ifndef SV_CONTRASTS_H
#define SV_CONTRASTS_H

#include <stddef.h>

#include "weights/degrees.h"
#include "weights/design.h"
#include "weights/linear.h"
#include "weights/quantity.h"
#include "weights/replicates.h"

/* THETA[m] are the cells, C[m] coefficients (looked at by `linear` only); of
 * `formula` C is one, as formula.h has it. */
struct sv_contrast_rule {
    const char *name;           /* as written in survey.yaml */
    const char *blurb;
    size_t n_cells;             /* 0: any number */
    double (*value)(const double *theta, const double *c, size_t m);
    void (*gradient)(double *g, const double *theta, const double *c, size_t m);
};

extern const struct sv_contrast_rule sv_contrast_rules[];
extern const size_t sv_n_contrast_rules;

/* NULL if there is none of that name. */
const struct sv_contrast_rule *sv_contrast_find(const char *name);

struct sv_contrast {
    double value, se;           /* NAN: not estimable */
    unsigned flags;             /* of enum sv_flag, of any cell or of all */
    struct sv_support support;  /* of all cells together, for degrees of
                                   freedom; who is in two cells counts twice
                                   in n */
};

/* Bytes of scratch for a contrast of M cells, with N_COLUMNS of residuals (0:
 * not calibrated). */
size_t sv_contrast_scratch(const struct sv_design *d, size_t m,
                           size_t n_columns);

/* The contrast of CELLS[m] by linearisation.  Its interval is
 * sv_interval_wald(). */
struct sv_contrast sv_contrast(const struct sv_design *d,
                               const struct sv_contrast_rule *rule,
                               const double *c,
                               const struct sv_quantity *cells, size_t m,
                               void *scratch);

/* What holds by any method: value, flags, support; SE is NAN. */
struct sv_contrast sv_contrast_value(const struct sv_design *d,
                                     const struct sv_contrast_rule *rule,
                                     const double *c,
                                     const struct sv_quantity *cells, size_t m,
                                     void *scratch);

/* VALUES[reps->n] of the contrast, from CELLS[m] with the values of each; for
 * sv_replicate_variance().  THETA[m] is scratch. */
void sv_contrast_repeat(double *values, const struct sv_replicates *reps,
                        const struct sv_contrast_rule *rule, const double *c,
                        const struct sv_repeated *cells, size_t m,
                        double *theta);

/* V[m][m], both triangles, from the scores of M cells; NAN in the row and the
 * column of a cell without scores.  SCRATCH as for linear.h. */
void sv_covariance_matrix(double *v, const struct sv_design *d,
                          const struct sv_scores *cells, size_t m,
                          void *scratch);

/* ... and by replicates. */
void sv_replicate_covariance_matrix(double *v, const struct sv_replicates *reps,
                                    const struct sv_repeated *cells, size_t m,
                                    bool mse);

#endif
