/* test_quantile_rules.c - what number stands for a quantile. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "weights/quantiles.h"

static const double y[] = { 2.3, 5.1, 5.1, 7.9, 11.3, 17.7 };
static const double equal[] = { 3.7, 3.7, 3.7, 3.7, 3.7, 3.7 };
static const double w[] = { 4, 1, 3, 2, 8, 2 };         /* F .2 .4 .5 .9 1 */

static double
ask(const char *rule, const double *weights, double p)
{
    const struct sv_values x = { 6, y, weights, NULL };

    return sv_quantile_value(sv_quantile_rule_find(rule), &x, p);
}

/* With equal weights, the positions of Hyndman and Fan (1996) for n = 6, at
 * p = 0.4: the value number j + g of p n + m. */
Test(quantile_rules, equal_weights_are_hyndman_and_fan)
{
    static const struct { const char *rule; double position; } rules[] = {
        { "hf4", 2.4 }, { "hf5", 2.9 }, { "hf6", 2.8 }, { "hf7", 3 },
        { "hf8", 0.4 * 6 + (0.4 + 1) / 3 },
        { "hf9", 0.4 * 6 + 0.4 / 4 + 3.0 / 8 },
    };
    static const double distinct[] = { 2.3, 5.1, 6.4, 7.9, 11.3, 17.7 };
    const struct sv_values x = { 6, distinct, equal, NULL };

    for (size_t k = 0; k < sizeof rules / sizeof *rules; k++) {
        const size_t j = (size_t) rules[k].position;
        const double g = rules[k].position - (double) j;
        const double want = (1 - g) * distinct[j - 1] + g * distinct[j];

        cr_expect(epsilon_eq(dbl, sv_quantile_value(
            sv_quantile_rule_find(rules[k].rule), &x, 0.4), want, 1e-12),
            "%s", rules[k].rule);
    }
}

Test(quantile_rules, math_is_the_inverse_of_the_distribution)
{
    cr_expect(eq(dbl, ask("math", w, 0.1), 2.3));
    cr_expect(eq(dbl, ask("math", w, 0.2), 2.3));
    cr_expect(eq(dbl, ask("math", w, 0.21), 5.1));
    cr_expect(eq(dbl, ask("math", w, 0.5), 7.9));
    cr_expect(eq(dbl, ask("math", w, 0.51), 11.3));
    cr_expect(eq(dbl, ask("math", w, 1), 17.7));
    cr_expect(epsilon_eq(dbl, ask("school", w, 0.5), (7.9 + 11.3) / 2, 1e-14));
    cr_expect(eq(dbl, ask("school", w, 0.51), 11.3));
    /* F = 0.5 at the third of five values, odd: the next */
    cr_expect(eq(dbl, ask("hf3", w, 0.5), 11.3));
    /* F = 0.4 at the second, even */
    cr_expect(eq(dbl, ask("hf3", w, 0.4), 5.1));
    /* a quarter of the way from F = 0.5 to 0.9 */
    cr_expect(epsilon_eq(dbl, ask("hf4", w, 0.6), 7.9 + 3.4 / 4, 1e-12));
}

/* In a replicate F may fall again: 4, 3, 6, 8, 16, 18 of 18 come back under a
 * fifth.  A weight of 0 is nobody's. */
Test(quantile_rules, of_weights_below_0_the_last_crossing_counts)
{
    static const double mixed[] = { 4, -1, 3, 2, 8, 2 };
    double values[8] = { 1.1, 2.3, 5.1, 5.1, 6.6, 7.9, 11.3, 17.7 };
    double weights[8] = { 0, 4, 1, 3, 0, 2, 8, 2 };

    cr_expect(eq(dbl, ask("math", mixed, 0.2), 5.1));
    cr_expect(eq(dbl, ask("math", mixed, 0.3), 5.1));
    cr_expect(eq(dbl, ask("math", mixed, 0.34), 7.9));
    cr_expect(epsilon_eq(dbl, ask("hf4", mixed, 0.4),
                         5.1 + 2.8 * (7.2 - 6) / 2, 1e-12));
    cr_expect(eq(dbl, sv_quantile_again(sv_quantile_rule_find("math"), values,
                                        weights, 8, 0.1), 2.3));
    cr_expect(eq(dbl, values[3], 7.9));
}

/* Any rule: within the values, growing with p, blind to the scale of weights,
 * and the one value there is if there is one. */
Test(quantile_rules, every_rule_is_sane)
{
    double scaled[6];

    for (int i = 0; i < 6; i++)
        scaled[i] = w[i] * 8;
    for (size_t k = 0; k < sv_n_quantile_rules; k++) {
        const struct sv_quantile_rule *rule = &sv_quantile_rules[k];
        const struct sv_values one = { 1, y, w, NULL }, none = { 0, y, w, NULL };
        double before = 2.3;

        for (int i = 0; i <= 64; i++) {
            const double q = ask(rule->name, w, i / 64.0);

            cr_expect(q >= before && q <= 17.7, "%s %d: %g", rule->name, i, q);
            cr_expect(epsilon_eq(dbl, q, ask(rule->name, scaled, i / 64.0),
                                 1e-12), "%s", rule->name);
            cr_expect(sv_quantile_value(rule, &one, i / 64.0) == 2.3);
            before = q;
        }
        cr_expect(isnan(sv_quantile_value(rule, &none, 0.5)));
        cr_expect(sv_quantile_rule_find(rule->name) == rule);
    }
}
