/* quantiles.c - intervals of weighted quantiles. */
#include "weights/quantiles.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "weights/intervals.h"

/* A standard error of F that is no more than the rounding of its sum. */
static const double rounding = 1e-13;

/* The interval of F at the quantile, taken back through the rule; a bound that
 * leaves [0,1] leads nowhere. */
static void
woodruff(struct sv_quantile *out, const struct sv_quantile_task *task,
         const struct sv_values *x)
{
    const struct sv_below at = task->below(task->context, out->value);
    const struct sv_proportion f = { .p = at.p, .se = at.se, .df = task->df,
                                     .n = (double) x->n,
                                     .n_effective = task->n_effective };
    const struct sv_interval i =
        sv_interval_proportion(sv_interval_find(task->interval), &f,
                               task->level);

    out->flags |= at.flags | i.flags;
    if (at.se < rounding && i.flags == 0) {     /* F is known: so is its inverse */
        out->low = out->high = out->value;
        return;
    }
    if (i.low >= 0)
        out->low = task->rule->value(x, i.low);
    if (i.high <= 1)
        out->high = task->rule->value(x, i.high);
}

/* (F(q) - p) / se: a test of whether q is the quantile. */
static double
score(const struct sv_quantile_task *task, double q)
{
    const struct sv_below at = task->below(task->context, q);
    const double far = at.p - task->p;

    return at.se > 0 ? far / at.se : far > 0 ? INFINITY : -INFINITY;
}

/* The first value, from the low end, with a score above LIMIT, by halving: the
 * score grows with q but for small steps; n if there is none. */
static size_t
first_above(const struct sv_quantile_task *task, const struct sv_values *x,
            double limit)
{
    size_t low = 0, high = x->n;

    while (low < high) {
        const size_t mid = low + (high - low) / 2;

        if (score(task, x->y[mid]) > limit)
            high = mid;
        else
            low = mid + 1;
    }
    return low;
}

/* From the first value whose F is not too small to be p, to the first whose F
 * is too large. */
static void
francisco_fuller(struct sv_quantile *out, const struct sv_quantile_task *task,
                 const struct sv_values *x)
{
    const double t = sv_t_quantile(task->df, task->level);
    const size_t low = first_above(task, x, -t);
    const size_t high = first_above(task, x, t);
    const struct sv_below at = task->below(task->context, out->value);

    out->flags |= at.flags;
    if (isnan(at.se))
        return;
    if (low < x->n)
        out->low = x->y[low];
    if (high < x->n)
        out->high = x->y[high];
}

struct sv_quantile
sv_quantile(const struct sv_quantile_task *task, const struct sv_values *x)
{
    struct sv_quantile out = { NAN, NAN, NAN, NAN, 0 };

    if (x->n == 0) {
        out.flags = SV_FLAG_EMPTY;
        return out;
    }
    out.value = task->rule->value(x, task->p);
    if (!(task->df > 0)) {
        out.flags = SV_FLAG_NO_DF | task->below(task->context, out.value).flags;
        return out;
    }
    if (strcmp(task->interval, "score") == 0) {
        francisco_fuller(&out, task, x);
    } else {
        assert(sv_interval_find(task->interval) != NULL);
        woodruff(&out, task, x);
    }
    if (out.flags == 0 && (isnan(out.low) || isnan(out.high)))
        out.flags = SV_FLAG_OPEN;
    out.se = (out.high - out.low) / (2 * sv_t_quantile(task->df, task->level));
    return out;
}

void
sv_quantile_repeat(double *values, const struct sv_replicates *reps,
                   const struct sv_design *d,
                   const struct sv_quantile_rule *rule,
                   const struct sv_values *x, double p, double *weights,
                   double *copy)
{
    const size_t last = sv_design_n_stages(d) - 1;

    for (size_t r = 0; r < reps->n; r++) {
        for (size_t i = 0; i < x->n; i++) {
            const uint32_t u = sv_unit_above(d, last, x->unit[i], reps->stage);

            weights[i] = x->w[i] * sv_multiplier(reps, u, r);
            copy[i] = x->y[i];
        }
        values[r] = sv_quantile_again(rule, copy, weights, x->n, p);
    }
}

double
sv_quantile_again(const struct sv_quantile_rule *rule, double *y, double *w,
                  size_t n, double p)
{
    struct sv_values kept = { .y = y, .w = w };

    for (size_t i = 0; i < n; i++)
        if (w[i] != 0) {
            y[kept.n] = y[i];
            w[kept.n++] = w[i];
        }
    return sv_quantile_value(rule, &kept, p);
}
