/* test_linear.c - linearised variance: on paper, and against the naive twin. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "tests/weights/random_design.h"
#include "weights/linear.h"

static struct sv_design *
design_of(size_t n_strata, const uint32_t *n_psu, const double *population,
          const char *rule, bool in_domains)
{
    struct sv_stage_plan stage = { .n_drawn = n_psu, .population = population };
    const struct sv_design_plan plan = {
        .n_strata = n_strata, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find(rule), .lonely_in_domains = in_domains,
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    for (size_t h = 0; h < n_strata; h++)
        stage.n_units += n_psu[h];
    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK), "%s",
              fault.text);
    return d;
}

/* One estimate, its rows being unit numbers and one or two terms. */
static struct sv_estimate
estimate(const struct sv_design *d, const char *estimator, size_t n,
         const uint32_t *unit, const double *y, const double *x)
{
    static const uint32_t one[] = { 1, 1, 1, 1, 1, 1, 1, 1 };
    const struct sv_rows rows = { .n = n, .unit = unit, .members = one,
                                  .term = { y, x }, .stride = 1 };
    void *scratch = malloc(sv_linear_scratch(d));
    struct sv_estimate out;

    cr_assert(scratch != NULL && n <= 8);
    out = sv_estimate_cell(d, sv_estimator_find(estimator), &rows, scratch);
    free(scratch);
    return out;
}

static const uint32_t all[] = { 0, 1, 2, 3, 4, 5, 6, 7 };

/* Two strata of two PSUs:
 *   y: 10 14 | 20 26     V(total) = 2 (2^2 + 2^2) + 2 (3^2 + 3^2) = 52 */
Test(linear, total_matches_paper)
{
    const uint32_t n[] = { 2, 2 };
    const double y[] = { 10, 14, 20, 26 };
    struct sv_design *d = design_of(2, n, NULL, "fail", false);
    const struct sv_estimate e = estimate(d, "total", 4, all, y, NULL);

    cr_expect(epsilon_eq(dbl, e.value, 70, 1e-12));
    cr_expect(epsilon_eq(dbl, e.se, sqrt(52), 1e-12));
    cr_expect(eq(uint, e.flags, 0));
    sv_design_free(d);
}

/* The same with populations of 4 and 8: 1/2 and 3/4 of it are left. */
Test(linear, population_shrinks_variance)
{
    const uint32_t n[] = { 2, 2 };
    const double y[] = { 10, 14, 20, 26 }, population[] = { 4, 8 };
    struct sv_design *d = design_of(2, n, population, "fail", false);

    cr_expect(epsilon_eq(dbl, estimate(d, "total", 4, all, y, NULL).se,
                         sqrt(0.5 * 16 + 0.75 * 36), 1e-12));
    sv_design_free(d);
}

/* Ratio R = 70/20 = 3.5; scores (y - R x)/20: (10-14, 14-17.5 | 20-14,
 * 26-24.5)/20 = (-4, -3.5 | 6, 1.5)/20.
 *   V = (2 (0.25^2 + 0.25^2) + 2 (2.25^2 + 2.25^2)) / 400 = 20.5 / 400 */
Test(linear, ratio_matches_paper)
{
    const uint32_t n[] = { 2, 2 };
    const double y[] = { 10, 14, 20, 26 }, x[] = { 4, 5, 4, 7 };
    struct sv_design *d = design_of(2, n, NULL, "fail", false);
    const struct sv_estimate e = estimate(d, "ratio", 4, all, y, x);

    cr_expect(epsilon_eq(dbl, e.value, 3.5, 1e-12));
    cr_expect(epsilon_eq(dbl, e.se, sqrt(20.5) / 20, 1e-12));
    sv_design_free(d);
}

/* Three PSUs, members in two of them: scores 6, 3, 0 about their mean 3,
 *   V = 3/2 (9 + 0 + 9) = 27.  Leaving the third out would give 9. */
Test(linear, unit_without_row_is_zero)
{
    const uint32_t n[] = { 3 };
    const double y[] = { 6, 3 };
    struct sv_design *d = design_of(1, n, NULL, "fail", false);

    cr_expect(epsilon_eq(dbl, estimate(d, "total", 2, all, y, NULL).se,
                         sqrt(27), 1e-12));
    sv_design_free(d);
}

/* y: 10 14 | 20 (lonely); the mean of all PSUs is 44/3.
 *   stratum 1: 16; adjust adds (20 - 44/3)^2 = 256/9; average doubles 16. */
