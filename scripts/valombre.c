/* valombre.c - makes the multipurpose survey of Valombre: menages.sav.
 *
 * Usage: valombre FOLDER.  A survey of health and living conditions with a
 * module on ICT, of another invented country: 80 clusters in 8 strata, about 14
 * households in each.  One row a member, with the fields of the household on
 * every row; men and women of 15 to 49 were asked the individual questions.
 *
 * One seed, no clock, no locale, no time zone: every run writes the same bytes.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "enquete.h"
enum { SEED = 20250318, N_STRATA = 8, PER_STRATUM = 10, N_CLUSTERS = 80 };
enum { MAX_SAMPLED = 15, MAX_SIZE = 9, MAX_ROWS = N_CLUSTERS * MAX_SAMPLED * MAX_SIZE };
enum { YES = 1, NO = 2, MALE = 1, FEMALE = 2 };

static const time_t file_time = 1750032000;     /* 16 June 2025, 00:00 UTC */
static const double first_day = 20150;          /* 3 March 2025 */

/* Households in a stratum, and how it stands. */
static const struct stratum { double households, standing; } frame[N_STRATA] = {
    { 182000, .8 }, { 96000, -.2 }, { 74000, .5 }, { 131000, -.6 },
    { 52000, .3 }, { 158000, -.9 }, { 21000, .4 }, { 33000, -.3 },
};

struct survey {
    gsl_rng *rng;
    double (*row)[N_FIELDS];
    int *cluster;
    size_t n;
};

static double
chance(double odds)
{
    return 1 / (1 + exp(-odds));
}

static bool
happens(gsl_rng *rng, double p)
{
    return gsl_rng_uniform(rng) < p;
}

/* An answer to a yes/no question; now and then there is none.  Items of a list
 * that was read out have one always: they are cited, or not. */
static double
answer(gsl_rng *rng, const struct field *f, double standing)
{
    const double silence = gsl_rng_uniform(rng);
    const bool yes = happens(rng, chance(f->odds + f->slope * standing));

    if (f->labels == &cite)
        return yes;
    if (silence < .006)
        return REFUSED;
    if (silence < .012)
        return DONT_KNOW;
    return yes ? YES : NO;
}

static void
answers(gsl_rng *rng, double *row, int first, int last, bool asked, double standing)
{
    for (int k = first; k <= last; k++)
        row[k] = asked ? answer(rng, &champs[k], standing) : NOT_ASKED;
}

/* Never, or how often: 0 to 3. */
static double
how_often(gsl_rng *rng, int k, bool asked, double standing)
{
    const double a = asked ? answer(rng, &champs[k], standing) : NOT_ASKED;

    if (a == DONT_KNOW)
        return REFUSED;
    if (a == NO)
        return 0;
    return a == YES ? 3 - happens(rng, .4) - happens(rng, .25) : a;
}

/* Up to N_SLOTS codes of a list, the likeliest of those that apply first. */
static void
fill_slots(gsl_rng *rng, double *slot, int n_slots, const double *odds, int n_codes,
           bool asked, double mood)
{
    int n = 0;

    for (int k = 0; k < n_slots; k++)
        slot[k] = NOT_ASKED;
    if (asked && happens(rng, .015)) {
        slot[0] = DONT_KNOW;
        return;
    }
    for (int c = 0; asked && c < n_codes && n < n_slots; c++)
        if (happens(rng, chance(odds[c] + .6 * mood)))
            slot[n++] = c + 1;
    if (asked && n == 0)
        slot[0] = 96;
}

static void
draw_household(gsl_rng *rng, double *h, double standing)
{
    answers(rng, h, HC7A, HC13, true, standing);
    if (h[HC8] == NO)
        h[HC8] = 3;
    if (h[HC8] == YES && happens(rng, h[HH6] == 2 ? .3 : .06))
        h[HC8] = 2;
    answers(rng, h, EI1A, EI1D, h[HC13] == YES, standing);
    answers(rng, h, EI2A, EI2F, h[HC13] == NO, standing);
    h[EI6] = round(exp(7.4 + .4 * standing + .5 * gsl_ran_gaussian(rng, 1)) / 50) * 50;
    if (happens(rng, .035))
        h[EI6] = happens(rng, .7) ? DONT_KNOW : REFUSED;
}

static void
draw_member(gsl_rng *rng, double *p, int line, double head_age)
{
    const double u = gsl_rng_uniform(rng);

    p[HL4] = happens(rng, .51) ? FEMALE : MALE;
    p[HL3] = line == 1 ? 1 : line == 2 && u < .7 ? 2 : u < .85 ? 3 : u < .97 ? 4 : 5;
    if (line == 1)
        p[HL6] = floor(21 + 70 * gsl_ran_beta(rng, 1.6, 2.8));
    else if (p[HL3] == 2)
        p[HL6] = fmax(17, floor(head_age - 4 + 6 * gsl_ran_gaussian(rng, 1)));
    else if (p[HL3] == 3)
        p[HL6] = floor(fmin(40, fmax(1, head_age - 18) * gsl_rng_uniform(rng)));
    else
        p[HL6] = floor(90 * gsl_ran_beta(rng, 1.1, 1.8));
    p[HL6] = fmin(p[HL6], 95);
}

