/* exampland.c - makes the demonstration survey: household.sav, person.dta; and
 * an earlier round of it: households.dta, persons.sav.
 *
 * Usage: exampland 2026|2023 FOLDER.  A two-stage sample of an invented country:
 * 240 enumeration areas (EAs) in 12 strata, about 13 households in each, all
 * their members.  Answers depend on age, sex, education, area, and on effects
 * shared by an EA and by a household, so that design effects look like real ones.
 * In 2023 half of the EAs were those of 2026, with the same numbers and nearly
 * the same effects, and everybody stood a little lower.
 *
 * One seed, no clock, no locale, no time zone: every run writes the same bytes.
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

#include "earlier.h"
enum { SEED = 20260412, N_REGIONS = 6, N_STRATA = 12, N_EAS = 240 };
enum { MAX_SAMPLED = 14, MAX_SIZE = 7 };
enum { URBAN = 1, RURAL = 2 };
enum { YES = 1, NO = 2, MALE = 1, FEMALE = 2 };

struct round { time_t written; double first_day, change; };
static const struct round round_2026 = { 1776038400, 20465, 0 };   /* 13 April; 12 January */
static const struct round round_2023 = { 1681084800, 19366, -.45 }; /* 10 April; 9 January */

/* The frame: EAs in the population, EAs drawn, and how a stratum stands. */
static const struct stratum { int eas, drawn, households; double standing; }
frame[N_STRATA] = {
    { 820, 24, 150,  .85 }, { 430, 18, 110, -.35 },
    { 460, 20, 140,  .55 }, { 720, 20, 105, -.50 },
    { 390, 20, 135,  .60 }, { 980, 24, 100, -.70 },
    { 350, 18, 130,  .40 }, { 610, 20,  95, -.60 },
    { 270, 18, 120,  .25 }, { 990, 26,  90, -.95 },
    {  62, 16, 125,  .50 }, { 140, 16,  85, -.30 },
};

struct survey {
    const struct round *round;
    const struct survey *later; /* the round after; NULL: there is none */
    gsl_rng *rng;
    double effect[N_EAS];
    double (*household)[N_H], (*person)[N_P];
    int *ea_of_household, *ea_of_person;        /* 0 .. N_EAS - 1 */
    size_t n_households, n_persons;
};

static double
chance(double odds)
{
    return 1 / (1 + exp(-odds));
}

/* An answer to a yes/no question: now and then there is none. */
static double
answer(gsl_rng *rng, const struct field *f, double standing)
{
    const double silence = gsl_rng_uniform(rng);
    const double p = chance(f->odds + f->slope * standing);
    const bool yes = gsl_rng_uniform(rng) < p;

    if (silence < .004)
        return REFUSED;
    if (silence < .016)
        return DONT_KNOW;
    return yes ? YES : NO;
}

/* Items FIRST to LAST, if they are asked at all. */
static void
answers(gsl_rng *rng, double *row, const struct field *fields, int first,
        int last, bool asked, double standing)
{
    for (int k = first; k <= last; k++)
        row[k] = asked ? answer(rng, &fields[k], standing) : NOT_ASKED;
}

static double
spending(gsl_rng *rng, double log_mean, double spread)
{
    return round(exp(log_mean + spread * gsl_ran_gaussian(rng, 1)) * 10) / 10;
}

static int
draw_size(gsl_rng *rng, bool rural)
{
    const double p[MAX_SIZE] = { rural ? .24 : .32, .32, .21, .13, .06, .03, .01 };
    double u = gsl_rng_uniform(rng) * (rural ? 1 : 1.08);
    int size = 1;

    while (size < MAX_SIZE && (u -= p[size - 1]) > 0)
        size++;
    return size;
}

static void
draw_household(gsl_rng *rng, double *h, double standing)
{
    answers(rng, h, household, H02, H04, true, standing);
    answers(rng, h, household, H05A, H07, true, standing);
    answers(rng, h, household, H08A, H08E, h[H07] == YES, standing);
    answers(rng, h, household, H09A, H09I, h[H07] == NO, standing);
    h[H10] = spending(rng, 6.9 + .35 * standing + .25 * log(h[H01]), .45);
    h[H11] = round(h[H10] * chance(-3.1 + .15 * standing
                                   + .4 * (h[H07] == YES)
                                   + .5 * gsl_ran_gaussian(rng, 1)) * 10) / 10;
    if (gsl_rng_uniform(rng) < .03)
        h[H10] = DONT_KNOW;
    if (gsl_rng_uniform(rng) < .025)
        h[H11] = gsl_rng_uniform(rng) < .6 ? DONT_KNOW : REFUSED;
}

