/* test_projection.c - one matrix does what projections do one by one. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/weights/margins_by_hand.h"
#include "weights/projection.h"

static const double factor[HAND_ROWS] = { 1.13, 0.92, 0.87, 1.21,
                                          1.04, 0.79, 1.35, 0.98 };
static const double score[HAND_ROWS] = { 3.1, -4.7, 12.9, 0.6,
                                         -8.3, 7.7, 2.2, -1.4 };

/* s - U M V's. */
static void
project(double *s, const struct sv_projection *p)
{
    const size_t n = sv_projection_columns(p);
    double m[16 * 16], t[16] = { 0 }, b[16] = { 0 }, value[16];
    uint32_t column[16];
    struct sv_fault fault = { 0 };

    cr_assert(le(sz, n, 16));
    cr_assert(sv_projection_matrix(m, p, &fault) == SV_OK);
    for (size_t j = 0; j < HAND_ROWS; j++) {
        const size_t entries = sv_projection_row_v(column, value, p, j);

        for (size_t e = 0; e < entries; e++)
            t[column[e]] += value[e] * s[j];
    }
    for (size_t k = 0; k < n; k++)
        for (size_t l = 0; l < n; l++)
            b[k] += m[k * n + l] * t[l];
    for (size_t j = 0; j < HAND_ROWS; j++) {
        double u[16] = { 0 };

        sv_projection_add_u(u, p, j);
        for (size_t k = 0; k < n; k++)
            s[j] -= u[k] * b[k];
    }
}

/* x - psw * ave(x / psw, margin), as survey's svyrecvar writes it. */
static void
take_means(double *s, const double *w, size_t first)
{
    for (size_t k = first; k < first + 2; k++) {
        double sum = 0, n = 0;

        for (size_t j = 0; j < HAND_ROWS; j++)
            if (hand_x[j][k] != 0) {
                sum += s[j] / w[j];
                n++;
            }
        for (size_t j = 0; j < HAND_ROWS; j++)
            if (hand_x[j][k] != 0)
                s[j] -= w[j] * sum / n;
    }
}

Test(projection, ten_rounds_of_a_raking)
{
    static const size_t order[20] = { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1,
                                      0, 1, 0, 1, 0, 1, 0, 1, 0, 1 };
    struct sv_auxiliary x;
    double w[2][HAND_ROWS], v[2][HAND_ROWS], got[HAND_ROWS], want[HAND_ROWS];
    struct sv_projection_block block[2] = {
        { &x, 0, 2, HAND_ROWS, NULL, w[0], v[0] },
        { &x, 2, 4, HAND_ROWS, NULL, w[1], v[1] },
    };
    const struct sv_projection p = { HAND_ROWS, 2, 20, block, order };

    hand_margins(&x, 4);
    for (size_t j = 0; j < HAND_ROWS; j++) {
        w[0][j] = hand_weights[j] * factor[j];
        w[1][j] = w[0][j] * (1 + 0.001 * (double) (j % 3));
        v[0][j] = 1 / w[0][j];
        v[1][j] = 1 / w[1][j];
    }
    memcpy(got, score, sizeof got);
    memcpy(want, score, sizeof want);
    project(got, &p);
    for (size_t round = 0; round < 10; round++) {
        take_means(want, w[0], 0);
        take_means(want, w[1], 2);
    }
    for (size_t j = 0; j < HAND_ROWS; j++)
        cr_expect(epsilon_eq(dbl, got[j], want[j], 1e-12), "unit %zu", j);
    sv_auxiliary_free(&x);
}

/* Residuals of a regression are at right angles to what they were regressed
 * on, and what is a combination of it has none. */
Test(projection, residuals_of_a_calibration)
{
    static const size_t order[1] = { 0 };
    struct sv_auxiliary x;
    double u[HAND_ROWS], v[HAND_ROWS], s[HAND_ROWS], of_x[HAND_ROWS];
    const struct sv_projection_block block = { &x, 0, HAND_COLUMNS, HAND_ROWS, NULL, u, v };
    const struct sv_projection p = { HAND_ROWS, 1, 1, &block, order };

    hand_margins(&x, HAND_COLUMNS);
    for (size_t j = 0; j < HAND_ROWS; j++) {
        u[j] = hand_weights[j] * factor[j];
        v[j] = 1 / factor[j];
        of_x[j] = u[j] * (2.7 * hand_x[j][HAND_FEMALE]
                          - 1.9 * hand_x[j][HAND_RURAL]
                          + 0.33 * hand_x[j][HAND_NUMBER]);
    }
    memcpy(s, score, sizeof s);
    project(s, &p);
    project(of_x, &p);
    for (size_t k = 0; k < HAND_COLUMNS; k++) {
        double product = 0;

        for (size_t j = 0; j < HAND_ROWS; j++)
            product += v[j] * hand_x[j][k] * s[j];
        cr_expect(epsilon_eq(dbl, product, 0.0, 1e-11), "column %zu", k);
    }
    for (size_t j = 0; j < HAND_ROWS; j++)
        cr_expect(epsilon_eq(dbl, of_x[j], 0.0, 1e-11), "unit %zu", j);
    sv_auxiliary_free(&x);
}

Test(projection, nothing_calibrated_has_no_columns)
{
    const struct sv_projection p = { HAND_ROWS, 0, 0, NULL, NULL };

    cr_expect(eq(sz, sv_projection_columns(&p), 0));
}
