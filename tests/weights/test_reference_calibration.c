/* test_reference_calibration.c - calibrated weights of R survey, and the
 * standard errors that come of them.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"
#include "weights/contrasts.h"
#include "weights/replicates.h"
#include "weights/residuals.h"
#include "weights/weighting.h"

enum { DESIGN, METHOD, INDICATOR, DOMAIN, ESTIMATE, SE, SQUARES = 2 };
enum { P, Q, R, U, V, X, MOST_COLUMNS, MOST_STEPS = 3 };

static const char *const names[] = { "p", "q", "r", "u", "v", "x" };
static const double grow[] = { 1.12, 0.93, 1.05, 1.07, 0.9 };

/* What scripts/reference-calibration.R calls so. */
static const struct method {
    const char *name;
    struct {
        enum { NO_STEP, POST, RAKE, GREG, SECOND, TRIM } what;
        const char *distance;
        double low, high;
        int common;             /* stage whose units share a factor; 0: none */
    } step[MOST_STEPS];
} methods[] = {
    { "post", { { POST, NULL, 0, 0, 0 } } },
    { "rake", { { RAKE, NULL, 0, 0, 0 } } },
    { "linear", { { GREG, "linear", -INFINITY, INFINITY, 0 } } },
    { "ratio", { { GREG, "raking-ratio", -INFINITY, INFINITY, 0 } } },
    { "logit", { { GREG, "logit", 0.4, 2.5, 0 } } },
    { "truncated", { { GREG, "truncated-linear", 0.75, 1.3, 0 } } },
    { "common1", { { GREG, "linear", -INFINITY, INFINITY, 1 } } },
    { "common2", { { GREG, "raking-ratio", -INFINITY, INFINITY, 2 } } },
    { "twice", { { POST, NULL, 0, 0, 0 },
                 { GREG, "linear", -INFINITY, INFINITY, 0 } } },
    { "second", { { SECOND, "linear", -INFINITY, INFINITY, 0 } } },
    { "trimmed", { { RAKE, NULL, 0, 0, 0 }, { TRIM, NULL, 0.3, 1.8, 0 },
                   { GREG, "raking-ratio", -INFINITY, INFINITY, 0 } } },
};

/* A sample while it is weighted. */
struct weighted {
    struct reference_sample s;
    double w[REFERENCE_MOST];
    uint32_t group[REFERENCE_MOST];
    struct sv_weighting_record record;
    struct sv_weighting_step step[MOST_STEPS];
    struct sv_weighting_trace trace[MOST_STEPS];
    struct sv_weighting weighting;
    const char *name[MOST_STEPS][MOST_COLUMNS];
    double total[MOST_STEPS][MOST_COLUMNS];
    struct sv_weighting_chain chain;
    size_t p;
    double *matrix, *units;
};

static const bool no_share[] = { false, false, false };
static const double no_population[] = { NAN, NAN, NAN };

static int
first_of(const struct reference_row *row)
{
    return row->d1 == 'p' ? P : row->d1 == 'q' ? Q : R;
}

static int
second_of(const struct reference_row *row)
{
    return row->d2 == 'u' ? U : V;
}

static double
x_of(const struct reference_row *row)
{
    return isnan(row->x) ? 5.5 : row->x;
}

/* Units of STAGE (from 1), numbered in the order of the file. */
static size_t
number_groups(struct weighted *t, int stage)
{
    size_t n = 0;

    for (size_t j = 0; j < t->s.n; j++) {
        const struct reference_row *a = &t->s.rows[j > 0 ? j - 1 : 0];
        const struct reference_row *b = &t->s.rows[j];
        bool same = j > 0 && strcmp(a->stratum, b->stratum) == 0;

        for (int k = 0; same && k < stage; k++)
            same = a->unit[k] == b->unit[k];
        n += !same;
        t->group[j] = (uint32_t) n - 1;
    }
    return n;
}

