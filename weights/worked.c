/* worked.c - an interval step by step, as one works it out by hand. */
#include "weights/worked.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

struct lines {
    struct sv_worked *out;
    size_t n;
};

static double
add(struct lines *l, const char *symbol, const char *formula, double value)
{
    l->out[l->n++] = (struct sv_worked) { symbol, formula, value };
    return value;
}

static double
add_t(struct lines *l, const struct sv_proportion *x, double level)
{
    return add(l, "t", "of Student with df degrees of freedom, two-sided",
               sv_t_quantile(x->df, level));
}

static void
wald(struct lines *l, const struct sv_proportion *x, double level)
{
    const double half = add_t(l, x, level) * x->se;

    add(l, "h", "t se", half);
    add(l, "low", "estimate - h", x->p - half);
    add(l, "high", "estimate + h", x->p + half);
}

static void
logit(struct lines *l, const struct sv_proportion *x, double level)
{
    const double q = 1 - x->p;
    const double at = add(l, "g", "ln(p / (1 - p))", log(x->p / q));
    const double se = add(l, "se(g)", "se / (p (1 - p))", x->se / (x->p * q));
    const double t = add_t(l, x, level);
    const double a = add(l, "a", "g - t se(g)", at - t * se);
    const double b = add(l, "b", "g + t se(g)", at + t * se);

    add(l, "low", "1 / (1 + exp(-a))", 1 / (1 + exp(-a)));
    add(l, "high", "1 / (1 + exp(-b))", 1 / (1 + exp(-b)));
}

static void
arcsine(struct lines *l, const struct sv_proportion *x, double level)
{
    const double at = add(l, "g", "asin(√p)", asin(sqrt(x->p)));
    const double se = add(l, "se(g)", "se / (2 √(p (1 - p)))",
                          x->se / (2 * sqrt(x->p * (1 - x->p))));
    const double t = add_t(l, x, level);
    const double a = add(l, "a", "g - t se(g), 0 at least",
                         fmax(at - t * se, 0));
    const double b = add(l, "b", "g + t se(g), π/2 at most",
                         fmin(at + t * se, M_PI_2));

    add(l, "low", "sin²(a)", pow(sin(a), 2));
    add(l, "high", "sin²(b)", pow(sin(b), 2));
}

static double
add_n(struct lines *l, const struct sv_proportion *x)
{
    return add(l, "n'", "p (1 - p) / se²",
               x->p * (1 - x->p) / (x->se * x->se));
}

static void
wilson(struct lines *l, const struct sv_proportion *x, double level)
{
    const double n = add_n(l, x), t = add_t(l, x, level);
    const double c = add(l, "c", "p + t²/2n'", x->p + t * t / (2 * n));
    const double h = add(l, "h", "t √(se² + t²/4n'²)",
                         t * sqrt(x->se * x->se + t * t / (4 * n * n)));

    add(l, "low", "(c - h) / (1 + t²/n')", (c - h) / (1 + t * t / n));
    add(l, "high", "(c + h) / (1 + t²/n')", (c + h) / (1 + t * t / n));
}

static void
beta(struct lines *l, const struct sv_proportion *x, double level)
{
    const double tail = (1 - level) / 2;
    const double n = add_n(l, x);
    const double all = add(l, "t*", "of Student with n - 1 degrees of freedom",
                           sv_t_quantile(x->n - 1, level));
    const double t = add_t(l, x, level);
    const double m = add(l, "n*", "n' (t*/t)²", n * (all / t) * (all / t));
    const double hits = add(l, "x", "n* p", m * x->p);

    add(l, "low", "quantile of Beta(x, n* - x + 1), lower tail",
        gsl_cdf_beta_Pinv(tail, hits, m - hits + 1));
    add(l, "high", "quantile of Beta(x + 1, n* - x), upper tail",
        gsl_cdf_beta_Qinv(tail, hits + 1, m - hits));
}

static void
likelihood(struct lines *l, const struct sv_proportion *x, double level)
{
    const double n = add_n(l, x), t = add_t(l, x, level);
    double low, high;

    sv_interval_find("likelihood")->bounds(&low, &high, x, level);
    add(l, "D", "t² / (n' (n - 1)/n)", t * t / (n * (x->n - 1) / x->n));
    add(l, "low", "q < p: 2 (p ln(p/q) + (1 - p) ln((1 - p)/(1 - q))) = D",
        low);
    add(l, "high", "the same, q > p", high);
}

static void
extreme(struct lines *l, const struct sv_proportion *x, double level)
{
    const double n = add(l, "n*", "(Σw)² / Σw²", x->n_effective);
    const double reach = add(l, "r", "1 - (1 - level)^(1/n*)",
                             -expm1(log1p(-level) / n));

    add(l, "low", x->p == 1 ? "1 - r" : "0", x->p == 1 ? 1 - reach : 0);
    add(l, "high", x->p == 1 ? "1" : "r", x->p == 1 ? 1 : reach);
}

static const struct {
    const char *method;
    void (*work)(struct lines *l, const struct sv_proportion *x, double level);
} works[] = {
    { "logit", logit }, { "xlogit", logit }, { "mean", wald },
    { "beta", beta }, { "wilson", wilson }, { "asin", arcsine },
    { "likelihood", likelihood },
};

static int
exists(const struct sv_proportion *x)
{
    return !isnan(x->p) && !isnan(x->se) && x->df > 0;
}

size_t
sv_worked_wald(struct sv_worked out[SV_MAX_WORKED],
               const struct sv_proportion *x, double level)
{
    struct lines l = { out, 0 };

    if (exists(x))
        wald(&l, x, level);
    return l.n;
}

size_t
sv_worked_proportion(struct sv_worked out[SV_MAX_WORKED],
                     const struct sv_interval_method *method,
                     const struct sv_proportion *x, double level)
{
    struct lines l = { out, 0 };

    if (!exists(x))
        return 0;
    if (x->p == 0 || x->p == 1)
        extreme(&l, x, level);
    else if (x->se == 0)
        wald(&l, x, level);
    for (size_t i = 0; l.n == 0 && i < sizeof works / sizeof *works; i++)
        if (strcmp(works[i].method, method->name) == 0)
            works[i].work(&l, x, level);
    return l.n;
}
