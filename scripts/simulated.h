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

enum { MOST_PSUS = 2400, MOST_HOUSEHOLDS = 40, MOST_DRAWN = 96, FIGURES = 4,
       METHODS = 7, SEED = 20261124 };

struct household {
    double own;                 /* what the others are made of, about N(0, 1.2) */
    double spent;               /* skewed */
    bool online, poor;          /* POOR is the domain */
};

struct psu {
    unsigned n;                 /* households */
    struct household household[MOST_HOUSEHOLDS];
};

extern const char *const sim_figures[FIGURES];

/* How PSUs are drawn within a stratum. */
enum drawing { SIMPLE, SYSTEMATIC, BY_SIZE };

struct method {
    const char *name;           /* shown; NULL: no more */
    const char *replicates;     /* NULL: linearisation */
    double rho;
    size_t n;
    const char *pps;
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

/* The weight of the households of the I-th PSU drawn. */
double sim_weight(const struct sample *s, const struct design *d, unsigned i);

void sim_fold(struct rows *r, const struct sample *s, const struct design *d,
              const struct sv_design *design, unsigned figure);

/* Tables in Markdown, each from SAMPLES samples a design. */
void sim_variances(unsigned samples);           /* simulatevariances.c */
void sim_intervals(unsigned samples);           /* simulateintervals.c */
void sim_calibrated(unsigned samples);          /* simulatecalibrated.c */

#endif
