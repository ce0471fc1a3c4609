/* intervals.c - confidence intervals. */
#include "weights/intervals.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "weights/linear.h"

/* From 1e13 degrees on it is the normal one to rounding, and GSL's fails. */
double
sv_t_quantile(double df, double level)
{
    return df >= 1e13 ? gsl_cdf_ugaussian_Qinv((1 - level) / 2)
                      : gsl_cdf_tdist_Qinv((1 - level) / 2, df);
}

struct sv_interval
sv_interval_wald(double value, double se, double df, double level)
{
    struct sv_interval out = { NAN, NAN, 0 };

    if (!(df > 0)) {
        out.flags = SV_FLAG_NO_DF;
        return out;
    }
    out.low = value - sv_t_quantile(df, level) * se;
    out.high = value + sv_t_quantile(df, level) * se;
    return out;
}

/* How many independent answers would show this variance. */
static double
n_effective(const struct sv_proportion *x)
{
    return x->p * (1 - x->p) / (x->se * x->se);
}

static void
mean(double *low, double *high, const struct sv_proportion *x, double level)
{
    const double half = sv_t_quantile(x->df, level) * x->se;

    *low = x->p - half;
    *high = x->p + half;
}

/* Wald on the scale log(p / (1 - p)), whose slope is 1 / (p (1 - p)). */
static void
logit(double *low, double *high, const struct sv_proportion *x, double level)
{
    const double q = 1 - x->p, at = log(x->p / q);
    const double half = sv_t_quantile(x->df, level) * x->se / (x->p * q);

    *low = 1 / (1 + exp(half - at));
    *high = 1 / (1 + exp(-half - at));
}

/* Wald on the scale asin(sqrt(p)), within its range [0, pi/2]. */
static void
asin_root(double *low, double *high, const struct sv_proportion *x,
          double level)
{
    const double at = asin(sqrt(x->p));
    const double half = sv_t_quantile(x->df, level) * x->se
                        / (2 * sqrt(x->p * (1 - x->p)));

    *low = at > half ? pow(sin(at - half), 2) : 0;
    *high = at + half < M_PI_2 ? pow(sin(at + half), 2) : 1;
}

/* The quantile TAIL of the Beta distribution.  Where GSL's iteration does not
 * arrive, by halving until the interval is two neighbouring numbers. */
static double
beta_quantile(double tail, double a, double b)
{
    const double quick = gsl_cdf_beta_Pinv(tail, a, b);
    double low = 0, high = 1, mid = 0.5;

    if (fabs(gsl_cdf_beta_P(quick, a, b) - tail) < 1e-12)
        return quick;
    while (mid != low && mid != high) {
        if (gsl_cdf_beta_P(mid, a, b) < tail)
            low = mid;
        else
            high = mid;
        mid = low + (high - low) / 2;
    }
    return mid;
}

/* Korn and Graubard 1998: Clopper-Pearson at the effective sample size,
 * corrected for degrees of freedom.  Not capped at n, as in R. */
static void
beta(double *low, double *high, const struct sv_proportion *x, double level)
{
    const double tail = (1 - level) / 2;
    const double t = sv_t_quantile(x->n - 1, level)
                     / sv_t_quantile(x->df, level);
    const double n = n_effective(x) * t * t, hits = n * x->p;

    *low = beta_quantile(tail, hits, n - hits + 1);
    *high = 1 - beta_quantile(tail, n - hits, hits + 1);
}

/* Wilson 1927 with n effective and t in place of n and z. */
static void
wilson(double *low, double *high, const struct sv_proportion *x, double level)
{
    const double t = sv_t_quantile(x->df, level), n = n_effective(x);
    const double centre = x->p + t * t / (2 * n);
    const double half = t * sqrt(x->se * x->se + t * t / (4 * n * n));

    *low = (centre - half) / (1 + t * t / n);
    *high = (centre + half) / (1 + t * t / n);
}

/* The signed root of twice the log-likelihood ratio of p against q, for one
 * answer: what `likelihood` sets to t. */
static double
deviance(double p, double q)
{
    return 2 * (p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)));
}

/* Where the deviance from p grows to LIMIT on the way to END (0 or 1), by
 * halving until the interval is two neighbouring numbers. */
static double
deviance_bound(double p, double end, double limit)
{
    double in = p, out = end, mid = in + (out - in) / 2;

    while (mid != in && mid != out) {
        if (deviance(p, mid) < limit)
            in = mid;
        else
            out = mid;
        mid = in + (out - in) / 2;
    }
    return in;
}

/* The profile likelihood of a quasi-binomial model with one constant, whose
 * dispersion n/(n-1) is R's, scaled by the ratio of design to model variance
 * (Rao and Scott 1984):  2 n_eff (n-1)/n KL(p : q) = t^2. */
static void
likelihood(double *low, double *high, const struct sv_proportion *x,
           double level)
{
    const double t = sv_t_quantile(x->df, level);
    const double limit = t * t / (n_effective(x) * (x->n - 1) / x->n);

    *low = deviance_bound(x->p, 0, limit);
    *high = deviance_bound(x->p, 1, limit);
}

const struct sv_interval_method sv_interval_methods[] = {
    { "logit", "Wald on the logit scale", logit },
    { "mean", "Wald: p -+ t se", mean },
    { "beta", "Korn and Graubard: Clopper-Pearson at the effective n", beta },
    { "wilson", "Wilson at the effective n", wilson },
    { "asin", "Wald on the arcsine scale", asin_root },
    { "xlogit", "Wald on the logit scale, as a contrast: the same as logit",
      logit },
    { "likelihood", "scaled profile likelihood", likelihood },
};
const size_t sv_n_interval_methods =
    sizeof sv_interval_methods / sizeof *sv_interval_methods;

const struct sv_interval_method *
sv_interval_find(const char *name)
{
    for (size_t i = 0; i < sv_n_interval_methods; i++)
        if (strcmp(sv_interval_methods[i].name, name) == 0)
            return &sv_interval_methods[i];
    return NULL;
}

/* Clopper and Pearson 1934 with no or all hits: the bound q solves
 * (1 - q)^n = 1 - level, one-sided because the other bound is known. */
static struct sv_interval
extreme(const struct sv_proportion *x, double level)
{
    const double reach = -expm1(log1p(-level) / x->n_effective);
    struct sv_interval out = { 0, reach, SV_FLAG_EXTREME };

    if (x->p == 1) {
        out.low = 1 - reach;
        out.high = 1;
    }
    return out;
}

struct sv_interval
sv_interval_proportion(const struct sv_interval_method *method,
                       const struct sv_proportion *x, double level)
{
    struct sv_interval out = { NAN, NAN, 0 };

    if (isnan(x->p) || isnan(x->se))
        return out;
    if (!(x->df > 0)) {
        out.flags = SV_FLAG_NO_DF;
        return out;
    }
    if (x->p == 0 || x->p == 1)
        return extreme(x, level);
    if (x->se == 0) {
        out.low = out.high = x->p;
        return out;
    }
    method->bounds(&out.low, &out.high, x, level);
    return out;
}