/* The roster line of member LINE, given the head's age. */
static void
draw_member(gsl_rng *rng, double *p, int line, double head_age)
{
    const double u = gsl_rng_uniform(rng);

    p[B04] = gsl_rng_uniform(rng) < .52 ? FEMALE : MALE;
    if (line == 1) {
        p[B02] = 1;
        p[B05] = floor(20 + 68 * gsl_ran_beta(rng, 1.7, 2.4));
    } else if (line == 2 && u < .6) {
        p[B02] = 2;
        p[B05] = fmax(18, floor(head_age - 2 + 5 * gsl_ran_gaussian(rng, 1)));
    } else if (u < .85) {
        p[B02] = 3;
        p[B05] = floor(fmax(0, head_age - 19) * gsl_rng_uniform(rng));
        p[B05] = fmin(p[B05], 38);
    } else {
        p[B02] = u < .96 ? 4 : 5;
        p[B05] = floor(5 + 80 * gsl_ran_beta(rng, 1.2, 1.5));
    }
    p[B05] = fmin(p[B05], 97);
}

/* Schooling rises with standing and with every cohort, women's faster. */
static double
draw_school(gsl_rng *rng, double age, bool woman, double standing)
{
    const double by_age[] = { 6, 12, 15, 18, 19, 21, 23 };
    const double x = 3.4 + .8 * standing - .028 * (age - 30)
                     - (woman ? .012 * (age - 30) : 0)
                     + 1.25 * gsl_ran_gaussian(rng, 1);
    double level = fmin(6, fmax(0, floor(x)));

    while (level > 0 && age < by_age[(int) level])
        level--;
    return level;
}

static double
draw_work(gsl_rng *rng, double age, double level)
{
    const double u = gsl_rng_uniform(rng);
    const double out = age < 20 ? .75 : age > 64 ? .85 : .28;

    if (age < 15)
        return NOT_ASKED;
    if (u < out)
        return 4;
    if (u < out + .07 * (1 - out))
        return 3;
    return gsl_rng_uniform(rng) < chance(-.5 + .3 * level) ? 1 : 2;
}

/* How a person stands towards ICT: zero is an adult of 24, lower secondary. */
static double
person_standing(const double *p, double standing)
{
    const double years = p[B05] - 24;

    return .95 * standing + .32 * (fmax(p[B06], 0) - 2)
           - (years > 0 ? .0011 : .0065) * years * years
           - (p[B04] == FEMALE ? .18 : 0);
}

static void
draw_use(gsl_rng *rng, double *p, double z, bool online_home, bool asked)
{
    answers(rng, p, person, C01, C01, asked, z);
    answers(rng, p, person, C01A, C01C, p[C01] == YES, z);
    answers(rng, p, person, C02, C03, asked, z);
    answers(rng, p, person, C03A, C03B, p[C03] == YES, z);
    answers(rng, p, person, C05, C05, asked, z + (online_home ? .5 : -.5));
    if (p[C05] == NO)
        p[C05] = 4 - (gsl_rng_uniform(rng) < .2) - (gsl_rng_uniform(rng) < .2);
    answers(rng, p, person, C06, C06, p[C05] == 1, z);
    if (p[C06] == NO)
        p[C06] = 2 + (gsl_rng_uniform(rng) > .7);
}

/* Section C: asked of those aged five and over. */
static void
draw_ict(gsl_rng *rng, double *p, double standing, bool online_home, bool earlier)
{
    const double z = person_standing(p, standing);
    /* Who does one thing online tends to do others. */
    const double mood = z + .7 * gsl_ran_gaussian(rng, 1);
    const bool asked = p[B05] >= 5;
    bool user;

    draw_use(rng, p, z, online_home, asked);
    user = p[C05] == 1;
    answers(rng, p, person, C07A, C07G, user, z);
    answers(rng, p, person, C08A, C08P, user, mood);
    answers(rng, p, person, C11A, C11K, earlier ? p[C01] == YES : user, mood);
    answers(rng, p, person, C12A, C12I, asked && p[C05] >= 2, z);
    p[C09] = user ? fmin(98, round(2 * spending(rng, 2.2 + .3 * z, .7)) / 2)
                  : NOT_ASKED;
    p[C10] = p[C08H] == YES ? spending(rng, 4 + .4 * standing, .8) : NOT_ASKED;
    if (user && gsl_rng_uniform(rng) < .03)
        p[C09] = DONT_KNOW;
    if (p[C08H] == YES && gsl_rng_uniform(rng) < .05)
        p[C10] = gsl_rng_uniform(rng) < .5 ? DONT_KNOW : REFUSED;
}

