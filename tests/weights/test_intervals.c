/* test_intervals.c - confidence intervals. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>
#include <string.h>

#include "weights/intervals.h"
#include "weights/linear.h"

/* R survey 4.1.1, data(api): apiclus1 clustered by dnum, weights pw, fpc:
 * svyciprop(~I(sch.wide == "Yes")), and of stype == "M" at level 0.9.  Its
 * logit comes from an iterated fit, its likelihood from a spline, which is
 * what their tolerances are for. */
static const struct sv_proportion yes = {
    .p = 0.87431693989071035, .se = 0.02035947724462743, .df = 14, .n = 183,
};
static const struct sv_proportion middle = {
    .p = 0.13661202185792351, .se = 0.029649046640260197, .df = 14, .n = 183,
};

static const struct {
    const char *method;
    const struct sv_proportion *x;
    double level, low, high, tolerance;
} survey[] = {
    { "logit", &yes, 0.95, 0.823798892379033, 0.911900077021222, 1e-9 },
    { "mean", &yes, 0.95, 0.830650204123468, 0.917983675657953, 1e-13 },
    { "beta", &yes, 0.95, 0.823702210847501, 0.914704492126865, 1e-11 },
    { "asin", &yes, 0.95, 0.827533453321086, 0.914614571848907, 1e-13 },
    { "xlogit", &yes, 0.95, 0.823798892383002, 0.911900077024393, 1e-13 },
    { "likelihood", &yes, 0.95, 0.826288241963576, 0.913694491892495, 1e-5 },
    { "logit", &middle, 0.9, 0.0922503828841706, 0.197661239228758, 1e-9 },
    { "mean", &middle, 0.9, 0.0843908554943707, 0.188833188221476, 1e-13 },
    { "beta", &middle, 0.9, 0.0878140123945081, 0.199721207739267, 1e-11 },
    { "asin", &middle, 0.9, 0.0887846312634467, 0.192824968240538, 1e-13 },
    { "xlogit", &middle, 0.9, 0.0922503828840965, 0.197661239228636, 1e-13 },
    { "likelihood", &middle, 0.9, 0.0899814696474753, 0.194404707327952, 1e-5 },
};

Test(intervals, are_those_of_svyciprop)
{
    for (size_t i = 0; i < sizeof survey / sizeof *survey; i++) {
        const struct sv_interval got =
            sv_interval_proportion(sv_interval_find(survey[i].method),
                                   survey[i].x, survey[i].level);

        cr_expect(epsilon_eq(dbl, got.low, survey[i].low, survey[i].tolerance),
                  "%s", survey[i].method);
        cr_expect(epsilon_eq(dbl, got.high, survey[i].high,
                             survey[i].tolerance), "%s", survey[i].method);
        cr_expect(eq(uint, got.flags, 0));
    }
}

/* Wilson solves (q - p)^2 = t^2 q (1 - q) / n_eff for both bounds. */
Test(intervals, wilson_solves_its_equation)
{
    const double t = 2.1447866879178044;        /* 0.975, 14 df */
    const double n = yes.p * (1 - yes.p) / (yes.se * yes.se);
    const struct sv_interval got =
        sv_interval_proportion(sv_interval_find("wilson"), &yes, 0.95);

    cr_expect(got.low < yes.p && got.high > yes.p);
    cr_expect(epsilon_eq(dbl, pow(got.low - yes.p, 2),
                         t * t * got.low * (1 - got.low) / n, 1e-14));
    cr_expect(epsilon_eq(dbl, pow(got.high - yes.p, 2),
                         t * t * got.high * (1 - got.high) / n, 1e-14));
}

/* Any method: false in place of true turns the interval round; more
 * confidence widens it; it holds p. */
/* Both tails are what they should be, whatever n and p (with an answer of
 * either kind): GSL's own inverse does not arrive everywhere. */
Test(intervals, beta_solves_its_equations)
{
    const struct sv_interval_method *m = sv_interval_find("beta");

    gsl_set_error_handler_off();
    for (double n = 2; n < 3000; n *= 1.07)
        for (double p = 1 / n; p <= 1 - 1 / n; p += 0.0037) {
            const struct sv_proportion x = {
                .p = p, .se = sqrt(p * (1 - p) / n), .df = 11, .n = 12,
            };
            double low, high;

            m->bounds(&low, &high, &x, 0.95);
            cr_expect(epsilon_eq(dbl, gsl_cdf_beta_P(low, n * p,
                                                     n - n * p + 1),
                                 0.025, 1e-10), "n %g, p %g", n, p);
            cr_expect(epsilon_eq(dbl, gsl_cdf_beta_Q(high, n * p + 1,
                                                     n - n * p),
                                 0.025, 1e-10), "n %g, p %g", n, p);
        }
}

