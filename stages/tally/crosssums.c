/* crosssums.c - sums over the members of each cell, times calibration
 * variables.
 */
#include "stages/tally/crosssums.h"

#include <math.h>
#include <omp.h>
#include <stdlib.h>

#include "stages/tally/unitsums.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 bits;

enum { ROWS_BITS = 32, WIDE_BITS = 126, CHUNK_PSUS = 8 };

/* The products of one row: each goes into the same place of several cells. */
struct products {
    size_t n;
    size_t *at;                 /* [n] sum * columns + column */
    wide *value;
};

struct crossing {
    const struct sv_fold *fold;
    const struct sv_residual_file *r;
    double scale;               /* 2^-exponent */
    bool *squares;              /* [n_sums] sums that have no cross */
};

/* What one thread has. */
struct thread {
    double *sums;               /* [n_sums] of a row */
    uint32_t *counts;
    struct products products;
    wide *cross;                /* [n_cells][n_sums][columns] */
};

static double
greatest(const double *column, size_t n)
{
    double most = 0;

    for (size_t j = 0; column != NULL && j < n; j++)
        most = fmax(most, fabs(column[j]));
    return most;
}

int
sv_cross_exponent(const struct sv_fold *fold,
                  const struct sv_residual_file *residuals)
{
    const size_t n = fold->design->n_rows;
    double weight = 0, value = 1;

    if (residuals->n_columns == 0)
        return 0;
    for (size_t j = 0; j < n; j++)
        for (uint64_t e = residuals->first[j]; e < residuals->first[j + 1]; e++)
            weight = fmax(weight, fabs(residuals->v[e]) * fold->weight[j]);
    for (size_t i = 0; i < fold->layout->n_items; i++)
        value = fmax(value, fmax(greatest(fold->y[i], n),
                                 greatest(fold->x[i], n)));
    return weight > 0 ? ilogb(weight) + 1 + ilogb(value) + 1 + ROWS_BITS
                            - WIDE_BITS
                      : 0;
}

static void
multiply(struct products *p, const struct crossing *c, const double *sums,
         uint32_t j)
{
    const struct sv_residual_file *r = c->r;

    p->n = 0;
    for (size_t k = 0; k < c->fold->layout->n_sums; k++) {
        if (sums[k] == 0 || c->squares[k])
            continue;
        for (uint64_t e = r->first[j]; e < r->first[j + 1]; e++) {
            p->at[p->n] = k * r->n_columns + r->column[e];
            p->value[p->n++] = (wide) (r->v[e] * sums[k] * c->scale);
        }
    }
}

static void
add_row(struct thread *t, const struct crossing *c, uint32_t j)
{
    const struct sv_tally_record *layout = c->fold->layout;
    const size_t line = layout->n_sums * c->r->n_columns;

    if (c->r->first[j] == c->r->first[j + 1])
        return;
    sv_row_sums(t->sums, t->counts, c->fold, j);
    multiply(&t->products, c, t->sums, j);
    for (size_t i = 0; i < layout->n_crossings; i++) {
        const uint32_t cell = sv_row_cell(c->fold, i, j);
        wide *to = t->cross + cell * line;

        if (cell == SV_NO_CELL)
            continue;
        for (size_t k = 0; k < t->products.n; k++)
            to[t->products.at[k]] += t->products.value[k];
    }
}

/* The most entries that a row has. */
static size_t
most_entries(const struct crossing *c)
{
    uint64_t most = 0;

    for (size_t j = 0; j < c->fold->design->n_rows; j++)
        if (c->r->first[j + 1] - c->r->first[j] > most)
            most = c->r->first[j + 1] - c->r->first[j];
    return (size_t) most;
}

static bool
open_thread(struct thread *t, const struct crossing *c, size_t entries)
{
    const struct sv_tally_record *l = c->fold->layout;
    const size_t products = l->n_sums * entries;

    *t = (struct thread){
        .sums = calloc(l->n_sums + 1, sizeof *t->sums),
        .counts = calloc(l->n_counts + 1, sizeof *t->counts),
        .products.at = calloc(products + 1, sizeof *t->products.at),
        .products.value = calloc(products + 1, sizeof *t->products.value),
        .cross = calloc(l->n_cells * l->n_sums * c->r->n_columns + 1,
                        sizeof *t->cross),
    };
    return t->sums != NULL && t->counts != NULL && t->products.at != NULL
        && t->products.value != NULL && t->cross != NULL;
}

static void
close_thread(struct thread *t)
{
    free(t->sums);
    free(t->counts);
    free(t->products.at);
    free(t->products.value);
    free(t->cross);
}

static void
put(uint64_t *into, bits value)
{
    into[0] = (uint64_t) value;
    into[1] = (uint64_t) (value >> 64);
}

static bits
get(const uint64_t *from)
{
    return (bits) from[1] << 64 | from[0];
}

void
sv_cross_add(uint64_t *into, const uint64_t *more, size_t n)
{
    for (size_t k = 0; k < n; k++)
        put(into + 2 * k, get(into + 2 * k) + get(more + 2 * k));
}

static void
collect(uint64_t *into, const struct thread *t, size_t n)
{
    for (size_t k = 0; k < n; k++)
        put(into + 2 * k, get(into + 2 * k) + (bits) t->cross[k]);
}

static void
add_psu(struct thread *t, const struct crossing *c, uint32_t psu)
{
    for (uint32_t j = sv_first_row(c->fold->design, 0, psu);
         j < sv_first_row(c->fold->design, 0, psu + 1); j++)
        add_row(t, c, j);
}

/* All PSUs, each by one of the THREAD [n]. */
static bool
run(struct thread *thread, size_t n, const struct crossing *c)
{
    const size_t entries = most_entries(c);
    bool open = true;

    for (size_t i = 0; i < n; i++)
        open = open_thread(&thread[i], c, entries) && open;
    if (!open)
        return false;
    #pragma omp parallel for schedule(dynamic, CHUNK_PSUS)
    for (uint32_t psu = c->fold->first_psu; psu < c->fold->end_psu; psu++)
        add_psu(&thread[omp_get_thread_num()], c, psu);
    return true;
}

static bool
fold(uint64_t *into, const struct crossing *c)
{
    const struct sv_tally_record *l = c->fold->layout;
    const size_t n = (size_t) omp_get_max_threads();
    struct thread *thread = calloc(n, sizeof *thread);
    const bool done = thread != NULL && run(thread, n, c);

    for (size_t i = 0; thread != NULL && i < n; i++) {
        if (done)
            collect(into, &thread[i],
                    l->n_cells * l->n_sums * c->r->n_columns);
        close_thread(&thread[i]);
    }
    free(thread);
    return done;
}

enum sv_status
sv_cross_fold(uint64_t *into, const struct sv_fold *f,
              const struct sv_residual_file *residuals, int exponent,
              struct sv_fault *fault)
{
    struct crossing c = {
        .fold = f, .r = residuals, .scale = ldexp(1, -exponent),
        .squares = calloc(f->layout->n_sums + 1, sizeof *c.squares),
    };
    bool done = c.squares != NULL;

    for (size_t i = 0; done && i < f->layout->n_items; i++)
        c.squares[f->layout->item[i].square] = true;
    done = done && fold(into, &c);
    free(c.squares);
    return done ? SV_OK
                : sv_fail(fault, SV_SYSTEM, "out of memory for the sums of "
                          "%zu calibration variables", residuals->n_columns);
}
