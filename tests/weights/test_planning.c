/* test_planning.c - sizes of samples, against closed forms and textbooks. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/planning.h"

/* Cochran (1977), 4.2 to 4.4: p near 50 %, within 5 points at t = 2, gives 400
 * answers, and 356 of a list of 3,200: n0 / (1 + (n0 - 1)/N). */
Test(planning, cochran_anthropologist)
{
    const double v = 0.025 * 0.025;
    const struct sv_planned endless = { sv_planned_s2(0.5, INFINITY), 1,
                                        INFINITY };
    const struct sv_planned list = { sv_planned_s2(0.5, 3200), 1, 3200 };

    cr_expect(epsilon_eq(dbl, sv_planned_size(&endless, v), 400, 1e-9));
    cr_expect(epsilon_eq(dbl, sv_planned_size(&list, v),
                         400 / (1 + 399.0 / 3200), 1e-9));
    cr_expect(epsilon_eq(dbl, ceil(sv_planned_size(&list, v)), 356, 0));
}

Test(planning, size_and_variance_undo_each_other)
{
    static const double deff[] = { 1, 1.37, 2.81 };
    static const double population[] = { 251, 17939, INFINITY };

    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++) {
            const struct sv_planned x = { 3.127, deff[i], population[k] };
            const double v = sv_planned_variance(&x, 103.9);

            cr_expect(epsilon_eq(dbl, sv_planned_size(&x, v), 103.9, 1e-9));
        }
}

Test(planning, all_of_a_population_has_no_error)
{
    const struct sv_planned x = { 2.1, 1.8, 77 };

    cr_expect(eq(dbl, sv_planned_variance(&x, 77), 0));
    cr_expect(epsilon_eq(dbl, sv_planned_size(&x, 0), 77, 0));
}

/* UN (2005), Household Sample Surveys, III: r = 0.2 within 10 % of r at 95 %,
 * with a deff of 1.5: z^2 (1 - r) deff / (r 0.1^2). */
Test(planning, relative_margin_as_in_the_un_handbook)
{
    const double z = sv_planned_z(0.95), margin = 0.1 * 0.2;
    const struct sv_planned x = { sv_planned_s2(0.2, INFINITY), 1.5, INFINITY };

    cr_expect(epsilon_eq(dbl, z, 1.959963984540054, 1e-12));
    cr_expect(epsilon_eq(dbl, sv_planned_size(&x, pow(margin / z, 2)),
                         z * z * 0.8 * 1.5 / (0.2 * 0.01), 1e-9));
}

Test(planning, clusters)
{
    cr_expect(epsilon_eq(dbl, sv_cluster_deff(12, 0.05), 1.55, 1e-14));
    cr_expect(epsilon_eq(dbl, sv_cluster_rho(12, 1.55), 0.05, 1e-14));
    cr_expect(eq(dbl, sv_cluster_deff(1, 0.3), 1));
    cr_expect(isnan(sv_cluster_rho(1, 1.2)));
}

enum { STRATA = 4 };

static const struct sv_planned_stratum strata[STRATA] = {
    { 41000, 41000, 0.31, 0.31 * 0.69, 1 }, { 8300, 7900, 0.62, 0.62 * 0.38, 1 },
    { 1270, 1270, 0.09, 0.09 * 0.91, 1 }, { 35, 35, 0.5, 0.25, 1 },
};

static double
sum(const double *x)
{
    double s = 0;

    for (size_t h = 0; h < STRATA; h++)
        s += x[h];
    return s;
}

