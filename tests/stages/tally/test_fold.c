/* test_fold.c - the pass over the data against a naive twin, bit by bit. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <omp.h>
#include <string.h>

#include "tests/naive/naive_tally.h"
#include "tests/stages/tally/random_units.h"

/* Walks the rows of a fold in the order of chunks. */
struct walk {
    const struct sv_fold_result *result;
    size_t chunk, row;          /* row within the chunk */
};

static bool
at_row(struct walk *w, const struct sv_folded **part, size_t *j)
{
    const struct sv_fold_result *r = w->result;

    while (w->chunk < r->n_chunks && w->row == r->chunk[w->chunk].n) {
        w->chunk++;
        w->row = 0;
    }
    if (w->chunk == r->n_chunks)
        return false;
    *part = &r->part[r->chunk[w->chunk].part];
    *j = r->chunk[w->chunk].first + w->row;
    return true;
}

static bool
same_bits(const struct sv_folded *p, size_t j, const struct naive_line *l,
          const struct sv_tally_record *r)
{
    return memcmp(p->sums + j * r->n_sums, l->sums,
                  r->n_sums * sizeof *l->sums) == 0
           && memcmp(p->moments + j * r->n_moments, l->moments,
                     r->n_moments * sizeof *l->moments) == 0
           && memcmp(p->counts + j * r->n_counts, l->counts,
                     r->n_counts * sizeof *l->counts) == 0;
}

/* Every line of the dense table that has members is the next row of the fold,
 * and nothing else is.  Returns how many. */
static size_t
expect_as_naive(const struct sv_fold_result *result, const struct sv_fold *f,
                uint32_t first_unit, uint32_t end_unit)
{
    struct walk walk = { result, 0, 0 };
    const struct sv_folded *part;
    size_t n = 0, j;

    for (uint32_t unit = first_unit; unit < end_unit; unit++)
        for (size_t cell = 0; cell < f->layout->n_cells; cell++) {
            struct naive_line l = naive_line_of(f, unit, cell);

            if (l.occurs) {
                cr_assert(at_row(&walk, &part, &j), "a row is lacking");
                cr_assert(eq(u32, part->unit[j], unit));
                cr_assert(eq(sz, (size_t) part->cell[j], cell));
                cr_assert(same_bits(part, j, &l, f->layout),
                          "unit %u, cell %zu", unit, cell);
                walk.row++;
                n++;
            }
            naive_line_free(&l);
        }
    cr_expect(eq(int, at_row(&walk, &part, &j), false), "a row too many");
    return n;
}

static void
fold(struct sv_fold_result *out, const struct sv_fold *f, int threads)
{
    struct sv_fault fault = { 0 };

    omp_set_num_threads(threads);
    cr_assert(eq(int, sv_fold_run(out, f, NULL, &fault), SV_OK), "%s",
              fault.text);
}

Test(fold, has_the_bits_of_the_naive_twin)
{
    for (unsigned seed = 1; seed <= 12; seed++) {
        struct random_units u;
        struct sv_fold_result result;
        uint32_t units;

        random_units_make(&u, seed, 3 + seed, 40, 1 + seed % 2);
        units = (uint32_t) u.design.n_units[u.fold.stages - 1];
        fold(&result, &u.fold, 2);
        cr_expect(gt(sz, expect_as_naive(&result, &u.fold, 0, units), units));
        sv_fold_free(&result);
        random_units_free(&u);
    }
}

/* Enough rows for several chunks; PSUs larger than a chunk, and smaller. */
Test(fold, has_the_same_bits_on_any_number_of_threads)
{
    static const int threads[] = { 1, 2, 3, 8 };
    static const uint32_t shape[][2] = { { 90, 900 }, { 5, 20000 } };

    for (size_t s = 0; s < 2; s++) {
        struct random_units u;

        random_units_make(&u, 77, shape[s][0], shape[s][1], 1);
        for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
            struct sv_fold_result result;

            fold(&result, &u.fold, threads[t]);
            cr_expect(gt(sz, result.n_chunks, 2));
            expect_as_naive(&result, &u.fold, 0, shape[s][0]);
            sv_fold_free(&result);
        }
        random_units_free(&u);
    }
}

Test(fold, chunks_are_whole_psus_one_after_the_other)
{
    struct random_units u;
    struct sv_fold_result result;
    uint32_t next = 0;

    random_units_make(&u, 5, 120, 700, 2);
    fold(&result, &u.fold, 3);
    for (size_t i = 0; i < result.n_chunks; i++) {
        cr_expect(eq(u32, result.chunk[i].first_psu, next));
        cr_expect(gt(u32, result.chunk[i].end_psu, next));
        next = result.chunk[i].end_psu;
    }
    cr_expect(eq(u32, next, 120));
    cr_expect(gt(sz, result.n_chunks, 1));
    sv_fold_free(&result);
    random_units_free(&u);
}

/* A shard is the rows of its PSUs, as they are in the whole. */
Test(fold, of_some_psus_is_a_part_of_the_whole)
{
    struct random_units u;
    struct sv_fold_result result;

    random_units_make(&u, 9, 11, 300, 2);
    u.fold.first_psu = 4;
    u.fold.end_psu = 9;
    fold(&result, &u.fold, 2);
    expect_as_naive(&result, &u.fold, u.psus[4], u.psus[9]);
    sv_fold_free(&result);

    u.fold.end_psu = 4;         /* a shard of more shards than PSUs */
    fold(&result, &u.fold, 2);
    cr_expect(eq(sz, result.n_chunks, 0));
    sv_fold_free(&result);
    random_units_free(&u);
}

/* Members without weight leave a row of zeros: they are there, and count for
 * nothing. */
Test(fold, of_weights_all_zero)
{
    struct random_units u;
    struct sv_fold_result result;
    const struct sv_tally_record *r;

    random_units_make(&u, 3, 4, 20, 1);
    r = u.layout.record;
    memset(u.memory[0], 0, u.size[0]);          /* the weights */
    fold(&result, &u.fold, 1);
    cr_assert(gt(sz, result.part[0].n, 0));
    for (size_t k = 0; k < result.part[0].n * r->n_sums; k++)
        cr_expect(eq(dbl, result.part[0].sums[k], 0));
    for (size_t k = 0; k < result.part[0].n * r->n_counts; k++)
        cr_expect(eq(u32, result.part[0].counts[k], 0));
    sv_fold_free(&result);
    random_units_free(&u);
}
