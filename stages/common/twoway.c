/* twoway.c - the two-way table of a test, with the covariance of its cells. */
#include "stages/common/twoway.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The cells of the table, and behind them their sum, by sampling unit; the
 * same of cross sums and of replicates, where there are any. */
struct cells {
    const struct sv_variance *v;
    const struct sv_tally_item *item;
    size_t rows, columns, n;    /* n = rows * columns */
    size_t first;               /* cell of the tally */
    size_t n_units;             /* with members, once packed */
    uint32_t *unit, *members;
    double *sums;               /* [units][n + 1] */
    double *cross;              /* [n + 1][columns of residuals] */
    double *repeated;           /* [n + 1][replicates] */
    uint64_t n_members;
    double df;                  /* NAN: nothing can be tested */
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a test");
}

size_t
sv_test_domains(const struct sv_test_layout *test)
{
    size_t n = 1;

    for (size_t k = 0; k < test->n_within; k++)
        n *= test->crossing.size[k];
    return n;
}

void
sv_test_domain_name(char *out, size_t size, const struct sv_test_layout *test,
                    size_t domain)
{
    size_t used = 0, below = sv_test_domains(test), rest = domain;

    snprintf(out, size, "_T");
    for (size_t k = 0; k < test->n_within && used < size; k++) {
        const json_t *one;
        const char *name;

        below /= test->crossing.size[k];
        one = json_array_get(test->crossing.categories[k], rest / below);
        name = json_string_value(json_object_get(one, "name"));
        used += (size_t) snprintf(out + used, size - used, "%s%s",
                                  k > 0 ? " * " : "", name != NULL ? name : "");
        rest %= below;
    }
}

/* Adds to TO, whose entries are STRIDE apart, what COLUMN of the classification
 * adds: FROM are sums of the tally, STEP apart. */
static void
add(const struct cells *c, double *to, size_t stride, size_t column,
    const double *from, size_t step)
{
    const double all = from[c->item->denominator * step];

    to[c->n * stride] += all;
    if (c->item->estimand != SV_SHARES) {
        const double yes = from[c->item->numerator * step];

        to[column * stride] += all - yes;
        to[(c->columns + column) * stride] += yes;
        return;
    }
    for (size_t i = 0; i < c->rows; i++)
        to[(i * c->columns + column) * stride] +=
            from[(c->item->numerator + i) * step];
}

static void
add_rows(struct cells *c, size_t column)
{
    const struct sv_tally_rows *t = &c->v->rows;
    const size_t cell = c->first + column;
    const uint32_t *counts = t->counts + c->item->count * t->n;

    for (size_t r = t->cells[cell]; r < t->cells[cell + 1]; r++) {
        add(c, c->sums + t->unit[r] * (c->n + 1), 1, column,
            t->sums + r * c->v->record->n_sums, 1);
        c->members[t->unit[r]] += counts[r];
        c->n_members += counts[r];
    }
}

static void
add_column(struct cells *c, size_t column)
{
    const size_t k = c->v->calibrated.residuals.n_columns;
    const size_t reps = c->v->replicates.n, sums = c->v->record->n_sums;
    const size_t cell = c->first + column;

    add_rows(c, column);
    for (size_t i = 0; i < k; i++)
        add(c, c->cross + i, k, column,
            c->v->calibrated.cross + cell * sums * k + i, k);
    /* Of the one item of a test, totals stand in the order of its sums. */
    for (size_t r = 0; c->v->summed.totals != NULL && r < reps; r++)
        add(c, c->repeated + r, reps, column,
            c->v->summed.totals + cell * c->v->record->n_repeated * reps + r,
            reps);
}

/* Only units with members stay. */
static void
pack(struct cells *c)
{
    const size_t all = sv_design_n_lowest(c->v->design), size = c->n + 1;

    for (size_t u = 0; u < all; u++) {
        if (c->members[u] == 0)
            continue;
        c->unit[c->n_units] = (uint32_t) u;
        c->members[c->n_units] = c->members[u];
        memmove(c->sums + c->n_units * size, c->sums + u * size,
                size * sizeof *c->sums);
        c->n_units++;
    }
}

