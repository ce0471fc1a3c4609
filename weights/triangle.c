/* triangle.c - the triangular factor of a tall matrix, taken in by rows. */
#include "weights/triangle.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 128 };

bool
sv_triangle_take(struct sv_triangle *t, size_t n)
{
    *t = (struct sv_triangle){
        .n = n, .r = calloc(n * n + 1, sizeof *t->r),
        .block = calloc(BLOCK * n + 1, sizeof *t->block),
        .sum = calloc(n + 1, sizeof *t->sum),
    };
    return t->r != NULL && t->block != NULL && t->sum != NULL;
}

void
sv_triangle_free(struct sv_triangle *t)
{
    free(t->r);
    free(t->block);
    free(t->sum);
    *t = (struct sv_triangle){ 0 };
}

void
sv_triangle_clear(struct sv_triangle *t, size_t n)
{
    t->n = n;
    t->filled = 0;
    memset(t->r, 0, n * n * sizeof *t->r);
}

/* Reflects column K of the block into R's diagonal; the other columns follow.
 * Rows of R below K have a zero there and stay as they are. */
static void
reflect(struct sv_triangle *t, size_t k)
{
    const size_t n = t->n;
    double *const row = t->r + k * n;
    double square = 0, length, head, by;

    for (size_t i = 0; i < t->filled; i++)
        square += t->block[i * n + k] * t->block[i * n + k];
    if (!(square > 0))
        return;
    length = sqrt(row[k] * row[k] + square);
    head = row[k] + (row[k] > 0 ? length : -length);
    by = 2 / (head * head + square);
    for (size_t j = k + 1; j < n; j++)
        t->sum[j] = head * row[j];
    for (size_t i = 0; i < t->filled; i++)
        for (size_t j = k + 1; j < n; j++)
            t->sum[j] += t->block[i * n + k] * t->block[i * n + j];
    for (size_t j = k + 1; j < n; j++) {
        t->sum[j] *= by;
        row[j] -= head * t->sum[j];
    }
    for (size_t i = 0; i < t->filled; i++)
        for (size_t j = k + 1; j < n; j++)
            t->block[i * n + j] -= t->block[i * n + k] * t->sum[j];
    row[k] = row[k] > 0 ? -length : length;
}

void
sv_triangle_finish(struct sv_triangle *t)
{
    for (size_t k = 0; k < t->n; k++)
        reflect(t, k);
    t->filled = 0;
}

double *
sv_triangle_row(struct sv_triangle *t)
{
    if (t->filled == BLOCK)
        sv_triangle_finish(t);
    return t->block + t->n * t->filled++;
}

static double
dot(const struct sv_triangle *t, size_t j, size_t k)
{
    double sum = 0;

    for (size_t i = 0; i < t->n; i++)
        sum += t->r[i * t->n + j] * t->r[i * t->n + k];
    return sum;
}

/* By Gram and Schmidt, twice over: R's columns depend on each other as those
 * of the matrix do. */
size_t
sv_triangle_dependent(struct sv_triangle *t, bool *dependent, double least)
{
    const size_t n = t->n;
    size_t stay = 0;

    for (size_t k = 0; k < n; k++) {
        const double whole = sqrt(dot(t, k, k));
        double rest;

        for (size_t j = 0; j < 2 * k; j++) {
            const double by = dependent[j % k] ? 0 : dot(t, j % k, k);

            for (size_t i = 0; by != 0 && i < n; i++)
                t->r[i * n + k] -= by * t->r[i * n + j % k];
        }
        rest = sqrt(dot(t, k, k));
        dependent[k] = !(rest > least * whole);
        for (size_t i = 0; !dependent[k] && i < n; i++)
            t->r[i * n + k] /= rest;
        stay += !dependent[k];
    }
    return stay;
}

void
sv_triangle_solve(double *x, const struct sv_triangle *t)
{
    const size_t n = t->n;

    for (size_t k = n - 1; k-- > 0;) {
        x[k] = t->r[k * n + n - 1];
        for (size_t j = k + 1; j < n - 1; j++)
            x[k] -= t->r[k * n + j] * x[j];
        x[k] /= t->r[k * n + k];
    }
}

void
sv_triangle_inverse(double *out, struct sv_triangle *t, size_t m)
{
    const size_t n = t->n;
    double *const r = t->r;

    for (size_t k = 0; k < m; k++) {    /* R^-1, column by column, in place */
        r[k * n + k] = 1 / r[k * n + k];
        for (size_t i = 0; i < k; i++) {
            double sum = 0;

            for (size_t j = i; j < k; j++)
                sum -= r[i * n + j] * r[j * n + k];
            r[i * n + k] = sum * r[k * n + k];
        }
    }
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++) {
            double sum = 0;

            for (size_t k = i > j ? i : j; k < m; k++)
                sum += r[i * n + k] * r[j * n + k];
            out[i * m + j] = sum;
        }
}
