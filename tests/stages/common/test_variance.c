/* test_variance.c - one interface, whichever way variances are found. */
#include "stages/common/variance.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "tests/weights/hand_design.h"

enum { PSUS = 9, CELLS = 2, SUMS = 2, REPLICATES = PSUS };

/* Nine PSUs in three strata, two cells of totals: all of them have members in
 * the first, all but two in the second. */
struct world {
    struct hand_design h;
    struct sv_tally_item item;
    struct sv_tally_record record;
    uint64_t cells[CELLS + 1];
    uint32_t unit[2 * PSUS], counts[2 * PSUS];
    double sums[2 * PSUS][SUMS];
    double totals[CELLS * SUMS * REPLICATES];
    struct sv_variance v;
    struct sv_room room;
};

static void
make_world(struct world *w, const char *method)
{
    static const uint32_t drawn[] = { 4, 2, 3 };
    static const double population[] = { 11, 17, 23 };
    const struct sv_replicate_options options = { 0 };
    struct sv_fault fault = { 0 };
    size_t row = 0;

    hand_design_make(&w->h, 3, drawn, population, "fail");
    w->item = (struct sv_tally_item){ .estimand = SV_TOTAL, .n_numerators = 1,
                                      .denominator = 1 };
    w->record = (struct sv_tally_record){
        .name = "person", .item = &w->item, .n_items = 1, .n_cells = CELLS,
        .n_sums = SUMS, .n_counts = 1, .n_repeated = SUMS,
    };
    for (uint32_t cell = 0; cell < CELLS; cell++) {
        for (uint32_t psu = 0; psu < PSUS; psu++) {
            if (cell == 1 && (psu == 1 || psu == 7))
                continue;
            w->unit[row] = psu;
            w->counts[row] = 3 + psu % 2;
            w->sums[row][0] = w->h.a[psu] * (cell + 1.385);
            w->sums[row++][1] = 2.5 + w->h.b[psu];
        }
        w->cells[cell + 1] = row;
    }
    w->v = (struct sv_variance){
        .record = &w->record, .design = w->h.design,
        .rows = { row, w->cells, w->unit, w->sums[0], NULL, w->counts },
        .degrees = sv_degrees_find("domain"), .summed.psus_known = true,
    };
    if (method != NULL)
        cr_assert(sv_replicates_make(&w->v.replicates, w->h.design,
                                     sv_replicate_find(method), &options,
                                     &fault) == SV_OK, "%s", fault.text);
    cr_assert(sv_room_take(&w->room, &w->v, 2));
}

static void
free_world(struct world *w)
{
    sv_room_free(&w->room);
    sv_replicates_free(&w->v.replicates);
    hand_design_free(&w->h);
}

/* What the tally would have summed with the weights of each replicate. */
static void
sum_replicates(struct world *w)
{
    for (size_t cell = 0; cell < CELLS; cell++)
        for (size_t row = w->cells[cell]; row < w->cells[cell + 1]; row++)
            for (size_t k = 0; k < SUMS; k++)
                for (size_t r = 0; r < w->v.replicates.n; r++)
                    w->totals[(cell * SUMS + k) * w->v.replicates.n + r] +=
                        w->sums[row][k] * sv_multiplier(&w->v.replicates,
                                                        w->unit[row], r);
    w->v.summed.totals = w->totals;
}

/* All that the interface gives. */
struct answers {
    double value, se, contrast, contrast_se, matrix[4], df;
};

static struct answers
ask(struct world *w, enum sv_estimand estimand, const char *rule)
{
    struct sv_fault fault = { 0 };
    struct sv_quantity q[2];
    struct sv_estimate one;
    struct sv_contrast both;
    struct answers out;

    w->item.estimand = estimand;
    q[0] = sv_quantity_of(&w->v, &w->item, 0, 0);
    q[1] = sv_quantity_of(&w->v, &w->item, 0, 1);
    one = sv_variance_estimate(&w->v, &q[1], &w->room);
    both = sv_variance_contrast(&w->v, sv_contrast_find(rule), NULL, q, 2,
                                &w->room);
    out = (struct answers){
        .value = one.value, .se = one.se, .contrast = both.value,
        .contrast_se = both.se, .df = sv_variance_degrees(&w->v, &both.support),
    };
    cr_assert(sv_variance_matrix(out.matrix, &w->v, q, 2, false, &fault) == SV_OK);
    return out;
}

