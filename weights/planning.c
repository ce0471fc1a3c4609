/* planning.c - how large a sample must be, and what one of a given size gives. */
#include "weights/planning.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

double
sv_planned_variance(const struct sv_planned *x, double n)
{
    return n >= x->population ? 0
                              : x->deff * x->s2 / n * (1 - n / x->population);
}

double
sv_planned_size(const struct sv_planned *x, double variance)
{
    const double n = x->deff * x->s2 / variance;

    return isinf(n) ? x->population : n / (1 + n / x->population);
}

double
sv_planned_s2(double p, double population)
{
    const double s2 = p * (1 - p);

    return isinf(population) ? s2 : s2 * population / (population - 1);
}

double
sv_planned_z(double confidence)
{
    return gsl_cdf_ugaussian_Qinv((1 - confidence) / 2);
}

double
sv_cluster_deff(double b, double rho)
{
    return 1 + (b - 1) * rho;
}

double
sv_cluster_rho(double b, double deff)
{
    return b > 1 ? (deff - 1) / (b - 1) : NAN;
}

static double
proportional(const struct sv_planned_stratum *h, double power)
{
    (void) power;
    return h->population;
}

static double
equal(const struct sv_planned_stratum *h, double power)
{
    (void) h;
    (void) power;
    return 1;
}

/* Bankier 1988: X_h^q times the cv of the elements, X_h being the total. */
static double
power(const struct sv_planned_stratum *h, double q)
{
    return pow(h->population * fabs(h->mean), q) * sqrt(h->deff * h->s2)
           / fabs(h->mean);
}

static double
root(const struct sv_planned_stratum *h, double q)
{
    return pow(h->population, q);
}

static double
equal_cv(const struct sv_planned_stratum *h, double q)
{
    (void) q;
    return h->deff * h->s2 / (h->mean * h->mean);
}

static double
neyman(const struct sv_planned_stratum *h, double q)
{
    (void) q;
    return h->population * sqrt(h->deff * h->s2);
}

const struct sv_allocation sv_allocations[] = {
    { "proportional", "n_h in proportion to N_h", proportional },
    { "equal", "the same n_h in every stratum", equal },
    { "root", "in proportion to N_h to the power of --power (0.5)", root },
    { "power", "Bankier: X_h to the power of --power (0.5) times the cv of the "
      "elements", power },
    { "equal-cv", "the same cv in every stratum, but for N_h", equal_cv },
    { "neyman", "in proportion to N_h S_h: the least variance of the whole",
      neyman },
};
const size_t sv_n_allocations = sizeof sv_allocations / sizeof *sv_allocations;

const struct sv_allocation *
sv_allocation_find(const char *name)
{
    for (size_t i = 0; i < sv_n_allocations; i++)
        if (strcmp(sv_allocations[i].name, name) == 0)
            return &sv_allocations[i];
    return NULL;
}

/* All that sharing out goes by. */
struct sharing {
    const struct sv_allocation *rule;
    const struct sv_planned_stratum *stratum;
    size_t n;
    double power, least;
};

static double
most_of(const struct sharing *s, size_t h)
{
    return floor(s->stratum[h].most + 1e-9);
}

static double
least_of(const struct sharing *s, size_t h)
{
    return fmin(ceil(s->least), most_of(s, h));
}

/* What stratum H gets if a share of 1 is worth PRICE. */
static double
size_at(const struct sharing *s, size_t h, double price)
{
    const double wish = price * s->rule->share(&s->stratum[h], s->power);

    return fmax(least_of(s, h), fmin(wish, most_of(s, h)));
}

static double
sum_at(const struct sharing *s, double price)
{
    double sum = 0;

    for (size_t h = 0; h < s->n; h++)
        sum += size_at(s, h, price);
    return sum;
}

/* The price at which sizes add up to TOTAL, by halving: the sum grows with it,
 * and stops growing where all strata are full. */
static double
price_of(const struct sharing *s, double total)
{
    double low = 0, high = 1e-9;

    while (sum_at(s, high) < total && high < 1e300)
        high *= 2;
    for (int i = 0; i < 200; i++) {
        const double middle = low + (high - low) / 2;

        if (sum_at(s, middle) < total)
            low = middle;
        else
            high = middle;
    }
    return high;
}

/* The stratum with the largest fraction that there is room for, or n. */
static size_t
next_up(const struct sharing *s, const double *size, double price)
{
    double largest = -1;
    size_t best = s->n;

    for (size_t h = 0; h < s->n; h++) {
        const double left = size_at(s, h, price) - size[h];

        if (size[h] + 1 <= most_of(s, h) && left > largest + 1e-9) {
            largest = left;
            best = h;
        }
    }
    return best;
}

void
sv_allocate(double *size, const struct sv_allocation *rule, double power_of,
            const struct sv_planned_stratum *strata, size_t n_strata,
            double total, double least)
{
    const struct sharing s = { rule, strata, n_strata, power_of, least };
    const double price = price_of(&s, ceil(total));
    double left = ceil(total);

    for (size_t h = 0; h < n_strata; h++) {
        size[h] = fmax(least_of(&s, h), floor(size_at(&s, h, price) + 1e-9));
        left -= size[h];
    }
    while (left > 0) {
        const size_t h = next_up(&s, size, price);

        if (h == n_strata)
            return;                     /* all are full */
        size[h]++;
        left--;
    }
}

double
sv_stratified_variance(const struct sv_planned_stratum *strata,
                       const double *size, size_t n_strata)
{
    double population = 0, v = 0;

    for (size_t h = 0; h < n_strata; h++)
        population += strata[h].population;
    for (size_t h = 0; h < n_strata; h++) {
        const struct sv_planned x = { strata[h].s2, strata[h].deff,
                                      strata[h].population };
        const double share = strata[h].population / population;

        if (share > 0 && !(size[h] > 0))
            return NAN;
        if (share > 0)
            v += share * share * sv_planned_variance(&x, size[h]);
    }
    return v;
}