/* The totals as reference-calibration.R makes them. */
static void
make_totals(const struct weighted *t, double total[MOST_COLUMNS])
{
    double first = 0, second = 0, all = 0;

    memset(total, 0, MOST_COLUMNS * sizeof *total);
    for (size_t j = 0; j < t->s.n; j++) {
        total[first_of(&t->s.rows[j])] += t->w[j];
        total[second_of(&t->s.rows[j])] += t->w[j];
        total[X] += t->w[j] * x_of(&t->s.rows[j]);
        all += t->w[j];
    }
    for (int k = P; k <= V; k++) {
        total[k] *= grow[k];
        *(k <= R ? &first : &second) += total[k];
    }
    total[U] *= first / second;
    total[V] *= first / second;
    total[X] *= 1.04 * first / all;
}

/* Margins of step I: the second classification, perhaps behind the first,
 * perhaps with the number. */
static void
make_margins(struct weighted *t, size_t i, int what, int common)
{
    struct sv_weighting_step *step = &t->step[i];
    const bool first = what == RAKE || what == GREG;
    const bool number = what == GREG || what == SECOND;
    const size_t margins = 1 + (size_t) first + (size_t) number;
    const int from = first ? P : U, to = number ? X : V;
    int column[MOST_COLUMNS];
    double total[MOST_COLUMNS];
    struct sv_fault fault = { 0 };
    struct sv_auxiliary mean;
    size_t n = 0, at = 0;

    make_totals(t, total);
    cr_assert(sv_auxiliary_take(&step->x, t->s.n, MOST_COLUMNS, margins,
                                3 * t->s.n, &fault) == SV_OK);
    for (int k = from; k <= to; k++) {
        column[k] = total[k] > 0 ? (int) n : -1;
        if (total[k] > 0) {
            t->total[i][n] = total[k];
            t->name[i][n++] = names[k];
        }
        if (k == R)
            step->x.margin[1] = n;
        if (k == V)
            step->x.margin[first ? 2 : 1] = n;
    }
    step->x.margin[margins] = n;
    step->x.n_columns = n;
    step->x.name = t->name[i];
    for (size_t j = 0; j < t->s.n; j++) {
        const struct reference_row *row = &t->s.rows[j];

        if (first) {
            step->x.column[at] = (uint32_t) column[first_of(row)];
            step->x.value[at++] = 1;
        }
        step->x.column[at] = (uint32_t) column[second_of(row)];
        step->x.value[at++] = 1;
        if (number) {
            step->x.column[at] = (uint32_t) column[X];
            step->x.value[at++] = x_of(row);
        }
        step->x.first[j + 1] = at;
    }
    step->total = t->total[i];
    step->share = no_share;
    step->population = no_population;
    if (common == 0)
        return;
    cr_assert(sv_auxiliary_average(&mean, &step->x, t->group,
                                   number_groups(t, common), &fault) == SV_OK);
    sv_auxiliary_free(&step->x);
    step->x = mean;
    step->group = t->group;
}

static void
run_step(struct weighted *t, const struct method *m, size_t i)
{
    struct sv_weighting_step *step = &t->step[i];
    double *weight = t->w;
    struct sv_fault fault = { 0 };

    *step = (struct sv_weighting_step) {
        .kind = sv_weighting_kind_find(m->step[i].what == TRIM ? "trim"
                                                               : "calibrate"),
        .distance = sv_distance_find(m->step[i].distance),
        .bounds = { m->step[i].low, m->step[i].high },
        .tolerance = 1e-11, .most = 5000,
        .trimming = { m->step[i].low, m->step[i].high, true, false,
                      SV_REDISTRIBUTE_EQUALLY },
    };
    if (m->step[i].what != TRIM)
        make_margins(t, i, m->step[i].what, m->step[i].common);
    t->weighting.n_steps = i + 1;
    cr_assert(sv_weighting_apply(&weight, &t->weighting, i, t->trace, NULL,
                                 &fault) == SV_OK,
              "design %d, %s: %s", t->s.spec->design, m->name, fault.text);
}

