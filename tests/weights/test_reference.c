/* test_reference.c - every number of fixtures/reference, by this library.
 *
 * The rows are folded here as the tally folds them, by unit of the last stage
 * kept, and the whole of weights/ is asked for each number that R survey gave.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_data.h"
#include "tests/weights/reference_sample.h"
#include "weights/degrees.h"
#include "weights/effects.h"
#include "weights/intervals.h"
#include "weights/linear.h"
#include "weights/moments.h"

/* What one number rests on. */
struct fold {
    uint32_t unit[REFERENCE_MOST], members[REFERENCE_MOST];
    double term[2][REFERENCE_MOST];
    size_t n_units;
    double n, sum_w, sum_w2;
    struct sv_comoments moments;
};

/* y and x of a row for an indicator; false if the row is missing. */
static bool
measure(double *y, double *x, const struct reference_row *r,
        const struct reference_number *want)
{
    *x = 1;
    if (want->indicator[0] == 's') {
        *y = r->c == want->item;
        return r->c != '\0';
    }
    *y = want->indicator[1] == 'B' ? r->b : r->y;
    if (strcmp(want->indicator, "rYX") == 0)
        *x = r->x;
    return !isnan(*y) && !isnan(*x);
}

static void
fold(struct fold *f, const struct reference_sample *s,
     const struct reference_number *want)
{
    double y, x;

    memset(f, 0, sizeof *f);
    for (size_t r = 0; r < s->n; r++) {
        const struct reference_row *row = &s->rows[r];
        size_t at = f->n_units;

        if ((want->d1 != '_' && want->d1 != row->d1)
            || (want->d2 != '_' && want->d2 != row->d2)
            || !measure(&y, &x, row, want))
            continue;
        if (at > 0 && f->unit[at - 1] == s->unit_of[r])
            at--;
        else
            f->unit[f->n_units++] = s->unit_of[r];
        f->members[at] += row->w > 0;
        f->term[0][at] += row->w * y;
        f->term[1][at] += row->w * x;
        f->n += row->w > 0;
        f->sum_w += row->w;
        f->sum_w2 += row->w * row->w;
        sv_comoments_add(&f->moments, row->w, x, y);
    }
}

static const struct sv_estimator *
estimator_of(const struct reference_number *want)
{
    switch (want->indicator[0]) {
    case 't': return sv_estimator_find("total");
    case 'm': return sv_estimator_find("mean");
    case 'p': return sv_estimator_find("proportion");
    case 's': return sv_estimator_find("share");
    default:  return sv_estimator_find("ratio");
    }
}

static void
compare(const struct reference_number *want, const char *what, double ours,
        double theirs, double tolerance)
{
    const bool same = isnan(theirs) ? isnan(ours)
        : fabs(ours - theirs) <= tolerance * fabs(theirs) + 1e-13;

    cr_expect(same, "design %d %s %c %c %c: %s is %.15g, expected %.15g",
              want->design, want->indicator, want->item != '\0' ? want->item : '-',
              want->d1, want->d2, what, ours, theirs);
}

static double
element_variance(const struct fold *f, const struct sv_estimator *e,
                 double value)
{
    if (e->proportion)
        return sv_s2_binary(value, f->n);
    if (strcmp(e->name, "ratio") == 0)
        return sv_s2_ratio(&f->moments, value, f->n);
    return sv_s2_numeric(f->moments.yy, f->sum_w, f->n);
}

static void
compare_effects(const struct reference_number *want, const struct fold *f,
                const struct sv_estimator *e, const struct sv_estimate *got)
{
    const struct sv_srs srs = {
        .variance = got->se * got->se, .n = f->n, .sum_w = f->sum_w,
        .sum_w2 = f->sum_w2, .s2 = element_variance(f, e, got->value),
        .spread = e->spread(got->total, f->sum_w),
    };

    if (!isnan(want->deff_wr))
        compare(want, "deff wr", sv_effect_find("wr")->effect(&srs),
                want->deff_wr, 1e-8);
    if (!isnan(want->deff_wor))
        compare(want, "deff wor", sv_effect_find("wor")->effect(&srs),
                want->deff_wor, 1e-8);
}

static void
compare_intervals(const struct reference_number *want, double n,
                  const struct sv_estimator *e, const struct sv_estimate *got,
                  double df)
{
    const struct sv_proportion x = { .p = got->value, .se = got->se, .df = df,
                                     .n = n, .n_effective = n };
    struct sv_interval wald, logit, mean;

    if (e->proportion && (got->value == 0 || got->value == 1))
        return;                 /* survey has none: see test_intervals.c */
    wald = sv_interval_wald(got->value, got->se, df, 0.95);
    compare(want, "lower bound", wald.low, want->ci_low, 1e-8);
    compare(want, "upper bound", wald.high, want->ci_high, 1e-8);
    if (!e->proportion)
        return;
    mean = sv_interval_proportion(sv_interval_find("mean"), &x, 0.95);
    logit = sv_interval_proportion(sv_interval_find("logit"), &x, 0.95);
    compare(want, "lower mean bound", mean.low, want->ci_low, 1e-8);
    compare(want, "upper mean bound", mean.high, want->ci_high, 1e-8);
    compare(want, "lower logit bound", logit.low, want->logit_low, 1e-8);
    compare(want, "upper logit bound", logit.high, want->logit_high, 1e-8);
}

static void
check_number(const struct reference_sample *s, const struct reference_number *want)
{
    static struct fold f;
    const struct sv_estimator *e = estimator_of(want);
    struct sv_rows rows = { .unit = f.unit, .members = f.members,
                            .term = { f.term[0], f.term[1] }, .stride = 1 };
    struct sv_estimate got;
    struct sv_support support;
    double df;

    fold(&f, s, want);
    rows.n = f.n_units;
    got = sv_estimate_cell(s->design, e, &rows, s->scratch);
    support = sv_support_of(s->design, &rows, s->scratch);
    df = sv_degrees_find("domain")->count(s->design, &support);
    compare(want, "estimate", got.value, want->estimate, 1e-9);
    compare(want, "se", got.se, want->se, 1e-8);
    compare(want, "df", df, want->df, 0);
    compare(want, "n", (double) support.n, want->n, 0);
    compare_intervals(want, f.n, e, &got, df);
    compare_effects(want, &f, e, &got);
}

Test(reference, every_number_of_r_survey)
{
    struct reference_data all;
    size_t row = 0, number = 0;

    reference_load(&all);
    cr_assert(ge(sz, all.n_specs, 220));
    cr_assert(ge(sz, all.n_numbers, 4000));
    for (size_t i = 0; i < all.n_specs; i++) {
        struct reference_sample s;

        reference_sample_make(&s, &all, all.specs[i].design, NULL);
        row += s.n;
        for (; number < all.n_numbers
               && all.numbers[number].design == s.spec->design; number++)
            check_number(&s, &all.numbers[number]);
        reference_sample_free(&s);
    }
    cr_expect(eq(sz, number, all.n_numbers));
    cr_expect(eq(sz, row, all.n_rows));
    reference_free(&all);
}
