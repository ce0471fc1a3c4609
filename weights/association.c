/* association.c - are rows and columns of a two-way table independent? */
#include "weights/association.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "weights/symmetric.h"

/* The rows and columns that have anything in them, by number. */
struct shape {
    size_t r, c, k;             /* k = (r - 1)(c - 1) */
    size_t *row, *column;
    double *row_sum, *column_sum, sum;
};

static void
shape_free(struct shape *s)
{
    free(s->row);
    free(s->row_sum);
}

/* Sums of X[rows][columns]; empty rows and columns are not numbered. */
static enum sv_status
shape_of(struct shape *s, const struct sv_two_way *t, const double *x,
         struct sv_fault *fault)
{
    const size_t n = t->rows + t->columns;

    *s = (struct shape) { .row = calloc(n, sizeof *s->row),
                          .row_sum = calloc(n, sizeof *s->row_sum) };
    if (s->row == NULL || s->row_sum == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a test of %zu rows"
                       " and %zu columns", t->rows, t->columns);
    s->column = s->row + t->rows;
    s->column_sum = s->row_sum + t->rows;
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->columns; j++) {
            s->row_sum[i] += x[i * t->columns + j];
            s->column_sum[j] += x[i * t->columns + j];
            s->sum += x[i * t->columns + j];
        }
    for (size_t i = 0; i < t->rows; i++)
        if (s->row_sum[i] > 0)
            s->row[s->r++] = i;
    for (size_t j = 0; j < t->columns; j++)
        if (s->column_sum[j] > 0)
            s->column[s->c++] = j;
    s->k = s->r > 1 && s->c > 1 ? (s->r - 1) * (s->c - 1) : 0;
    return SV_OK;
}

/* Entry I of contrast number K: Helmert's, orthonormal and orthogonal to
 * the constant. */
static double
helmert(size_t i, size_t k)
{
    const double m = (double) (k + 1);

    if (i > k + 1)
        return 0;
    return (i == k + 1 ? -m : 1) / sqrt(m * (m + 1));
}

/* The interactions: products of a contrast of rows and one of columns, over
 * p.  C[k][cells] of the table as it is, 0 where the cell is empty. */
static void
interactions(double *c, const struct sv_two_way *t, const struct shape *s)
{
    const size_t cells = t->rows * t->columns;

    memset(c, 0, s->k * cells * sizeof *c);
    for (size_t k = 0; k < s->k; k++)
        for (size_t i = 0; i < s->r; i++)
            for (size_t j = 0; j < s->c; j++) {
                const size_t at = s->row[i] * t->columns + s->column[j];

                if (t->p[at] > 0)
                    c[k * cells + at] = helmert(i, k / (s->c - 1))
                                        * helmert(j, k % (s->c - 1))
                                        / t->p[at];
            }
}

/* A[k][k] = C V C' for V[cells][cells], or for diag(p): the other is NULL. */
static void
sandwich(double *a, const double *c, const double *v, const double *p, size_t k,
         size_t cells)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double sum = 0;

            for (size_t x = 0; x < cells; x++) {
                double inner = 0;

                if (c[i * cells + x] == 0)
                    continue;
                if (p != NULL)
                    inner = p[x] * c[j * cells + x];
                for (size_t y = 0; v != NULL && y < cells; y++)
                    if (c[j * cells + y] != 0)
                        inner += v[x * cells + y] * c[j * cells + y];
                sum += c[i * cells + x] * inner;
            }
            a[i * k + j] = sum;
        }
}

/* The sum of the design effects and of their squares: those of L^-1 A L^-T,
 * where L L' is the covariance that simple random sampling of one would show.
 * False if there is none. */