/* What weigh leaves for the variance. */
static void
make_residuals(struct weighted *t)
{
    struct sv_fault fault = { 0 };

    cr_assert(sv_weighting_chain(&t->chain, &t->weighting, t->trace, 0, &fault)
              == SV_OK);
    t->p = sv_projection_columns(&t->chain.p);
    t->matrix = calloc(t->p * t->p, sizeof *t->matrix);
    t->units = calloc(t->p * sv_design_n_lowest(t->s.design),
                      sizeof *t->units);
    cr_assert(sv_projection_matrix(t->matrix, &t->chain.p, &fault) == SV_OK);
    for (size_t j = 0; j < t->s.n; j++)
        sv_projection_add_u(t->units + t->s.unit_of[j] * t->p, &t->chain.p, j);
}

static struct weighted *
weighted_new(const struct reference_data *all, int design, const char *method)
{
    struct weighted *t = calloc(1, sizeof *t);
    const struct method *m = methods;

    while (strcmp(m->name, method) != 0)
        m++;
    reference_sample_make(&t->s, all, design, NULL);
    for (size_t j = 0; j < t->s.n; j++)
        t->w[j] = t->s.rows[j].w == 0 ? 7 : t->s.rows[j].w;
    t->record = (struct sv_weighting_record) { "unit", t->s.n, SV_NO_PARENT,
                                               NULL };
    t->weighting = (struct sv_weighting) { &t->record, 1, t->step, 0 };
    for (size_t i = 0; i < MOST_STEPS && m->step[i].what != NO_STEP; i++)
        run_step(t, m, i);
    make_residuals(t);
    return t;
}

static void
weighted_free(struct weighted *t)
{
    sv_weighting_chain_free(&t->chain);
    sv_weighting_trace_free(t->trace, t->weighting.n_steps);
    for (size_t i = 0; i < t->weighting.n_steps; i++)
        sv_auxiliary_free(&t->step[i].x);
    free(t->matrix);
    free(t->units);
    reference_sample_free(&t->s);
    free(t);
}

/* The tally of one indicator in one domain, cross sums and all. */
struct tallied {
    struct reference_fold f;
    double cross[2][4 * MOST_COLUMNS];
};

static void
tally(struct tallied *out, const struct weighted *t, const char *indicator,
      char domain)
{
    static uint32_t column[4 * MOST_COLUMNS];
    static double v[4 * MOST_COLUMNS];

    memset(out, 0, sizeof *out);
    out->f.rows = (struct sv_rows) {
        .unit = out->f.unit, .members = out->f.members,
        .term = { out->f.term[0], out->f.term[1] }, .stride = 1,
    };
    for (size_t j = 0; j < t->s.n; j++) {
        const struct reference_row *row = &t->s.rows[j];
        const bool inside = domain == '_' || row->d1 == domain
                            || row->d2 == domain;
        const double x = indicator[0] == 'r' ? row->x : 1;
        const double term[2] = { t->w[j] * row->y, t->w[j] * x };
        size_t at = out->f.rows.n, n;

        if (!inside || isnan(row->y) || isnan(x))
            continue;
        if (at > 0 && out->f.unit[at - 1] == t->s.unit_of[j])
            at--;
        else
            out->f.unit[out->f.rows.n++] = t->s.unit_of[j];
        out->f.members[at]++;
        n = sv_projection_row_v(column, v, &t->chain.p, j);
        for (size_t k = 0; k < 2; k++) {
            out->f.term[k][at] += term[k];
            for (size_t e = 0; e < n; e++)
                out->cross[k][column[e]] += v[e] * term[k];
        }
    }
}

static struct sv_estimate
estimate(const struct weighted *t, const struct tallied *y, char letter)
{
    const struct sv_residuals r = { t->p, sv_design_n_lowest(t->s.design),
                                    t->units, t->matrix };
    const struct sv_cross cross = { { y->cross[0], y->cross[1] } };
    static uint32_t unit[REFERENCE_MOST];
    static double z[REFERENCE_MOST], b[8 * MOST_COLUMNS];
    struct sv_scores scores = { 0, unit, z };

    return sv_estimate_calibrated(t->s.design, reference_estimator(letter),
                                  &y->f.rows, &r, &cross, &scores, b,
                                  t->s.scratch);
}