/* The members of household H: all are drawn, those who answer are kept.  The
 * head always answers. */
static void
draw_persons(struct survey *s, const double *h, int ea, double standing)
{
    double head_age = 0;

    for (int line = 1; line <= (int) h[H01]; line++) {
        double *p = s->person[s->n_persons];

        draw_member(s->rng, p, line, head_age);
        if (line == 1)
            head_age = p[B05];
        p[P_ID] = h[H_ID];
        p[P_LINE] = line;
        p[B06] = draw_school(s->rng, p[B05], p[B04] == FEMALE, standing);
        p[B07] = draw_work(s->rng, p[B05], p[B06]);
        draw_ict(s->rng, p, standing, h[H07] == YES, s->later != NULL);
        p[P_WEIGHT] = line == 1 || gsl_rng_uniform(s->rng) > .05;
        if (gsl_rng_uniform(s->rng) < .006)
            p[B06] = gsl_rng_uniform(s->rng) < .7 ? DONT_KNOW : REFUSED;
        if (line > 1 && gsl_rng_uniform(s->rng) < .002)
            p[B05] = DONT_KNOW;
        s->ea_of_person[s->n_persons++] = ea;
    }
}

/* What sets EA, the I-th of its stratum, apart. */
static double
draw_effect(struct survey *s, int ea, int i)
{
    const double own = gsl_ran_gaussian(s->rng, 1);

    s->effect[ea] = s->later == NULL || i % 2 == 1
        ? .6 * own : .85 * s->later->effect[ea] + .25 * own;
    return s->effect[ea];
}

/* Enumeration area EA, the I-th drawn in stratum H.  Every other one of the
 * earlier round is not in the later. */
static void
draw_ea(struct survey *s, int ea, int h, int i)
{
    const struct stratum *f = &frame[h];
    const bool rural = h % 2 == 1;
    const int number = s->later == NULL || i % 2 == 0 ? i + 1 : f->drawn + i / 2 + 1;
    const double shared = f->standing + s->round->change + draw_effect(s, ea, i);
    const double listed = f->households + floor(61 * gsl_rng_uniform(s->rng)) - 30;
    const int answered = MAX_SAMPLED - (int) gsl_ran_binomial(s->rng, .1, MAX_SAMPLED);
    const double day = s->round->first_day + floor(75 * gsl_rng_uniform(s->rng));

    for (int j = 0; j < answered; j++) {
        double *row = s->household[s->n_households];
        const double own = shared + .75 * gsl_ran_gaussian(s->rng, 1);

        row[H_REGION] = h / 2 + 1;
        row[H_AREA] = rural ? RURAL : URBAN;
        row[H_STRATUM] = 10 * row[H_REGION] + row[H_AREA];
        row[H_EA] = number;
        row[H_ID] = 10000 * row[H_STRATUM] + 100 * number + j + 1;
        row[H_DATE] = day + (int) gsl_rng_uniform_int(s->rng, 4);
        row[H_TEAM] = 10 * (1 + ea % 9) + 1 + (int) gsl_rng_uniform_int(s->rng, 4);
        row[H_EAS] = f->eas;
        row[H_HHS] = listed;
        row[H_WEIGHT] = round(1e4 * f->eas / f->drawn * listed / answered) / 1e4;
        row[H01] = draw_size(s->rng, rural);
        draw_household(s->rng, row, own);
        draw_persons(s, row, ea, own);
        s->ea_of_household[s->n_households++] = ea;
    }
}

static int
response_class(const double *p, const double *h)
{
    const int age = p[B05] < 25 ? 0 : p[B05] < 55 ? 1 : 2;

    return (int) (6 * (h[H_AREA] - 1) + 3 * (p[B04] - 1)) + age;
}

/* Persons who did not answer (weight 0 so far) leave the file; the others of
 * their class - area, sex, age - carry their weight. */
