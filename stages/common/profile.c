/* profile.c - what a set of weights is like. */
#include "stages/common/profile.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { SHOWN = 5 };             /* rows that a fault names */

struct sv_profile
sv_profile_of(const double *weight, size_t n)
{
    struct sv_profile p = { .n = n, .min = INFINITY, .max = 0 };
    double mean, square = 0, deviation = 0;
    size_t positive;

    for (size_t j = 0; j < n; j++) {
        p.sum += weight[j];
        p.zero += weight[j] == 0;
        if (weight[j] > 0 && weight[j] < p.min)
            p.min = weight[j];
        if (weight[j] > p.max)
            p.max = weight[j];
    }
    positive = n - p.zero;
    mean = p.sum / (double) positive;
    for (size_t j = 0; j < n; j++) {
        square += weight[j] * weight[j];
        if (weight[j] > 0)
            deviation += (weight[j] - mean) * (weight[j] - mean);
    }
    p.kish = (double) positive * square / (p.sum * p.sum);
    p.cv = positive > 1 ? sqrt(deviation / (double) (positive - 1)) / mean
                        : NAN;
    return p;
}

static bool
is_missing(double w)
{
    return isnan(w);
}

static bool
is_negative(double w)
{
    return w < 0;
}

static bool
is_infinite(double w)
{
    return isinf(w) && w > 0;
}

static const struct kind {
    const char *name;
    bool (*is)(double w);
} kinds[] = {
    { "no weight", is_missing },
    { "a negative weight", is_negative },
    { "an infinite weight", is_infinite },
};

/* The first rows of the file, which are in another order here. */
struct first_rows {
    uint32_t row[SHOWN];        /* [n] ascending */
    size_t n;
};

static void
keep_if_first(struct first_rows *f, uint32_t row)
{
    size_t at = f->n < SHOWN ? f->n++ : SHOWN;

    for (; at > 0 && f->row[at - 1] > row; at--)
        if (at < SHOWN)
            f->row[at] = f->row[at - 1];
    if (at < SHOWN)
        f->row[at] = row;
}

static void
check_kind(const struct kind *kind, const double *weight, const uint32_t *row,
           size_t n, const char *record, struct sv_fault *fault)
{
    struct first_rows first = { .n = 0 };
    char rows[SHOWN * 16] = "";
    size_t count = 0, used = 0;

    for (size_t j = 0; j < n; j++)
        if (kind->is(weight[j])) {
            keep_if_first(&first, row[j]);
            count++;
        }
    for (size_t k = 0; k < first.n; k++)
        used += (size_t) snprintf(rows + used, sizeof rows - used, "%s%u",
                                  k > 0 ? ", " : "", first.row[k]);
    if (count > 0)
        sv_add(fault, SV_DATA, "%s: %zu of %zu rows have %s (row %s%s); every "
               "row needs a finite weight, 0 or above: mend the file, or leave "
               "these rows out of it", record, count, n, kind->name, rows,
               count > SHOWN ? ", ..." : "");
}

enum sv_status
sv_weights_check(const double *weight, const uint32_t *row, size_t n,
                 const char *record, struct sv_fault *fault)
{
    double sum = 0;
    size_t zero = 0;

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        check_kind(&kinds[k], weight, row, n, record, fault);
    for (size_t j = 0; j < n; j++) {
        zero += weight[j] == 0;
        sum += weight[j];
    }
    if (fault->status == SV_OK && !isfinite(sum))
        sv_add(fault, SV_DATA, "%s: the weights are too large to be added up; "
               "is the weight the right variable?", record);
    if (zero == n)
        sv_add(fault, SV_DATA, "%s: all %zu weights are zero; is the weight "
               "the right variable?", record, n);
    return fault->status;
}