static struct sv_rows
rows_of(const struct cells *c, size_t cell)
{
    return (struct sv_rows){
        .n = c->n_units, .unit = c->unit, .members = c->members,
        .term = { c->sums + cell, c->sums + c->n }, .stride = c->n + 1,
    };
}

static enum sv_status
find_degrees(struct cells *c, struct sv_fault *fault)
{
    const struct sv_rows rows = rows_of(c, c->n);
    struct sv_room room;
    struct sv_support s;

    c->df = NAN;
    if (sv_room_take(&room, c->v, 1)) {
        s = sv_support_of(c->v->design, &rows, room.scratch);
        if (s.n > 0 && !s.one_psu && !s.lonely)
            c->df = sv_variance_degrees(c->v, &s);
    } else {
        no_memory(fault);
    }
    sv_room_free(&room);
    return fault->status;
}

static void
cells_free(struct cells *c)
{
    free(c->unit);
    free(c->members);
    free(c->sums);
    free(c->cross);
    free(c->repeated);
}

static enum sv_status
cells_make(struct cells *c, const struct sv_variance *v,
           const struct sv_test_layout *test, size_t domain,
           struct sv_fault *fault)
{
    const size_t units = sv_design_n_lowest(v->design) + 1;
    const size_t residuals = v->calibrated.residuals.n_columns;

    *c = (struct cells){ .v = v, .item = v->record->item };
    c->rows = c->item->estimand == SV_SHARES ? c->item->n_numerators : 2;
    c->columns = v->record->n_cells / sv_test_domains(test);
    c->n = c->rows * c->columns;
    c->first = domain * c->columns;
    c->unit = calloc(units, sizeof *c->unit);
    c->members = calloc(units, sizeof *c->members);
    c->sums = calloc(units * (c->n + 1), sizeof *c->sums);
    c->cross = calloc((c->n + 1) * residuals + 1, sizeof *c->cross);
    c->repeated = calloc(v->summed.totals != NULL
                             ? (c->n + 1) * v->replicates.n + 1 : 1,
                         sizeof *c->repeated);
    if (c->unit == NULL || c->members == NULL || c->sums == NULL
        || c->cross == NULL || c->repeated == NULL)
        return no_memory(fault);
    for (size_t column = 0; column < c->columns; column++)
        add_column(c, column);
    pack(c);
    return find_degrees(c, fault);
}

/* Cell CELL as a total; as a proportion of all with ESTIMATOR "proportion". */
static struct sv_quantity
quantity_of(const struct cells *c, size_t cell, const char *estimator)
{
    const size_t k = c->v->calibrated.residuals.n_columns;
    const size_t reps = c->v->replicates.n;
    struct sv_quantity q = { .estimator = sv_estimator_find(estimator),
                             .rows = rows_of(c, cell) };

    if (k > 0) {
        q.residuals = &c->v->calibrated.residuals;
        q.cross = (struct sv_cross){ .term = { c->cross + cell * k,
                                               c->cross + c->n * k } };
    }
    if (c->v->summed.totals != NULL) {
        q.repeated[0] = c->repeated + cell * reps;
        q.repeated[1] = c->repeated + c->n * reps;
    }
    return q;
}

/* Values [n] and their covariance [n][n]. */
static enum sv_status
estimate(double *value, double *covariance, const struct cells *c,
         const char *estimator, struct sv_fault *fault)
{
    struct sv_quantity *q = calloc(c->n + 1, sizeof *q);
    enum sv_status status;

    if (q == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < c->n; i++) {
        double total[SV_MAX_TERMS];

        q[i] = quantity_of(c, i, estimator);
        sv_totals(total, q[i].estimator, &q[i].rows);
        value[i] = q[i].estimator->value(total);
    }
    status = sv_variance_matrix(covariance, c->v, q, c->n, true, fault);
    free(q);
    return status;
}

