/* test_reference_models.c - regressions of R survey. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"
#include "weights/contrasts.h"
#include "weights/degrees.h"
#include "weights/modelmatrix.h"
#include "weights/regression.h"

enum { DESIGN, MODEL, WHAT, NUMBER, ESTIMATE, SE, DF };
enum { C, D1, D2, X, N_COVARIATES, MOST = 16 };

static const struct sv_covariate covariates[N_COVARIATES] = {
    { 3, 1 }, { 3, 0 }, { 2, 0 }, { 0, 0 } };   /* C: a, b (reference), c */

static const struct model {
    const char *name;
    bool logistic;
    size_t n_terms;
    struct sv_model_term term[3];
} models[] = {
    { "logistic", true, 2, { { 1, { D2 }, 0, 0 }, { 1, { X }, 0, 0 } } },
    { "crossed", true, 4, { { 1, { C }, 0, 0 } } },
    { "small", true, 2, { { 1, { D1 }, 0, 0 }, { 1, { C }, 0, 0 } } },
    { "linear", false, 2, { { 1, { C }, 0, 0 }, { 1, { X }, 0, 0 } } },
    { "linear-crossed", false, 4, { { 1, { D1 }, 0, 0 } } },
};

/* a * b + X, as R orders its terms. */
static size_t
terms_of(struct sv_model_term *out, const struct model *m)
{
    const size_t first = strcmp(m->name, "crossed") == 0 ? C : D1;

    if (m->n_terms < 4) {
        memcpy(out, m->term, m->n_terms * sizeof *out);
        return m->n_terms;
    }
    out[0] = (struct sv_model_term){ 1, { first }, 0, 0 };
    out[1] = (struct sv_model_term){ 1, { D2 }, 0, 0 };
    out[2] = (struct sv_model_term){ 1, { X }, 0, 0 };
    out[3] = (struct sv_model_term){ 2, { first, D2 }, 0, 0 };
    return 4;
}

/* A model of one sample: every row is a pattern, in one row of a unit. */
struct fitted {
    struct sv_model_term term[4];
    size_t n_terms;
    double x[REFERENCE_MOST * MOST], w[REFERENCE_MOST], wy[REFERENCE_MOST];
    uint64_t first[REFERENCE_MOST + 1];
    uint32_t unit[REFERENCE_MOST];
    bool inside[REFERENCE_MOST];
    struct sv_patterns patterns;
    struct sv_pattern_rows rows;
    const struct sv_regression_kind *kind;
    struct sv_fit fit;
    double v[MOST * MOST], df;
};

static bool
uses(const struct fitted *f, size_t covariate)
{
    for (size_t t = 0; t < f->n_terms; t++)
        for (size_t i = 0; i < f->term[t].n; i++)
            if (f->term[t].covariate[i] == covariate)
                return true;
    return false;
}

/* False for a row that lacks something. */
static bool
add_row(struct fitted *f, const struct reference_row *row, uint32_t unit,
        const struct model *m)
{
    const double y = m->logistic ? row->b : row->y;
    const double value[] = { row->c - 'a', row->d1 - 'p', row->d2 - 'u',
                             row->x };
    const size_t n = f->patterns.n;

    if (isnan(y) || (uses(f, C) && row->c == '\0')
        || (uses(f, X) && isnan(row->x)))
        return false;
    sv_model_row(f->x + n * f->patterns.p, f->term, f->n_terms, covariates,
                 value);
    f->w[n] = row->w;
    f->wy[n] = row->w * y;
    f->unit[n] = unit;
    f->first[n + 1] = n + 1;
    if (row->w > 0)
        f->inside[unit] = true;
    f->patterns.n++;
    return true;
}

static void
find_variance(struct fitted *f, const struct reference_sample *s)
{
    const size_t p = f->patterns.p, units = sv_design_n_lowest(s->design);
    uint32_t unit[REFERENCE_MOST], members[REFERENCE_MOST];
    struct sv_rows who = { .unit = unit, .members = members };
    double *z = calloc(units * p, sizeof *z);
    struct sv_fault fault = { 0 };
    struct sv_support support;

    for (uint32_t u = 0; u < units; u++)
        if (f->inside[u]) {
            unit[who.n] = u;
            members[who.n++] = 1;
        }
    support = sv_support_of(s->design, &who, s->scratch);
    f->df = sv_degrees_find("domain")->count(s->design, &support) + 1
            - (double) f->fit.rank;
    cr_assert(eq(int, sv_fit_influence(z, &f->fit, &f->patterns, &f->rows,
                                       &fault), SV_OK));
    cr_assert(eq(int, sv_fit_covariance(f->v, s->design, &f->fit, z, f->inside,
                                        &fault), SV_OK));
    free(z);
}

