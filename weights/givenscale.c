/* givenscale.c - how squared deviations are scaled, by the kind of replicates.
 *
 * Lumley (2004), Analysis of complex survey samples, Journal of Statistical
 * Software 9; R survey, svrepdesign(); Wolter (2007), chapters 3 to 5; Fay and
 * Train (1995) for successive differences.
 */
#include "weights/givenscale.h"

#include <string.h>

static double
one(const struct sv_given_kind_facts *f)
{
    (void) f;
    return 1;
}

/* (n - 1)/n: n is the number of replicates, or what factors tell. */
static double
jk1(const struct sv_given_kind_facts *f)
{
    return f->factors ? 1 / f->most[0]
                      : (double) (f->n - 1) / (double) f->n;
}

static double
half(const struct sv_given_kind_facts *f)
{
    return 1 / (double) f->n;
}

static double
fay(const struct sv_given_kind_facts *f)
{
    return 1 / ((double) f->n * (1 - f->rho) * (1 - f->rho));
}

static double
bootstrap(const struct sv_given_kind_facts *f)
{
    return 1 / (double) (f->n - 1);
}

static double
successive(const struct sv_given_kind_facts *f)
{
    return 4 / (double) f->n;
}

const struct sv_given_kind sv_given_kinds[] = {
    { "jk1", "(R - 1)/R, or by the factors; 1", jk1, false },
    { "jk2", "1; 1", one, false },
    { "jkn", "1; (n - 1)/n of the stratum, by the factors or given", one, true },
    { "brr", "1/R; 1", half, false },
    { "fay", "1/(R (1 - rho)^2); 1", fay, false },
    { "bootstrap", "1/(R - 1); 1", bootstrap, false },
    { "sdr", "4/R; 1", successive, false },
    { "other", "1; 1", one, false },
};
const size_t sv_n_given_kinds = sizeof sv_given_kinds / sizeof *sv_given_kinds;

const struct sv_given_kind *
sv_given_kind_find(const char *name)
{
    for (size_t i = 0; i < sv_n_given_kinds; i++)
        if (strcmp(sv_given_kinds[i].name, name) == 0)
            return &sv_given_kinds[i];
    return NULL;
}

double
sv_given_scales(double *rscales, const struct sv_given_kind *kind,
                const struct sv_given_kind_facts *facts)
{
    for (size_t r = 0; r < facts->n; r++)
        rscales[r] = kind->by_most && facts->factors ? 1 / facts->most[r] : 1;
    return kind->scale(facts);
}
