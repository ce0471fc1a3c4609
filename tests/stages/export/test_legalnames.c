/* test_legalnames.c - names that SPSS, Stata and R all take. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "stages/export/legalnames.h"

static void
expect(struct sv_legal_names *names, const char *wanted, const char *got)
{
    char name[SV_LEGAL_NAME_SIZE];

    cr_assert(sv_legal_name(name, names, wanted));
    cr_expect_str_eq(name, got);
}

Test(legalnames, what_is_legal_stays_and_what_is_not_is_replaced)
{
    struct sv_legal_names names = { 0 };

    expect(&names, "HH8_h", "HH8_h");
    expect(&names, "hh8_H", "hh8_H_2");         /* SPSS: the same name */
    expect(&names, "HH8.h", "HH8_h_3");
    expect(&names, "17.8.1", "v17_8_1");
    expect(&names, "_all", "v_all");
    expect(&names, "int", "vint");
    expect(&names, "WITH", "vWITH");
    expect(&names, "str12", "vstr12");
    expect(&names, "street", "street");
    expect(&names, "\xC3\xA2ge d'\xC3\xA9t\xC3\xA9", "v_ge_d__t");
    expect(&names, "trailing__", "trailing");
    expect(&names, "", "v");
    sv_legal_names_free(&names);
}

Test(legalnames, long_names_stay_apart)
{
    static const char same[] = "how_often_was_the_internet_used_at_home";
    struct sv_legal_names names = { 0 };
    char name[SV_LEGAL_NAME_SIZE];

    expect(&names, same, "how_often_was_the_internet_used");
    expect(&names, same, "how_often_was_the_internet_use_2");
    for (int k = 3; k <= 1200; k++)
        cr_assert(sv_legal_name(name, &names, same));
    cr_expect_str_eq(name, "how_often_was_the_internet__1200");
    cr_expect(eq(sz, strlen(name), 32));
    sv_legal_names_free(&names);
}