/* The scores of an estimate, as linearisation with residuals has them. */
static void
scores_of(struct sv_scores *out, const struct weighted *t,
          const struct tallied *y, const struct sv_residuals *r)
{
    const struct sv_cross cross = { { y->cross[0], y->cross[1] } };
    const struct sv_estimator *mean = sv_estimator_find("mean");
    double total[SV_MAX_TERMS], b[8 * MOST_COLUMNS];

    sv_totals(total, mean, &y->f.rows);
    sv_residual_scores(out, r, mean, total, &y->f.rows, &cross, b);
    cr_assert(eq(sz, out->n, sv_design_n_lowest(t->s.design)));
}

/* Iterative methods end where they end: 1e-6 is what is asked of them. */
static double
tolerance(const char *method)
{
    return strcmp(method, "rake") == 0 || strcmp(method, "trimmed") == 0
               ? 1e-6 : 1e-8;
}

Test(reference_calibration, weights_of_r_survey)
{
    struct reference_data all;
    size_t n;
    struct reference_line *want = reference_lines(
        &n, "fixtures/reference/calibration-weights.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 500));
    for (size_t i = 0; i < n; i++) {
        struct weighted *t = weighted_new(&all, atoi(want[i].field[DESIGN]),
                                          want[i].field[METHOD]);
        double squares = 0;

        for (size_t j = 0; j < t->s.n; j++)
            squares += t->w[j] * t->w[j];
        reference_compare(&want[i], "sum of squares", squares,
                          reference_field(&want[i], SQUARES),
                          tolerance(want[i].field[METHOD]));
        weighted_free(t);
    }
    free(want);
    reference_free(&all);
}

Test(reference_calibration, standard_errors_of_r_survey)
{
    static struct tallied y;
    struct reference_data all;
    struct weighted *t = NULL;
    size_t n, compared = 0;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/calibration.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 4500));
    for (size_t i = 0; i < n; i++) {
        struct sv_estimate got;

        if (i == 0 || strcmp(want[i].field[DESIGN], want[i - 1].field[DESIGN])
            || strcmp(want[i].field[METHOD], want[i - 1].field[METHOD])) {
            if (t != NULL)
                weighted_free(t);
            t = weighted_new(&all, atoi(want[i].field[DESIGN]),
                             want[i].field[METHOD]);
        }
        tally(&y, t, want[i].field[INDICATOR], want[i].field[DOMAIN][0]);
        got = estimate(t, &y, want[i].field[INDICATOR][0]);
        reference_compare(&want[i], "estimate", got.value,
                          reference_field(&want[i], ESTIMATE),
                          tolerance(want[i].field[METHOD]));
        if (got.flags != 0)
            continue;
        compared++;
        if (reference_field(&want[i], SE) < 1e-10 * fabs(got.value)) {
            /* the total is one of the margins: it does not vary */
            cr_expect(lt(dbl, got.se, 1e-10 * fabs(got.value)));
            continue;
        }
        reference_compare(&want[i], "se", got.se,
                          reference_field(&want[i], SE),
                          tolerance(want[i].field[METHOD]));
    }
    cr_expect(ge(sz, compared, 4500));
    weighted_free(t);
    free(want);
    reference_free(&all);
}

/* The estimate with weights W. */
static double
value(const struct weighted *t, const double *w, const char *indicator,
      char domain)
{
    double total[SV_MAX_TERMS] = { 0 };

    for (size_t j = 0; j < t->s.n; j++) {
        const struct reference_row *row = &t->s.rows[j];
        const double x = indicator[0] == 'r' ? row->x : 1;

        if ((domain != '_' && row->d1 != domain && row->d2 != domain)
            || isnan(row->y) || isnan(x))
            continue;
        total[0] += w[j] * row->y;
        total[1] += w[j] * x;
    }
    return reference_estimator(indicator[0])->value(total);
}

/* The weights of replicate R: the steps again. */
static void
repeat(double *w, const struct weighted *t, const struct sv_replicates *reps,
       size_t r)
{
    double times[REFERENCE_MOST];
    const double *const multiplier = times;
    double *const weight = w;
    struct sv_fault fault = { 0 };

    for (size_t j = 0; j < t->s.n; j++) {
        w[j] = t->s.rows[j].w == 0 ? 7 : t->s.rows[j].w;
        times[j] = sv_multiplier(reps, t->s.unit_of[j], r);
    }
    cr_assert(sv_weighting_repeat(&weight, &t->weighting, &multiplier, &fault)
              == SV_OK, "%s", fault.text);
}