static void
weigh_persons(struct survey *s)
{
    double all[12] = { 0 }, here[12] = { 0 };
    size_t kept = 0, j = 0;

    for (int pass = 0; pass < 2; pass++) {
        j = kept = 0;
        for (size_t i = 0; i < s->n_persons; i++) {
            double *p = s->person[i];

            while (s->household[j][H_ID] != p[P_ID])
                j++;
            const double w = s->household[j][H_WEIGHT];
            const int class = response_class(p, s->household[j]);

            if (pass == 0) {
                all[class] += w;
                here[class] += p[P_WEIGHT] * w;
            } else if (p[P_WEIGHT] > 0) {
                p[P_WEIGHT] = round(1e4 * w * all[class] / here[class]) / 1e4;
                s->ea_of_person[kept] = s->ea_of_person[i];
                memmove(s->person[kept++], p, sizeof s->person[0]);
            }
        }
    }
    s->n_persons = kept;
}

/* ---- writing ---- */

/* The reasons have labels too: .a .b .c in Stata, 8 9 7 in SPSS. */
static void
label_reasons(readstat_label_set_t *set, const struct field *f, enum format format)
{
    if (f->kind != CODE || f->labels == &regions || f->labels == &areas
        || f->labels == &strata)
        return;
    if (format == DTA) {
        readstat_label_tagged_value(set, 'a', "Don't know");
        readstat_label_tagged_value(set, 'b', "Refused");
        readstat_label_tagged_value(set, 'c', "Not applicable");
    } else {
        readstat_label_double_value(set, 7, "Not applicable");
        readstat_label_double_value(set, 8, "Don't know");
        readstat_label_double_value(set, 9, "Refused");
    }
}

/* In SPSS the reasons are codes that the dictionary declares missing.  This
 * office forgot to declare the one of H10: see `missing:` in survey.yaml. */
static void
declare_missing(readstat_variable_t *v, const struct field *f)
{
    if (f->labels == &amounts)
        must(readstat_variable_add_missing_double_range(v, 99998, 99999));
    else if (f->labels == &yesno)
        for (int code = 7; code <= 9; code++)
            must(readstat_variable_add_missing_double_value(v, code));
}

static double
instead(const struct field *f, double x)
{
    if (f->kind == CODE)
        return x == NOT_ASKED ? 7 : x == DONT_KNOW ? 8 : 9;
    if (f->labels == &totals)
        return 999998;
    return x == DONT_KNOW ? 99998 : 99999;
}

static void
name_team(char *out, size_t size, const struct field *f, double x)
{
    (void) f;
    snprintf(out, size, "T%02d-%d", (int) x / 10 % 100, (int) x % 10);
}

static const struct house office = {
    65001, 5, "A5", instead, label_reasons, declare_missing, name_team
};

static struct survey
draw_survey(const struct round *round, const struct survey *later)
{
    const size_t max = N_EAS * MAX_SAMPLED;
    struct survey s = {
        .round = round, .later = later,
        .rng = gsl_rng_alloc(gsl_rng_mt19937),
        .household = calloc(max, sizeof *s.household),
        .person = calloc(max * MAX_SIZE, sizeof *s.person),
        .ea_of_household = calloc(max, sizeof *s.ea_of_household),
        .ea_of_person = calloc(max * MAX_SIZE, sizeof *s.ea_of_person),
    };
    int ea = 0;

    if (s.rng == NULL || s.household == NULL || s.person == NULL
        || s.ea_of_household == NULL || s.ea_of_person == NULL) {
        perror("exampland");
        exit(EXIT_FAILURE);
    }
    gsl_rng_set(s.rng, later == NULL ? SEED : SEED - 30000);
    for (int h = 0; h < N_STRATA; h++)
        for (int i = 0; i < frame[h].drawn; i++)
            draw_ea(&s, ea++, h, i);
    weigh_persons(&s);
    return s;
}

static void
write_survey(const struct survey *s, const char *folder)
{
    int order[N_EAS];
    const struct table households = {
        "household.sav", "Exampland ICT survey 2026, households", SAV, &office,
        s->round->written, household, N_H, s->household[0], s->n_households,
        s->ea_of_household, order, N_EAS
    };
    const struct table persons = {
        "person.dta", "Exampland ICT survey 2026, persons", DTA, &office,
        s->round->written, person, N_P, s->person[0], s->n_persons,
        s->ea_of_person, order, N_EAS
    };

    for (int e = 0; e < N_EAS; e++)
        order[e] = e;
    gsl_ran_shuffle(s->rng, order, N_EAS, sizeof *order);
    write_survey_file(folder, &households);
    gsl_ran_shuffle(s->rng, order, N_EAS, sizeof *order);
    write_survey_file(folder, &persons);
}

/* ---- the round of 2023 ---- */

