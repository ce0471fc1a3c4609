/* test_fold.c - the pass over the data against a naive twin, bit by bit. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>

#include "tests/naive/naive_tally.h"
#include "tests/stages/tally/random_units.h"

/* A fold with the columns that it fills. */
struct folded {
    struct sv_fold_plan plan;
    struct sv_tally_columns to;
};

static void
fold(struct folded *out, const struct sv_fold *f, int threads)
{
    const struct sv_tally_record *r = f->layout;
    struct sv_tally_columns *to = &out->to;
    struct sv_fault fault = { 0 };

    *out = (struct folded){ .to.n = 0 };
    omp_set_num_threads(threads);
    cr_assert(eq(int, sv_fold_plan(&out->plan, f, &fault), SV_OK), "%s",
              fault.text);
    to->cells = calloc(r->n_cells + 1, sizeof *to->cells);
    sv_fold_count(to->cells, &out->plan, r->n_cells);
    for (size_t c = 0; c < r->n_cells; c++)
        to->cells[c + 1] += to->cells[c];
    to->n = to->cells[r->n_cells];
    to->unit = calloc(to->n + 1, sizeof *to->unit);
    to->sums = calloc(to->n * r->n_sums + 1, sizeof *to->sums);
    to->moments = calloc(to->n * r->n_moments + 1, sizeof *to->moments);
    to->counts = calloc(to->n * r->n_counts + 1, sizeof *to->counts);
    cr_assert(eq(int, sv_fold_run(to, &out->plan, f, NULL, &fault), SV_OK),
              "%s", fault.text);
}

static void
folded_free(struct folded *f)
{
    sv_fold_plan_free(&f->plan);
    free(f->to.cells);
    free(f->to.unit);
    free(f->to.sums);
    free(f->to.moments);
    free(f->to.counts);
}

static bool
same_bits(const struct sv_tally_columns *to, size_t j,
          const struct naive_line *l, const struct sv_tally_record *r)
{
    for (size_t k = 0; k < r->n_counts; k++)
        if (to->counts[k * to->n + j] != l->counts[k])
            return false;
    return memcmp(to->sums + j * r->n_sums, l->sums,
                  r->n_sums * sizeof *l->sums) == 0
           && memcmp(to->moments + j * r->n_moments, l->moments,
                     r->n_moments * sizeof *l->moments) == 0;
}

/* Every line of the dense table that has members is the next row of its cell,
 * and nothing else is.  Returns how many. */
static size_t
expect_as_naive(const struct folded *folded, const struct sv_fold *f,
                uint32_t first_unit, uint32_t end_unit)
{
    const struct sv_tally_columns *to = &folded->to;
    size_t at = 0;

    for (size_t cell = 0; cell < f->layout->n_cells; cell++) {
        cr_assert(eq(sz, (size_t) to->cells[cell], at));
        for (uint32_t unit = first_unit; unit < end_unit; unit++) {
            struct naive_line l = naive_line_of(f, unit, cell);

            if (l.occurs) {
                cr_assert(lt(sz, at, to->n), "a row is lacking");
                cr_assert(eq(u32, to->unit[at], unit));
                cr_assert(same_bits(to, at, &l, f->layout),
                          "unit %u, cell %zu", unit, cell);
                at++;
            }
            naive_line_free(&l);
        }
    }
    cr_expect(eq(sz, at, to->n), "a row too many");
    return at;
}

Test(fold, has_the_bits_of_the_naive_twin)
{
    for (unsigned seed = 1; seed <= 12; seed++) {
        struct random_units u;
        struct folded result;
        uint32_t units;

        random_units_make(&u, seed, 3 + seed, 40, 1 + seed % 2);
        units = (uint32_t) u.design.n_units[u.fold.stages - 1];
        fold(&result, &u.fold, 2);
        cr_expect(gt(sz, expect_as_naive(&result, &u.fold, 0, units), units));
        folded_free(&result);
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
            struct folded result;

            fold(&result, &u.fold, threads[t]);
            cr_expect(gt(sz, result.plan.n_chunks, 2));
            expect_as_naive(&result, &u.fold, 0, shape[s][0]);
            folded_free(&result);
        }
        random_units_free(&u);
    }
}

Test(fold, chunks_are_whole_psus_one_after_the_other)
{
    struct random_units u;
    struct folded result;
    uint32_t next = 0;

    random_units_make(&u, 5, 120, 700, 2);
    fold(&result, &u.fold, 3);
    for (size_t i = 0; i < result.plan.n_chunks; i++) {
        cr_expect(eq(u32, result.plan.chunk[i].first_psu, next));
        cr_expect(gt(u32, result.plan.chunk[i].end_psu, next));
        next = result.plan.chunk[i].end_psu;
    }
    cr_expect(eq(u32, next, 120));
    cr_expect(gt(sz, result.plan.n_chunks, 1));
    folded_free(&result);
    random_units_free(&u);
}

/* A shard is the rows of its PSUs, as they are in the whole. */
Test(fold, of_some_psus_is_a_part_of_the_whole)
{
    struct random_units u;
    struct folded result;

    random_units_make(&u, 9, 11, 300, 2);
    u.fold.first_psu = 4;
    u.fold.end_psu = 9;
    fold(&result, &u.fold, 2);
    expect_as_naive(&result, &u.fold, u.psus[4], u.psus[9]);
    folded_free(&result);

    u.fold.end_psu = 4;         /* a shard of more shards than PSUs */
    fold(&result, &u.fold, 2);
    cr_expect(eq(sz, result.plan.n_chunks, 0));
    folded_free(&result);
    random_units_free(&u);
}

/* Members without weight leave a row of zeros: they are there, and count for
 * nothing. */
Test(fold, of_weights_all_zero)
{
    struct random_units u;
    struct folded result;
    const struct sv_tally_record *r;

    random_units_make(&u, 3, 4, 20, 1);
    r = u.layout.record;
    memset(u.memory[0], 0, u.size[0]);          /* the weights */
    fold(&result, &u.fold, 1);
    cr_assert(gt(sz, result.to.n, 0));
    for (size_t k = 0; k < result.to.n * r->n_sums; k++)
        cr_expect(eq(dbl, result.to.sums[k], 0));
    for (size_t k = 0; k < result.to.n * r->n_counts; k++)
        cr_expect(eq(u32, result.to.counts[k], 0));
    folded_free(&result);
    random_units_free(&u);
}

/* A code that the classification does not have is seen before it does harm. */
Test(fold, refuses_a_category_that_is_not_there)
{
    struct random_units u;
    struct sv_fold_plan plan;
    struct sv_fault fault = { 0 };
    uint8_t *codes = NULL;

    random_units_make(&u, 21, 4, 30, 1);
    for (size_t c = 1; c < RANDOM_CROSSINGS && codes == NULL; c++)
        for (size_t m = 0; m < u.n_memory; m++)
            if (u.memory[m] == u.codes[c][0].narrow)
                codes = u.memory[m];
    cr_assert(ne(ptr, codes, NULL));
    codes[17] = 200;
    cr_expect(eq(int, sv_fold_plan(&plan, &u.fold, &fault), SV_BUG));
    cr_expect(ne(ptr, strstr(fault.text, "category"), NULL));
    sv_fold_plan_free(&plan);
    random_units_free(&u);
}
