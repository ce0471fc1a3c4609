/* quantiles.h - weighted quantiles and their intervals.
 *
 * A rule says what number stands for the quantile p of weighted values: the
 * rules of R's svyquantile (Hyndman and Fan 1996, with weights; Shah and
 * Vaish 2006).  An interval goes by way of the distribution function F: the
 * interval of F at the quantile, by any method for proportions, is taken back
 * through the same rule (Woodruff 1952); or all numbers at which a test of
 * F = p is not rejected (`score`, Francisco and Fuller 1991).  The standard
 * error is the width of the interval over twice the quantile of t.
 *
 * How good F is known comes from a callback, so that linearisation, replicates
 * and calibrated weights all do.
 */
#ifndef SV_QUANTILES_H
#define SV_QUANTILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "weights/design.h"
#include "weights/linear.h"
#include "weights/replicates.h"

/* The members of one cell: values ascending, equal ones in the order of the
 * data; weights above 0. */
struct sv_values {
    size_t n;
    const double *y, *w;        /* [n] */
    const uint32_t *unit;       /* [n] of the design's last stage; NULL will do
                                   for points alone */
};

struct sv_quantile_rule {
    const char *name;           /* as written after `quantile-rule:` */
    const char *blurb;
    double (*value)(const struct sv_values *x, double p);
};

extern const struct sv_quantile_rule sv_quantile_rules[];
extern const size_t sv_n_quantile_rules;

/* NULL if there is none of that name. */
const struct sv_quantile_rule *sv_quantile_rule_find(const char *name);

/* The quantile P in [0,1]; NAN without values. */
double sv_quantile_value(const struct sv_quantile_rule *rule,
                         const struct sv_values *x, double p);

/* The weighted share of values <= Q and its standard error, NAN if there is
 * none, and why. */
struct sv_below {
    double p, se;
    unsigned flags;             /* of enum sv_flag */
};
typedef struct sv_below sv_below_function(void *context, double q);

/* The rows by unit from which that share is estimated, as a proportion: the
 * first term is the weights of values <= Q, the second those of all.  They lie
 * in ROOM, of sv_below_room() bytes. */
struct sv_rows sv_below_rows(const struct sv_design *d,
                             const struct sv_values *x, double q, void *room);
size_t sv_below_room(const struct sv_design *d);

/* By linearisation: CONTEXT is a struct sv_below_linear. */
struct sv_below_linear {
    const struct sv_design *design;
    const struct sv_values *values;
    void *scratch;              /* sv_below_scratch() bytes */
};
struct sv_below sv_below_linear(void *context, double q);

/* By replicates: CONTEXT is a struct sv_below_repeated. */
struct sv_below_repeated {
    const struct sv_design *design;
    const struct sv_values *values;
    const struct sv_replicates *reps;
    bool mse;
    void *scratch;              /* sv_below_scratch() bytes */
};
struct sv_below sv_below_repeated(void *context, double q);

/* REPS may be NULL. */
size_t sv_below_scratch(const struct sv_design *d,
                        const struct sv_replicates *reps);

/* The quantile P of Y [n], ascending, with the weights W [n] of a replicate, of
 * which some are 0 and are passed over: both arrays are packed in place. */
double sv_quantile_again(const struct sv_quantile_rule *rule, double *y,
                         double *w, size_t n, double p);

struct sv_quantile_task {
    const struct sv_quantile_rule *rule;
    const char *interval;       /* a name of sv_interval_find(), or "score" */
    double p, df, level;
    double n_effective;         /* see struct sv_proportion */
    sv_below_function *below;
    void *context;
};

struct sv_quantile {
    double value, se, low, high;        /* NAN: does not exist */
    unsigned flags;             /* those of F, and SV_FLAG_EMPTY, SV_FLAG_NO_DF,
                                   SV_FLAG_OPEN; SV_FLAG_EXTREME where F is 0
                                   or 1 */
};

/* The interval must be a known one. */
struct sv_quantile sv_quantile(const struct sv_quantile_task *task,
                               const struct sv_values *x);

/* VALUES[reps->n]: the quantile with the weights of each replicate, for
 * sv_replicate_variance() (`interval.type = "quantile"`; not for jackknives).
 * WEIGHTS and COPY are scratch of [n] each. */
void sv_quantile_repeat(double *values, const struct sv_replicates *reps,
                        const struct sv_design *d,
                        const struct sv_quantile_rule *rule,
                        const struct sv_values *x, double p, double *weights,
                        double *copy);

#endif
