/* test_regression.c - where the coefficients are known without fitting. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/regression.h"

static struct sv_fit
fit(const char *kind, size_t n, size_t p, const double *x, const double *w,
    const double *wy)
{
    const struct sv_patterns patterns = { n, p, x, w, wy };
    struct sv_fault fault = { 0 };
    struct sv_fit out;

    cr_assert(eq(int, sv_regression_fit(&out, sv_regression_find(kind),
                                        &patterns, NULL, &fault), SV_OK));
    return out;
}

static double
logit(double p)
{
    return log(p / (1 - p));
}

/* Two by two, saturated: logits of the cells' proportions, and the inverse
 * information is sums of 1 / (w p (1 - p)). */
Test(regression, saturated_logit)
{
    static const double x[] = { 1, 0, 0, 0,  1, 1, 0, 0,  1, 0, 1, 0,
                                1, 1, 1, 1 };
    static const double w[] = { 812.5, 77.31, 4011, 0.93 };
    static const double p[] = { 0.0021, 0.77, 0.4, 0.9987 };
    double wy[4];
    struct sv_fit f;

    for (size_t i = 0; i < 4; i++)
        wy[i] = w[i] * p[i];
    f = fit("logistic", 4, 4, x, w, wy);
    cr_assert(eq(int, f.end, SV_FIT_DONE));
    cr_expect(epsilon_eq(dbl, f.b[0], logit(p[0]), 1e-11));
    cr_expect(epsilon_eq(dbl, f.b[1], logit(p[1]) - logit(p[0]), 1e-11));
    cr_expect(epsilon_eq(dbl, f.b[2], logit(p[2]) - logit(p[0]), 1e-11));
    cr_expect(epsilon_eq(dbl, f.b[3], logit(p[3]) - logit(p[2]) - logit(p[1])
                                          + logit(p[0]), 1e-9));
    cr_expect(epsilon_eq(dbl, f.inverse[0], 1 / (wy[0] * (1 - p[0])), 1e-11));
    cr_expect(epsilon_eq(dbl, f.inverse[5], 1 / (wy[0] * (1 - p[0]))
                                                + 1 / (wy[1] * (1 - p[1])),
                         1e-11));
    sv_fit_free(&f);
}

/* A line through three points of weights 2, 1, 1: by hand,
 * b = sum w dx dy / sum w dx^2 about means x 1.25, y 3.1. */
Test(regression, weighted_line)
{
    static const double x[] = { 1, 0.5, 1, 1, 1, 3 }, w[] = { 2, 1, 1 };
    static const double wy[] = { 2 * 2.7, 1.9, 5.1 };
    struct sv_fit f = fit("linear", 3, 2, x, w, wy);

    cr_expect(epsilon_eq(dbl, f.b[1], (2 * 0.75 * 0.4 + 0.25 * 1.2
                                       + 1.75 * 2) / (2 * 0.5625 + 0.0625
                                                      + 3.0625), 1e-13));
    cr_expect(epsilon_eq(dbl, f.b[0], 3.1 - 1.25 * f.b[1], 1e-13));
    sv_fit_free(&f);
}

/* With the weights of a replicate: twice as many at 1 is the line above, and a
 * sum below 0 is no sample. */
Test(regression, fits_again_with_other_weights)
{
    static const double x[] = { 1, 0.5, 1, 1, 1, 3 }, w[] = { 1, 1, 1 };
    static const double wy[] = { 2.7, 1.9, 5.1 };
    static const double again[] = { 2, 1, 1 }, again_y[] = { 5.4, 1.9, 5.1 };
    static const double below[] = { 2, -0.001, 1 };
    const struct sv_patterns patterns = { 3, 2, x, w, wy };
    struct sv_fit f = fit("linear", 3, 2, x, w, wy);
    struct sv_fault fault = { 0 };
    double b[2];

    cr_assert(sv_fit_again(b, &f, sv_regression_find("linear"), &patterns,
                           again, again_y, &fault) == SV_OK);
    cr_expect(epsilon_eq(dbl, b[1], (2 * 0.75 * 0.4 + 0.25 * 1.2
                                     + 1.75 * 2) / (2 * 0.5625 + 0.0625
                                                    + 3.0625), 1e-13));
    cr_expect(epsilon_eq(dbl, b[0], 3.1 - 1.25 * b[1], 1e-13));
    cr_assert(sv_fit_again(b, &f, sv_regression_find("linear"), &patterns,
                           below, again_y, &fault) == SV_OK);
    cr_expect(isnan(b[0]) && isnan(b[1]));
    sv_fit_free(&f);
}

/* A pattern that comes in parts is the same pattern; one without weight is
 * none, whatever it says. */
