/* test_association.c - two-way tests. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/association.h"

enum { N = 300 };

/* Two rows, three columns, and an empty row and column between them. */
static const double p[] = {
    0.11, 0, 0.17, 0.23,
    0, 0, 0, 0,
    0.19, 0, 0.14, 0.16,
};

/* Under simple random sampling with replacement, scaled by DEFF. */
static void
multinomial(double *v, double *vt, double *total, double deff)
{
    for (int i = 0; i < 12; i++) {
        total[i] = 1000 * p[i];
        for (int j = 0; j < 12; j++) {
            v[12 * i + j] = deff * ((i == j ? p[i] : 0) - p[i] * p[j]) / N;
            vt[12 * i + j] = 1e6 * v[12 * i + j];
        }
    }
}

static double
pearson(void)
{
    const double row[] = { 0.51, 0, 0.49 }, column[] = { 0.3, 0, 0.31, 0.39 };
    double x = 0;

    for (int i = 0; i < 3; i += 2)
        for (int j = 0; j < 4; j++)
            if (j != 1)
                x += N * pow(p[4 * i + j] - row[i] * column[j], 2)
                     / (row[i] * column[j]);
    return x;
}

/* With a sample drawn at random, all design effects are those at p itself:
 * Rao and Scott's tests come close to Pearson's; and a covariance that is
 * 2.7 times as large divides the statistics by 2.7, exactly. */
Test(association, design_effects_divide_the_statistic)
{
    double v[2][144], vt[2][144], total[12];
    struct sv_two_way t = { .rows = 3, .columns = 4, .n = N, .df = 41, .p = p,
                            .total = total };
    struct sv_fault fault = { 0 };

    cr_expect(epsilon_eq(dbl, sv_pearson(&t), pearson(), 1e-12));
    for (int k = 0; k < 2; k++)
        multinomial(v[k], vt[k], total, k == 0 ? 1 : 2.7);
    for (size_t m = 0; m < sv_n_test_methods; m++) {
        struct sv_test got[2];

        for (int k = 0; k < 2; k++) {
            t.p_covariance = v[k];
            t.total_covariance = vt[k];
            cr_assert(sv_test_two_way(&got[k], &sv_test_methods[m], &t, &fault)
                      == SV_OK);
        }
        cr_expect(epsilon_eq(dbl, got[0].statistic, 2.7 * got[1].statistic,
                             1e-11), "%s", sv_test_methods[m].name);
        cr_expect(epsilon_eq(dbl, got[0].df1, got[1].df1, 1e-12));
        cr_expect(got[0].p < got[1].p);
        if (m == 1) {
            cr_expect(eq(dbl, got[0].df1, 2));
            cr_expect(isinf(got[0].df2));
            cr_expect(fabs(got[0].statistic / pearson() - 1) < 0.05);
            cr_expect(epsilon_eq(dbl, got[0].p, exp(-got[0].statistic / 2),
                                 1e-12));       /* chi-square with 2 df */
        }
    }
}

Test(association, wald_tests_differ_by_their_degrees_of_freedom)
{
    double v[144], vt[144], total[12];
    struct sv_two_way t = { .rows = 3, .columns = 4, .n = N, .df = 9, .p = p,
                            .total = total, .p_covariance = v,
                            .total_covariance = vt };
    struct sv_fault fault = { 0 };
    struct sv_test wald, adjusted;

    multinomial(v, vt, total, 1.3);
    cr_assert(sv_test_two_way(&wald, sv_test_find("wald"), &t, &fault)
              == SV_OK);
    cr_assert(sv_test_two_way(&adjusted, sv_test_find("adj-wald"), &t, &fault)
              == SV_OK);
    cr_expect(epsilon_eq(dbl, adjusted.statistic, wald.statistic * 8 / 9,
                         1e-12));
    cr_expect(wald.df1 == 2 && wald.df2 == 9 && adjusted.df2 == 8);
    t.df = 1;
    cr_assert(sv_test_two_way(&adjusted, sv_test_find("adj-wald"), &t, &fault)
              == SV_OK);
    cr_expect(isnan(adjusted.statistic) && isnan(adjusted.p));
}

Test(association, one_row_or_no_variance_cannot_be_tested)
{
    static const double one[] = { 0.4, 0.6, 0, 0 };
    static const double two[] = { 0.4, 0.1, 0.2, 0.3 }, none[16] = { 0 };
    struct sv_two_way t = { .rows = 2, .columns = 2, .n = N, .df = 12, .p = one,
                            .total = one, .p_covariance = none,
                            .total_covariance = none };
    struct sv_fault fault = { 0 };

    for (size_t m = 0; m < sv_n_test_methods; m++)
        for (int k = 0; k < 2; k++) {
            struct sv_test got;

            t.p = t.total = k == 0 ? one : two;
            cr_assert(sv_test_two_way(&got, &sv_test_methods[m], &t, &fault)
                      == SV_OK);
            cr_expect(isnan(got.statistic), "%s", sv_test_methods[m].name);
        }
}
