/* test_lonely.c - the table of rules for strata with one unit. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "weights/lonely.h"

/* A rule does one thing at most. */
Test(lonely, rules_are_distinct)
{
    for (size_t i = 0; i < sv_n_lonely_rules; i++) {
        const struct sv_lonely_rule *rule = &sv_lonely_rules[i];

        cr_expect(sv_lonely_find(rule->name) == rule);
        cr_expect(le(int, rule->refuses + rule->merges + rule->centres
                              + rule->scales, 1), "%s", rule->name);
    }
    cr_expect(sv_lonely_find("centered") == NULL);
}
