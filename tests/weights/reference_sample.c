/* reference_sample.c - one of the reference designs, built. */
#include "tests/weights/reference_sample.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many leading entries, stratum first, two rows have in common. */
static int
in_common(const struct reference_row *a, const struct reference_row *b,
          int stages)
{
    int depth = 0;

    if (strcmp(a->stratum, b->stratum) != 0)
        return 0;
    while (depth < stages && a->unit[depth] == b->unit[depth])
        depth++;
    return depth + 1;
}

/* Numbers the units of all stages in file order, which is design order. */
static void
build(struct reference_sample *s, const struct sv_pps *pps)
{
    static uint32_t n_drawn[3][REFERENCE_MOST];
    static double population[3][REFERENCE_MOST];
    struct sv_stage_plan stage[3] = { 0 };
    struct sv_design_plan plan = {
        .stages = stage, .n_stages = (size_t) s->spec->stages,
        .lonely = sv_lonely_find(s->spec->lonely),
        .lonely_in_domains = s->spec->lonely_in_domains != 0, .pps = pps,
    };
    struct sv_fault fault = { 0 };
    size_t n[4] = { 0 };        /* strata, units by stage: so far */

    cr_assert(s->n < REFERENCE_MOST);
    memset(n_drawn, 0, sizeof n_drawn);
    for (size_t r = 0; r < s->n; r++) {
        const int from = r == 0 ? 0
            : in_common(&s->rows[r - 1], &s->rows[r], s->spec->stages);

        for (int k = from; k <= s->spec->stages; k++)
            n[k]++;
        for (int k = from > 0 ? from : 1; k <= s->spec->stages; k++)
            n_drawn[k - 1][n[k - 1] - 1]++;
        for (int k = 0; k < s->spec->fpcs; k++)
            population[k][n[k] - 1] = s->rows[r].fpc[k];
        s->unit_of[r] = (uint32_t) n[s->spec->fpcs < s->spec->stages
                                     ? s->spec->fpcs + 1 : s->spec->stages] - 1;
    }
    plan.n_strata = n[0];
    for (int k = 0; k < s->spec->stages; k++) {
        stage[k].n_units = n[k + 1];
        stage[k].n_drawn = n_drawn[k];
        stage[k].population = k < s->spec->fpcs ? population[k] : NULL;
    }
    cr_assert(sv_design_new(&s->design, &plan, &fault) == SV_OK,
              "design %d: %s", s->spec->design, fault.text);
    s->scratch = malloc(sv_linear_scratch(s->design));
    cr_assert(s->scratch != NULL);
}

void
reference_sample_make(struct reference_sample *out,
                      const struct reference_data *all, int design,
                      const struct sv_pps *pps)
{
    size_t spec = 0, row = 0;

    while (spec < all->n_specs && all->specs[spec].design != design)
        spec++;
    while (row < all->n_rows && all->rows[row].design != design)
        row++;
    cr_assert(spec < all->n_specs && row < all->n_rows, "design %d", design);
    memset(out, 0, sizeof *out);
    out->spec = &all->specs[spec];
    out->rows = &all->rows[row];
    while (row + out->n < all->n_rows && out->rows[out->n].design == design)
        out->n++;
    build(out, pps);
}

void
reference_sample_free(struct reference_sample *s)
{
    free(s->scratch);
    sv_design_free(s->design);
}

void
reference_fold(struct reference_fold *out, const struct reference_sample *s,
               reference_measure *measure, const void *which)
{
    double y, x;

    memset(out, 0, sizeof *out);
    out->rows = (struct sv_rows) {
        .unit = out->unit, .members = out->members,
        .term = { out->term[0], out->term[1] }, .stride = 1,
    };
    for (size_t r = 0; r < s->n; r++) {
        const double w = s->rows[r].w;
        size_t at = out->rows.n;

        if (!measure(&y, &x, &s->rows[r], which))
            continue;
        if (at > 0 && out->unit[at - 1] == s->unit_of[r])
            at--;
        else
            out->unit[out->rows.n++] = s->unit_of[r];
        out->members[at] += w > 0;
        out->term[0][at] += w * y;
        out->term[1][at] += w * x;
    }
}

bool
reference_indicator(double *y, double *x, const struct reference_row *row,
                    const void *which)
{
    const char *letters = which;

    *y = row->y;
    *x = letters[0] == 'r' ? row->x : 1;
    return !isnan(*y) && !isnan(*x)
           && (letters[1] == '_' || letters[1] == row->d1);
}

const struct sv_estimator *
reference_estimator(char letter)
{
    return sv_estimator_find(letter == 't' ? "total"
                             : letter == 'm' ? "mean" : "ratio");
}

void
reference_compare(const struct reference_line *line, const char *what,
                  double ours, double theirs, double tolerance)
{
    const bool same = isnan(theirs) ? isnan(ours)
        : fabs(ours - theirs) <= tolerance * fabs(theirs) + 1e-13;

    cr_expect(same, "design %s %s %s %s %s: %s is %.15g, expected %.15g",
              line->field[0], line->field[1], line->field[2], line->field[3],
              line->field[4], what, ours, theirs);
}
