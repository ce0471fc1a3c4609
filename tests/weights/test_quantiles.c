/* test_quantiles.c - intervals of weighted quantiles. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/linear.h"
#include "weights/quantiles.h"

enum { N = 40 };

static double y[N], w[N];
static const struct sv_values x = { N, y, w, NULL };

/* F with a standard error that depends on q a little. */
static struct sv_below
below(void *context, double q)
{
    const double *se = context;
    struct sv_below out = { 0, *se, 0 };
    double all = 0;

    for (int i = 0; i < N; i++) {
        all += w[i];
        out.p += y[i] <= q ? w[i] : 0;
    }
    out.p /= all;
    out.se *= 1 + 0.1 * out.p;
    return out;
}

static struct sv_quantile
ask(double *se, const char *interval, double p, double df)
{
    const struct sv_quantile_task task = {
        .rule = sv_quantile_rule_find("math"), .interval = interval, .p = p,
        .df = df, .level = 0.95, .n_effective = 31, .below = below,
        .context = se,
    };

    for (int i = 0; i < N; i++) {
        y[i] = 3.1 * i + sin(i);
        w[i] = 2 + cos(7.0 * i);
    }
    return sv_quantile(&task, &x);
}

/* Every number whose test is not rejected, by trying them all. */
Test(quantiles, score_bounds_are_where_the_test_turns)
{
    const double t = 2.1447866879178044;        /* 0.975, 14 df */
    double se = 0.06;
    const struct sv_quantile got = ask(&se, "score", 0.5, 14);
    double low = NAN, high = NAN;

    for (int i = N; i-- > 0;) {
        const struct sv_below at = below(&se, y[i]);
        const double score = (at.p - 0.5) / at.se;

        if (score > t)
            high = y[i];
        if (score > -t)
            low = y[i];
    }
    cr_expect(eq(dbl, got.low, low));
    cr_expect(eq(dbl, got.high, high));
    cr_expect(got.low < got.value && got.value < got.high);
    cr_expect(epsilon_eq(dbl, got.se, (high - low) / (2 * t), 1e-12));
}

Test(quantiles, woodruff_goes_by_the_interval_of_the_distribution)
{
    const double t = 2.1447866879178044;
    double se = 0.06;
    const struct sv_quantile got = ask(&se, "mean", 0.5, 14);
    const struct sv_below at = below(&se, got.value);
    const struct sv_quantile_rule *math = sv_quantile_rule_find("math");

    cr_expect(eq(dbl, got.low, sv_quantile_value(math, &x, at.p - t * at.se)));
    cr_expect(eq(dbl, got.high, sv_quantile_value(math, &x, at.p + t * at.se)));
}

/* Bounds of F outside of [0,1] lead nowhere; without degrees of freedom or a
 * standard error there is none. */
Test(quantiles, bounds_that_do_not_exist_are_not_given)
{
    double se = 0.06, none = NAN;
    struct sv_quantile got = ask(&se, "mean", 0.05, 14);

    cr_expect(isnan(got.low) && isnan(got.se) && got.high > got.value);
    got = ask(&se, "mean", 0.5, 0);
    cr_expect(got.value > 0 && isnan(got.se) && got.flags == SV_FLAG_NO_DF);
    for (int k = 0; k < 2; k++) {
        got = ask(&none, k == 0 ? "mean" : "score", 0.5, 14);
        cr_expect(got.value > 0 && isnan(got.low) && isnan(got.se));
    }
    /* F at the greatest value is 1: a one-sided interval of F */
    se = 0;
    got = ask(&se, "xlogit", 1, 14);
    cr_expect(eq(dbl, got.value, y[N - 1]));
    cr_expect(eq(dbl, got.high, y[N - 1]));
    cr_expect(got.low < got.value && got.flags == SV_FLAG_EXTREME);
}