static void
expect_same(const struct answers *a, const struct answers *b, double within)
{
    cr_expect(epsilon_eq(dbl, a->value, b->value, within * b->value));
    cr_expect(epsilon_eq(dbl, a->se, b->se, within * b->se));
    cr_expect(epsilon_eq(dbl, a->contrast_se, b->contrast_se,
                         within * b->contrast_se));
    for (int i = 0; i < 4; i++)
        cr_expect(epsilon_eq(dbl, a->matrix[i], b->matrix[i],
                             within * b->matrix[0]), "%d", i);
    cr_expect(eq(dbl, a->df, b->df));
}

Test(variance, of_totals_the_jackknife_is_the_linearisation)
{
    static struct world linear, jackknife;
    struct answers a, b;

    make_world(&linear, NULL);
    make_world(&jackknife, "jkn");
    a = ask(&linear, SV_TOTAL, "difference");
    b = ask(&jackknife, SV_TOTAL, "difference");
    expect_same(&b, &a, 1e-12);
    cr_expect(eq(dbl, a.df, PSUS - 3));          /* in both cells, once */
    free_world(&linear);
    free_world(&jackknife);
}

Test(variance, of_means_it_is_near_but_another)
{
    static struct world linear, jackknife;
    struct answers a, b;

    make_world(&linear, NULL);
    make_world(&jackknife, "jkn");
    a = ask(&linear, SV_RATIO, "ratio");
    b = ask(&jackknife, SV_RATIO, "ratio");
    cr_expect(not(eq(dbl, a.se, b.se)));
    cr_expect(epsilon_eq(dbl, b.se, a.se, 0.2 * a.se));
    cr_expect(epsilon_eq(dbl, b.contrast_se, a.contrast_se,
                         0.2 * a.contrast_se));
    free_world(&linear);
    free_world(&jackknife);
}

Test(variance, totals_summed_by_replicate_are_rows_times_multipliers)
{
    static struct world made, summed;
    struct answers a, b;

    make_world(&made, "jkn");
    make_world(&summed, "jkn");
    sum_replicates(&summed);
    a = ask(&made, SV_RATIO, "ratio");
    b = ask(&summed, SV_RATIO, "ratio");
    expect_same(&b, &a, 1e-12);
    free_world(&made);
    free_world(&summed);
}

Test(variance, the_matrix_holds_the_errors_and_the_difference)
{
    static const char *const methods[] = { NULL, "jkn" };

    for (size_t i = 0; i < 2; i++) {
        static struct world w;
        struct answers a;

        w = (struct world){ 0 };
        make_world(&w, methods[i]);
        a = ask(&w, SV_RATIO, "difference");
        cr_expect(epsilon_eq(dbl, a.matrix[3], a.se * a.se, 1e-12));
        cr_expect(epsilon_eq(dbl, a.matrix[0] + a.matrix[3] - 2 * a.matrix[1],
                             a.contrast_se * a.contrast_se, 1e-12));
        cr_expect(eq(dbl, a.matrix[1], a.matrix[2]));
        free_world(&w);
    }
}

Test(variance, lonely_strata_alone_have_no_error_by_any_method)
{
    static const uint32_t drawn[] = { 1, 1, 4 };
    static const double population[] = { 9, 8, 31 };
    const struct sv_replicate_options options = { .n = 20, .seed = 3 };
    static const char *const methods[] = { "jkn", "bootstrap" };

    for (size_t i = 0; i < 2; i++) {
        struct sv_fault fault = { 0 };
        struct sv_replicates reps;
        struct hand_design h;
        struct sv_estimate e;
        double values[20];
        void *scratch;

        hand_design_make(&h, 3, drawn, population, "remove");
        cr_assert(sv_replicates_make(&reps, h.design,
                                     sv_replicate_find(methods[i]), &options,
                                     &fault) == SV_OK);
        h.rows.n = 2;
        scratch = malloc(sv_replicate_scratch(&reps, h.design));
        e = sv_replicate_cell(values, &reps, h.design,
                              sv_estimator_find("total"), &h.rows, false,
                              scratch);
        cr_expect(e.flags == SV_FLAG_LONELY, "%s", methods[i]);
        cr_expect(e.se != e.se);
        free(scratch);
        sv_replicates_free(&reps);
        hand_design_free(&h);
    }
}
