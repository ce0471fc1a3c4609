/* projection.c - what calibration takes out of scores. */
#include "weights/projection.h"

#include <stdlib.h>
#include <string.h>

#include "weights/dependent.h"

static size_t
width(const struct sv_projection_block *b)
{
    return b->to - b->from;
}

size_t
sv_projection_columns(const struct sv_projection *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->n_blocks; i++)
        n += width(&p->block[i]);
    return n;
}

static size_t
first_column(const struct sv_projection *p, size_t block)
{
    size_t n = 0;

    for (size_t i = 0; i < block; i++)
        n += width(&p->block[i]);
    return n;
}

/* Row J of U, or V, of one block whose columns begin at FIRST. */
static size_t
row_of_block(uint32_t *column, double *value, const struct sv_projection_block *b,
             size_t j, bool u, size_t first)
{
    const double factor = j >= b->n_rows ? 0 : u ? b->u[j] : b->v[j];
    size_t row, n = 0;

    if (factor == 0)
        return 0;
    row = b->row_of != NULL ? b->row_of[j] : j;
    for (size_t e = b->x->first[row]; e < b->x->first[row + 1]; e++)
        if (b->x->column[e] >= b->from && b->x->column[e] < b->to) {
            column[n] = (uint32_t) (first + b->x->column[e] - b->from);
            value[n++] = factor * b->x->value[e];
        }
    return n;
}

static size_t
row_of(uint32_t *column, double *value, const struct sv_projection *p,
       size_t j, bool u)
{
    size_t n = 0, first = 0;

    for (size_t i = 0; i < p->n_blocks; i++) {
        const struct sv_projection_block *b = &p->block[i];

        n += row_of_block(column + n, value + n, b, j, u, first);
        first += width(b);
    }
    return n;
}

size_t
sv_projection_row_v(uint32_t *column, double *value,
                    const struct sv_projection *p, size_t j)
{
    return row_of(column, value, p, j, false);
}

static void
add_block_u(double *sum, const struct sv_projection_block *b, size_t j)
{
    const size_t row = b->row_of != NULL ? b->row_of[j] : j;

    for (size_t e = b->x->first[row]; e < b->x->first[row + 1]; e++)
        if (b->x->column[e] >= b->from && b->x->column[e] < b->to)
            sum[b->x->column[e] - b->from] += b->u[j] * b->x->value[e];
}

void
sv_projection_add_u(double *sum, const struct sv_projection *p, size_t j)
{
    size_t first = 0;

    for (size_t i = 0; i < p->n_blocks; i++) {
        const struct sv_projection_block *b = &p->block[i];

        if (j < b->n_rows)
            add_block_u(sum + first, b, j);
        first += width(b);
    }
}

struct work {
    double *cross;              /* V'U [n][n] */
    double *rest;               /* [n][n] what a block is to solve for */
    double *factor;             /* [n][n] of the block at hand */
    bool *left;
    uint32_t *column[2];        /* of a row: V, U */
    double *value[2];
};

/* V'U, all blocks with all. */
static void
cross(struct work *w, const struct sv_projection *p, size_t n)
{
    for (size_t j = 0; j < p->n_rows; j++) {
        const size_t n_v = row_of(w->column[0], w->value[0], p, j, false);
        const size_t n_u = row_of(w->column[1], w->value[1], p, j, true);

        for (size_t k = 0; k < n_v; k++)
            for (size_t l = 0; l < n_u; l++)
                w->cross[w->column[0][k] * n + w->column[1][l]] +=
                    w->value[0][k] * w->value[1][l];
    }
}

/* Puts the projection by block I behind those that M has: with T = V's, the
 * coefficients M T of the block grow by C^-1 (T - V'U M T), C its V'U. */
static void
apply(double *m, struct work *w, const struct sv_projection *p, size_t i,
      size_t n)
{
    const size_t first = first_column(p, i), k = width(&p->block[i]);

    for (size_t r = 0; r < k; r++) {
        const double *line = w->cross + (first + r) * n;
        double *rest = w->rest + r * n;

        memset(rest, 0, n * sizeof *rest);
        rest[first + r] = 1;
        for (size_t l = 0; l < n; l++)
            for (size_t c = 0; line[l] != 0 && c < n; c++)
                rest[c] -= line[l] * m[l * n + c];
        for (size_t c = 0; c < k; c++)
            w->factor[r * k + c] = line[first + c];
    }
    sv_dependent_factor(w->factor, w->left, k);
    for (size_t c = 0; c < n; c++) {
        sv_dependent_solve(w->factor, w->left, k, w->rest + c, n);
        for (size_t r = 0; r < k; r++)
            m[(first + r) * n + c] += w->rest[r * n + c];
    }
}

static void
free_work(struct work *w)
{
    free(w->cross);
    free(w->rest);
    free(w->factor);
    free(w->left);
    for (size_t i = 0; i < 2; i++) {
        free(w->column[i]);
        free(w->value[i]);
    }
}

enum sv_status
sv_projection_matrix(double *m, const struct sv_projection *p,
                     struct sv_fault *fault)
{
    const size_t n = sv_projection_columns(p);
    struct work w = {
        .cross = calloc(n * n + 1, sizeof *w.cross),
        .rest = calloc(n * n + 1, sizeof *w.rest),
        .factor = calloc(n * n + 1, sizeof *w.factor),
        .left = calloc(n + 1, sizeof *w.left),
    };
    bool complete = w.cross != NULL && w.rest != NULL && w.factor != NULL
                    && w.left != NULL;

    for (size_t i = 0; i < 2; i++) {
        w.column[i] = calloc(n + 1, sizeof *w.column[i]);
        w.value[i] = calloc(n + 1, sizeof *w.value[i]);
        complete = complete && w.column[i] != NULL && w.value[i] != NULL;
    }
    if (complete) {
        memset(m, 0, n * n * sizeof *m);
        cross(&w, p, n);
        for (size_t i = 0; i < p->n_order; i++)
            apply(m, &w, p, p->order[i], n);
    }
    free_work(&w);
    return complete ? SV_OK
                    : sv_fail(fault, SV_SYSTEM, "out of memory for %zu "
                              "calibration variables", n);
}
