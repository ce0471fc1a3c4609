/* dependent.c - solving where columns may depend on each other. */
#include "weights/dependent.h"

#include <math.h>

/* What is left of a column's square, below which it is made up of others. */
static const double least = 1e-11;

size_t
sv_dependent_factor(double *a, bool *left, size_t n)
{
    size_t stay = 0;

    for (size_t j = 0; j < n; j++) {
        const double whole = a[j * n + j];
        double rest = whole;

        for (size_t k = 0; k < j; k++)
            if (!left[k])
                rest -= a[j * n + k] * a[j * n + k];
        left[j] = !(rest > least * whole);
        if (left[j])
            continue;
        stay++;
        a[j * n + j] = sqrt(rest);
        for (size_t i = j + 1; i < n; i++) {
            for (size_t k = 0; k < j; k++)
                if (!left[k])
                    a[i * n + j] -= a[i * n + k] * a[j * n + k];
            a[i * n + j] /= a[j * n + j];
        }
    }
    return stay;
}

void
sv_dependent_solve(const double *l, const bool *left, size_t n, double *x,
                   size_t stride)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < i && !left[i]; k++)
            if (!left[k])
                x[i * stride] -= l[i * n + k] * x[k * stride];
        x[i * stride] = left[i] ? 0 : x[i * stride] / l[i * n + i];
    }
    for (size_t i = n; i-- > 0;) {
        if (left[i])
            continue;
        for (size_t k = i + 1; k < n; k++)
            if (!left[k])
                x[i * stride] -= l[k * n + i] * x[k * stride];
        x[i * stride] /= l[i * n + i];
    }
}
