/* test_overlap.c - two rounds of a survey that have PSUs in common. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"
#include "weights/overlap.h"

/* The odd rows of a reference design, or the even ones. */
struct half {
    const struct reference_sample *sample;
    unsigned odd;
    char domain;
};

static bool
is_in_half(double *y, double *x, const struct reference_row *row,
           const void *which)
{
    const struct half *half = which;
    const char letters[] = { 'm', half->domain };

    return (unsigned) (row - half->sample->rows) % 2 == 1 - half->odd
           && row->w > 0 && reference_indicator(y, x, row, letters);
}

/* One round's mean and its scores. */
struct round {
    struct reference_fold fold;
    struct sv_estimate mean;
    struct sv_support support;
    struct sv_scores scores;
    struct sv_psu_scores psu;
    uint32_t unit[REFERENCE_MOST];
    double z[REFERENCE_MOST], psu_z[REFERENCE_MOST];
    unsigned char seen[REFERENCE_MOST];
};

static void
round_make(struct round *r, const struct half *half)
{
    const struct sv_estimator *mean = sv_estimator_find("mean");
    const struct reference_sample *s = half->sample;

    reference_fold(&r->fold, s, is_in_half, half);
    r->mean = sv_estimate_cell(s->design, mean, &r->fold.rows, s->scratch);
    r->support = sv_support_of(s->design, &r->fold.rows, s->scratch);
    r->scores = (struct sv_scores) { 0, r->unit, r->z };
    sv_scores_of(&r->scores, mean, r->mean.total, &r->fold.rows);
    r->psu = (struct sv_psu_scores) { r->psu_z, r->seen };
    sv_psu_scores(&r->psu, s->design, &r->scores);
}

/* The fields of methods-change.csv. */
enum { DESIGN, ROUNDS, DOMAIN, A, B, DIFFERENCE, SE, DF, RATIO, RATIO_SE };

static void
compare_line(const struct reference_line *line,
             const struct reference_sample *s)
{
    static struct round a, b;
    const char domain = line->field[DOMAIN][0];
    const struct sv_degrees_rule *rule = sv_degrees_find("domain");
    const double same = strcmp(line->field[ROUNDS], "same") == 0;
    double scratch[2 * REFERENCE_MOST];
    uint64_t identity[REFERENCE_MOST];
    struct sv_overlap *overlap;
    struct sv_fault fault = { 0 };
    double covariance, df, ratio, v;

    for (size_t i = 0; i < REFERENCE_MOST; i++)
        identity[i] = 7919 * (i + 3) % 104729;
    round_make(&a, &(struct half) { s, 1, domain });
    round_make(&b, &(struct half) { s, 0, domain });
    cr_assert(eq(int, sv_overlap_new(&overlap, s->design,
                                     same > 0 ? identity : NULL, s->design,
                                     identity, &fault), SV_OK));
    covariance = sv_overlap_covariance(overlap, &a.psu, &b.psu, scratch);
    df = rule->count(s->design, &a.support) + rule->count(s->design, &b.support)
         - sv_overlap_degrees(overlap, rule, &a.psu, &b.psu, scratch);
    v = a.mean.se * a.mean.se + b.mean.se * b.mean.se - 2 * covariance;
    ratio = b.mean.value / a.mean.value;
    reference_compare(line, "difference", b.mean.value - a.mean.value,
                      reference_field(line, DIFFERENCE), 1e-8);
    reference_compare(line, "se", sqrt(v), reference_field(line, SE), 1e-8);
    reference_compare(line, "df", df, reference_field(line, DF), 1e-8);
    v = b.mean.se * b.mean.se + ratio * ratio * a.mean.se * a.mean.se
        - 2 * ratio * covariance;
    reference_compare(line, "se of the ratio", sqrt(v) / fabs(a.mean.value),
                      reference_field(line, RATIO_SE), 1e-8);
    sv_overlap_free(overlap);
}

/* One sample visited twice, and two samples that have nothing in common: as R
 * has it for both rounds stacked. */
