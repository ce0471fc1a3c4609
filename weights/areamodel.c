/* areamodel.c - figures for areas that a survey cannot carry alone. */
#include "weights/areamodel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/symmetric.h"

enum { MOST_ITERATIONS = 200 };

/* What depends on A. */
struct state {
    const struct sv_area_data *data;
    double a;
    double *l;                  /* [p][p] Cholesky factor of X'V^-1 X */
    double *z;                  /* [m][p] rows L^-1 x_i */
    double *b;                  /* [p] */
    double *work;               /* [p][p] */
};

static bool
has_direct(const struct sv_area_data *d, size_t i)
{
    return !isnan(d->y[i]) && !isnan(d->d[i]);
}

static double
dot(const double *a, const double *b, size_t n)
{
    double sum = 0;

    for (size_t k = 0; k < n; k++)
        sum += a[k] * b[k];
    return sum;
}

/* Replaces X[n] by L'^-1 X. */
static void
back_solve(const double *l, size_t n, double *x)
{
    for (size_t i = n; i-- > 0;) {
        for (size_t k = i + 1; k < n; k++)
            x[i] -= l[k * n + i] * x[k];
        x[i] /= l[i * n + i];
    }
}

/* Weighted least squares at A.  False if X'V^-1 X is singular. */
static bool
solve(struct state *s, double a)
{
    const struct sv_area_data *d = s->data;
    const size_t p = d->p;

    s->a = a;
    memset(s->l, 0, p * p * sizeof *s->l);
    memset(s->b, 0, p * sizeof *s->b);
    for (size_t i = 0; i < d->m; i++) {
        const double *x = d->x + i * p;

        for (size_t j = 0; has_direct(d, i) && j < p; j++) {
            for (size_t k = 0; k < p; k++)
                s->l[j * p + k] += x[j] * x[k] / (a + d->d[i]);
            s->b[j] += x[j] * d->y[i] / (a + d->d[i]);
        }
    }
    if (!sv_cholesky(s->l, p))
        return false;
    for (size_t i = 0; i < d->m; i++) {
        memcpy(s->z + i * p, d->x + i * p, p * sizeof *s->z);
        sv_forward_solve(s->l, p, s->z + i * p, 1);
    }
    sv_forward_solve(s->l, p, s->b, 1);
    back_solve(s->l, p, s->b);
    return true;
}

/* The sum over areas of (r_i / v_i)^2, r residuals: y'PPy. */
static double
residual_squares(const struct state *s)
{
    const struct sv_area_data *d = s->data;
    double sum = 0;

    for (size_t i = 0; i < d->m; i++)
        if (has_direct(d, i)) {
            const double r = (d->y[i] - dot(d->x + i * d->p, s->b, d->p))
                             / (s->a + d->d[i]);

            sum += r * r;
        }
    return sum;
}

/* X'V^-2 X seen through L: sum of z z' / v^2, into s->work; and tr V^-1,
 * tr V^-2. */
static void
traces(struct state *s, double *one, double *two)
{
    const struct sv_area_data *d = s->data;
    const size_t p = d->p;

    *one = *two = 0;
    memset(s->work, 0, p * p * sizeof *s->work);
    for (size_t i = 0; i < d->m; i++) {
        const double v = s->a + d->d[i], *z = s->z + i * p;

        if (!has_direct(d, i))
            continue;
        *one += 1 / v;
        *two += 1 / (v * v);
        for (size_t j = 0; j < p; j++)
            for (size_t k = 0; k < p; k++)
                s->work[j * p + k] += z[j] * z[k] / (v * v);
    }
}

/* The derivative of the log-likelihood in A, and its information. */
static void
score(struct state *s, enum sv_area_method method, double *derivative,
      double *information)
{
    const struct sv_area_data *d = s->data;
    const size_t p = d->p;
    double one, two, trace = 0, squares = 0, third = 0;

    traces(s, &one, &two);
    if (method == SV_AREA_REML) {
        for (size_t j = 0; j < p; j++)
            trace += s->work[j * p + j];
        squares = dot(s->work, s->work, p * p);
        for (size_t i = 0; i < d->m; i++)
            if (has_direct(d, i)) {
                const double v = s->a + d->d[i], *z = s->z + i * p;

                third += dot(z, z, p) / (v * v * v);
            }
    }
    *derivative = (residual_squares(s) - (one - trace)) / 2;
    *information = (two - 2 * third + squares) / 2;
}

/* Climbs to the top of the likelihood, from the side where A is large. */
static enum sv_status
climb(struct state *s, enum sv_area_method method, struct sv_area_fit *out,
      struct sv_fault *fault)
{
    const double from = s->a;
    double a = from, derivative, information;

