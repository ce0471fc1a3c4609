/* test_grid.c - figures laid out as people print them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/tabulate/grid.h"

#define CELL(sex, area) ((const char *const[]){ sex, area })
#define FIGURE(code, sex, area)                                            \
    { .indicator = code, .item = "", .record = "person",                  \
      .estimator = "proportion", .category = CELL(sex, area), .flag = "" }

/* HH5 and HH7 in total, by sex, by area, and crossed; HH5 lacks one cell. */
static const struct sv_figure all[] = {
    FIGURE("HH5", "_T", "_T"), FIGURE("HH5", "f", "_T"),
    FIGURE("HH5", "m", "_T"), FIGURE("HH5", "_T", "u"),
    FIGURE("HH5", "_T", "r"), FIGURE("HH5", "f", "u"),
    FIGURE("HH5", "f", "r"), FIGURE("HH5", "m", "r"),
    FIGURE("HH7", "_T", "_T"), FIGURE("HH7", "f", "_T"),
};

static void
example(struct sv_figures *out, struct sv_figure *f)
{
    static const char *names[] = { "sex", "area" };

    memcpy(f, all, sizeof all);
    *out = (struct sv_figures){ names, 2, f, 10, NULL };
}

static void
lay_out(struct sv_grid *g, const struct sv_figures *figures,
        const size_t *class, size_t n)
{
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_grid_make(g, figures, "person", class, n, &fault),
                 SV_OK));
}

Test(grid, totals_have_one_column)
{
    struct sv_figure f[10];
    struct sv_figures figures;
    struct sv_grid g;

    example(&figures, f);
    lay_out(&g, &figures, NULL, 0);
    cr_assert(eq(sz, g.n_rows, 2));
    cr_expect(eq(sz, g.n_columns, 0));
    cr_expect(eq(sz, g.row[0].cell[0], 0));
    cr_expect(eq(sz, g.row[1].cell[0], 8));
    sv_grid_free(&g);
}

Test(grid, one_classification_runs_across)
{
    const size_t sex = 0;
    struct sv_figure f[10];
    struct sv_figures figures;
    struct sv_grid g;

    example(&figures, f);
    lay_out(&g, &figures, &sex, 1);
    cr_assert(eq(sz, g.n_columns, 2));
    cr_assert(eq(sz, g.n_rows, 2));
    cr_expect_str_eq(g.column[0], "f");
    cr_expect_str_eq(g.column[1], "m");
    cr_expect(eq(sz, g.row[0].cell[0], 0));
    cr_expect(eq(sz, g.row[0].cell[1], 1));
    cr_expect(eq(sz, g.row[0].cell[2], 2));
    cr_expect(eq(sz, g.row[1].cell[0], 8));
    cr_expect(eq(sz, g.row[1].cell[1], 9));
    cr_expect(eq(sz, g.row[1].cell[2], 10));    /* not there */
    sv_grid_free(&g);
}

Test(grid, the_last_of_a_crossing_runs_across_and_the_rest_down)
{
    const size_t sex_by_area[] = { 0, 1 };
    struct sv_figure f[10];
    struct sv_figures figures;
    struct sv_grid g;

    example(&figures, f);
    lay_out(&g, &figures, sex_by_area, 2);
    cr_assert(eq(sz, g.n_columns, 2));
    cr_assert(eq(sz, g.n_rows, 2));             /* female, male */
    cr_expect(eq(sz, g.row[0].cell[0], 1));     /* females, all areas */
    cr_expect(eq(sz, g.row[0].cell[1], 5));
    cr_expect(eq(sz, g.row[0].cell[2], 6));
    cr_expect(eq(sz, g.row[1].cell[0], 2));
    cr_expect(eq(sz, g.row[1].cell[1], 10));    /* male, urban: not there */
    cr_expect(eq(sz, g.row[1].cell[2], 7));
    sv_grid_free(&g);
}

Test(grid, another_record_is_empty)
{
    struct sv_fault fault = { 0 };
    struct sv_figure f[10];
    struct sv_figures figures;
    struct sv_grid g;

    example(&figures, f);
    cr_assert(eq(int, sv_grid_make(&g, &figures, "household", NULL, 0, &fault),
                 SV_OK));
    cr_expect(eq(sz, g.n_rows, 0));
    sv_grid_free(&g);
}
