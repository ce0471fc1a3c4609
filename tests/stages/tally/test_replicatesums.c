/* test_replicatesums.c - sums of replicate weights, against one row at a time. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tally/replicatesums.h"
#include "stages/tally/replicateunits.h"
#include "stages/tally/unitsums.h"
#include "tests/stages/tally/random_units.h"

enum { REPLICATES = 29 };

/* Weights of replicates for a fold, and what is summed of them. */
struct summed {
    struct sv_replicate_file file;
    double bounds[SV_N_BOUNDS], rscales[REPLICATES];
    double *weight, *kept;      /* the first is given back while it is read */
    int32_t *exponent;
    uint64_t *totals, *rest, *sketch;
    size_t n;                   /* totals */
};

/* Every third weight is SMALL times the others; some are negative. */
static void
make(struct summed *s, const struct sv_fold *f, double small)
{
    const size_t rows = f->design->n_rows;
    double sum[REPLICATES] = { 0 };

    *s = (struct summed){ .bounds = { 0, 0, INFINITY, 0 } };
    s->weight = malloc(rows * REPLICATES * sizeof *s->weight);
    for (size_t j = 0; j < rows; j++)
        for (size_t r = 0; r < REPLICATES; r++) {
            double w = f->weight[j] * (0.2 + fabs(sin((double) (j * 31 + r))));

            w *= j % 3 == 0 ? small : 1;
            w *= (j + r) % 17 == 5 ? -0.5 : 1;
            s->weight[j * REPLICATES + r] = w;
            sum[r] += fabs(w);
            s->bounds[0] = fmax(s->bounds[0], fabs(w));
            if (w != 0)
                s->bounds[2] = fmin(s->bounds[2], fabs(w));
        }
    s->kept = malloc(rows * REPLICATES * sizeof *s->kept);
    memcpy(s->kept, s->weight, rows * REPLICATES * sizeof *s->kept);
    for (size_t r = 0; r < REPLICATES; r++)
        s->bounds[1] = fmax(s->bounds[1], sum[r]);
    s->file = (struct sv_replicate_file){
        .n = REPLICATES, .scale = 1, .rscales = s->rscales,
        .bounds = s->bounds,
        .weight = { SV_F64, rows * REPLICATES, s->weight },
    };
    s->n = f->layout->n_cells * f->layout->n_repeated * REPLICATES;
    s->exponent = calloc(2 * f->layout->n_repeated, sizeof *s->exponent);
    s->totals = calloc(s->n, sizeof *s->totals);
    s->rest = calloc(s->n, sizeof *s->rest);
    s->sketch = calloc(sv_replicate_lines(REPLICATES) * REPLICATES,
                       sizeof *s->sketch);
}

static void
summed_free(struct summed *s)
{
    free(s->weight);
    free(s->kept);
    free(s->exponent);
    free(s->totals);
    free(s->rest);
    free(s->sketch);
}

static void
fold(struct summed *s, const struct sv_fold *f, int threads)
{
    const struct sv_replicate_sums into = { s->totals, s->rest, s->sketch };
    struct sv_fault fault = { 0 };

    cr_assert(sv_replicate_exponents(s->exponent, f, &s->file));
    omp_set_num_threads(threads);
    cr_assert(sv_replicate_fold(&into, f, &s->file, s->exponent, &fault)
              == SV_OK, "%s", fault.text);
}

/* What row J adds to total K of item I, before the weight. */
static double
value(const struct sv_fold *f, size_t i, size_t k, size_t j)
{
    const struct sv_tally_item *item = &f->layout->item[i];
    const uint8_t state = f->state[i][j];

    if (state == 0 || state == 2)
        return 0;
    if (k == item->n_numerators)
        return f->x[i] != NULL ? f->x[i][j] : 1;
    return f->y[i] != NULL ? f->y[i][j] : state == k + 3;
}

/* Total K of item I in CELL and replicate R, one row after the other; *SIZE is
 * the sum of sizes. */
static long double
slow(long double *size, const struct summed *s, const struct sv_fold *f,
     size_t cell, size_t i, size_t k, size_t r)
{
    long double sum = 0;

    *size = 0;
    for (size_t j = 0; j < f->design->n_rows; j++)
        for (size_t c = 0; c < f->layout->n_crossings; c++)
            if (sv_row_cell(f, c, (uint32_t) j) == cell) {
                const long double x = (long double) value(f, i, k, j)
                                      * s->kept[j * REPLICATES + r];

                sum += x;
                *size += fabsl(x);
            }
    return sum;
}

static void
compare(const struct summed *s, const struct sv_fold *f)
{
    struct sv_replicate_file got = s->file;
    double out[REPLICATES];

    got.totals = s->totals;
    got.rest = s->rest;
    got.exponent = s->exponent;
    got.n_totals = f->layout->n_repeated;
    for (size_t cell = 0; cell < f->layout->n_cells; cell += 3)
        for (size_t i = 0; i < f->layout->n_items; i++)
            for (size_t k = 0; k <= f->layout->item[i].n_numerators; k++) {
                const size_t r = (cell * 5 + i * 3 + k) % REPLICATES;
                long double size;
                const long double want = slow(&size, s, f, cell, i, k, r);

                sv_replicate_totals(out, &got, cell,
                                    f->layout->item[i].repeated + k);
                /* Rounded at 2^-41 of the least weight, or finer. */
                cr_expect(fabsl(out[r] - want) <= 5e-13L * size,
                          "cell %zu item %zu total %zu: %.17g, %.17g", cell, i,
                          k, out[r], (double) want);
            }
}

Test(replicatesums, they_are_those_of_one_row_after_the_other)
{
    static const double small[] = { 1, 1e-9 };

    for (unsigned k = 0; k < 2; k++) {
        struct random_units u;
        struct summed s;

        random_units_make(&u, 41 + k, 23, 90, 1);
        make(&s, &u.fold, small[k]);
        fold(&s, &u.fold, 3);
        compare(&s, &u.fold);
        summed_free(&s);
        random_units_free(&u);
    }
}

Test(replicatesums, threads_and_shards_change_no_bit)
{
    struct random_units u;
    struct summed whole, parts;
    struct sv_fold shard;

    random_units_make(&u, 47, 61, 70, 2);
    make(&whole, &u.fold, 1e-3);
    make(&parts, &u.fold, 1e-3);
    fold(&whole, &u.fold, 1);
    for (uint32_t k = 0; k < 3; k++) {
        struct summed part;

        make(&part, &u.fold, 1e-3);
        shard = u.fold;
        shard.first_psu = 61 * k / 3;
        shard.end_psu = 61 * (k + 1) / 3;
        fold(&part, &shard, 5);
        for (size_t i = 0; i < whole.n; i++) {
            parts.totals[i] += part.totals[i];
            parts.rest[i] += part.rest[i];
        }
        for (size_t i = 0; i < sv_replicate_lines(REPLICATES) * REPLICATES; i++)
            parts.sketch[i] += part.sketch[i];
        summed_free(&part);
    }
    cr_expect(memcmp(whole.totals, parts.totals, whole.n * 8) == 0);
    cr_expect(memcmp(whole.rest, parts.rest, whole.n * 8) == 0);
    cr_expect(memcmp(whole.sketch, parts.sketch,
                     sv_replicate_lines(REPLICATES) * REPLICATES * 8) == 0);
    summed_free(&whole);
    summed_free(&parts);
    random_units_free(&u);
}
