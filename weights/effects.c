/* effects.c - design effects. */
#include "weights/effects.h"

#include <math.h>
#include <string.h>

#include "weights/moments.h"

/* The variance under simple random sampling with replacement. */
static double
srs(const struct sv_srs *x)
{
    return x->spread * x->spread * x->s2 / x->n;
}

static double
over(double variance, double base)
{
    return base > 0 ? variance / base : NAN;
}

static double
wr(const struct sv_srs *x)
{
    return over(x->variance, srs(x));
}

/* Where weights sum to n or less they are no counts of people, and a
 * population fraction does not exist. */
static double
wor(const struct sv_srs *x)
{
    return over(x->variance, srs(x) * ((x->sum_w - x->n) / x->sum_w));
}

static double
kish(const struct sv_srs *x)
{
    return x->n > 0 ? x->n / sv_n_kish(x->sum_w, x->sum_w2) : NAN;
}

static double
none(const struct sv_srs *x)
{
    (void) x;
    return NAN;
}

const struct sv_effect sv_effects[] = {
    { "wr", "against simple random sampling with replacement", wr },
    { "wor", "against the same without replacement from N = sum of w", wor },
    { "kish", "of the weights alone: 1 + cv^2(w)", kish },
    { "none", "no design effects", none },
};
const size_t sv_n_effects = sizeof sv_effects / sizeof *sv_effects;

const struct sv_effect *
sv_effect_find(const char *name)
{
    for (size_t i = 0; i < sv_n_effects; i++)
        if (strcmp(sv_effects[i].name, name) == 0)
            return &sv_effects[i];
    return NULL;
}

double
sv_s2_binary(double p, double n)
{
    return n >= 2 ? p * (1 - p) * (n / (n - 1)) : NAN;
}

double
sv_s2_numeric(double m2, double sum_w, double n)
{
    return n >= 2 ? m2 / sum_w * (n / (n - 1)) : NAN;
}

/* sum w (e - mean e)^2 for e = y - R x, from the moments of x and y. */
double
sv_s2_ratio(const struct sv_comoments *m, double ratio, double n)
{
    const double m2 = m->yy - 2 * ratio * m->xy + ratio * ratio * m->xx;

    return sv_s2_numeric(m2, m->w, n);
}

double
sv_n_kish(double sum_w, double sum_w2)
{
    return sum_w * (sum_w / sum_w2);
}