enum sv_status
sv_two_way_make(struct sv_two_way_table *out, const struct sv_variance *v,
                const struct sv_test_layout *test, size_t domain,
                struct sv_fault *fault)
{
    struct cells c;
    enum sv_status status = cells_make(&c, v, test, domain, fault);
    const size_t n = c.n;
    double *p, *total;

    *out = (struct sv_two_way_table){ .n = c.n_members };
    out->is.df = c.df;
    if (status == SV_OK && c.df > 0) {
        out->memory = calloc(2 * n * (n + 1), sizeof *out->memory);
        if (out->memory == NULL)
            status = no_memory(fault);
    }
    if (status == SV_OK && out->memory != NULL) {
        p = out->memory;
        total = p + n * (n + 1);
        out->is = (struct sv_two_way){
            .rows = c.rows, .columns = c.columns, .n = (double) c.n_members,
            .df = c.df, .p = p, .p_covariance = p + n, .total = total,
            .total_covariance = total + n,
        };
        status = estimate(p, p + n, &c, "proportion", fault);
        if (status == SV_OK)
            status = estimate(total, total + n, &c, "total", fault);
    }
    cells_free(&c);
    return status;
}

void
sv_two_way_free(struct sv_two_way_table *t)
{
    free(t->memory);
}

static double
score_of(const struct sv_test_layout *test, size_t category)
{
    const json_t *scores = json_object_get(test->entry, "scores");
    const json_t *one = json_array_get(
        test->crossing.categories[test->n_within], category);
    const char *name = json_string_value(json_object_get(one, "name"));

    return scores == NULL
               ? (double) category + 1
               : json_number_value(json_object_get(scores,
                                                   name != NULL ? name : ""));
}

/* The columns that have a proportion with a standard error: Q, and their p and
 * score. */
static void
take_columns(struct sv_domains *out, struct sv_quantity *q,
             const struct cells *c, const struct sv_test_layout *test,
             size_t k, void *scratch)
{
    for (size_t j = 0; j < c->columns; j++) {
        double total[SV_MAX_TERMS];
        const struct sv_quantity one =
            sv_quantity_of(c->v, c->v->record->item, k, c->first + j);
        unsigned flags;

        sv_totals(total, one.estimator, &one.rows);
        out->p[out->m] = one.estimator->value(total);
        flags = sv_support_flags(c->v->design, &one.rows, out->p[out->m],
                                 scratch);
        if ((flags & ~(one.residuals != NULL ? (unsigned) SV_FLAG_LONELY : 0))
            != 0)
            continue;
        out->score[out->m] = score_of(test, j);
        out->category[out->m] = j;
        q[out->m++] = one;
    }
}

enum sv_status
sv_domains_make(struct sv_domains *out, const struct sv_variance *v,
                const struct sv_test_layout *test, size_t k, size_t domain,
                struct sv_fault *fault)
{
    struct cells c;
    enum sv_status status = cells_make(&c, v, test, domain, fault);
    const size_t m = c.columns;
    struct sv_quantity *q = calloc(m + 1, sizeof *q);
    struct sv_room room = { 0 };

    *out = (struct sv_domains){ .df = c.df, .n = c.n_members };
    out->p = calloc(m * (m + 2) + 1, sizeof *out->p);
    out->category = calloc(m + 1, sizeof *out->category);
    if (status == SV_OK
        && (q == NULL || out->p == NULL || out->category == NULL
            || !sv_room_take(&room, v, 1)))
        status = no_memory(fault);
    if (status == SV_OK) {
        out->score = out->p + m;
        out->covariance = out->score + m;
        take_columns(out, q, &c, test, k, room.scratch);
        status = sv_variance_matrix(out->covariance, v, q, out->m, true, fault);
    }
    sv_room_free(&room);
    free(q);
    cells_free(&c);
    return status;
}

void
sv_domains_free(struct sv_domains *d)
{
    free(d->p);
    free(d->category);
}
