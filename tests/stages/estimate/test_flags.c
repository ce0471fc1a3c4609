/* test_flags.c - what a reader of a number is warned of. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stages/estimate/flags.h"
#include "tests/helpers/files.h"
#include "weights/linear.h"

static const struct sv_tables_spec tables = {
    .publish = { .minimum_n = 30, .flag_cv = 0.15, .suppress_cv = 0.30 },
};

static const struct sv_result fine = {
    .value = 0.4123, .se = 0.0185, .n = 1733,
};

static void
expect(const struct sv_result *r, const char *codes)
{
    char text[256];

    sv_flags_of(text, sizeof text, r, &tables);
    cr_expect_str_eq(text, codes);
}

Test(flags, limits_themselves_are_within)
{
    struct sv_result r = fine;

    expect(&r, "");
    r.n = 30;
    expect(&r, "");
    r.n = 29;
    expect(&r, "few-cases;suppressed");
    r = fine;
    r.value = -0.5;             /* a cv has no sign */
    r.se = 0.075;
    expect(&r, "");
    r.se = 0.0751;
    expect(&r, "high-cv");
    r.se = 0.15;
    expect(&r, "high-cv");
    r.se = 0.1501;
    expect(&r, "high-cv;suppressed");
}

Test(flags, nothing_is_high_where_nothing_is)
{
    struct sv_result r = fine;

    r.value = 0;                /* 0 % has no cv, however large the error */
    expect(&r, "");
    r.value = r.se = NAN;
    r.flags = SV_FLAG_UNDEFINED;
    expect(&r, "undefined");
    r.n = 0;
    r.flags = SV_FLAG_EMPTY;
    expect(&r, "empty");
}

Test(flags, from_the_variance)
{
    struct sv_result r = fine;

    r.flags = SV_FLAG_NO_DF;
    expect(&r, "no-df");
    r.flags = SV_FLAG_EXTREME;
    expect(&r, "extreme");
    r.se = NAN;
    r.flags = SV_FLAG_ONE_PSU | SV_FLAG_NO_DF;
    expect(&r, "single-psu");   /* without se, no word of its interval */
    r.flags = SV_FLAG_LONELY | SV_FLAG_NO_DF;
    expect(&r, "lonely");
    r.flags = SV_FLAG_NO_DF;    /* a quantile, whose se is made from its interval */
    expect(&r, "no-df");
    r.flags = SV_FLAG_LONELY;
    expect(&r, "lonely");
    r.flags = SV_FLAG_NEGATIVE;
    expect(&r, "negative-variance");
    r.se = fine.se;
    r.flags = SV_FLAG_REPLICATES;
    expect(&r, "replicates");
}

Test(flags, all_at_once_fit)
{
    struct sv_result r = { .n = 1, .value = 1, .se = 1, .flags = ~0u };
    char text[256];

    sv_flags_of(text, sizeof text, &r, &tables);
    cr_expect_str_eq(text, "empty;undefined;few-cases;high-cv;suppressed;"
                     "single-psu;lonely;no-df;extreme;replicates;"
                     "negative-variance;open-interval;too-large");
    sv_flags_of(text, 12, &r, &tables);
    cr_expect_str_eq(text, "empty;undef");
}

/* Every code has a line of the table in docs/outputs.md, and every line there
 * that looks like one is a code. */
Test(flags, are_all_explained)
{
    char *page = files_read("docs/outputs.md", NULL);
    char *begin = strstr(page, "## Flags"), *end;
    char line[64];
    size_t n = 0;

    cr_assert(ne(ptr, begin, NULL));
    end = strstr(begin + 1, "\n## ");
    if (end != NULL)
        *end = '\0';
    for (size_t i = 0; i < sv_n_flag_rules; i++) {
        snprintf(line, sizeof line, "\n| `%s` | ", sv_flag_rules[i].code);
        cr_expect(ne(ptr, strstr(begin, line), NULL), "%s",
                  sv_flag_rules[i].code);
    }
    for (char *at = begin; (at = strstr(at, "\n| `")) != NULL; at++)
        n++;
    cr_expect(eq(sz, n, sv_n_flag_rules));
    free(page);
}