/* 98 and 99; who was not asked has nothing. */
static void
label_reasons_23(readstat_label_set_t *set, const struct field *f, enum format format)
{
    if (format == DTA) {
        label_reasons(set, f, format);
    } else if (f->labels == &noyes || f->labels == &schooling || f->labels == &often23) {
        readstat_label_double_value(set, 98, "Don't know");
        readstat_label_double_value(set, 99, "No answer");
    }
}

static void
declare_missing_23(readstat_variable_t *v, const struct field *f)
{
    if (f->labels == &noyes || f->labels == &schooling || f->labels == &often23)
        must(readstat_variable_add_missing_double_range(v, 98, 99));
    else if (f->kind == MONEY || f->kind == COUNT)
        must(readstat_variable_add_missing_double_range(v, 998, 999));
}

static double
instead_23(const struct field *f, double x)
{
    const double base = f->kind == CODE ? 90 : 990;

    return x == NOT_ASKED ? NAN : base + (x == DONT_KNOW ? 8 : 9);
}

static const struct house office_23 = {
    65001, 5, "A5", instead_23, label_reasons_23, declare_missing_23, name_team
};

/* The answer to E in ROW, which is coded as in 2026. */
static double
recode(const struct earlier *e, const double *row)
{
    const double x = row[e->from];

    switch (e->recode) {
    case YES_IS_1_NO_IS_0:
        return x < 0 ? x : x == YES;
    case OTHER_WAY_ROUND:
        return x < 0 ? x : 3 - x;
    case RECENT:
        return x < 0 ? x : x == 1;
    case ANY_OF_THREE:
        for (int k = 0; k < 3; k++)
            if (row[e->from + k] == YES)
                return 1;
        return fmin(0, fmin(x, fmin(row[e->from + 1], row[e->from + 2])));
    case FOUR_LEVELS:
        return x < 0 ? x : x <= 1 ? 1 : x == 2 ? 2 : x <= 4 ? 3 : 4;
    case AS_IS:
    default:
        return x;
    }
}

/* The table T, whose rows are as in 2026, as E [t->n_fields] asks. */
static void
write_earlier(const char *folder, struct table t, const struct earlier *e, size_t stride)
{
    struct field *field = calloc(t.n_fields, sizeof *field);
    double *row = calloc(t.n_rows * t.n_fields, sizeof *row);

    if (field == NULL || row == NULL) {
        perror("exampland");
        exit(EXIT_FAILURE);
    }
    for (size_t k = 0; k < t.n_fields; k++)
        field[k] = e[k].field;
    for (size_t i = 0; i < t.n_rows; i++)
        for (size_t k = 0; k < t.n_fields; k++)
            row[i * t.n_fields + k] = recode(&e[k], t.row + i * stride);
    t.field = field;
    t.row = row;
    write_survey_file(folder, &t);
    free(field);
    free(row);
}

static void
write_survey_23(const struct survey *s, const char *folder)
{
    int order[N_EAS];
    const struct table households = {
        "households.dta", "Exampland ICT survey 2023, households", DTA, &office_23,
        s->round->written, NULL, N_H23, s->household[0], s->n_households,
        s->ea_of_household, order, N_EAS
    };
    const struct table persons = {
        "persons.sav", "Exampland ICT survey 2023, persons", SAV, &office_23,
        s->round->written, NULL, N_P23, s->person[0], s->n_persons,
        s->ea_of_person, order, N_EAS
    };

    for (int e = 0; e < N_EAS; e++)
        order[e] = e;
    gsl_ran_shuffle(s->rng, order, N_EAS, sizeof *order);
    write_earlier(folder, households, household23, N_H);
    write_earlier(folder, persons, person23, N_P);
}

static void
free_survey(struct survey *s)
{
    free(s->household);
    free(s->person);
    free(s->ea_of_household);
    free(s->ea_of_person);
    gsl_rng_free(s->rng);
}

int
main(int argc, char **argv)
{
    struct survey later, s;

    if (argc != 3 || (strcmp(argv[1], "2026") != 0 && strcmp(argv[1], "2023") != 0)) {
        fputs("usage: exampland 2026|2023 FOLDER\n", stderr);
        return 2;
    }
    setenv("TZ", "UTC", 1);     /* ReadStat writes the time of the file in it */
    later = draw_survey(&round_2026, NULL);
    if (strcmp(argv[1], "2026") == 0) {
        write_survey(&later, argv[2]);
    } else {
        s = draw_survey(&round_2023, &later);
        write_survey_23(&s, argv[2]);
        printf("%zu households, %zu persons\n", s.n_households, s.n_persons);
        free_survey(&s);
    }
    free_survey(&later);
    return 0;
}
