/* test_reference_pps.c - unequal probabilities of R survey. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/weights/reference_sample.h"

enum { DESIGN, RULE, VARIANCE, INDICATOR, D1, ESTIMATE, SE };

/* A design's probabilities, as scripts/reference-methods.R makes them. */
struct unequal {
    struct sv_pps pps;
    double p[100], squares[10], joint[2500];
    uint32_t drawn[10];
    size_t n_psus, n_strata;
};

/* Rewrites the rows of a design: the number of each row's PSU decides. */
static void
prepare(struct unequal *u, struct reference_data *all, int design,
        bool two_stages)
{
    const struct reference_row *before = NULL;

    memset(u, 0, sizeof *u);
    for (size_t i = 0; i < all->n_specs; i++)
        if (all->specs[i].design == design)
            all->specs[i].fpcs = two_stages ? 2 : 1;
    for (size_t i = 0; i < all->n_rows; i++) {
        struct reference_row *r = &all->rows[i];
        const bool new_stratum = before == NULL
                                 || strcmp(before->stratum, r->stratum) != 0;
        const bool first = new_stratum || before->unit[0] != r->unit[0];

        if (r->design != design)
            continue;
        u->n_strata += new_stratum;
        u->n_psus += first;
        u->drawn[u->n_strata - 1] += first;
        u->p[u->n_psus - 1] = 0.1 + 0.07 * (double) (7 * u->n_psus % 11);
        u->squares[u->n_strata - 1] = 0.2 + 0.03 * (double) u->n_strata;
        r->fpc[0] = 0.5;        /* any: probabilities take its place */
        r->fpc[1] = 0.05 * (double) (1 + u->n_psus % 9);
        if (!two_stages)
            r->w = first ? 1 / u->p[u->n_psus - 1] : 0;
        before = r;
    }
}

static void
fill_joint(struct unequal *u)
{
    size_t at = 0, first = 0;

    for (size_t h = 0; h < u->n_strata; first += u->drawn[h++])
        for (size_t i = first; i < first + u->drawn[h]; i++)
            for (size_t j = first; j < first + u->drawn[h]; j++)
                u->joint[at++] = u->p[i] * u->p[j]
                                 * (0.8 + 0.01 * (double) ((i + j + 2) % 7));
}

static void
set_rule(struct unequal *u, const struct reference_line *want)
{
    char name[32];

    snprintf(name, sizeof name, "%s", want->field[RULE]);
    u->pps = (struct sv_pps) {
        .probability = u->p,
        .yates_grundy = strcmp(want->field[VARIANCE], "YG") == 0,
    };
    if (strcmp(name, "hartley-rao-p") == 0)
        u->pps.squares = u->squares;
    if (strcmp(name, "joint") == 0)
        u->pps.joint = u->joint;
    for (size_t k = 0; k < sv_n_pps_rules; k++)
        if (strncmp(name, sv_pps_rules[k].name, strlen(sv_pps_rules[k].name))
            == 0)
            u->pps.rule = &sv_pps_rules[k];
    cr_assert(u->pps.rule != NULL);
}

static void
check(const struct reference_sample *s, const struct reference_line *want)
{
    static struct reference_fold f;
    const char which[] = { want->field[INDICATOR][0], want->field[D1][0] };
    struct sv_estimate got;

    reference_fold(&f, s, reference_indicator, which);
    got = sv_estimate_cell(s->design, reference_estimator(which[0]), &f.rows,
                           s->scratch);
    reference_compare(want, "estimate", got.value,
                      reference_field(want, ESTIMATE), 1e-9);
    /* A Horvitz-Thompson variance may come out negative. */
    if (!(got.flags & SV_FLAG_ONE_PSU))
        reference_compare(want, "se", got.se, reference_field(want, SE), 1e-8);
}

Test(reference_pps, every_number_of_r_survey)
{
    struct reference_data all;
    struct unequal u;
    size_t n;
    int before = -1;
    struct reference_line *want =
        reference_lines(&n, "fixtures/reference/methods-pps.csv");

    reference_load(&all);
    cr_assert(ge(sz, n, 450));
    for (size_t i = 0; i < n; i++) {
        struct reference_sample s;
        const int design = atoi(want[i].field[DESIGN]);

        if (design != before)
            prepare(&u, &all, design,
                    strcmp(want[i].field[RULE], "brewer-2") == 0);
        before = design;
        fill_joint(&u);
        set_rule(&u, &want[i]);
        reference_sample_make(&s, &all, design, &u.pps);
        check(&s, &want[i]);
        reference_sample_free(&s);
    }
    free(want);
    reference_free(&all);
}