static void
make(struct fitted *f, const struct reference_sample *s, const struct model *m)
{
    struct sv_fault fault = { 0 };

    memset(f, 0, sizeof *f);
    f->n_terms = terms_of(f->term, m);
    f->kind = sv_regression_find(m->logistic ? "logistic" : "linear");
    f->patterns = (struct sv_patterns){
        0, sv_model_columns(f->term, f->n_terms, covariates), f->x, f->w,
        f->wy };
    f->rows = (struct sv_pattern_rows){ f->first, f->unit, f->w, f->wy };
    for (size_t r = 0; r < s->n; r++)
        add_row(f, &s->rows[r], s->unit_of[r], m);
    cr_assert(eq(int, sv_regression_fit(&f->fit, f->kind, &f->patterns, NULL,
                                        &fault), SV_OK));
    if (f->fit.end == SV_FIT_DONE)
        find_variance(f, s);
}

static void
check_term(const struct fitted *f, const struct reference_line *want)
{
    const struct sv_model_term *t =
        &f->term[(size_t) reference_field(want, NUMBER)];
    struct sv_fault fault = { 0 };
    size_t column[MOST], k;
    double wald;

    for (size_t i = 0; i < t->n_columns; i++)
        column[i] = t->column + i;
    cr_assert(eq(int, sv_fit_wald(&wald, &k, &f->fit, f->v, column,
                                  t->n_columns, &fault), SV_OK));
    reference_compare(want, "F", wald, reference_field(want, ESTIMATE), 1e-7);
    reference_compare(want, "k", (double) k, reference_field(want, SE), 0);
    reference_compare(want, "df", f->df, reference_field(want, DF), 0);
}

static void
check_replicate(const struct fitted *f, const struct reference_sample *s,
                const struct reference_line *want)
{
    const struct sv_replicate_options options = { 0 };
    const size_t k = (size_t) reference_field(want, NUMBER);
    struct sv_replicates reps;
    struct sv_fault fault = { 0 };
    struct sv_repeated x;
    double b[MOST], *values;

    cr_assert(eq(int, sv_replicates_make(
        &reps, s->design,
        sv_replicate_find(s->spec->stratified ? "jkn" : "jk1"), &options,
        &fault), SV_OK), "%s", fault.text);
    values = calloc(reps.n, sizeof *values);
    for (size_t r = 0; r < reps.n; r++) {
        cr_assert(eq(int, sv_fit_repeat(b, &f->fit, f->kind, &f->patterns,
                                        &f->rows, s->design, &reps, r,
                                        &fault), SV_OK));
        values[r] = b[k];
    }
    x = (struct sv_repeated){ f->fit.b[k], values };
    reference_compare(want, "se", sqrt(sv_replicate_variance(&reps, &x, false,
                                                             NULL)),
                      reference_field(want, SE), 1e-8);
    free(values);
    sv_replicates_free(&reps);
}

static void
check(const struct fitted *f, const struct reference_sample *s,
      const struct reference_line *want)
{
    const size_t k = (size_t) reference_field(want, NUMBER);

    if (strcmp(want->field[WHAT], "separated") == 0) {
        cr_expect(f->fit.end == SV_FIT_SEPARATED
                  || f->fit.end == SV_FIT_CONSTANT, "design %s %s: ends as %d",
                  want->field[DESIGN], want->field[MODEL], f->fit.end);
        return;
    }
    cr_assert(eq(int, f->fit.end, SV_FIT_DONE), "design %s %s",
              want->field[DESIGN], want->field[MODEL]);
    if (strcmp(want->field[WHAT], "term") == 0) {
        check_term(f, want);
    } else if (strcmp(want->field[WHAT], "replicate") == 0) {
        check_replicate(f, s, want);
    } else {
        reference_compare(want, "estimate", f->fit.b[k],
                          reference_field(want, ESTIMATE), 1e-8);
        if (!f->fit.left_out[k])
            reference_compare(want, "se", sqrt(f->v[k * f->fit.p + k]),
                              reference_field(want, SE), 1e-8);
        reference_compare(want, "df", f->df, reference_field(want, DF), 0);
    }
}

Test(reference_models, every_number_of_r_survey, .timeout = 120)
{
    static struct fitted f;
    struct reference_data all;
    struct reference_sample s = { 0 };
    size_t n;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/models.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 3300));
    for (size_t i = 0; i < n; i++) {
        size_t m = 0;

        if (i == 0 || strcmp(want[i].field[DESIGN], want[i - 1].field[DESIGN])
            || strcmp(want[i].field[MODEL], want[i - 1].field[MODEL])) {
            reference_sample_free(&s);
            sv_fit_free(&f.fit);
            while (strcmp(models[m].name, want[i].field[MODEL]) != 0)
                m++;
            reference_sample_make(&s, &all, atoi(want[i].field[DESIGN]), NULL);
            make(&f, &s, &models[m]);
        }
        check(&f, &s, &want[i]);
    }
    sv_fit_free(&f.fit);
    reference_sample_free(&s);
    free(want);
    reference_free(&all);
}
