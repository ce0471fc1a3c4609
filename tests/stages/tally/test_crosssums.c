/* test_crosssums.c - sums over units, exact in any order. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "stages/tally/crosssums.h"
#include "stages/tally/unitsums.h"
#include "tests/stages/tally/random_units.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 bits;

enum { COLUMNS = 5 };

/* Calibration variables for a fold: a row has two of them, or none. */
struct crossed {
    struct sv_residual_file file;
    uint64_t *first;
    uint32_t *column;
    double *v;
    size_t n;                   /* cross sums */
};

static void
make(struct crossed *c, const struct sv_fold *f)
{
    const size_t n = f->design->n_rows;
    uint64_t at = 0;

    c->first = calloc(n + 1, sizeof *c->first);
    c->column = calloc(2 * n, sizeof *c->column);
    c->v = calloc(2 * n, sizeof *c->v);
    for (size_t j = 0; j < n; j++) {
        for (uint32_t k = 0; k < 2 && j % 7 != 3; k++) {
            c->column[at] = 2 * k + (uint32_t) (j * 13 % 3 == 0);
            c->v[at++] = (k == 0 ? 1 : -1) * (0.61 + (double) (j % 11) / 17);
        }
        c->first[j + 1] = at;
    }
    c->file = (struct sv_residual_file) {
        .n_columns = COLUMNS, .first = c->first, .column = c->column, .v = c->v,
    };
    c->n = f->layout->n_cells * f->layout->n_sums * COLUMNS;
}

static void
crossed_free(struct crossed *c)
{
    free(c->first);
    free(c->column);
    free(c->v);
}

static uint64_t *
fold(const struct sv_fold *f, const struct crossed *c, int threads)
{
    uint64_t *into = calloc(2 * c->n, sizeof *into);
    struct sv_fault fault = { 0 };

    omp_set_num_threads(threads);
    cr_assert(sv_cross_fold(into, f, &c->file, sv_cross_exponent(f, &c->file),
                            &fault) == SV_OK, "%s", fault.text);
    return into;
}

/* The sum of V times what each row adds, row by row, in long double. */
static long double
naive(const struct sv_fold *f, const struct crossed *c, size_t cell,
      size_t sum, size_t column)
{
    double *sums = calloc(f->layout->n_sums + 1, sizeof *sums);
    uint32_t *counts = calloc(f->layout->n_counts + 1, sizeof *counts);
    long double total = 0;

    for (uint32_t j = 0; j < f->design->n_rows; j++)
        for (size_t k = 0; k < f->layout->n_crossings; k++) {
            if (sv_row_cell(f, k, j) != cell)
                continue;
            sv_row_sums(sums, counts, f, j);
            for (uint64_t e = c->first[j]; e < c->first[j + 1]; e++)
                if (c->column[e] == column)
                    total += (long double) (c->v[e] * sums[sum]);
        }
    free(sums);
    free(counts);
    return total;
}

static bool
is_square(const struct sv_tally_record *r, size_t sum)
{
    for (size_t i = 0; i < r->n_items; i++)
        if (r->item[i].square == sum)
            return true;
    return false;
}

Test(crosssums, are_the_sums_of_the_naive_twin)
{
    struct random_units u;
    struct crossed c;
    uint64_t *got;
    int exponent;
    size_t at = 0, compared = 0;

    random_units_make(&u, 31, 9, 20, 1);
    make(&c, &u.fold);
    got = fold(&u.fold, &c, 2);
    exponent = sv_cross_exponent(&u.fold, &c.file);
    for (size_t cell = 0; cell < u.fold.layout->n_cells; cell++)
        for (size_t s = 0; s < u.fold.layout->n_sums; s++)
            for (size_t k = 0; k < COLUMNS; k++, at++) {
                const bits raw = (bits) got[2 * at + 1] << 64 | got[2 * at];
                const double sum = ldexp((double) (wide) raw, exponent);
                const double want =
                    is_square(u.fold.layout, s)
                        ? 0 : (double) naive(&u.fold, &c, cell, s, k);

                compared += want != 0;
                cr_expect(epsilon_eq(dbl, sum, want, 1e-13 * (1 + fabs(want))),
                          "cell %zu, sum %zu, column %zu", cell, s, k);
            }
    cr_expect(gt(sz, compared, 100));
    free(got);
    crossed_free(&c);
    random_units_free(&u);
}

Test(crosssums, have_the_same_bits_on_any_number_of_threads_and_shards)
{
    struct random_units u;
    struct crossed c;
    uint64_t *whole, *joined;

    random_units_make(&u, 64, 61, 300, 1);
    make(&c, &u.fold);
    whole = fold(&u.fold, &c, 1);
    for (int threads = 2; threads <= 8; threads += 3) {
        uint64_t *other = fold(&u.fold, &c, threads);

        cr_expect(memcmp(whole, other, 2 * c.n * sizeof *whole) == 0,
                  "%d threads", threads);
        free(other);
    }
    joined = calloc(2 * c.n, sizeof *joined);
    for (uint32_t shard = 3; shard-- > 0;) {
        struct sv_fold part = u.fold;
        uint64_t *one;

        part.first_psu = 61 * shard / 3;
        part.end_psu = 61 * (shard + 1) / 3;
        one = fold(&part, &c, 2);
        cr_expect(memcmp(whole, one, 2 * c.n * sizeof *whole) != 0);
        sv_cross_add(joined, one, c.n);
        free(one);
    }
    cr_expect(memcmp(whole, joined, 2 * c.n * sizeof *whole) == 0);
    free(joined);
    free(whole);
    crossed_free(&c);
    random_units_free(&u);
}
