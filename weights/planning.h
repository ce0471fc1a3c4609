/* planning.h - how large a sample must be, and what one of a given size gives.
 *
 * For a mean or a proportion of n answers, with element variance S^2, design
 * effect deff and a population of N,
 *
 *     V = deff S^2/n (1 - n/N),
 *
 * so that a wanted V takes
 *
 *     n = n0 / (1 + n0/N),   n0 = deff S^2 / V.
 *
 * (Cochran 1977, 4.4 to 4.7; Kish 1965, 2.6 and 8.2; Valliant, Dever and Kreuter
 * 2018, chapter 3.)  Sizes are not rounded here.  Nothing allocates or fails;
 * what does not exist is NAN.
 */
#ifndef SV_PLANNING_H
#define SV_PLANNING_H

#include <stddef.h>

struct sv_planned {
    double s2;                  /* element variance, of sv_planned_s2() or
                                   squared standard deviation */
    double deff;                /* 1: as simple random sampling */
    double population;          /* N; INFINITY: not reckoned with */
};

/* V of N answers; 0 if N is the population or more. */
double sv_planned_variance(const struct sv_planned *x, double n);

/* The answers that bring V. */
double sv_planned_size(const struct sv_planned *x, double variance);

/* S^2 of a proportion: p (1 - p) N/(N - 1). */
double sv_planned_s2(double p, double population);

/* z of a confidence: a margin of error is z times the standard error. */
double sv_planned_z(double confidence);

/* 1 + (b - 1) rho: what clusters of b answers cost, if answers within one are
 * correlated by rho (Kish 1965, 5.4); and the rho that a deff shows. */
double sv_cluster_deff(double b, double rho);
double sv_cluster_rho(double b, double deff);

/* ---- strata -------------------------------------------------------------- */

struct sv_planned_stratum {
    double population;          /* N_h */
    double most;                /* answers that it can give: N_h, or less where
                                   not all respond */
    double mean;                /* of what is estimated: for `power`, cv */
    double s2, deff;
};

/* How N answers are shared out: in proportion to share(), which is given
 * POWER for the rules that have one. */
struct sv_allocation {
    const char *name;           /* as written after --allocation */
    const char *blurb;
    double (*share)(const struct sv_planned_stratum *h, double power);
};

extern const struct sv_allocation sv_allocations[];
extern const size_t sv_n_allocations;

/* NULL if there is none of that name. */
const struct sv_allocation *sv_allocation_find(const char *name);

/* SIZE[n_strata], whole numbers that add up to TOTAL (rounded up) where that is
 * possible: no stratum gets less than LEAST or more than it can give.
 * Fractions go to those with the largest, ties to the first. */
void sv_allocate(double *size, const struct sv_allocation *rule, double power,
                 const struct sv_planned_stratum *strata, size_t n_strata,
                 double total, double least);

/* Of the mean of the whole population, sum (N_h/N)^2 V_h (Cochran 1977, 5.3);
 * NAN if a stratum of some size has no answer. */
double sv_stratified_variance(const struct sv_planned_stratum *strata,
                              const double *size, size_t n_strata);

#endif
