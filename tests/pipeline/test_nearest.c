/* test_nearest.c - the name that somebody may have meant. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "pipeline/source.h"

static const char *const names[] = {
    "weight", "strata", "clusters", "fpc", "lonely-psu", "sex", "age",
};

static void
expect_nearest(const char *name, const char *meant)
{
    const char *near = sv_nearest(name, names, sizeof names / sizeof *names);

    if (meant == NULL)
        cr_expect(near == NULL, "'%s' is near '%s'", name, near);
    else
        cr_expect(near != NULL && strcmp(near, meant) == 0, "'%s' is near %s",
                  name, near == NULL ? "nothing" : near);
}

Test(nearest, one_slip)
{
    expect_nearest("wieght", "weight");         /* swapped */
    expect_nearest("weigth", "weight");
    expect_nearest("weght", "weight");          /* left out */
    expect_nearest("straata", "strata");        /* put in */
    expect_nearest("stratb", "strata");         /* changed */
    expect_nearest("Weight", "weight");         /* case aside */
    expect_nearest("SEX", "sex");
}

Test(nearest, two_slips_in_longer_names_only)
{
    expect_nearest("wheigt", "weight");
    expect_nearest("cluster", "clusters");
    expect_nearest("lonley-pus", "lonely-psu");
    expect_nearest("agge", "age");
    expect_nearest("fcpp", "fpc");
    expect_nearest("cpf", NULL);
    expect_nearest("xyz", NULL);
}

Test(nearest, nothing_is_near)
{
    expect_nearest("population", NULL);
    expect_nearest("", NULL);
    expect_nearest("a", NULL);
    expect_nearest("wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww"
                   "wwwwwwwwwwww", NULL);
    cr_expect(sv_nearest("weight", NULL, 0) == NULL);
}