    for (out->iterations = 1; out->iterations < MOST_ITERATIONS;
         out->iterations++) {
        double next;

        if (!solve(s, a))
            return sv_fail(fault, SV_DATA, "the covariates depend on each "
                           "other; leave one out");
        score(s, method, &derivative, &information);
        next = a + derivative / information;
        if (!(next > 0)) {
            if (a == 0) {
                out->at_zero = true;
                return SV_OK;
            }
            next = a < 1e-6 * from ? 0 : a / 8;
        }
        if (fabs(next - a) <= 1e-13 * (next + from)) {
            out->a_se = sqrt(1 / information);
            return SV_OK;
        }
        a = next;
    }
    return sv_fail(fault, SV_DATA, "the variance of the areas' own effects "
                   "does not converge; look for areas with estimates far from "
                   "the others");
}

/* The bias of A by maximum likelihood, to first order. */
static double
bias_of_ml(const struct state *s, double two)
{
    const size_t p = s->data->p;
    double trace = 0;

    for (size_t j = 0; j < p; j++)
        trace += s->work[j * p + j];
    return -trace / two;
}

static void
estimate_areas(struct sv_area_fit *out, struct state *s,
               enum sv_area_method method)
{
    const struct sv_area_data *d = s->data;
    const size_t p = d->p;
    double one, two, bias;

    traces(s, &one, &two);
    bias = method == SV_AREA_ML ? bias_of_ml(s, two) : 0;
    for (size_t i = 0; i < d->m; i++) {
        struct sv_area_estimate *e = &out->area[i];
        const double model = dot(d->x + i * p, s->b, p);
        const double spread = dot(s->z + i * p, s->z + i * p, p);
        const double v = s->a + d->d[i], g = s->a / v, open = 1 - g;

        *e = (struct sv_area_estimate){ model, s->a + spread, 0 };
        if (!has_direct(d, i))
            continue;
        e->shrinkage = g;
        e->value = model + g * (d->y[i] - model);
        e->mse = g * d->d[i] + open * open * spread
                 + 2 * open * open / v * (2 / two) - bias * open * open;
    }
}

static enum sv_status
check(const struct sv_area_data *d, struct sv_fault *fault)
{
    size_t n = 0;

    for (size_t i = 0; i < d->m; i++) {
        if (!has_direct(d, i))
            continue;
        n++;
        if (!(d->d[i] > 0) || isinf(d->d[i]))
            return sv_fail(fault, SV_DATA, "area %zu: a standard error of 0 or "
                           "none; leave the area out, or join it to another",
                           i + 1);
    }
    if (n <= d->p)
        return sv_fail(fault, SV_DATA, "%zu areas have an estimate; a model "
                       "with %zu covariates needs at least %zu", n, d->p,
                       d->p + 1);
    return SV_OK;
}

/* Where to climb from: the mean variance, and at least something. */
static double
start(const struct sv_area_data *d)
{
    double sum = 0, n = 0;

    for (size_t i = 0; i < d->m; i++)
        if (has_direct(d, i)) {
            sum += d->d[i];
            n++;
        }
    return sum / n;
}

static void
keep_coefficients(struct sv_area_fit *out, const struct state *s)
{
    const size_t p = s->data->p;

    memcpy(out->b, s->b, p * sizeof *out->b);
    for (size_t j = 0; j < p; j++) {            /* (L L')^-1 at [j][j] */
        double *e = s->work;

        memset(e, 0, p * sizeof *e);
        e[j] = 1;
        sv_forward_solve(s->l, p, e, 1);
        out->b_se[j] = sqrt(dot(e, e, p));
    }
}

enum sv_status
sv_area_fit(struct sv_area_fit *out, const struct sv_area_data *data,
            enum sv_area_method method, struct sv_fault *fault)
{
    const size_t m = data->m, p = data->p;
    struct state s = { .data = data };
    enum sv_status status;

    *out = (struct sv_area_fit){ 0 };
    status = check(data, fault);
    if (status != SV_OK)
        return status;
    out->b = calloc(p, sizeof *out->b);
    out->b_se = calloc(p, sizeof *out->b_se);
    out->area = calloc(m, sizeof *out->area);
    s.l = calloc(p * p, sizeof *s.l);
    s.z = calloc(m * p, sizeof *s.z);
    s.b = calloc(p, sizeof *s.b);
    s.work = calloc(p * p, sizeof *s.work);
    s.a = start(data);
    if (out->b == NULL || out->b_se == NULL || out->area == NULL || s.l == NULL
        || s.z == NULL || s.b == NULL || s.work == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for %zu areas", m);
    else
        status = climb(&s, method, out, fault);
    if (status == SV_OK) {
        out->a = s.a;
        estimate_areas(out, &s, method);
        keep_coefficients(out, &s);
    }
    free(s.l);
    free(s.z);
    free(s.b);
    free(s.work);
    return status;
}

void
sv_area_fit_free(struct sv_area_fit *fit)
{
    free(fit->b);
    free(fit->b_se);
    free(fit->area);
    *fit = (struct sv_area_fit){ 0 };
}