Test(linear, lonely_rules_match_paper)
{
    static const struct { const char *rule; double v; } expected[] = {
        { "remove", 16 }, { "certainty", 16 },
        { "adjust", 16 + 256.0 / 9 }, { "average", 32 },
    };
    const uint32_t n[] = { 2, 1 };
    const double y[] = { 10, 14, 20 };

    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        struct sv_design *d = design_of(2, n, NULL, expected[i].rule, false);

        cr_expect(epsilon_eq(dbl, estimate(d, "total", 3, all, y, NULL).se,
                             sqrt(expected[i].v), 1e-12), "%s",
                  expected[i].rule);
        sv_design_free(d);
    }
}

/* Collapsed, 10 14 20 are one stratum: 3/2 ((14/3)^2 + (2/3)^2 + (16/3)^2) */
Test(linear, collapse_matches_paper)
{
    const uint32_t n[] = { 2, 1 };
    const double y[] = { 10, 14, 20 };
    struct sv_design *d = design_of(2, n, NULL, "collapse", false);

    cr_expect(epsilon_eq(dbl, estimate(d, "total", 3, all, y, NULL).se,
                         sqrt(1.5 * (196 + 4 + 256) / 9), 1e-12));
    sv_design_free(d);
}

/* Strata of 2 and 2, the domain leaves 20 alone in the second: about the mean
 * of all four, 11, it adds 2 ((20 - 11)^2 + 11^2) = 404 to 16. */
Test(linear, lonely_in_domains_matches_paper)
{
    const uint32_t n[] = { 2, 2 };
    const double y[] = { 10, 14, 20 };
    struct sv_design *off = design_of(2, n, NULL, "adjust", false);
    struct sv_design *on = design_of(2, n, NULL, "adjust", true);

    cr_expect(epsilon_eq(dbl, estimate(off, "total", 3, all, y, NULL).se,
                         sqrt(16 + 400), 1e-12));
    cr_expect(epsilon_eq(dbl, estimate(on, "total", 3, all, y, NULL).se,
                         sqrt(16 + 404), 1e-12));
    sv_design_free(on);
    sv_design_free(off);
}

Test(linear, one_psu_has_no_standard_error)
{
    const uint32_t n[] = { 3, 2 }, unit[] = { 1 };
    const double y[] = { 6.125 }, x[] = { 9.5 };
    struct sv_design *d = design_of(2, n, NULL, "fail", false);
    const struct sv_estimate total = estimate(d, "total", 1, unit, y, NULL);
    const struct sv_estimate mean = estimate(d, "mean", 1, unit, y, x);

    cr_expect(epsilon_eq(dbl, total.value, 6.125, 1e-15));
    cr_expect(isnan(total.se) && isnan(mean.se));
    cr_expect(eq(uint, total.flags, SV_FLAG_ONE_PSU));
    cr_expect(eq(uint, mean.flags, SV_FLAG_ONE_PSU));
    sv_design_free(d);
}

/* One PSU of one, with three of six units: only the second stage is sampled,
 * and it is 1/2 3/2 ((1 - 3)^2 + (3 - 3)^2 + (5 - 3)^2) = 6. */
Test(linear, certainty_psu_is_estimable)
{
    const uint32_t psus[] = { 1 }, units[] = { 3 };
    const double one[] = { 1 }, six[] = { 6 }, y[] = { 1, 3, 5 };
    const struct sv_stage_plan stages[] = {
        { .n_units = 1, .n_drawn = psus, .population = one },
        { .n_units = 3, .n_drawn = units, .population = six },
    };
    const struct sv_design_plan plan = {
        .n_strata = 1, .n_stages = 2, .stages = stages,
        .lonely = sv_lonely_find("fail"),
    };
    struct sv_design *d = NULL;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK));
    cr_expect(epsilon_eq(dbl, estimate(d, "total", 3, all, y, NULL).se,
                         sqrt(6), 1e-12));
    sv_design_free(d);
}

Test(linear, empty_and_undefined_are_flagged)
{
    const uint32_t n[] = { 3 };
    const double y[] = { 2.5, 1.5 }, x[] = { 0, 0 };
    struct sv_design *d = design_of(1, n, NULL, "fail", false);
    const struct sv_estimate none = estimate(d, "mean", 0, all, y, x);
    const struct sv_estimate undefined = estimate(d, "ratio", 2, all, y, x);

    cr_expect(isnan(none.value) && isnan(none.se));
    cr_expect(eq(uint, none.flags, SV_FLAG_EMPTY));
    cr_expect(isnan(undefined.value) && isnan(undefined.se));
    cr_expect(eq(uint, undefined.flags, SV_FLAG_UNDEFINED));
    sv_design_free(d);
}

