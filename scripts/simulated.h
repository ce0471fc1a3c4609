/* simulated.h - populations of our own, and samples from them.
 *
 * What the parts of the simulation share; not a part of the programs.
 */
#ifndef SIMULATED_H
#define SIMULATED_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stdint.h>

#include "weights/design.h"
#include "weights/linear.h"
#include "weights/pps.h"
#include "weights/replicates.h"

enum { MOST_PSUS = 2400, MOST_HOUSEHOLDS = 40, MOST_DRAWN = 96, FIGURES = 4,
       MOST_PAIRS = 128, METHODS = 10, SEED = 20261124 };

struct household {
    double own;                 /* what the others are made of, about N(0, 1.2) */
    double spent;               /* skewed */
    double age;                 /* of its head */
    bool online, poor, old;     /* POOR is the domain */
};

struct psu {
    unsigned n;                 /* households */
    struct household household[MOST_HOUSEHOLDS];
};

extern const char *const sim_figures[FIGURES];

/* How PSUs are drawn within a stratum. */
enum drawing {
    SIMPLE, SYSTEMATIC,
    BY_SIZE,                    /* systematically, from a list in random order */
    SAMPFORD,                   /* by size, joint probabilities known */
    SAMPFORD_CUBED,             /* the same, by the cube of size */
};

struct method {
    const char *name;           /* shown; NULL: no more */
    const char *replicates;     /* NULL: linearisation */
    double rho;
    size_t n;
    const char *pps;
    bool horvitz_thompson;      /* pps: not Yates and Grundy */
    const char *given;          /* replicates are handed over as this kind */
};

struct design {
    const char *name;
    unsigned strata, psus, drawn, households;   /* PSUs and drawn: a stratum;
                                                   households: a PSU drawn */
    enum drawing drawing;
    bool populations;           /* the design knows both stages' */
    double trend;               /* of the PSUs in their order */
    struct method method[METHODS];
};

struct sample {
    unsigned n;                 /* PSUs drawn, stratum by stratum */
    unsigned psu[MOST_DRAWN], household[MOST_DRAWN][MOST_HOUSEHOLDS];
    double probability[MOST_DRAWN];
    double joint[MOST_PAIRS];   /* by Sampford: the strata's
                                   matrices */
};

/* The tally of one figure, by the units that the design keeps. */
struct rows {
    uint32_t unit[MOST_DRAWN * MOST_HOUSEHOLDS];
    uint32_t members[MOST_DRAWN * MOST_HOUSEHOLDS];
    double y[MOST_DRAWN * MOST_HOUSEHOLDS], x[MOST_DRAWN * MOST_HOUSEHOLDS];
    struct sv_rows rows;
};

/* Makes the population that a design draws from; there is one at a time. */
void sim_population(const struct design *d, gsl_rng *rng);
const struct psu *sim_psu(unsigned i);

/* A figure of the sums that it is made of, and that of the population. */
double sim_value(unsigned figure, double y, double x);
double sim_truth(const struct design *d, unsigned figure);

void sim_draw(struct sample *s, const struct design *d, gsl_rng *rng);

/* Ends the program with the sentence of a fault. */
void sim_must(enum sv_status status, const struct sv_fault *fault);

/* The design as METHOD sees it; the caller frees it. */
struct sv_design *sim_describe(const struct sample *s, const struct design *d,
                               const struct method *m);

/* The replicates of METHOD, none if it is linearisation; ends with
 * sv_replicates_free(). */
struct sv_replicates sim_replicates(const struct sv_design *design,
                                    const struct method *m, uint64_t seed);

/* The weight of the households of the I-th PSU drawn. */
double sim_weight(const struct sample *s, const struct design *d, unsigned i);

void sim_fold(struct rows *r, const struct sample *s, const struct design *d,
              const struct sv_design *design, unsigned figure);

/* The list H of N-out-of-OF samples with probabilities by SIZE, and a sample
 * from it with its probabilities; JOINT[n][n] (simulatedsampford.c). */
void sim_sampford_list(unsigned h, const double *size, unsigned n, unsigned of);
void sim_sampford_draw(unsigned *out, double *probability, double *joint,
                       unsigned h, gsl_rng *rng);

/* Estimates of one figure about the truth, over the samples, and what their
 * variances were estimated to be. */
struct found {
    double sum, squares, variance, variance2, negative, unknown, covered, n;
};

/* Adds one; a VARIANCE that is below 0, or NAN, covers nothing. */
void sim_add(struct found *f, double value, double variance, double df,
             double truth);

/* Cells of a table: bias of the variance and coverage; how the variance itself
 * varies. */
void sim_show(const struct found *f);
void sim_show_spread(const struct found *f);

/* Several contrasts by several ways of variances, of each design. */
enum { CONTRAST_WAYS = 4, CONTRASTS = 4 };
struct comparison {
    const struct design *design;
    size_t n;
    const char *name[CONTRASTS];
    double (*truth)(const struct design *d, unsigned contrast);
    void (*estimate)(struct found found[CONTRAST_WAYS][CONTRASTS], const struct sample *s,
                     const struct design *d, const double *truths, uint64_t seed);
};
void sim_compare(const struct comparison *c, unsigned samples);

/* Tables in Markdown, each from SAMPLES samples a design. */
void sim_variances(unsigned samples);           /* simulatevariances.c */
void sim_intervals(unsigned samples);           /* simulateintervals.c */
void sim_contrasts(unsigned samples);           /* simulatecontrasts.c */
void sim_quantiles(unsigned samples);           /* simulatequantiles.c */
void sim_calibrated(unsigned samples);          /* simulatecalibrated.c */

#endif
