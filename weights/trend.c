/* trend.c - do proportions rise or fall over ordered categories? */
#include "weights/trend.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

#include "weights/symmetric.h"

/* The categories that can be used. */
struct kept {
    size_t n, m;
    size_t *at;                 /* [n] */
    const double *p, *v, *score;
};

static double
covariance(const struct kept *k, size_t i, size_t j)
{
    return k->v[k->at[i] * k->m + k->at[j]];
}

static void
test_line(struct sv_trend *out, const struct kept *k, double *c, double df)
{
    double mean = 0, square = 0, variance = 0;

    for (size_t i = 0; i < k->n; i++)
        mean += k->score[k->at[i]] / (double) k->n;
    for (size_t i = 0; i < k->n; i++) {
        c[i] = k->score[k->at[i]] - mean;
        square += c[i] * c[i];
    }
    out->slope = 0;
    for (size_t i = 0; i < k->n; i++) {
        c[i] /= square;
        out->slope += c[i] * k->p[k->at[i]];
    }
    for (size_t i = 0; i < k->n; i++)
        for (size_t j = 0; j < k->n; j++)
            variance += c[i] * c[j] * covariance(k, i, j);
    out->se = variance >= 0 ? sqrt(variance) : NAN;
    if (!(out->se > 0) || !(df > 0))
        return;
    out->linear = (struct sv_test){ out->slope / out->se, 1, df, NAN };
    out->linear.p = 2 * gsl_cdf_tdist_Q(fabs(out->linear.statistic), df);
}

/* Second divided difference number I. */
static void
difference(double c[3], const struct kept *k, size_t i)
{
    const double a = k->score[k->at[i]], b = k->score[k->at[i + 1]];
    const double d = k->score[k->at[i + 2]];

    c[0] = 1 / ((a - b) * (a - d));
    c[1] = 1 / ((b - a) * (b - d));
    c[2] = 1 / ((d - a) * (d - b));
}

/* MATRIX [K][K] and Y [2][K] are scratch. */
static void
test_departure(struct sv_trend *out, const struct kept *k, double *matrix,
               double *y, double df)
{
    const size_t n = k->n - 2;
    double *const size = y + n;
    const double kk = (double) n, rest = df - kk + 1;
    double w;

    for (size_t i = 0; i < n; i++) {
        double a[3], b[3];

        difference(a, k, i);
        y[i] = size[i] = 0;
        for (size_t r = 0; r < 3; r++)
            y[i] += a[r] * k->p[k->at[i + r]];
        for (size_t r = 0; r < 9; r++)
            size[i] += fabs(a[r / 3] * a[r % 3]
                            * covariance(k, i + r / 3, i + r % 3));
        for (size_t j = 0; j < n; j++) {
            difference(b, k, j);
            matrix[i * n + j] = 0;
            for (size_t r = 0; r < 3; r++)
                for (size_t s = 0; s < 3; s++)
                    matrix[i * n + j] += a[r] * b[s]
                                         * covariance(k, i + r, j + s);
        }
    }
    w = sv_inverse_form(matrix, n, size, y);
    if (isnan(w) || !(rest > 0))
        return;
    out->departure = (struct sv_test){ rest / (kk * df) * w, kk, rest, NAN };
    out->departure.p = gsl_cdf_fdist_Q(out->departure.statistic, kk, rest);
}

enum sv_status
sv_trend(struct sv_trend *out, const double *p, const double *v,
         const double *score, size_t m, double df, struct sv_fault *fault)
{
    struct kept k = { .m = m, .at = calloc(m + 1, sizeof *k.at), .p = p,
                      .v = v, .score = score };
    double *scratch = calloc(m * m + 2 * m + 1, sizeof *scratch);
    const struct sv_test none = { NAN, NAN, NAN, NAN };
    const bool room = k.at != NULL && scratch != NULL;

    *out = (struct sv_trend){ NAN, NAN, none, none };
    for (size_t i = 0; room && i < m; i++)
        if (!isnan(p[i]) && !isnan(v[i * m + i]))
            k.at[k.n++] = i;
    if (room && k.n > 1)
        test_line(out, &k, scratch, df);
    if (room && k.n > 2)
        test_departure(out, &k, scratch, scratch + m * m, df);
    free(k.at);
    free(scratch);
    return room ? SV_OK : sv_fail(fault, SV_SYSTEM, "out of memory for a trend "
                                  "over %zu categories", m);
}