Test(overlap, change_is_that_of_stacked_rounds_in_r, .timeout = 60)
{
    struct reference_data all;
    struct reference_sample s;
    struct reference_line *lines;
    size_t n;

    reference_load(&all);
    lines = reference_lines(&n, "fixtures/reference/methods-change.csv");
    cr_assert(gt(sz, n, 100));
    for (size_t i = 0; i < n; i++) {
        reference_sample_make(&s, &all, atoi(lines[i].field[DESIGN]), NULL);
        compare_line(&lines[i], &s);
        reference_sample_free(&s);
    }
    free(lines);
    reference_free(&all);
}

static struct sv_design *
stratum_of(uint32_t n, double population)
{
    const struct sv_stage_plan stage = {
        .n_units = n, .n_drawn = &n, .population = &population,
    };
    const struct sv_design_plan plan = {
        .n_strata = 1, .n_stages = 1, .stages = &stage,
        .lonely = sv_lonely_find("fail"),
    };
    struct sv_design *d;
    struct sv_fault fault = { 0 };

    cr_assert(eq(int, sv_design_new(&d, &plan, &fault), SV_OK));
    return d;
}

/* A population of 6 PSUs; 3 are drawn for the first round, of which 2 stay and
 * 1 of the other 3 joins.  Over all samples the covariance that is estimated is
 * on average that of the two means, which the same samples have. */
Test(overlap, covariance_is_unbiased_under_exchange_of_psus)
{
    static const double y[] = { 2.385, 7.121, 1.733, 5.019, 9.412, 3.907 };
    static const double x[] = { 3.141, 8.862, 1.209, 6.618, 7.733, 2.236 };
    struct sv_design *d = stratum_of(3, 6);
    double estimated = 0, mean_a = 0, mean_b = 0, product = 0, samples = 0;

    for (unsigned a = 0; a < 64; a++)
        for (unsigned b = 0; b < 64; b++) {
            double za[3], zb[3], ta = 0, tb = 0, scratch[6];
            unsigned char seen[3] = { 1, 1, 1 };
            uint64_t in_a[3], in_b[3];
            struct sv_overlap *o;
            struct sv_fault fault = { 0 };
            int k = 0, l = 0;

            if (__builtin_popcount(a) != 3 || __builtin_popcount(b) != 3
                || __builtin_popcount(a & b) != 2)
                continue;
            for (unsigned i = 0; i < 6; i++) {
                if (a >> i & 1)
                    ta += za[k] = 2 * y[i], in_a[k++] = 1000 + i;
                if (b >> i & 1)
                    tb += zb[l] = 2 * x[i], in_b[l++] = 1000 + i;
            }
            cr_assert(eq(int, sv_overlap_new(&o, d, in_a, d, in_b, &fault),
                         SV_OK));
            cr_assert(eq(sz, sv_overlap_n(o), 2));
            estimated += sv_overlap_covariance(
                o, &(struct sv_psu_scores) { za, seen },
                &(struct sv_psu_scores) { zb, seen }, scratch);
            sv_overlap_free(o);
            mean_a += ta;
            mean_b += tb;
            product += ta * tb;
            samples++;
        }
    cr_assert(epsilon_eq(dbl, samples, 180, 1e-12));
    product = product / samples - mean_a / samples * (mean_b / samples);
    cr_expect(epsilon_eq(dbl, estimated / samples, product, 1e-10));
    sv_design_free(d);
}

Test(overlap, a_psu_that_is_there_twice_is_told)
{
    static const uint64_t twice[] = { 403, 17, 403 };
    struct sv_design *d = stratum_of(3, 6);
    struct sv_overlap *o;
    struct sv_fault fault = { 0 };

    cr_expect(eq(int, sv_overlap_new(&o, d, twice, d, twice, &fault), SV_DATA));
    cr_expect_str_eq(fault.text, "PSUs 1 and 3 of the first round have the "
                     "same stratum and identifier; give strata and clusters "
                     "that tell them apart");
    sv_design_free(d);
}
