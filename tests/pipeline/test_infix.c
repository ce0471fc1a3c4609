/* test_infix.c - formulas of v1, v2, ... are read. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "pipeline/infix.h"
#include "tests/helpers/written.h"

Test(infix, as_everywhere)
{
    static const struct { const char *formula, *postfix; } want[] = {
        { "(v1 - v2) / v2", "v1 v2 - v2 /" },
        { "v1 - v2 / v2", "v1 v2 v2 / -" },
        { "v1 - v2 - v3", "v1 v2 - v3 -" },
        { "v1 / v2 / v3 * 2.5", "v1 v2 / v3 / 2.5 *" },
        { "-v1 * v2 + --v3", "v1 neg v2 * v3 +" },
        { "log(v1) - exp(v2 + 1) * sqrt((v12))",
          "v1 log v2 1 + exp v12 sqrt * -" },
    };

    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char got[200];
        size_t at, length;
        const char *problem = sv_postfix_of(got, sizeof got, want[i].formula,
                                            &at, &length);

        cr_assert(problem == NULL, "%s: %s", want[i].formula, problem);
        EXPECT_TEXT(got, want[i].postfix);
    }
}

Test(infix, faults_have_a_place)
{
    static const struct { const char *formula; size_t at; } want[] = {
        { "(v1 - v2", 8 }, { "v1 + * v2", 5 }, { "v1 v2", 3 }, { "v1)", 2 },
        { "log v1", 4 }, { "w1 + v2", 0 }, { "v1 == v2", 3 }, { "", 0 },
    };

    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        char got[200];
        size_t at = 99, length;

        cr_expect(sv_postfix_of(got, sizeof got, want[i].formula, &at, &length)
                  != NULL, "%s", want[i].formula);
        cr_expect(eq(sz, at, want[i].at), "%s", want[i].formula);
    }
}

Test(infix, limits)
{
    char deep[200] = "", lengthy[800] = "v1", got[1000];
    size_t at, length;

    memset(deep, '(', 100);
    cr_expect(sv_postfix_of(got, sizeof got, deep, &at, &length) != NULL);
    for (int k = 0; k < 50; k++)
        strcat(lengthy, " + v2");
    cr_expect(sv_postfix_of(got, sizeof got, lengthy, &at, &length) != NULL);
    lengthy[strlen(lengthy) - 5] = '\0';
    cr_expect(sv_postfix_of(got, sizeof got, lengthy, &at, &length) == NULL);
    cr_expect(sv_postfix_of(got, 20, lengthy, &at, &length) != NULL);
}
