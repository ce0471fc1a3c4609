/* test_trend.c - trends over ordered categories, by hand and by another basis. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

#include "weights/trend.h"

static struct sv_fault fault;

/* Independent: slope (-1 0 1)/2 of .2 .3 .5 = .15, variance (.01 + .03)/4 = .01;
 * second difference (1 -2 1)/2 of p = .05, variance (.01 + 4 .02 + .03)/4 = .03,
 * so W = .0025/.03, K = 1 and F = W with 1 and df. */
Test(trend, three_categories_are_done_on_paper)
{
    const double p[] = { 0.2, 0.3, 0.5 }, score[] = { 1, 2, 3 };
    const double v[] = { 0.01, 0, 0, 0, 0.02, 0, 0, 0, 0.03 };
    struct sv_trend t;

    cr_assert(sv_trend(&t, p, v, score, 3, 17, &fault) == SV_OK);
    cr_expect(epsilon_eq(dbl, t.slope, 0.15, 1e-15));
    cr_expect(epsilon_eq(dbl, t.se, 0.1, 1e-15));
    cr_expect(epsilon_eq(dbl, t.linear.statistic, 1.5, 1e-14));
    cr_expect(epsilon_eq(dbl, t.linear.p, 2 * gsl_cdf_tdist_Q(1.5, 17), 1e-14));
    cr_expect(epsilon_eq(dbl, t.departure.statistic, 0.0025 / 0.03, 1e-14));
    cr_expect(eq(dbl, t.departure.df1, 1));
    cr_expect(eq(dbl, t.departure.df2, 17));
}

/* With equal variances s, what is left of the line is the sum of squares of the
 * residuals of the least squares fit, over s. */
Test(trend, departure_is_the_residual_of_the_fit_if_variances_are_equal)
{
    const double score[] = { 1, 2, 4, 5, 7.5 };
    const double p[] = { 0.113, 0.276, 0.31, 0.389, 0.701 };
    double v[25] = { 0 }, mean_s = 0, mean_p = 0, ss = 0, sp = 0, rest = 0;
    struct sv_trend t;

    for (size_t i = 0; i < 5; i++) {
        v[i * 6] = 0.0017;
        mean_s += score[i] / 5;
        mean_p += p[i] / 5;
    }
    for (size_t i = 0; i < 5; i++) {
        ss += (score[i] - mean_s) * (score[i] - mean_s);
        sp += (score[i] - mean_s) * p[i];
    }
    for (size_t i = 0; i < 5; i++) {
        const double fit = mean_p + sp / ss * (score[i] - mean_s);

        rest += (p[i] - fit) * (p[i] - fit) / 0.0017;
    }
    cr_assert(sv_trend(&t, p, v, score, 5, 23, &fault) == SV_OK);
    cr_expect(epsilon_eq(dbl, t.slope, sp / ss, 1e-14));
    cr_expect(epsilon_eq(dbl, t.se, sqrt(0.0017 / ss), 1e-15));
    cr_expect(epsilon_eq(dbl, t.departure.statistic,
                         (23.0 - 3 + 1) / (3 * 23) * rest, 1e-12));
    cr_expect(eq(dbl, t.departure.df2, 21));
}

Test(trend, an_empty_category_is_passed_over_and_keeps_its_place)
{
    const double p[] = { 0.2, NAN, 0.5 }, score[] = { 1, 2, 3 };
    const double v[] = { 0.01, NAN, 0, NAN, NAN, NAN, 0, NAN, 0.03 };
    struct sv_trend t;

    cr_assert(sv_trend(&t, p, v, score, 3, 17, &fault) == SV_OK);
    cr_expect(epsilon_eq(dbl, t.slope, 0.15, 1e-15));
    cr_expect(epsilon_eq(dbl, t.se, 0.1, 1e-15));
    cr_expect(isnan(t.departure.statistic));
}

Test(trend, without_degrees_of_freedom_there_is_none)
{
    const double p[] = { 0.2, 0.3, 0.5 }, score[] = { 1, 2, 3 };
    const double v[] = { 0.01, 0, 0, 0, 0.02, 0, 0, 0, 0.03 };
    struct sv_trend t;

    cr_assert(sv_trend(&t, p, v, score, 3, NAN, &fault) == SV_OK);
    cr_expect(isnan(t.linear.statistic));
    cr_expect(isnan(t.departure.statistic));
    cr_assert(sv_trend(&t, p, v, score, 1, 17, &fault) == SV_OK);
    cr_expect(isnan(t.slope));
}
