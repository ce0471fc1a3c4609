/* test_estimators.c - one test for every estimator there is or will be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <string.h>

#include "weights/estimators.h"

static const double at[SV_MAX_TERMS] = { 2.385, 7.121, 1.733, 5.019 };

ParameterizedTestParameters(estimators, gradient_is_slope)
{
    static size_t row[64];

    for (size_t i = 0; i < sv_n_estimators; i++)
        row[i] = i;
    return cr_make_param_array(size_t, row, sv_n_estimators);
}

/* The gradient in the table is the slope of the value in the table. */
ParameterizedTest(size_t *row, estimators, gradient_is_slope)
{
    const struct sv_estimator *e = &sv_estimators[*row];
    double g[SV_MAX_TERMS];

    e->gradient(at, g);
    for (unsigned k = 0; k < e->n_terms; k++) {
        const double step = 1e-6 * at[k];
        double up[SV_MAX_TERMS], down[SV_MAX_TERMS];

        memcpy(up, at, sizeof up);
        memcpy(down, at, sizeof down);
        up[k] += step;
        down[k] -= step;
        cr_expect(epsilon_eq(dbl, (e->value(up) - e->value(down)) / (2 * step),
                             g[k], 1e-8), "%s: term %u", e->name, k);
    }
}

/* y times 3 makes every estimate 3 times what it was. */
Test(estimators, all_are_linear_in_y)
{
    const double thrice[SV_MAX_TERMS] = { 3 * at[0], at[1], at[2], at[3] };

    for (size_t i = 0; i < sv_n_estimators; i++)
        cr_expect(epsilon_eq(dbl, sv_estimators[i].value(thrice),
                             3 * sv_estimators[i].value(at), 1e-12), "%s",
                  sv_estimators[i].name);
}

Test(estimators, are_found_by_name)
{
    for (size_t i = 0; i < sv_n_estimators; i++)
        cr_expect(sv_estimator_find(sv_estimators[i].name)
                  == &sv_estimators[i]);
    cr_expect(sv_estimator_find("median") == NULL);
}

Test(estimators, ratio_to_nothing_does_not_exist)
{
    const double t[SV_MAX_TERMS] = { 2.385, 0 };

    cr_expect(isnan(sv_estimator_find("ratio")->value(t)));
    cr_expect(isnan(sv_estimator_find("proportion")->value(t)));
}

/* The spread of a mean is 1 where X is the sum of weights. */
Test(estimators, spread_scales_the_element_variance)
{
    cr_expect(epsilon_eq(dbl, sv_estimator_find("mean")->spread(at, at[1]), 1,
                         1e-15));
    cr_expect(epsilon_eq(dbl, sv_estimator_find("ratio")->spread(at, 14.242), 2,
                         1e-15));
    cr_expect(epsilon_eq(dbl, sv_estimator_find("total")->spread(at, 14.242),
                         14.242, 1e-15));
}