Test(regression, patterns_may_come_in_parts)
{
    static const double x[] = { 1, 0.2, 1, 0.2, 1, 1.7, 1, 1.7, 1, -2.4,
                                1, 88 };
    static const double w[] = { 3.1, 4.4, 2.2, 7, 5.9, 0 };
    static const double wy[] = { 3.1, 0, 2.2, 1.5, 2.04, 0 };
    static const double joined_x[] = { 1, 0.2, 1, 1.7, 1, -2.4 };
    static const double joined_w[] = { 7.5, 9.2, 5.9 };
    static const double joined_wy[] = { 3.1, 3.7, 2.04 };
    struct sv_fit a = fit("logistic", 6, 2, x, w, wy);
    struct sv_fit b = fit("logistic", 3, 2, joined_x, joined_w, joined_wy);

    for (size_t k = 0; k < 2; k++)
        cr_expect(epsilon_eq(dbl, a.b[k], b.b[k], 1e-12));
    sv_fit_free(&a);
    sv_fit_free(&b);
}

Test(regression, a_column_made_up_by_others_is_left_out)
{
    static const double x[] = { 1, 0, 0, 5,  1, 1, 0, 7,  1, 0, 0, 5,
                                1, 1, 0, 7 };      /* empty; 5 + 2 times */
    static const double w[] = { 3, 4, 5, 6 }, wy[] = { 1, 3, 2, 1 };
    struct sv_fit f = fit("logistic", 4, 4, x, w, wy);

    cr_assert(eq(int, f.end, SV_FIT_DONE));
    cr_expect(eq(sz, f.rank, 2));
    cr_expect(f.left_out[2] && f.left_out[3]);
    cr_expect(isnan(f.b[2]) && isnan(f.b[3]));
    cr_expect(epsilon_eq(dbl, f.b[0], logit(3. / 8), 1e-12));
    cr_expect(eq(dbl, f.inverse[15], 0));
    sv_fit_free(&f);
}

/* All of the second group say yes; a line that parts yes from no. */
Test(regression, separation_has_no_coefficients)
{
    static const double group[] = { 1, 0, 0, 1, 1, 0, 1, 0, 1 };
    static const double line[] = { 1, 1.5, 1, 2.5, 1, 3.5, 1, 4.5 };
    static const double w[] = { 8, 5, 9, 3 };
    static const double yes_group[] = { 3, 5, 1 }, yes_line[] = { 0, 0, 9, 3 };
    struct sv_fit f = fit("logistic", 3, 3, group, w, yes_group);

    cr_expect(eq(int, f.end, SV_FIT_SEPARATED));
    cr_expect(eq(sz, f.apart, 1));
    cr_expect(isnan(f.b[0]));
    sv_fit_free(&f);
    f = fit("logistic", 4, 2, line, w, yes_line);
    cr_expect(eq(int, f.end, SV_FIT_SEPARATED));
    sv_fit_free(&f);
}

/* Rare and certain are not separated: 1 in a million, and a steep line. */
Test(regression, far_out_is_not_apart)
{
    static const double x[] = { 1, 0, 1, 1 }, w[] = { 1e6, 1e6 };
    static const double wy[] = { 1, 1e6 - 1 };
    struct sv_fit f = fit("logistic", 2, 2, x, w, wy);

    cr_assert(eq(int, f.end, SV_FIT_DONE));
    cr_expect(epsilon_eq(dbl, f.b[1], 2 * log(1e6 - 1), 1e-8));
    sv_fit_free(&f);
}

Test(regression, nobody_and_nothing_that_varies)
{
    static const double x[] = { 1, 1 }, none[] = { 0, 0 }, w[] = { 2, 3 };
    struct sv_fit f = fit("logistic", 2, 1, x, none, none);

    cr_expect(eq(int, f.end, SV_FIT_EMPTY));
    sv_fit_free(&f);
    f = fit("logistic", 2, 1, x, w, w);
    cr_expect(eq(int, f.end, SV_FIT_CONSTANT));
    sv_fit_free(&f);
    f = fit("logistic", 2, 1, x, w, none);
    cr_expect(eq(int, f.end, SV_FIT_CONSTANT));
    sv_fit_free(&f);
}

/* The slope in the table is the slope of the mean in the table, and the score
 * half of the slope of the loss. */
Test(regression, kinds_are_consistent)
{
    for (size_t i = 0; i < sv_n_regression_kinds; i++) {
        const struct sv_regression_kind *k = &sv_regression_kinds[i];
        const double at = 0.731, w = 2.9, wy = 1.13, h = 1e-6;

        cr_expect(epsilon_eq(dbl, (k->mean(at + h) - k->mean(at - h)) / (2 * h),
                             k->slope(k->mean(at)), 1e-8), "%s", k->name);
        cr_expect(epsilon_eq(dbl, (k->loss(at + h, w, wy)
                                   - k->loss(at - h, w, wy)) / (2 * h),
                             2 * (w * k->mean(at) - wy), 1e-8), "%s", k->name);
    }
    cr_expect(sv_regression_find("probit") == NULL);
}
