/* trimming.c - weights cut to a limit. */
#include "weights/trimming.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int
compare(const void *a, const void *b)
{
    const double x = *(const double *) a, y = *(const double *) b;

    return (x > y) - (x < y);
}

/* The median of the weights above 0; NAN if memory runs out. */
static double
median(const double *w, size_t n)
{
    double *copy = malloc((n + 1) * sizeof *copy), m = NAN;
    size_t k = 0;

    if (copy == NULL)
        return NAN;
    for (size_t j = 0; j < n; j++)
        if (w[j] > 0)
            copy[k++] = w[j];
    qsort(copy, k, sizeof *copy, compare);
    if (k > 0)
        m = k % 2 == 1 ? copy[k / 2] : (copy[k / 2 - 1] + copy[k / 2]) / 2;
    free(copy);
    return m;
}

/* Cuts once; returns what was cut off, and how many were cut in all. */
static double
cut(double *w, bool *fixed, const struct sv_trimming *t, size_t n,
    size_t *n_cut)
{
    const double low = t->low > 0 ? t->low : -INFINITY;
    double off = 0;

    *n_cut = 0;
    for (size_t j = 0; j < n; j++) {
        const double limit = w[j] > t->high ? t->high : low;

        if (fixed[j] || w[j] == 0 || (w[j] <= t->high && w[j] >= low))
            continue;
        off += w[j] - limit;
        w[j] = limit;
        fixed[j] = true;
        ++*n_cut;
    }
    return off;
}

/* Gives OFF to those that were not cut. */
static bool
give(double *w, const bool *fixed, const struct sv_trimming *t, size_t n,
     double off)
{
    double sum = 0, free_ones = 0;

    for (size_t j = 0; j < n; j++)
        if (!fixed[j] && w[j] > 0) {
            sum += w[j];
            free_ones++;
        }
    if (free_ones == 0 || sum + off <= 0)
        return false;
    for (size_t j = 0; j < n; j++)
        if (!fixed[j] && w[j] > 0)
            w[j] += t->to == SV_REDISTRIBUTE_EQUALLY ? off / free_ones
                                                     : off * w[j] / sum;
    return true;
}

enum sv_status
sv_trim(double *after, const struct sv_trimming *t, const double *before,
        size_t n, struct sv_fault *fault)
{
    struct sv_trimming limits = *t;
    bool *fixed = calloc(n + 1, sizeof *fixed);
    const double middle = t->medians ? median(before, n) : 1;
    enum sv_status status = SV_OK;
    size_t n_cut;

    if (fixed == NULL || isnan(middle)) {
        free(fixed);
        return sv_fail(fault, SV_SYSTEM, "out of memory for trimming");
    }
    limits.low *= middle;
    limits.high *= middle;
    memcpy(after, before, n * sizeof *after);
    do {
        const double off = cut(after, fixed, &limits, n, &n_cut);

        if (n_cut > 0 && t->to != SV_REDISTRIBUTE_NOT
            && !give(after, fixed, &limits, n, off))
            status = sv_fail(fault, SV_DATA, "every weight is beyond the "
                             "limits %.10g and %.10g, so there is nobody to "
                             "give to what is cut off; widen the limits",
                             limits.low, limits.high);
    } while (status == SV_OK && t->strict && n_cut > 0);
    free(fixed);
    return status;
}