Test(planning, every_allocation_adds_up_within_bounds)
{
    static const double totals[] = { 40, 997, 2500.2, 20000 };

    for (size_t a = 0; a < sv_n_allocations; a++)
        for (size_t t = 0; t < 4; t++) {
            double size[STRATA];

            sv_allocate(size, &sv_allocations[a], 0.5, strata, STRATA,
                        totals[t], 10);
            cr_expect(eq(dbl, sum(size), ceil(totals[t])), "%s, %g",
                      sv_allocations[a].name, totals[t]);
            for (size_t h = 0; h < STRATA; h++)
                cr_expect(size[h] >= 10 && size[h] <= strata[h].most
                          && floor(size[h]) == size[h], "%s, %g, %zu",
                          sv_allocations[a].name, totals[t], h);
        }
}

Test(planning, more_than_all_is_all)
{
    double size[STRATA];

    sv_allocate(size, sv_allocation_find("equal"), 0, strata, STRATA, 99999, 0);
    for (size_t h = 0; h < STRATA; h++)
        cr_expect(eq(dbl, size[h], strata[h].most));
}

/* In proportion, 1000 x (41000, 8300, 1270, 35)/50605 = 810.2, 164.02, 25.1,
 * 0.69; the unit that is left goes to the largest fraction. */
Test(planning, proportional_by_hand)
{
    static const double expected[] = { 810, 164, 25, 1 };
    double size[STRATA];

    sv_allocate(size, sv_allocation_find("proportional"), 0, strata, STRATA,
                1000, 0);
    for (size_t h = 0; h < STRATA; h++)
        cr_expect(eq(dbl, size[h], expected[h]), "%zu", h);
}

/* With q = 0 sizes go by the cv of elements, with q = 1 they are Neyman's
 * (Bankier 1988); with their squares, all cv are the same. */
Test(planning, power_allocation_is_between_cv_and_neyman)
{
    double zero[2], one[2], neyman[2], same[2], cv[2];

    sv_allocate(zero, sv_allocation_find("power"), 0, strata, 2, 4000, 0);
    sv_allocate(one, sv_allocation_find("power"), 1, strata, 2, 4000, 0);
    sv_allocate(neyman, sv_allocation_find("neyman"), 0, strata, 2, 4000, 0);
    sv_allocate(same, sv_allocation_find("equal-cv"), 0, strata, 2, 4000, 0);
    for (size_t h = 0; h < 2; h++) {
        cr_expect(eq(dbl, one[h], neyman[h]));
        cv[h] = sqrt(strata[h].s2) / strata[h].mean;
    }
    cr_expect(epsilon_eq(dbl, zero[0] / zero[1], cv[0] / cv[1], 2e-3));
    cr_expect(epsilon_eq(dbl, cv[0] / sqrt(same[0]), cv[1] / sqrt(same[1]),
                         1e-5));
}

/* Neyman's is the least variance there is (Cochran 1977, 5.5). */
Test(planning, neyman_is_best)
{
    double size[STRATA], best[STRATA];

    sv_allocate(best, sv_allocation_find("neyman"), 0, strata, STRATA, 5000, 2);
    for (size_t a = 0; a < sv_n_allocations; a++) {
        sv_allocate(size, &sv_allocations[a], 0.5, strata, STRATA, 5000, 2);
        cr_expect(sv_stratified_variance(strata, best, STRATA)
                  <= sv_stratified_variance(strata, size, STRATA) * (1 + 1e-6),
                  "%s", sv_allocations[a].name);
    }
}

/* Proportional, by hand: sum (N_h/N)^2 S_h^2/n_h (1 - n_h/N_h). */
Test(planning, stratified_variance_by_hand)
{
    const double size[] = { 810, 164 };
    const double a = 41000 / 49300.0, b = 8300 / 49300.0;
    const double v = a * a * 0.31 * 0.69 / 810 * (1 - 810 / 41000.0)
                     + b * b * 0.62 * 0.38 / 164 * (1 - 164 / 8300.0);
    const double none[] = { 810, 0 };

    cr_expect(epsilon_eq(dbl, sv_stratified_variance(strata, size, 2), v,
                         1e-15));
    cr_expect(isnan(sv_stratified_variance(strata, none, 2)));
}