static bool
effects(double *sum, double *squares, const struct sv_two_way *t,
        const struct shape *s, double *work)
{
    const size_t cells = t->rows * t->columns, k = s->k;
    double *const c = work, *const l = c + k * cells, *const a = l + k * k;

    interactions(c, t, s);
    sandwich(l, c, NULL, t->p, k, cells);
    sandwich(a, c, t->p_covariance, NULL, k, cells);
    if (!sv_cholesky(l, k))
        return false;
    for (size_t j = 0; j < k; j++)
        sv_forward_solve(l, k, a + j, k);
    for (size_t i = 0; i < k; i++)
        sv_forward_solve(l, k, a + i * k, 1);
    *sum = *squares = 0;
    for (size_t i = 0; i < k; i++)
        *sum += a[i * k + i];
    for (size_t i = 0; i < k * k; i++)
        *squares += a[i] * a[i];
    return *sum > 0;
}

static double
pearson_of(const struct sv_two_way *t, const struct shape *s)
{
    double x = 0;

    for (size_t i = 0; i < s->r; i++)
        for (size_t j = 0; j < s->c; j++) {
            const double expected = s->row_sum[s->row[i]]
                                    * s->column_sum[s->column[j]] / s->sum;
            const double seen = t->p[s->row[i] * t->columns + s->column[j]];

            x += (seen - expected) * (seen - expected) / expected;
        }
    return t->n * x / s->sum;
}

double
sv_pearson(const struct sv_two_way *t)
{
    struct sv_fault fault = { 0 };
    struct shape s;
    double x = NAN;

    if (shape_of(&s, t, t->p, &fault) == SV_OK)
        x = pearson_of(t, &s);
    shape_free(&s);
    return x;
}

static struct sv_test
f_test(double statistic, double df1, double df2)
{
    if (!(statistic >= 0) || !(df1 > 0) || !(df2 > 0))
        return (struct sv_test) { NAN, df1, df2, NAN };
    return (struct sv_test) { statistic, df1, df2,
                              gsl_cdf_fdist_Q(statistic, df1, df2) };
}

static const struct sv_test untestable = { NAN, NAN, NAN, NAN };

/* Of a sample of one. */
static enum sv_status
find_effects(struct sv_generalised_effects *out, const struct sv_two_way *t,
             const struct shape *s, struct sv_fault *fault)
{
    const size_t cells = t->rows * t->columns;
    double *work;

    *out = (struct sv_generalised_effects) { s->k, NAN, NAN };
    if (s->k == 0)
        return SV_OK;
    work = calloc(s->k * cells + 2 * s->k * s->k, sizeof *work);
    if (work == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a test of %zu cells",
                       cells);
    if (!effects(&out->sum, &out->squares, t, s, work))
        out->sum = out->squares = NAN;
    free(work);
    return SV_OK;
}

enum sv_status
sv_generalised_effects(struct sv_generalised_effects *out,
                       const struct sv_two_way *t, struct sv_fault *fault)
{
    struct shape s;
    enum sv_status status = shape_of(&s, t, t->p, fault);

    *out = (struct sv_generalised_effects) { 0, NAN, NAN };
    if (status == SV_OK)
        status = find_effects(out, t, &s, fault);
    out->sum *= t->n;
    out->squares *= t->n * t->n;
    shape_free(&s);
    return status;
}

/* FIRST order or second. */
static enum sv_status
rao_scott(struct sv_test *out, const struct sv_two_way *t, bool first,
          struct sv_fault *fault)
{
    struct sv_generalised_effects d = { 0, NAN, NAN };
    struct shape s;
    enum sv_status status = shape_of(&s, t, t->p, fault);

    *out = untestable;
    if (status == SV_OK)
        status = find_effects(&d, t, &s, fault);
    if (status == SV_OK && !isnan(d.sum)) {
        /* The effects are those of a sample of one, X^2 / n goes with them. */
        const double x = pearson_of(t, &s) / t->n, k = (double) d.k;

        if (first)
            *out = (struct sv_test) {
                x / (d.sum / k), k, INFINITY,
                gsl_cdf_chisq_Q(x / (d.sum / k), k),
            };
        else
            *out = f_test(x / d.sum, d.sum * d.sum / d.squares,
                          d.sum * d.sum / d.squares * t->df);
    }
    shape_free(&s);
    return status;
}

static enum sv_status
first_order(struct sv_test *out, const struct sv_two_way *t,
            struct sv_fault *fault)
{
    return rao_scott(out, t, true, fault);
}

