/* test_effects.c - design effects. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/effects.h"
#include "weights/moments.h"

/* n = 4, N = 10, S^2 = 6, V = 3 of a mean: wr 3 / (6/4) = 2; wor
 * 3 / (6/4 * 0.6) = 10/3.  Weights 1, 2, 3, 4: kish 4 * 30 / 100 = 1.2. */
Test(effects, match_paper)
{
    const struct sv_srs x = { .variance = 3, .n = 4, .sum_w = 10, .sum_w2 = 30,
                              .s2 = 6, .spread = 1 };

    cr_expect(epsilon_eq(dbl, sv_effect_find("wr")->effect(&x), 2, 1e-14));
    cr_expect(epsilon_eq(dbl, sv_effect_find("wor")->effect(&x), 10.0 / 3,
                         1e-14));
    cr_expect(epsilon_eq(dbl, sv_effect_find("kish")->effect(&x), 1.2, 1e-14));
    cr_expect(isnan(sv_effect_find("none")->effect(&x)));
    cr_expect(sv_effect_find("deft") == NULL);
}

/* A total, a hundred times the mean's spread, has the same effect. */
Test(effects, do_not_depend_on_the_unit)
{
    const struct sv_srs mean = { .variance = 0.31, .n = 41, .sum_w = 870,
                                 .sum_w2 = 21345,
                                 .s2 = 6.7, .spread = 1 };
    struct sv_srs total = mean;

    total.variance *= 870.0 * 870;
    total.spread = 870;
    for (size_t i = 0; i < sv_n_effects; i++) {
        const double a = sv_effects[i].effect(&mean);
        const double b = sv_effects[i].effect(&total);

        cr_expect(isnan(a) ? isnan(b) : fabs(a - b) < 1e-12 * fabs(a), "%s",
                  sv_effects[i].name);
    }
}

Test(effects, that_do_not_exist)
{
    struct sv_srs x = { .variance = 3, .n = 4, .sum_w = 3.9, .sum_w2 = 3.9,
                        .s2 = 6, .spread = 1 };

    cr_expect(isnan(sv_effect_find("wor")->effect(&x)));  /* N < n */
    x.s2 = 0;
    cr_expect(isnan(sv_effect_find("wr")->effect(&x)));   /* no spread */
    x.variance = NAN;
    x.s2 = 6;
    cr_expect(isnan(sv_effect_find("wr")->effect(&x)));
}

/* y 2, 5, 11, weights 1, 2, 1: M2 = 42.75 (test_moments.c), times 3/2 / 4.
 * 0/1 with p = 0.25 and n = 8: 0.1875 8/7.
 * Ratio 2: e = y - 2 x = 0, 1, 3: mean 5/4, M2 = 2 + 9 - 25/4 = 4.75. */
Test(effects, element_variances_match_paper)
{
    struct sv_comoments m = { 0 };

    sv_comoments_add(&m, 1, 1, 2);
    sv_comoments_add(&m, 2, 2, 5);
    sv_comoments_add(&m, 1, 4, 11);
    cr_expect(epsilon_eq(dbl, sv_s2_numeric(42.75, 4, 3), 42.75 / 4 * 1.5,
                         1e-13));
    cr_expect(epsilon_eq(dbl, sv_s2_binary(0.25, 8), 0.1875 * 8 / 7, 1e-15));
    cr_expect(epsilon_eq(dbl, sv_s2_ratio(&m, 2, 3), 4.75 / 4 * 1.5, 1e-13));
    cr_expect(isnan(sv_s2_numeric(0, 4, 1)) && isnan(sv_s2_binary(0.5, 1))
              && isnan(sv_s2_ratio(&m, 2, 1)));
}

Test(effects, kish_size_of_equal_weights_is_n)
{
    cr_expect(epsilon_eq(dbl, sv_n_kish(7 * 2.5, 7 * 6.25), 7, 1e-14));
    cr_expect(epsilon_eq(dbl, sv_n_kish(10, 30), 10.0 / 3, 1e-14));
}
