/* test_reference_tests.c - two-way tests of R survey. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"
#include "weights/association.h"
#include "weights/contrasts.h"

enum { DESIGN, COLUMNS, DF, PEARSON, F, NDF, DDF, F_P, CHISQ_P, WALD, WALD_P,
       ADJ, ADJ_P };
enum { ROWS = 3, MOST_COLUMNS = 3, CELLS = ROWS * MOST_COLUMNS };

struct cell {
    char columns;               /* the variable: C or B */
    size_t row, column;
};

/* y: in the cell; x: in the table. */
static bool
in_table(double *y, double *x, const struct reference_row *row,
         const void *which)
{
    const struct cell *c = which;
    const bool there = c->columns == 'C' ? row->c != '\0' : !isnan(row->b);
    const size_t column = c->columns == 'C' ? (size_t) (row->c - 'a')
                                            : row->b == 1;

    *x = 1;
    *y = row->d1 == (char) ('p' + (int) c->row) && column == c->column;
    return there && row->w > 0;
}

/* The proportions and totals of all cells, with their covariances. */
struct table {
    double p[CELLS], vp[CELLS * CELLS], total[CELLS], vt[CELLS * CELLS], n;
};

static void
fill(struct table *t, const struct reference_sample *s, char columns,
     size_t n_columns)
{
    static struct reference_fold f;
    static uint32_t unit[2][CELLS][REFERENCE_MOST];
    static double z[2][CELLS][REFERENCE_MOST];
    const struct sv_estimator *share = sv_estimator_find("share");
    const struct sv_estimator *total = sv_estimator_find("total");
    struct sv_scores shares[CELLS], totals[CELLS];
    const size_t m = ROWS * n_columns;

    for (size_t k = 0; k < m; k++) {
        const struct cell cell = { columns, k / n_columns, k % n_columns };
        double sums[SV_MAX_TERMS];

        reference_fold(&f, s, in_table, &cell);
        sv_totals(sums, share, &f.rows);
        t->total[k] = sums[0];
        t->p[k] = share->value(sums);
        shares[k] = (struct sv_scores) { 0, unit[0][k], z[0][k] };
        totals[k] = (struct sv_scores) { 0, unit[1][k], z[1][k] };
        sv_scores_of(&shares[k], share, sums, &f.rows);
        sv_scores_of(&totals[k], total, sums, &f.rows);
        t->n = 0;
        for (size_t r = 0; r < f.rows.n; r++)
            t->n += f.members[r];
    }
    sv_covariance_matrix(t->vp, s->design, shares, m, s->scratch);
    sv_covariance_matrix(t->vt, s->design, totals, m, s->scratch);
}

static void
check(const struct reference_sample *s, const struct reference_line *want)
{
    static struct table t;
    const size_t n_columns = want->field[COLUMNS][0] == 'C' ? 3 : 2;
    struct sv_two_way table = {
        .rows = ROWS, .columns = n_columns, .df = reference_field(want, DF),
        .p = t.p, .p_covariance = t.vp, .total = t.total,
        .total_covariance = t.vt,
    };
    static const struct { const char *name; int statistic, p; } tests[] = {
        { "f", F, F_P }, { "chisq", -1, CHISQ_P }, { "wald", WALD, WALD_P },
        { "adj-wald", ADJ, ADJ_P },
    };
    struct sv_fault fault = { 0 };

    fill(&t, s, want->field[COLUMNS][0], n_columns);
    table.n = t.n;
    reference_compare(want, "Pearson", sv_pearson(&table),
                      reference_field(want, PEARSON), 1e-9);
    for (size_t k = 0; k < 4; k++) {
        struct sv_test got;

        cr_assert(sv_test_two_way(&got, sv_test_find(tests[k].name), &table,
                                  &fault) == SV_OK);
        if (tests[k].statistic >= 0)
            reference_compare(want, tests[k].name, got.statistic,
                              reference_field(want, tests[k].statistic), 1e-8);
        reference_compare(want, "p", got.p, reference_field(want, tests[k].p),
                          1e-8);
        if (k == 0) {
            reference_compare(want, "df1", got.df1,
                              reference_field(want, NDF), 1e-8);
            reference_compare(want, "df2", got.df2,
                              reference_field(want, DDF), 1e-8);
        }
    }
}

Test(reference_tests, every_number_of_r_survey)
{
    struct reference_data all;
    size_t n;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/methods-tests.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 70));
    for (size_t i = 0; i < n; i++) {
        struct reference_sample s;

        reference_sample_make(&s, &all, atoi(want[i].field[DESIGN]), NULL);
        check(&s, &want[i]);
        reference_sample_free(&s);
    }
    free(want);
    reference_free(&all);
}
