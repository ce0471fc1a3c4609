/* test_distances.c - every distance, walked by its table. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/distances.h"

static const struct sv_bounds bounds = { 0.37, 2.71 };

Test(distances, nothing_to_do_leaves_weights_and_starts_at_slope_one)
{
    for (size_t i = 0; i < sv_n_distances; i++) {
        const struct sv_distance *d = &sv_distances[i];

        cr_expect(ieee_ulp_eq(dbl, d->factor(0, &bounds), 1, 4), "%s", d->name);
        cr_expect(ieee_ulp_eq(dbl, d->slope(0, &bounds), 1, 8), "%s", d->name);
        cr_expect(sv_distance_find(d->name) == d, "%s", d->name);
    }
    cr_expect(sv_distance_find("chi") == NULL);
}

Test(distances, slopes_are_derivatives)
{
    static const double u[] = { -0.53, -0.17, 0.08, 0.61, 0.94 };
    const double h = 1e-6;

    for (size_t i = 0; i < sv_n_distances; i++)
        for (size_t k = 0; k < sizeof u / sizeof *u; k++) {
            const struct sv_distance *d = &sv_distances[i];
            const double slope = (d->factor(u[k] + h, &bounds)
                                  - d->factor(u[k] - h, &bounds)) / (2 * h);

            cr_expect(epsilon_eq(dbl, d->slope(u[k], &bounds), slope, 1e-8),
                      "%s at %g", d->name, u[k]);
        }
}

Test(distances, bounds_hold_however_far)
{
    static const double u[] = { -1e6, -41.7, 53.9, 1e6 };

    for (size_t i = 0; i < sv_n_distances; i++) {
        const struct sv_distance *d = &sv_distances[i];

        for (size_t k = 0; d->takes_bounds && k < sizeof u / sizeof *u; k++) {
            const double g = d->factor(u[k], &bounds);

            cr_expect(ge(dbl, g, bounds.low), "%s at %g", d->name, u[k]);
            cr_expect(le(dbl, g, bounds.high), "%s at %g", d->name, u[k]);
            cr_expect(not(isnan(d->slope(u[k], &bounds))));
        }
    }
}

/* Deville and Saerndal (1992), case 6, as it is printed. */
Test(distances, logit_is_the_published_function)
{
    const struct sv_distance *d = sv_distance_find("logit");
    const double l = bounds.low, h = bounds.high;
    const double a = (h - l) / ((1 - l) * (h - 1));
    const double u = 0.4319;
    const double e = exp(a * u);

    cr_expect(ieee_ulp_eq(dbl, d->factor(u, &bounds),
                          (l * (h - 1) + h * (1 - l) * e)
                              / (h - 1 + (1 - l) * e), 8));
}