Test(intervals, every_method_is_sane)
{
    const struct sv_proportion x = { .p = 0.2385, .se = 0.07121, .df = 5.5,
                                     .n = 61 };
    struct sv_proportion not_x = x;

    not_x.p = 1 - x.p;
    for (size_t i = 0; i < sv_n_interval_methods; i++) {
        const struct sv_interval_method *m = &sv_interval_methods[i];
        const struct sv_interval a = sv_interval_proportion(m, &x, 0.9);
        const struct sv_interval b = sv_interval_proportion(m, &not_x, 0.9);
        const struct sv_interval wide = sv_interval_proportion(m, &x, 0.99);

        cr_expect(epsilon_eq(dbl, a.low, 1 - b.high, 1e-10), "%s", m->name);
        cr_expect(epsilon_eq(dbl, a.high, 1 - b.low, 1e-10), "%s", m->name);
        cr_expect(a.low < x.p && x.p < a.high, "%s", m->name);
        cr_expect(wide.low < a.low && a.high < wide.high, "%s", m->name);
        cr_expect(sv_interval_find(m->name) == m);
    }
    cr_expect(sv_interval_find("jeffreys") == NULL);
}

/* On the arcsine scale a wide interval would leave [0, pi/2] and, squared, come
 * back on the wrong side. */
Test(intervals, arcsine_stays_in_range)
{
    const struct sv_proportion x = { .p = 0.03, .se = 0.04, .df = 3, .n = 30 };
    const struct sv_proportion y = { .p = 0.97, .se = 0.04, .df = 3, .n = 30 };

    cr_expect(sv_interval_proportion(sv_interval_find("asin"), &x, 0.95).low
              == 0);
    cr_expect(sv_interval_proportion(sv_interval_find("asin"), &y, 0.95).high
              == 1);
}

/* None of 50 at 95 %: 1 - 0.05^(1/50) = 0.0581551, and the mirror of it. */
Test(intervals, none_or_all_get_one_bound)
{
    struct sv_proportion x = { .p = 0, .se = 0, .df = 7, .n = 61,
                               .n_effective = 50 };

    for (size_t i = 0; i < sv_n_interval_methods; i++) {
        struct sv_interval got;

        x.p = 0;
        got = sv_interval_proportion(&sv_interval_methods[i], &x, 0.95);
        cr_expect(got.low == 0 && got.flags == SV_FLAG_EXTREME);
        cr_expect(epsilon_eq(dbl, got.high, 1 - pow(0.05, 0.02), 1e-14));
        x.p = 1;
        got = sv_interval_proportion(&sv_interval_methods[i], &x, 0.95);
        cr_expect(got.high == 1 && got.flags == SV_FLAG_EXTREME);
        cr_expect(epsilon_eq(dbl, got.low, pow(0.05, 0.02), 1e-14));
    }
}

Test(intervals, without_error_or_degrees_there_is_none)
{
    struct sv_proportion x = { .p = 0.25, .se = NAN, .df = 7, .n = 61 };
    const struct sv_interval_method *logit = sv_interval_find("logit");
    struct sv_interval got = sv_interval_proportion(logit, &x, 0.95);

    cr_expect(isnan(got.low) && isnan(got.high) && got.flags == 0);
    x.se = 0.0625;
    x.df = 0;
    got = sv_interval_proportion(logit, &x, 0.95);
    cr_expect(isnan(got.low) && isnan(got.high)
              && got.flags == SV_FLAG_NO_DF);
    got = sv_interval_wald(17.25, 2.5, 0, 0.95);
    cr_expect(isnan(got.low) && isnan(got.high)
              && got.flags == SV_FLAG_NO_DF);
    x.se = 0;
    x.df = 7;                   /* a census: known, not estimated */
    got = sv_interval_proportion(logit, &x, 0.95);
    cr_expect(got.low == 0.25 && got.high == 0.25);
}

/* t(0.975, 14) = 2.1447867; without bound on the degrees, 1.9599640. */
Test(intervals, wald_uses_t)
{
    const struct sv_interval t = sv_interval_wald(17.25, 2.5, 14, 0.95);
    const struct sv_interval z = sv_interval_wald(17.25, 2.5, INFINITY, 0.95);

    cr_expect(epsilon_eq(dbl, t.low, 17.25 - 2.5 * 2.1447866879178044, 1e-12));
    cr_expect(epsilon_eq(dbl, t.high, 17.25 + 2.5 * 2.1447866879178044, 1e-12));
    cr_expect(epsilon_eq(dbl, z.high, 17.25 + 2.5 * 1.9599639845400545, 1e-12));
}
