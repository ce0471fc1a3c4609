/* quantile_rules.c - what number stands for a quantile.
 *
 * Sums of weights are carried in long double and rounded one by one, as R's
 * cumsum does: whether F at a value is p, or a last digit beside it, decides
 * between one value and the next.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "weights/quantiles.h"

static double
sum_of(const struct sv_values *x, size_t n)
{
    long double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x->w[i];
    return (double) sum;
}

/* The values on either side of p, and how far F is from p there. */
struct around {
    double low, up;
    double below, above;        /* p - F(low) >= 0, F(up) - p */
    size_t at;                  /* number of low, from 1 */
};

/* low is the last value with F <= p, up the next; both are the first value if
 * F is above p already there.  TIES puts equal values together first.  Weights
 * of a replicate may be below 0, so F may come back to p: the last is meant. */
static struct around
around(const struct sv_values *x, double p, bool ties)
{
    const double all = sum_of(x, x->n), want = p * all;
    struct around out = { x->y[0], x->y[0], 0, 0, 0 };
    long double sum = 0;
    size_t number = 0;
    bool next = true;           /* what comes is behind low */

    for (size_t i = 0; i < x->n; i++) {
        double share;

        sum += x->w[i];
        if (ties && i + 1 < x->n && x->y[i + 1] == x->y[i])
            continue;
        share = (double) sum / all;
        number++;
        if (next || (double) sum <= want) {
            out.up = x->y[i];
            out.above = share - p;
        }
        next = (double) sum <= want;
        if (next) {
            out.low = x->y[i];
            out.below = p - share;
            out.at = number;
        }
    }
    if (out.at == 0)
        out.low = out.up;
    return out;
}

/* The smallest value with F >= p. */
static double
math(const struct sv_values *x, double p)
{
    const struct around a = around(x, p, false);

    return a.at > 0 && a.below == 0 ? a.low : a.up;
}

static double
school(const struct sv_values *x, double p)
{
    const struct around a = around(x, p, false);

    return a.at > 0 && a.below == 0 ? (a.low + a.up) / 2 : a.up;
}

static double
hf3(const struct sv_values *x, double p)
{
    const struct around a = around(x, p, true);

    return a.at > 0 && a.below == 0 && a.at % 2 == 0 ? a.low : a.up;
}

static double
hf4(const struct sv_values *x, double p)
{
    const struct around a = around(x, p, false);
    const double part = a.below + a.above != 0
        ? a.below / (a.below + a.above) : 0;

    return a.at == 0 ? a.up : a.low + (a.up - a.low) * part;
}

/* What a plotting position is made of. */
struct knot {
    double before, w, upto;     /* sum of weights before, own, with own */
    double all, last;           /* sum of all, weight of the last */
    double n;
};

/* Linear between plotting positions, level outside; or, with STEP, the value
 * of the last position that is not above p. */
static double
through(const struct sv_values *x, double p, bool step,
        double (*position)(const struct knot *))
{
    struct knot k = { .all = sum_of(x, x->n), .last = x->w[x->n - 1],
                      .n = (double) x->n };
    long double sum = 0;
    double from = 0;

    for (size_t i = 0; i < x->n; i++) {
        double here;

        k.before = (double) sum;
        k.w = x->w[i];
        sum += k.w;
        k.upto = (double) sum;
        here = position(&k);
        if (p < here)
            return i == 0 ? x->y[0]
                : step ? x->y[i - 1]
                : x->y[i - 1] + (x->y[i] - x->y[i - 1])
                                * ((p - from) / (here - from));
        from = here;
    }
    return x->y[x->n - 1];
}

static double
position_5(const struct knot *k)
{
    return (k->upto - k->w / 2) / k->all;
}

static double
position_6(const struct knot *k)
{
    return k->upto / (k->all + k->last);
}

static double
position_7(const struct knot *k)
{
    return k->before / (k->all - k->last);
}

static double
position_8(const struct knot *k)
{
    return (k->before / 3 + k->upto * 2 / 3) / (k->all + k->last / 3);
}

static double
position_9(const struct knot *k)
{
    return (k->before * 3 / 8 + k->upto * 5 / 8) / (k->all + k->last / 4);
}

/* Weights scaled to mean 1. */
static double
position_shah_vaish(const struct knot *k)
{
    const double mean = k->all / k->n;

    return ((k->upto - k->w / 2) / mean + 0.5) / (k->n + 1);
}

static double
hf5(const struct sv_values *x, double p)
{
    return through(x, p, false, position_5);
}

static double
hf6(const struct sv_values *x, double p)
{
    return through(x, p, false, position_6);
}

static double
hf7(const struct sv_values *x, double p)
{
    return x->n > 1 ? through(x, p, false, position_7) : x->y[0];
}

static double
hf8(const struct sv_values *x, double p)
{
    return through(x, p, false, position_8);
}

static double
hf9(const struct sv_values *x, double p)
{
    return through(x, p, false, position_9);
}

static double
shah_vaish(const struct sv_values *x, double p)
{
    return through(x, p, true, position_shah_vaish);
}

const struct sv_quantile_rule sv_quantile_rules[] = {
    { "math", "the smallest value with F >= p", math },
    { "school", "math, but half-way between two where F = p", school },
    { "shahvaish", "Shah and Vaish: steps at mid-ranks", shah_vaish },
    { "hf1", "Hyndman and Fan 1: the same as math", math },
    { "hf2", "Hyndman and Fan 2: the same as school", school },
    { "hf3", "Hyndman and Fan 3: the nearest even value", hf3 },
    { "hf4", "Hyndman and Fan 4: F made linear", hf4 },
    { "hf5", "Hyndman and Fan 5: linear between mid-points", hf5 },
    { "hf6", "Hyndman and Fan 6: mean positions (SPSS, Minitab)", hf6 },
    { "hf7", "Hyndman and Fan 7: modes (R's quantile, Excel)", hf7 },
    { "hf8", "Hyndman and Fan 8: medians", hf8 },
    { "hf9", "Hyndman and Fan 9: for the normal distribution", hf9 },
};
const size_t sv_n_quantile_rules =
    sizeof sv_quantile_rules / sizeof *sv_quantile_rules;

const struct sv_quantile_rule *
sv_quantile_rule_find(const char *name)
{
    for (size_t i = 0; i < sv_n_quantile_rules; i++)
        if (strcmp(sv_quantile_rules[i].name, name) == 0)
            return &sv_quantile_rules[i];
    return NULL;
}

double
sv_quantile_value(const struct sv_quantile_rule *rule,
                  const struct sv_values *x, double p)
{
    return x->n > 0 ? rule->value(x, p) : NAN;
}
