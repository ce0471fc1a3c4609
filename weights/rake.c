/* rake.c - iterative proportional fitting. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/calibration.h"

/* Rounds go on until margins are this much closer than asked for. */
static const double closer = 1e-4;

struct raking {
    const struct sv_calibration *c;
    const double *d;
    double *w;                  /* [n_rows] */
    double *got;                /* [n_columns] */
};

/* Brings the columns of margin M to their totals. */
static void
fit(struct raking *r, size_t m)
{
    const struct sv_auxiliary *x = r->c->x;
    const size_t from = x->margin[m], to = x->margin[m + 1];

    sv_auxiliary_sum(r->got, x, r->w);
    for (size_t j = 0; j < x->n_rows; j++)
        for (size_t e = x->first[j]; e < x->first[j + 1]; e++) {
            const size_t k = x->column[e];

            if (k >= from && k < to && r->w[j] > 0)
                r->w[j] *= r->c->total[k] / r->got[k];
        }
}

static void
fit_all(struct raking *r, double *after)
{
    const struct sv_auxiliary *x = r->c->x;

    for (size_t m = 0; m < x->n_margins; m++) {
        fit(r, m);
        if (after != NULL)
            memcpy(after + m * x->n_rows, r->w, x->n_rows * sizeof *after);
    }
    sv_auxiliary_sum(r->got, x, r->w);
}

enum sv_status
sv_rake(double *g, double *after, const struct sv_calibration *c,
        const double *d, struct sv_fault *fault)
{
    const size_t n = c->x->n_rows;
    struct raking r = {
        .c = c, .d = d, .w = malloc((n + 1) * sizeof *r.w),
        .got = calloc(c->x->n_columns + 1, sizeof *r.got),
    };
    enum sv_status status = sv_calibration_check(c, d, fault);
    double before, now = INFINITY;
    unsigned i = 0;

    if (status == SV_OK && (r.w == NULL || r.got == NULL))
        status = sv_fail(fault, SV_SYSTEM, "out of memory for raking");
    if (status == SV_OK) {
        memcpy(r.w, d, n * sizeof *d);
        do {
            before = now;
            fit_all(&r, after);
            now = sv_calibration_distance(c, r.got);
            i++;
        } while (i < c->most && now > closer * c->tolerance && now < before);
        if (!(now <= c->tolerance))
            status = sv_calibration_missed(c, d, r.got, i, fault);
        for (size_t j = 0; j < n; j++)
            g[j] = d[j] > 0 ? r.w[j] / d[j] : 1;
    }
    free(r.w);
    free(r.got);
    return status;
}
