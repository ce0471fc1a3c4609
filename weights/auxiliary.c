/* auxiliary.c - what is known of every unit and, summed, of the population. */
#include "weights/auxiliary.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum sv_status
sv_auxiliary_take(struct sv_auxiliary *out, size_t n_rows, size_t n_columns,
                  size_t n_margins, size_t entries, struct sv_fault *fault)
{
    *out = (struct sv_auxiliary){
        .n_rows = n_rows, .n_columns = n_columns, .n_margins = n_margins,
        .first = calloc(n_rows + 1, sizeof *out->first),
        .column = calloc(entries + 1, sizeof *out->column),
        .value = calloc(entries + 1, sizeof *out->value),
        .margin = calloc(n_margins + 1, sizeof *out->margin),
    };
    if (out->first != NULL && out->column != NULL && out->value != NULL
        && out->margin != NULL)
        return SV_OK;
    sv_auxiliary_free(out);
    return sv_fail(fault, SV_SYSTEM, "out of memory for %zu values of "
                   "calibration variables", entries);
}

void
sv_auxiliary_free(struct sv_auxiliary *x)
{
    free(x->first);
    free(x->column);
    free(x->value);
    free(x->margin);
    *x = (struct sv_auxiliary){ 0 };
}

/* The rows of X by group: those of group g are row[start[g]] and on. */
struct by_group {
    size_t *start;              /* [n_groups + 1] */
    uint32_t *row;
};

static bool
sort_rows(struct by_group *out, const uint32_t *group, size_t n,
          size_t n_groups)
{
    out->start = calloc(n_groups + 2, sizeof *out->start);
    out->row = calloc(n + 1, sizeof *out->row);
    if (out->start == NULL || out->row == NULL)
        return false;
    for (size_t j = 0; j < n; j++)
        out->start[group[j] + 2]++;
    for (size_t g = 0; g < n_groups; g++)
        out->start[g + 2] += out->start[g + 1];
    for (size_t j = 0; j < n; j++)
        out->row[out->start[group[j] + 1]++] = (uint32_t) j;
    return true;
}

/* Adds the mean of the rows of group G as row G of OUT.  DENSE [n_columns] is
 * zero before and after; SEEN lists what is touched. */
static void
average_group(struct sv_auxiliary *out, const struct sv_auxiliary *x,
              const struct by_group *by, size_t g, double *dense)
{
    const size_t from = by->start[g], to = by->start[g + 1];
    size_t at = out->first[g];

    for (size_t i = from; i < to; i++)
        for (size_t e = x->first[by->row[i]]; e < x->first[by->row[i] + 1]; e++)
            dense[x->column[e]] += x->value[e];
    for (size_t k = 0; k < x->n_columns; k++)
        if (dense[k] != 0) {
            out->column[at] = (uint32_t) k;
            out->value[at++] = dense[k] / (double) (to - from);
            dense[k] = 0;
        }
    out->first[g + 1] = at;
}

enum sv_status
sv_auxiliary_average(struct sv_auxiliary *out, const struct sv_auxiliary *x,
                     const uint32_t *group, size_t n_groups,
                     struct sv_fault *fault)
{
    struct by_group by = { 0 };
    double *dense = calloc(x->n_columns + 1, sizeof *dense);
    enum sv_status status = sv_auxiliary_take(out, n_groups, x->n_columns,
                                              x->n_margins,
                                              x->first[x->n_rows], fault);

    if (status == SV_OK
        && (dense == NULL || !sort_rows(&by, group, x->n_rows, n_groups)))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for %zu groups",
                         n_groups);
    if (status == SV_OK) {
        out->name = x->name;
        memcpy(out->margin, x->margin,
               (x->n_margins + 1) * sizeof *out->margin);
        for (size_t g = 0; g < n_groups; g++)
            average_group(out, x, &by, g, dense);
    } else {
        sv_auxiliary_free(out);
    }
    free(by.start);
    free(by.row);
    free(dense);
    return status;
}

double
sv_auxiliary_dot(const struct sv_auxiliary *x, size_t row, const double *a)
{
    double sum = 0;

    for (size_t e = x->first[row]; e < x->first[row + 1]; e++)
        sum += x->value[e] * a[x->column[e]];
    return sum;
}

void
sv_auxiliary_sum(double *sum, const struct sv_auxiliary *x, const double *w)
{
    memset(sum, 0, x->n_columns * sizeof *sum);
    for (size_t j = 0; j < x->n_rows; j++)
        for (size_t e = x->first[j]; e < x->first[j + 1]; e++)
            sum[x->column[e]] += w[j] * x->value[e];
}

void
sv_auxiliary_cross(double *a, const struct sv_auxiliary *x, const double *w)
{
    const size_t p = x->n_columns;

    memset(a, 0, p * p * sizeof *a);
    for (size_t j = 0; j < x->n_rows; j++)
        for (size_t e = x->first[j]; e < x->first[j + 1]; e++) {
            const double wx = w[j] * x->value[e];
            double *line = a + x->column[e] * p;

            for (size_t f = x->first[j]; f <= e; f++) {
                assert(x->column[f] <= x->column[e]);
                line[x->column[f]] += wx * x->value[f];
            }
        }
    for (size_t k = 0; k < p; k++)
        for (size_t l = 0; l < k; l++)
            a[l * p + k] = a[k * p + l];
}
