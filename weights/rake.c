/* rake.c - iterative proportional fitting. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/calibration.h"

/* Rounds go on until margins are this much closer than asked for. */
static const double closer = 1e-4;

struct raking {
    const struct sv_calibration *c;
    double *w;                  /* [n_rows] */
    double *got;                /* [n_columns + 1] sums */
    double *factor;             /* [n_columns + 1] of a margin's columns */
    uint32_t *column;           /* [n_margins][n_rows] the category of a row,
                                   n_columns: none; see find_columns() */
    bool simple;                /* that says all there is to know of rows */
};

/* ---- rows of one category a margin ------------------------------------------- */

/* Whether every row is wholly in one category of each margin, or in none: rows of
 * groups (sv_auxiliary_average) may be in several. */
static bool
find_columns(struct raking *r)
{
    const struct sv_auxiliary *x = r->c->x;
    const uint32_t none = (uint32_t) x->n_columns;

    for (size_t i = 0; i < x->n_margins * x->n_rows; i++)
        r->column[i] = none;
    for (size_t j = 0; j < x->n_rows; j++) {
        size_t m = 0;

        for (size_t e = x->first[j]; e < x->first[j + 1]; e++) {
            uint32_t *at;

            while (x->margin[m + 1] <= x->column[e])
                m++;
            at = &r->column[m * x->n_rows + j];
            if (x->value[e] != 1 || *at != none)
                return false;
            *at = x->column[e];
        }
    }
    return true;
}

/* Multiplies the weights by the factors of margin M, and sums them by the
 * categories of margins FROM to TO as it goes. */
static void
pass(struct raking *r, size_t m, size_t from, size_t to)
{
    const struct sv_auxiliary *x = r->c->x;
    const uint32_t *own = r->column + m * x->n_rows;

    for (size_t k = x->margin[from]; k < x->margin[to]; k++)
        r->got[k] = 0;
    for (size_t j = 0; j < x->n_rows; j++) {
        const double w = r->w[j] != 0 ? r->w[j] * r->factor[own[j]] : r->w[j];

        for (size_t q = from; q < to; q++)
            r->got[r->column[q * x->n_rows + j]] += w;
        r->w[j] = w;
    }
}

/* Brings the columns of margin M to their totals; their sums are known.  Those
 * of the next margin are known then, and after the last one those of all. */
static void
fit_simply(struct raking *r, size_t m)
{
    const struct sv_auxiliary *x = r->c->x;

    r->factor[x->n_columns] = 1;
    for (size_t k = x->margin[m]; k < x->margin[m + 1]; k++)
        r->factor[k] = r->c->total[k] / r->got[k];
    if (m + 1 < x->n_margins)
        pass(r, m, m + 1, m + 2);
    else
        pass(r, m, 0, x->n_margins);
}

/* ---- rows of any ----------------------------------------------------------------- */

static void
fit(struct raking *r, size_t m)
{
    const struct sv_auxiliary *x = r->c->x;
    const size_t from = x->margin[m], to = x->margin[m + 1];

    sv_auxiliary_sum(r->got, x, r->w);
    for (size_t j = 0; j < x->n_rows; j++)
        for (size_t e = x->first[j]; e < x->first[j + 1]; e++) {
            const size_t k = x->column[e];

            if (k >= from && k < to && r->w[j] != 0)
                r->w[j] *= r->c->total[k] / r->got[k];
        }
}

/* ---- rounds ------------------------------------------------------------------------ */

static void
fit_all(struct raking *r, double *after)
{
    const struct sv_auxiliary *x = r->c->x;

    for (size_t m = 0; m < x->n_margins; m++) {
        if (r->simple)
            fit_simply(r, m);
        else
            fit(r, m);
        if (after != NULL)
            memcpy(after + m * x->n_rows, r->w, x->n_rows * sizeof *after);
    }
    if (!r->simple)
        sv_auxiliary_sum(r->got, x, r->w);
}

static enum sv_status
open_raking(struct raking *r, const struct sv_calibration *c, const double *d,
            struct sv_fault *fault)
{
    const struct sv_auxiliary *x = c->x;

    *r = (struct raking){
        .c = c, .w = malloc((x->n_rows + 1) * sizeof *r->w),
        .got = calloc(x->n_columns + 1, sizeof *r->got),
        .factor = calloc(x->n_columns + 1, sizeof *r->factor),
        .column = malloc((x->n_margins * x->n_rows + 1) * sizeof *r->column),
    };
    if (r->w == NULL || r->got == NULL || r->factor == NULL
        || r->column == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for raking");
    memcpy(r->w, d, x->n_rows * sizeof *d);
    r->simple = find_columns(r);
    sv_auxiliary_sum(r->got, x, d);
    return SV_OK;
}

enum sv_status
sv_rake(double *g, double *after, const struct sv_calibration *c,
        const double *d, struct sv_fault *fault)
{
    struct raking r = { .c = c };
    enum sv_status status = sv_calibration_check(c, d, fault);
    double before, now = INFINITY;
    unsigned i = 0;

    if (status == SV_OK)
        status = open_raking(&r, c, d, fault);
    if (status == SV_OK) {
        do {
            before = now;
            fit_all(&r, after);
            now = sv_calibration_distance(c, r.got);
            i++;
        } while (i < c->most && now > closer * c->tolerance && now < before);
        if (!(now <= c->tolerance))
            status = sv_calibration_missed(c, d, r.got, i, fault);
        for (size_t j = 0; j < c->x->n_rows; j++)
            g[j] = d[j] != 0 ? r.w[j] / d[j] : 1;
    }
    free(r.w);
    free(r.got);
    free(r.factor);
    free(r.column);
    return status;
}
