/* test_areamodel.c - areas by a model: in closed form, and against R. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weights/areamodel.h"

enum { MOST = 64 };

static bool
near(double is, double as, double tolerance)
{
    return fabs(is - as) <= tolerance * (1 + fabs(as));
}

/* With equal variances and a constant only, REML has A = s^2 - D. */
Test(areamodel, balanced_case_in_closed_form)
{
    static const double y[] = { 3.1, 7.7, 4.4, 9.2, 5.3, 6.1, 2.9 };
    static const double d[] = { 1.3, 1.3, 1.3, 1.3, 1.3, 1.3, 1.3 };
    static const double x[] = { 1, 1, 1, 1, 1, 1, 1 };
    const struct sv_area_data data = { 7, 1, y, d, x };
    struct sv_fault fault = { 0 };
    struct sv_area_fit fit;
    double mean = 0, squares = 0, a, g;

    for (size_t i = 0; i < 7; i++)
        mean += y[i] / 7;
    for (size_t i = 0; i < 7; i++)
        squares += (y[i] - mean) * (y[i] - mean);
    a = squares / 6 - 1.3;
    g = a / (a + 1.3);
    cr_assert(eq(int, sv_area_fit(&fit, &data, SV_AREA_REML, &fault), SV_OK));
    cr_expect(near(fit.a, a, 1e-12));
    cr_expect(near(fit.b[0], mean, 1e-12));
    cr_expect(near(fit.b_se[0], sqrt((a + 1.3) / 7), 1e-12));
    cr_expect(near(fit.a_se, sqrt(2.0 / 6) * (a + 1.3), 1e-10));
    for (size_t i = 0; i < 7; i++) {
        const double mse = g * 1.3 + (1 - g) * (1 - g) * (a + 1.3) / 7
                           + 2 * (1 - g) * (1 - g) / (a + 1.3)
                                 * 2 * (a + 1.3) * (a + 1.3) / 7;

        cr_expect(near(fit.area[i].value, mean + g * (y[i] - mean), 1e-12));
        cr_expect(near(fit.area[i].shrinkage, g, 1e-12));
        cr_expect(near(fit.area[i].mse, mse, 1e-12));
    }
    sv_area_fit_free(&fit);
}

/* Less spread than the variances explain: the model is all that is left. */
Test(areamodel, no_spread_gives_the_mean)
{
    static const double y[] = { 5.1, 4.9, 5.05, 5, 4.97 };
    static const double d[] = { 1, 2, 1, 4, 1 }, x[] = { 1, 1, 1, 1, 1 };
    const struct sv_area_data data = { 5, 1, y, d, x };
    const double mean = (5.1 + 4.9 / 2 + 5.05 + 5.0 / 4 + 4.97) / 3.75;
    struct sv_fault fault = { 0 };
    struct sv_area_fit fit;

    cr_assert(eq(int, sv_area_fit(&fit, &data, SV_AREA_REML, &fault), SV_OK));
    cr_expect(fit.at_zero);
    cr_expect(eq(dbl, fit.a, 0));
    for (size_t i = 0; i < 5; i++)
        cr_expect(near(fit.area[i].value, mean, 1e-14));
    sv_area_fit_free(&fit);
}

/* One case of fixtures/reference/areas.csv. */
struct reference {
    int number;
    char method[8];
    size_t m;
    double column[8][MOST];     /* y d x2 x3 a value mse shrinkage */
};

/* Reads the next line; false at the end. */
static bool
read_line(FILE *f, int *number, char method[8], double column[8])
{
    char line[512], *at;

    if (fgets(line, sizeof line, f) == NULL)
        return false;
    *number = (int) strtol(line, &at, 10);
    cr_assert(sscanf(at, ",%7[a-z]", method) == 1);
    at = strchr(at + 1, ',');
    for (size_t k = 0; k < 8; k++) {
        const char *from = at + 1;

        column[k] = strtod(from, &at);
        if (at == from)
            column[k] = NAN;
        at = strpbrk(from, ",\n");
    }
    return true;
}

static void
expect_as_r(const struct reference *r)
{
    const size_t p = 1 + !isnan(r->column[2][0]) + !isnan(r->column[3][0]);
    double x[3 * MOST];
    const struct sv_area_data data = { r->m, p, r->column[0], r->column[1], x };
    struct sv_fault fault = { 0 };
    struct sv_area_fit fit;

    for (size_t i = 0; i < r->m; i++) {
        x[i * p] = 1;
        for (size_t k = 1; k < p; k++)
            x[i * p + k] = r->column[1 + k][i];
    }
    cr_assert(eq(int, sv_area_fit(&fit, &data,
                                  strcmp(r->method, "ml") == 0 ? SV_AREA_ML
                                                               : SV_AREA_REML,
                                  &fault), SV_OK), "%s", fault.text);
    cr_expect(near(fit.a, r->column[4][0], 1e-9), "case %d %s: %.17g %.17g",
              r->number, r->method, fit.a, r->column[4][0]);
    cr_expect(eq(int, fit.at_zero, r->column[4][0] == 0));
    for (size_t i = 0; i < r->m; i++) {
        cr_expect(near(fit.area[i].value, r->column[5][i], 1e-9));
        cr_expect(near(fit.area[i].mse, r->column[6][i], 1e-8));
        cr_expect(near(fit.area[i].shrinkage, r->column[7][i], 1e-8));
    }
    sv_area_fit_free(&fit);
}

Test(areamodel, random_cases_as_r)
{
    FILE *f = fopen("fixtures/reference/areas.csv", "r");
    struct reference r = { .number = 0 };
    char line[512], method[8];
    double column[8];
    size_t cases = 0;
    int number;

    cr_assert(f != NULL && fgets(line, sizeof line, f) != NULL);
    while (read_line(f, &number, method, column)) {
        if (number != r.number || strcmp(method, r.method) != 0) {
            if (r.m > 0)
                expect_as_r(&r);
            r.number = number;
            strcpy(r.method, method);
            r.m = 0;
            cases++;
        }
        for (size_t k = 0; k < 8; k++)
            r.column[k][r.m] = column[k];
        r.m++;
    }
    expect_as_r(&r);
    cr_expect(eq(sz, cases, (size_t) 48));
    fclose(f);
}

Test(areamodel, faults)
{
    static const double y[] = { 1, 2, 3, 4 }, d[] = { 1, 1, 0, 1 };
    static const double ones[] = { 1, 1, 1, 1 };
    static const double same[] = { 1, 2, 1, 2, 1, 2, 1, 2 };
    const struct sv_area_data few = { 1, 1, y, ones, ones };
    const struct sv_area_data zero = { 4, 1, y, d, ones };
    const struct sv_area_data dependent = { 4, 2, y, ones, same };
    struct sv_fault fault = { 0 };
    struct sv_area_fit fit;

    cr_expect(eq(int, sv_area_fit(&fit, &few, SV_AREA_REML, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "needs at least 2") != NULL);
    sv_area_fit_free(&fit);
    fault = (struct sv_fault){ 0 };
    cr_expect(eq(int, sv_area_fit(&fit, &zero, SV_AREA_REML, &fault), SV_DATA));
    cr_expect(strstr(fault.text, "area 3") != NULL);
    sv_area_fit_free(&fit);
    fault = (struct sv_fault){ 0 };
    cr_expect(eq(int, sv_area_fit(&fit, &dependent, SV_AREA_ML, &fault),
                 SV_DATA));
    cr_expect(strstr(fault.text, "depend on each other") != NULL);
    sv_area_fit_free(&fit);
}
