/* results.h - every number of a run: estimates by indicator and cell. */
#ifndef SV_RESULTS_H
#define SV_RESULTS_H

#include "pipeline/survey.h"
#include "pipeline/tallyfile.h"
#include "stages/common/variance.h"
#include "weights/effects.h"
#include "weights/intervals.h"

/* One number with all that belongs to it; NAN where it does not exist. */
struct sv_result {
    double value, se, low, high, df, deff;
    double weighted_numerator, weighted_denominator;
    uint64_t n, n_numerator;    /* units with non-zero weight, unweighted */
    double psus, strata;        /* with members of non-zero weight; NAN: not
                                   known */
    unsigned flags;             /* of enum sv_flag */
};

/* How numbers are made, by the names in the description. */
struct sv_methods {
    const struct sv_effect *effect;
    const struct sv_interval_method *interval;
    double confidence;
};

/* SV_BUG for a name that the description should not have let pass. */
enum sv_status sv_methods_find(struct sv_methods *out,
                               const struct sv_survey *survey,
                               struct sv_fault *fault) SV_MUST_USE;

/* Fills out[n_cells][columns] of the record that V is of, a column an indicator
 * or a category of shares, in order: see sv_result_columns().  Cells are worked
 * on by as many threads as OpenMP has, each writing its own results. */
enum sv_status sv_results_fill(struct sv_result *out,
                               const struct sv_variance *v,
                               const struct sv_methods *methods,
                               struct sv_fault *fault) SV_MUST_USE;

/* X beyond the largest double becomes NAN, which FLAGS say. */
void sv_drop_infinite(double *x, unsigned *flags);

/* Numerators of all items of the record. */
size_t sv_result_columns(const struct sv_tally_record *record);

/* se over |value|; NAN where either does not exist or the value is 0. */
double sv_result_cv(const struct sv_result *r);

#endif
