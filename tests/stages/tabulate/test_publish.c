/* test_publish.c - which figures are shown. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "stages/tabulate/publish.h"

static const char *const none[] = { "_T", "_T" };
static const char *const female[] = { "female", "_T" };
static const char *const male[] = { "male", "_T" };
static const char *const other[] = { "other", "_T" };
static const char *const rural[] = { "_T", "rural" };
static const char *const urban[] = { "_T", "urban" };

static struct sv_figure
figure(const char *const *category, double estimate, double cv, double n)
{
    return (struct sv_figure){
        .indicator = "HH7", .item = "", .record = "person",
        .estimator = "proportion", .category = category,
        .estimate = estimate, .se = estimate * cv, .cv = cv, .n = n, .flag = "",
    };
}

static const struct sv_tables_spec limits = {
    .publish = { .minimum_n = 30, .flag_cv = 0.15, .suppress_cv = 0.30 },
};

static void
publish(enum sv_shown *shown, struct sv_figure *f, size_t n, bool protect)
{
    const char *names[] = { "sex", "area" };
    const struct sv_figures all = { names, 2, f, n, NULL };
    struct sv_tables_spec spec = limits;
    struct sv_fault fault = { 0 };

    spec.publish.protect.text = protect ? "complementary" : NULL;
    cr_assert(eq(int, sv_publish(shown, &all, &spec, &fault), SV_OK));
}

Test(publish, limits_are_exclusive)
{
    struct sv_figure f[] = {
        figure(none, 0.52, 0.15, 30), figure(none, 0.52, 0.1501, 30),
        figure(none, 0.52, 0.3001, 30), figure(none, 0.52, 0.01, 29),
        figure(none, NAN, NAN, 0), figure(none, 1.0, NAN, 31),
        figure(none, 0, NAN, 31), figure(none, 0, NAN, 0),
    };
    enum sv_shown shown[8];

    f[6].se = 0;                /* no cv of nothing, but an error */
    publish(shown, f, 8, false);
    cr_expect(eq(int, shown[0], SV_SHOWN));
    cr_expect(eq(int, shown[1], SV_UNCERTAIN));
    cr_expect(eq(int, shown[2], SV_TOO_UNCERTAIN));
    cr_expect(eq(int, shown[3], SV_FEW_CASES));
    cr_expect(eq(int, shown[4], SV_NOT_ESTIMABLE));
    cr_expect(eq(int, shown[5], SV_UNCERTAIN), "no standard error");
    cr_expect(eq(int, shown[6], SV_SHOWN));
    cr_expect(eq(int, shown[7], SV_NOT_ESTIMABLE), "the total of nobody");
}

/* other (12 cases) could be had as total less female less male: male, with
 * the fewest cases of the rest, goes as well.  Area is left alone. */
Test(publish, one_hidden_category_takes_another)
{
    struct sv_figure f[] = {
        figure(none, 0.51, 0.02, 1000), figure(female, 0.49, 0.02, 500),
        figure(male, 0.55, 0.02, 488), figure(other, 0.40, 0.02, 12),
        figure(urban, 0.62, 0.02, 600), figure(rural, 0.44, 0.02, 400),
    };
    enum sv_shown shown[6];

    publish(shown, f, 6, true);
    cr_expect(eq(int, shown[0], SV_SHOWN));
    cr_expect(eq(int, shown[1], SV_SHOWN));
    cr_expect(eq(int, shown[2], SV_PROTECTED));
    cr_expect(eq(int, shown[3], SV_FEW_CASES));
    cr_expect(eq(int, shown[4], SV_SHOWN));
    cr_expect(eq(int, shown[5], SV_SHOWN));

    publish(shown, f, 6, false);
    cr_expect(eq(int, shown[2], SV_SHOWN));
}

/* In the crossing, protecting one line opens another: female-rural is few;
 * male-rural and female-urban protect it along both ways, and male-urban
 * protects these. */
Test(publish, protection_goes_on_until_every_line_is_safe)
{
    static const char *const fr[] = { "female", "rural" };
    static const char *const fu[] = { "female", "urban" };
    static const char *const mr[] = { "male", "rural" };
    static const char *const mu[] = { "male", "urban" };
    struct sv_figure f[] = {
        figure(fr, 0.3, 0.02, 7), figure(fu, 0.4, 0.02, 80),
        figure(mr, 0.5, 0.02, 90), figure(mu, 0.6, 0.02, 100),
    };
    enum sv_shown shown[4];

    publish(shown, f, 4, true);
    cr_expect(eq(int, shown[0], SV_FEW_CASES));
    cr_expect(eq(int, shown[1], SV_PROTECTED));
    cr_expect(eq(int, shown[2], SV_PROTECTED));
    cr_expect(eq(int, shown[3], SV_PROTECTED));
}
