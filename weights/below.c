/* below.c - the share of values below a number, and its standard error. */
#include <math.h>
#include <string.h>

#include "weights/quantiles.h"

/* A row a unit with members: weights of values <= q, and of all. */
struct folded {
    struct sv_rows rows;
    uint32_t *unit, *members;   /* [n_lowest] */
    double *hits, *all;         /* [n_lowest] */
    double *values;             /* [n replicates] */
    void *rest;                 /* for linear.h or replicates.h */
};

enum { ALIGNED = 16 };

static size_t
aligned(size_t n)
{
    return (n + ALIGNED - 1) / ALIGNED * ALIGNED;
}

static size_t
lay_out(struct folded *f, const struct sv_design *d,
        const struct sv_replicates *reps, char *at)
{
    const size_t n = sv_design_n_lowest(d), n_reps = reps != NULL ? reps->n : 0;
    const size_t numbers = aligned((2 * n + n_reps) * sizeof(double));
    const size_t units = aligned(2 * n * sizeof(uint32_t));

    if (f != NULL) {
        f->hits = (double *) (void *) at;
        f->all = f->hits + n;
        f->values = f->all + n;
        f->unit = (uint32_t *) (void *) (at + numbers);
        f->members = f->unit + n;
        f->rest = at + numbers + units;
    }
    return numbers + units + (reps != NULL ? sv_replicate_scratch(reps, d)
                                           : sv_linear_scratch(d));
}

size_t
sv_below_scratch(const struct sv_design *d, const struct sv_replicates *reps)
{
    return lay_out(NULL, d, reps, NULL);
}

static void
fold(struct folded *f, const struct sv_design *d, const struct sv_values *x,
     double q)
{
    const size_t n = sv_design_n_lowest(d);
    size_t used = 0;

    memset(f->hits, 0, n * sizeof *f->hits);
    memset(f->all, 0, n * sizeof *f->all);
    memset(f->members, 0, n * sizeof *f->members);
    for (size_t i = 0; i < x->n; i++) {
        f->all[x->unit[i]] += x->w[i];
        f->members[x->unit[i]]++;
        if (x->y[i] <= q)
            f->hits[x->unit[i]] += x->w[i];
    }
    for (size_t u = 0; u < n; u++)
        if (f->members[u] > 0) {
            f->unit[used] = (uint32_t) u;
            f->members[used] = f->members[u];
            f->hits[used] = f->hits[u];
            f->all[used++] = f->all[u];
        }
    f->rows = (struct sv_rows) {
        .n = used, .unit = f->unit, .members = f->members,
        .term = { f->hits, f->all }, .stride = 1,
    };
}

struct sv_below
sv_below_linear(void *context, double q)
{
    const struct sv_below_linear *c = context;
    struct sv_estimate got;
    struct folded f;

    lay_out(&f, c->design, NULL, c->scratch);
    fold(&f, c->design, c->values, q);
    got = sv_estimate_cell(c->design, sv_estimator_find("proportion"), &f.rows,
                           f.rest);
    return (struct sv_below) { got.value, got.se, got.flags };
}

struct sv_below
sv_below_repeated(void *context, double q)
{
    const struct sv_below_repeated *c = context;
    struct sv_estimate got;
    struct folded f;

    lay_out(&f, c->design, c->reps, c->scratch);
    fold(&f, c->design, c->values, q);
    got = sv_replicate_cell(f.values, c->reps, c->design,
                            sv_estimator_find("proportion"), &f.rows, c->mse,
                            f.rest);
    return (struct sv_below) { got.value, got.se, got.flags };
}
