/* test_replicatefacts.c - what the weights of a replicate are like. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "pipeline/replicatefacts.h"

enum { N = 37 };

static void
expect_same(const struct sv_replicate_facts *a,
            const struct sv_replicate_facts *b)
{
    cr_expect(epsilon_eq(dbl, a->sum, b->sum, 1e-12));
    cr_expect(epsilon_eq(dbl, a->size, b->size, 1e-12));
    cr_expect(eq(dbl, a->most, b->most));
    cr_expect(eq(dbl, a->greatest, b->greatest));
    cr_expect(eq(dbl, a->least, b->least));
    cr_expect(eq(dbl, a->whole, b->whole));
}

Test(replicatefacts, of_some_on_paper)
{
    const double x[] = { 2.5, 0, -7.25, 3, 0.125 };
    const struct sv_replicate_facts expected = {
        -1.625, 12.875, 3, 7.25, 0.125, 0,
    };
    struct sv_replicate_facts f = sv_replicate_facts_none();

    sv_replicate_facts_add(&f, x, 5);
    expect_same(&f, &expected);
}

/* However they are cut, wherever the extremes and the one fraction are. */
Test(replicatefacts, parts_are_the_whole)
{
    for (size_t odd = 0; odd < N; odd++)
        for (size_t cut = 0; cut <= N; cut += 9) {
            struct sv_replicate_facts one = sv_replicate_facts_none();
            struct sv_replicate_facts parts = one, second = one;
            double x[N];

            for (size_t j = 0; j < N; j++)
                x[j] = 3 + (double) ((j * 7919) % 101);
            x[odd] = -2000.75;
            x[(odd + 11) % N] = 4096;
            x[(odd + 17) % N] = 1;
            sv_replicate_facts_add(&one, x, N);
            sv_replicate_facts_add(&parts, x, cut);
            sv_replicate_facts_add(&second, x + cut, N - cut);
            sv_replicate_facts_join(&parts, &second);
            expect_same(&one, &parts);
            cr_expect(eq(dbl, one.greatest, 4096));
            cr_expect(eq(dbl, one.least, 1));
            cr_expect(eq(dbl, one.whole, 0));
        }
}

Test(replicatefacts, whole_numbers)
{
    const double x[] = { 5, -3, 0, 0x1p51 }, much[] = { 5, 0x1p53 };
    struct sv_replicate_facts f = sv_replicate_facts_none();

    sv_replicate_facts_add(&f, x, 4);
    cr_expect(eq(dbl, f.whole, 1));
    sv_replicate_facts_add(&f, much, 2);
    cr_expect(eq(dbl, f.whole, 0));
}

Test(replicatefacts, of_none)
{
    const double zero[] = { 0, 0 };
    struct sv_replicate_facts f = sv_replicate_facts_none();

    sv_replicate_facts_add(&f, zero, 2);
    cr_expect(eq(dbl, f.greatest, 0));
    cr_expect(eq(dbl, f.most, 0));
    cr_expect(isinf(f.least));
}