static double
draw_school(gsl_rng *rng, double age, bool woman, double standing)
{
    const double x = 2 + .7 * standing - .035 * (age - 28) - (woman ? .3 : 0)
                     + 1.1 * gsl_ran_gaussian(rng, 1);

    return fmin(age < 18 ? 3 : 4, fmax(0, floor(x)));
}

/* The individual questions. */
static void
draw_individual(gsl_rng *rng, double *p, double standing)
{
    static const double activity[] = { -1.2, 1.1, 1.2, -.6, -1.1, -1.4, -1.9, .7, -.3, -1.8 };
    static const double reason[] = { -.4, .1, -.2, -1.1, -1.9 };
    const double z = standing + .35 * (p[WELEVEL] - 1.5) - .02 * fmax(0, p[HL6] - 25)
                     - (p[HL4] == FEMALE ? .35 : 0);
    const double mood = z + .6 * gsl_ran_gaussian(rng, 1);
    const bool asked = p[UF17] == 1;
    bool user;

    answers(rng, p, MT4, MT4, asked, z);
    p[MT5] = how_often(rng, MT5, p[MT4] == YES, z);
    answers(rng, p, MT6A, MT6I, p[MT5] > 0, mood);
    answers(rng, p, MT9, MT9, asked, z);
    p[MT10] = how_often(rng, MT10, p[MT9] == YES, z);
    answers(rng, p, MT11, MT11, asked, z);
    p[MT12] = how_often(rng, MT12, asked, z);
    user = p[MT10] > 0;
    fill_slots(rng, p + EI3_1, 4, activity, 10, user, mood);
    answers(rng, p, EI4A, EI4E, user, z);
    fill_slots(rng, p + EI5_1, 3, reason, 5, p[MT9] == NO || p[MT10] == 0, -z);
}

/* A member's row: the household's fields are there already. */
static void
draw_person(struct survey *s, double *p, int line, double head_age, double standing)
{
    const bool known = line == 1 || !happens(s->rng, .004);
    bool eligible;

    p[LN] = line;
    draw_member(s->rng, p, line, head_age);
    eligible = known && p[HL6] >= 15 && p[HL6] <= 49;
    p[UF17] = !eligible ? NOT_ASKED : happens(s->rng, .93) ? 1 : happens(s->rng, .8) ? 2 : 3;
    p[WELEVEL] = p[UF17] == 1 ? draw_school(s->rng, p[HL6], p[HL4] == FEMALE, standing)
                              : NOT_ASKED;
    draw_individual(s->rng, p, standing);
    if (p[UF17] == 1 && happens(s->rng, .006))
        p[WELEVEL] = REFUSED;
    if (!known)
        p[HL6] = happens(s->rng, .7) ? DONT_KNOW : REFUSED;
}

/* Cluster C, the I-th of stratum H. */
static void
draw_cluster(struct survey *s, int c, int h)
{
    const int answered = MAX_SAMPLED - (int) gsl_ran_binomial(s->rng, .08, MAX_SAMPLED);
    const double shared = frame[h].standing + .5 * gsl_ran_gaussian(s->rng, 1);
    const double day = first_day + floor(60 * gsl_rng_uniform(s->rng));
    const double size_factor = exp(.25 * gsl_ran_gaussian(s->rng, 1));

    for (int j = 0; j < answered; j++) {
        const double own = shared + .7 * gsl_ran_gaussian(s->rng, 1);
        const int size = 1 + (int) fmin(MAX_SIZE - 1, gsl_ran_poisson(s->rng, 3.1));
        double *first = s->row[s->n];

        first[HH1] = first[PSU] = c + 1;
        first[HH2] = j + 1;
        first[HH5] = day + (double) gsl_rng_uniform_int(s->rng, 3);
        first[HH6] = h % 2 + 1;
        first[HH7] = h / 2 + 1;
        first[HH7D] = 10 * first[HH7] + (c % PER_STRATUM >= PER_STRATUM / 2);
        first[STRATUM] = 10 * first[HH7] + first[HH6];
        first[HHWEIGHT] = frame[h].households / PER_STRATUM * size_factor / answered;
        first[HH48] = size;
        draw_household(s->rng, first, own);
        for (int line = 1; line <= size; line++) {
            double *p = s->row[s->n];

            for (int k = 0; k < HL3; k++)
                p[k] = first[k];
            draw_person(s, p, line, first[HL6], own);
            s->cluster[s->n++] = c;
        }
    }
}