static enum sv_status
second_order(struct sv_test *out, const struct sv_two_way *t,
             struct sv_fault *fault)
{
    return rao_scott(out, t, false, fault);
}

/* Y of one cell, x - row column / sum, and its gradient by all cells. */
static double
residual(double *gradient, const struct sv_two_way *t, const struct shape *s,
         size_t row, size_t column)
{
    const double by_row = s->column_sum[column] / s->sum;
    const double by_column = s->row_sum[row] / s->sum;

    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->columns; j++)
            gradient[i * t->columns + j] =
                (i == row && j == column) - (i == row ? by_row : 0)
                - (j == column ? by_column : 0) + by_row * by_column;
    return t->total[row * t->columns + column] - by_row * s->row_sum[row];
}

/* The sum of the terms of C V C' on its diagonal, without their signs. */
static double
size_of(const double *c, const double *v, size_t cells)
{
    double sum = 0;

    for (size_t x = 0; x < cells; x++)
        for (size_t y = 0; c[x] != 0 && y < cells; y++)
            if (c[y] != 0)
                sum += fabs(c[x] * c[y] * v[x * cells + y]);
    return sum;
}

/* Y' V^-1 Y; NAN if V is singular. */
static double
wald_statistic(const struct sv_two_way *t, const struct shape *s, double *work)
{
    const size_t cells = t->rows * t->columns, k = s->k;
    double *const c = work, *const v = c + k * cells, *const y = v + k * k;
    double *const size = y + k;

    for (size_t i = 0; i < k; i++)
        y[i] = residual(c + i * cells, t, s, s->row[1 + i / (s->c - 1)],
                        s->column[1 + i % (s->c - 1)]);
    sandwich(v, c, t->total_covariance, NULL, k, cells);
    for (size_t i = 0; i < k; i++)
        size[i] = size_of(c + i * cells, t->total_covariance, cells);
    return sv_inverse_form(v, k, size, y);
}

static enum sv_status
wald_of(struct sv_test *out, const struct sv_two_way *t, bool adjusted,
        struct sv_fault *fault)
{
    const size_t cells = t->rows * t->columns;
    struct shape s;
    double *work = NULL;
    enum sv_status status = shape_of(&s, t, t->total, fault);

    *out = untestable;
    if (status == SV_OK && s.k > 0) {
        work = calloc(s.k * cells + s.k * s.k + 2 * s.k, sizeof *work);
        if (work == NULL)
            status = sv_fail(fault, SV_SYSTEM, "out of memory for a test of"
                             " %zu cells", cells);
    }
    if (work != NULL) {
        const double w = wald_statistic(t, &s, work), k = (double) s.k;

        *out = adjusted ? f_test(w * (t->df - k + 1) / (k * t->df), k,
                                 t->df - k + 1)
                        : f_test(w / k, k, t->df);
    }
    free(work);
    shape_free(&s);
    return status;
}

static enum sv_status
wald(struct sv_test *out, const struct sv_two_way *t, struct sv_fault *fault)
{
    return wald_of(out, t, false, fault);
}

static enum sv_status
adjusted_wald(struct sv_test *out, const struct sv_two_way *t,
              struct sv_fault *fault)
{
    return wald_of(out, t, true, fault);
}

const struct sv_test_method sv_test_methods[] = {
    { "f", "Rao and Scott, second order", second_order },
    { "chisq", "Rao and Scott, first order", first_order },
    { "wald", "Wald", wald },
    { "adj-wald", "Wald, adjusted for the degrees of freedom", adjusted_wald },
};
const size_t sv_n_test_methods =
    sizeof sv_test_methods / sizeof *sv_test_methods;

const struct sv_test_method *
sv_test_find(const char *name)
{
    for (size_t i = 0; i < sv_n_test_methods; i++)
        if (strcmp(sv_test_methods[i].name, name) == 0)
            return &sv_test_methods[i];
    return NULL;
}

enum sv_status
sv_test_two_way(struct sv_test *out, const struct sv_test_method *method,
                const struct sv_two_way *t, struct sv_fault *fault)
{
    return method->test(out, t, fault);
}