Test(linear, only_lonely_strata_are_flagged)
{
    const uint32_t n[] = { 1, 1, 3 };
    const double y[] = { 2.5, 1.5 };

    for (size_t i = 0; i < sv_n_lonely_rules; i++) {
        const struct sv_lonely_rule *rule = &sv_lonely_rules[i];
        struct sv_design *d;
        struct sv_estimate e;

        if (rule->refuses)
            continue;
        d = design_of(3, n, NULL, rule->name, false);
        e = estimate(d, "total", 2, all, y, NULL);
        cr_expect(eq(uint, e.flags, rule->centres || rule->merges
                                        ? 0 : SV_FLAG_LONELY), "%s",
                  rule->name);
        cr_expect(eq(int, isnan(e.se) != 0, e.flags != 0), "%s", rule->name);
        sv_design_free(d);
    }
}

/* Whatever the weights: 1/X and Y/X^2 would differ in the last bit for some. */
Test(linear, all_true_has_scores_of_exactly_zero)
{
    const uint32_t n[] = { 2, 2 };
    struct sv_design *d = design_of(2, n, NULL, "fail", false);

    for (int i = 0; i < 50; i++) {
        const double y[] = { 10.1 + i / 7.0, 14.7, 20.3 * i, 26.9 };
        const struct sv_estimate e = estimate(d, "proportion", 4, all, y, y);

        cr_expect(e.value == 1 && e.se == 0, "%d", i);
    }
    sv_design_free(d);
}

/* The scores of a contrast are combined before squaring: var(A - B) by the
 * combined vector equals var A + var B - 2 cov. */
Test(linear, contrast_is_variance_of_combination)
{
    struct random_design *r = malloc(sizeof *r);
    void *scratch;

    cr_assert(r != NULL);
    random_design_make(r, 77, 3, 3, "adjust", false);
    scratch = malloc(sv_linear_scratch(r->design));
    {
        const size_t half = r->n_rows / 2, third = r->n_rows / 3;
        const struct sv_scores a = { r->n_rows - third, r->unit, r->a };
        const struct sv_scores b = { r->n_rows - half, r->unit + half,
                                     r->b + half };
        uint32_t *unit = malloc((a.n + b.n) * sizeof *unit);
        double *z = malloc((a.n + b.n) * sizeof *z);
        struct sv_scores c = { 0, unit, z };

        sv_scores_combine(&c, 1, &a, -1, &b);
        cr_expect(eq(sz, c.n, r->n_rows));
        cr_expect(epsilon_eq(dbl, sv_variance(r->design, &c, scratch),
            sv_covariance(r->design, &a, &c, scratch)
                - sv_covariance(r->design, &b, &c, scratch), 1e-9));
        free(z);
        free(unit);
    }
    free(scratch);
    random_design_free(r);
    free(r);
}

/* 3 rules x 1-3 stages x populations x domains or not x 12 designs each. */
Test(linear, agrees_with_the_naive_twin)
{
    static const char *const rules[] = { "remove", "adjust", "average" };
    struct random_design *r = malloc(sizeof *r);
    int compared = 0;

    cr_assert(r != NULL);
    for (unsigned seed = 0; seed < 12 * 3 * 9 * 2; seed++) {
        const int stages = 1 + (int) (seed / 6 % 3);
        const int fpcs = (int) (seed / 18 % 4);
        struct sv_scores a, b;
        void *scratch;
        double naive, ours;

        random_design_make(r, seed * 7919 + 1, stages,
                           fpcs < stages ? fpcs : stages, rules[seed % 3],
                           seed / 3 % 2 == 1);
        scratch = malloc(sv_linear_scratch(r->design));
        a = (struct sv_scores) { r->n_rows, r->unit, r->a };
        b = (struct sv_scores) { r->n_rows, r->unit, r->b };
        naive = naive_covariance(&r->naive);
        ours = sv_covariance(r->design, &a, &b, scratch);
        cr_expect(isnan(naive) ? isnan(ours)
                  : fabs(ours - naive) <= 1e-11 * (1 + fabs(naive)),
                  "seed %u, rule %s, %d stages: %.17g, expected %.17g", seed,
                  rules[seed % 3], stages, ours, naive);
        compared += !isnan(naive);
        free(scratch);
        random_design_free(r);
    }
    cr_expect(ge(int, compared, 600), "only %d could be compared", compared);
    free(r);
}
