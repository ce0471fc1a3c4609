/* symmetric.c - Cholesky's factor, and solving by it. */
#include "weights/symmetric.h"

#include <float.h>
#include <math.h>

/* As sv_cholesky(); a pivot is at least LEAST of SIZE[n], or of the diagonal. */
static bool
factor(double *a, size_t n, const double *size, double least)
{
    for (size_t j = 0; j < n; j++) {
        const double whole = size != NULL ? size[j] : a[j * n + j];
        double left = a[j * n + j];

        for (size_t k = 0; k < j; k++)
            left -= a[j * n + k] * a[j * n + k];
        if (!(left > least * whole))
            return false;
        a[j * n + j] = sqrt(left);
        for (size_t i = j + 1; i < n; i++) {
            for (size_t k = 0; k < j; k++)
                a[i * n + j] -= a[i * n + k] * a[j * n + k];
            a[i * n + j] /= a[j * n + j];
        }
    }
    return true;
}

bool
sv_cholesky(double *a, size_t n)
{
    return factor(a, n, NULL, (double) n * DBL_EPSILON);
}

void
sv_forward_solve(const double *l, size_t n, double *x, size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i; k++)
            x[i * stride] -= l[i * n + k] * x[k * stride];
        x[i * stride] /= l[i * n + i];
    }
}

double
sv_inverse_form(double *a, size_t n, const double *size, double *y)
{
    double sum = 0;

    if (!factor(a, n, size, 1e-12))
        return NAN;
    sv_forward_solve(a, n, y, 1);
    for (size_t i = 0; i < n; i++)
        sum += y[i] * y[i];
    return sum;
}
