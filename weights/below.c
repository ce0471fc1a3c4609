/* below.c - the share of values below a number, and its standard error. */
#include <math.h>
#include <string.h>

#include "weights/quantiles.h"

enum { ALIGNED = 16 };

static size_t
aligned(size_t n)
{
    return (n + ALIGNED - 1) / ALIGNED * ALIGNED;
}

size_t
sv_below_room(const struct sv_design *d)
{
    const size_t n = sv_design_n_lowest(d);

    return aligned(2 * n * sizeof(double)) + aligned(2 * n * sizeof(uint32_t));
}

size_t
sv_below_scratch(const struct sv_design *d, const struct sv_replicates *reps)
{
    const size_t rows = sv_below_room(d);

    return reps == NULL ? rows + sv_linear_scratch(d)
                        : rows + aligned(reps->n * sizeof(double))
                              + sv_replicate_scratch(reps, d);
}

struct sv_rows
sv_below_rows(const struct sv_design *d, const struct sv_values *x, double q,
              void *room)
{
    const size_t n = sv_design_n_lowest(d);
    double *hits = room, *all = hits + n;
    uint32_t *unit = (uint32_t *) (void *)
        ((char *) room + aligned(2 * n * sizeof(double)));
    uint32_t *members = unit + n;
    size_t used = 0;

    memset(hits, 0, 2 * n * sizeof *hits);
    memset(members, 0, n * sizeof *members);
    for (size_t i = 0; i < x->n; i++) {
        all[x->unit[i]] += x->w[i];
        members[x->unit[i]]++;
        if (x->y[i] <= q)
            hits[x->unit[i]] += x->w[i];
    }
    for (size_t u = 0; u < n; u++)
        if (members[u] > 0) {
            unit[used] = (uint32_t) u;
            members[used] = members[u];
            hits[used] = hits[u];
            all[used++] = all[u];
        }
    return (struct sv_rows) {
        .n = used, .unit = unit, .members = members, .term = { hits, all },
        .stride = 1,
    };
}

struct sv_below
sv_below_linear(void *context, double q)
{
    const struct sv_below_linear *c = context;
    char *const rest = (char *) c->scratch + sv_below_room(c->design);
    const struct sv_rows rows = sv_below_rows(c->design, c->values, q,
                                              c->scratch);
    const struct sv_estimate got =
        sv_estimate_cell(c->design, sv_estimator_find("proportion"), &rows,
                         rest);

    return (struct sv_below) { got.value, got.se, got.flags };
}

struct sv_below
sv_below_repeated(void *context, double q)
{
    const struct sv_below_repeated *c = context;
    char *const rest = (char *) c->scratch + sv_below_room(c->design);
    const struct sv_rows rows = sv_below_rows(c->design, c->values, q,
                                              c->scratch);
    const struct sv_estimate got =
        sv_replicate_cell((double *) (void *) rest, c->reps, c->design,
                          sv_estimator_find("proportion"), &rows, c->mse,
                          rest + aligned(c->reps->n * sizeof(double)));

    return (struct sv_below) { got.value, got.se, got.flags };
}