Test(reference_calibration, replicates_calibrated_again)
{
    const struct sv_replicate_options options = { 0 };
    struct reference_data all;
    size_t n;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/calibration-jkn.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 190));
    for (size_t i = 0; i < n; i++) {
        const bool post = strcmp(want[i].field[METHOD], "post") == 0;
        const char domain = want[i].field[DOMAIN][0];
        struct weighted *t = weighted_new(&all, atoi(want[i].field[DESIGN]),
                                          post ? "post" : "second");
        static double w[REFERENCE_MOST], values[REFERENCE_MOST];
        struct sv_replicates reps = { 0 };
        struct sv_fault fault = { 0 };
        struct sv_repeated x = { .values = values };
        double se;

        cr_assert(sv_replicates_make(&reps, t->s.design,
                                     sv_replicate_find("jkn"), &options, &fault)
                  == SV_OK, "%s", fault.text);
        for (size_t r = 0; r < reps.n; r++) {
            repeat(w, t, &reps, r);
            values[r] = value(t, w, want[i].field[INDICATOR], domain);
        }
        x.value = value(t, t->w, want[i].field[INDICATOR], domain);
        se = sqrt(sv_replicate_variance(&reps, &x, false, NULL));
        reference_compare(&want[i], "estimate", x.value,
                          reference_field(&want[i], ESTIMATE), 1e-9);
        if (reference_field(&want[i], SE) < 1e-10 * fabs(x.value))
            cr_expect(lt(dbl, se, 1e-10 * fabs(x.value)));
        else
            reference_compare(&want[i], "se", se,
                              reference_field(&want[i], SE), 1e-8);
        sv_replicates_free(&reps);
        weighted_free(t);
    }
    free(want);
    reference_free(&all);
}

/* The difference of two cells has the difference of their scores. */
Test(reference_calibration, contrasts_go_by_residuals)
{
    static struct tallied y[2];
    static uint32_t unit[3][REFERENCE_MOST];
    static double z[3][REFERENCE_MOST];
    struct reference_data all;
    size_t compared = 0;

    reference_load(&all);
    for (size_t i = 0; i < all.n_specs; i++) {
        const struct reference_spec *spec = &all.specs[i];
        struct sv_scores scores[3] = { { 0, unit[0], z[0] },
                                       { 0, unit[1], z[1] },
                                       { 0, unit[2], z[2] } };
        struct sv_quantity cell[2];
        struct sv_residuals r;
        struct sv_contrast got;
        struct weighted *t;
        void *scratch;

        if (strcmp(spec->lonely, "fail") != 0 || spec->lonely_in_domains)
            continue;
        t = weighted_new(&all, spec->design, "second");
        r = (struct sv_residuals) { t->p, sv_design_n_lowest(t->s.design),
                                    t->units, t->matrix };
        for (size_t k = 0; k < 2; k++) {
            tally(&y[k], t, "mY", k == 0 ? 'p' : 'q');
            cell[k] = (struct sv_quantity) {
                .estimator = sv_estimator_find("mean"),
                .rows = y[k].f.rows,
                .residuals = &r,
                .cross = { { y[k].cross[0], y[k].cross[1] } },
            };
            scores_of(&scores[k], t, &y[k], &r);
        }
        sv_scores_combine(&scores[2], 1, &scores[0], -1, &scores[1]);
        scratch = malloc(sv_contrast_scratch(t->s.design, 2, r.n_columns));
        got = sv_contrast(t->s.design, sv_contrast_find("difference"), NULL,
                          cell, 2, scratch);
        if (got.flags == 0) {
            compared++;
            cr_expect(epsilon_eq(dbl, got.se * got.se,
                                 sv_variance(t->s.design, &scores[2],
                                             t->s.scratch), 1e-10));
        }
        free(scratch);
        weighted_free(t);
    }
    cr_expect(ge(sz, compared, 15));
    reference_free(&all);
}