/* Weights that have a mean of one over those who answered, as MICS publishes
 * them: of households; of women and men, who are adjusted for those of their
 * stratum that were not interviewed. */
static void
weigh(struct survey *s)
{
    double sum = 0, households = 0;
    double eligible[N_STRATA][2] = { { 0 } }, interviewed[N_STRATA][2] = { { 0 } };
    double total[2] = { 0 }, persons[2] = { 0 };

    for (size_t i = 0; i < s->n; i++)
        if (s->row[i][LN] == 1) {
            sum += s->row[i][HHWEIGHT];
            households++;
        }
    for (size_t i = 0; i < s->n; i++) {
        double *p = s->row[i];
        const int h = s->cluster[i] / PER_STRATUM, sex = (int) p[HL4] - 1;

        p[HHWEIGHT] = round(1e6 * p[HHWEIGHT] * households / sum) / 1e6;
        eligible[h][sex] += p[UF17] >= 1 ? p[HHWEIGHT] : 0;
        interviewed[h][sex] += p[UF17] == 1 ? p[HHWEIGHT] : 0;
    }
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->n; i++) {
            double *p = s->row[i];
            const int h = s->cluster[i] / PER_STRATUM, sex = (int) p[HL4] - 1;
            const double w = p[HHWEIGHT] * eligible[h][sex] / interviewed[h][sex];

            p[WMWEIGHT] = p[MNWEIGHT] = NOT_ASKED;
            if (p[UF17] != 1)
                continue;
            if (pass == 0) {
                total[sex] += w;
                persons[sex]++;
            } else {
                p[sex == 1 ? WMWEIGHT : MNWEIGHT] =
                    round(1e6 * w * persons[sex] / total[sex]) / 1e6;
            }
        }
}

/* ---- writing ---- */

static bool
has_reasons(const struct field *f)
{
    return f->labels == &ouinon || f->labels == &electricite || f->labels == &souvent
        || f->labels == &niveau;
}

static void
label_reasons(readstat_label_set_t *set, const struct field *f, enum format format)
{
    if (format != SAV || !has_reasons(f))
        return;
    if (f->labels != &souvent)
        readstat_label_double_value(set, 8, "NSP");
    readstat_label_double_value(set, 9, "NR");
}

/* Ranges of missing values; 98 of the lists (EI3, EI5) was forgotten. */
static void
declare_missing(readstat_variable_t *v, const struct field *f)
{
    if (has_reasons(f))
        must(readstat_variable_add_missing_double_range(v, 8, 9));
    else if (f->labels == &ages)
        must(readstat_variable_add_missing_double_range(v, 98, 99));
    else if (f->kind == MONEY)
        must(readstat_variable_add_missing_double_range(v, 999998, 999999));
}

static double
instead(const struct field *f, double x)
{
    if (x == NOT_ASKED)
        return NAN;
    if (f->kind == MONEY)
        return x == DONT_KNOW ? 999998 : 999999;
    if (f->labels == &ages || f->labels == &activites || f->labels == &raisons)
        return x == DONT_KNOW ? 98 : 99;
    return x == DONT_KNOW ? 8 : 9;
}

static void
word(char *out, size_t size, const struct field *f, double x)
{
    for (int i = 0; f->labels->in[i].text != NULL; i++)
        if (f->labels->in[i].code == (int) x)
            snprintf(out, size, "%s", f->labels->in[i].text);
}

static const struct house office = {
    1252, 16, "A16", instead, label_reasons, declare_missing, word
};

int
main(int argc, char **argv)
{
    struct survey s = {
        .rng = gsl_rng_alloc(gsl_rng_mt19937),
        .row = calloc(MAX_ROWS, sizeof *s.row),
        .cluster = calloc(MAX_ROWS, sizeof *s.cluster),
    };
    int order[N_CLUSTERS];

    if (argc != 2 || s.rng == NULL || s.row == NULL || s.cluster == NULL) {
        fputs("usage: valombre FOLDER\n", stderr);
        return 2;
    }
    setenv("TZ", "UTC", 1);     /* ReadStat writes the time of the file in it */
    gsl_rng_set(s.rng, SEED);
    for (int c = 0; c < N_CLUSTERS; c++) {
        draw_cluster(&s, c, c / PER_STRATUM);
        order[c] = c;
    }
    weigh(&s);
    gsl_ran_shuffle(s.rng, order, N_CLUSTERS, sizeof *order);
    write_survey_file(argv[1], &(struct table) {
        "menages.sav", "Enquête sur les conditions de vie, Valombre 2025", SAV, &office,
        file_time, champs, N_FIELDS, s.row[0], s.n, s.cluster, order, N_CLUSTERS });
    printf("%zu persons\n", s.n);
    gsl_rng_free(s.rng);
    free(s.row);
    free(s.cluster);
    return 0;
}
