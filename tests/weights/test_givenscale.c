/* test_givenscale.c - scale and rscales of replicates made elsewhere. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "weights/givenscale.h"

static const double most[] = { 1.25, 1.5, 1.125, 2 };

/* As R svrepdesign() has them, for four replicates: whole weights, factors. */
static const struct expected {
    const char *name;
    double whole, factors;
} table[] = {
    { "jk1", 3.0 / 4, 1 / 1.25 }, { "jk2", 1, 1 }, { "jkn", 1, 1 },
    { "brr", 1.0 / 4, 1.0 / 4 }, { "fay", 1 / (4 * 0.49), 1 / (4 * 0.49) },
    { "bootstrap", 1.0 / 3, 1.0 / 3 }, { "sdr", 1, 1 }, { "other", 1, 1 },
};

Test(givenscale, every_kind_has_the_scale_of_r)
{
    double rscales[4];

    cr_assert(eq(sz, sizeof table / sizeof *table, sv_n_given_kinds));
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct sv_given_kind *kind = sv_given_kind_find(table[i].name);
        struct sv_given_kind_facts f = { 4, 0.3, false, most };

        cr_assert(kind != NULL, "%s", table[i].name);
        cr_expect(epsilon_eq(dbl, sv_given_scales(rscales, kind, &f),
                             table[i].whole, 1e-15), "%s", kind->name);
        cr_expect(eq(dbl, rscales[1], 1), "%s", kind->name);
        f.factors = true;
        cr_expect(epsilon_eq(dbl, sv_given_scales(rscales, kind, &f),
                             table[i].factors, 1e-15), "%s", kind->name);
        cr_expect(epsilon_eq(dbl, rscales[1],
                             kind->by_most ? 1 / 1.5 : 1, 1e-15), "%s",
                  kind->name);
    }
    cr_expect(sv_given_kind_find("acs") == NULL);
}
