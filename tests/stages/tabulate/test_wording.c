/* test_wording.c - numbers and phrases as people read them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>

#include "pipeline/textwidth.h"
#include "stages/tabulate/wording.h"

static const struct sv_figure share = {
    .estimator = "proportion", .estimate = 0.41235, .low = 0.3807,
    .high = 0.44451, .n = 1234,
};

static const char *
estimate(const struct sv_figure *f, enum sv_shown shown, int decimals)
{
    static char text[64];

    sv_word_estimate(text, sizeof text, f, shown, decimals);
    return text;
}

Test(wording, estimates)
{
    struct sv_figure f = share;

    cr_expect_str_eq(estimate(&f, SV_SHOWN, 1), "41.2");
    cr_expect_str_eq(estimate(&f, SV_UNCERTAIN, 2), "(41.23)");
    cr_expect_str_eq(estimate(&f, SV_TOO_UNCERTAIN, 1), "*");
    cr_expect_str_eq(estimate(&f, SV_FEW_CASES, 1), "c");
    cr_expect_str_eq(estimate(&f, SV_PROTECTED, 1), "p");
    cr_expect_str_eq(estimate(&f, SV_NOT_ESTIMABLE, 1), "..");

    f.estimator = "mean";
    f.estimate = 12.345;
    cr_expect_str_eq(estimate(&f, SV_SHOWN, 1), "12.3");
    f.estimator = "total";
    f.estimate = 1234567.6;
    cr_expect_str_eq(estimate(&f, SV_SHOWN, 1), "1234568");
    f.estimator = "ratio";
    f.estimate = 0.12345;
    cr_expect_str_eq(estimate(&f, SV_SHOWN, 1), "0.123");
}

Test(wording, intervals_and_cases)
{
    struct sv_figure f = share;
    char text[64];

    sv_word_interval(text, sizeof text, &f, SV_SHOWN, 1);
    cr_expect_str_eq(text, "38.1\xe2\x80\x93" "44.5");
    sv_word_interval(text, sizeof text, &f, SV_FEW_CASES, 1);
    cr_expect_str_eq(text, "c");
    f.low = NAN;
    sv_word_interval(text, sizeof text, &f, SV_SHOWN, 1);
    cr_expect_str_eq(text, "..");
    sv_word_cases(text, sizeof text, &f, SV_SHOWN, 30);
    cr_expect_str_eq(text, "1234");
    sv_word_cases(text, sizeof text, &f, SV_FEW_CASES, 25);
    cr_expect_str_eq(text, "<25");
    sv_word_cases(text, sizeof text, &f, SV_PROTECTED, 25);
    cr_expect_str_eq(text, "p");
}

Test(wording, every_language_says_everything)
{
    for (size_t l = 0; l < SV_N_LANGUAGES; l++)
        for (int p = 0; p < SV_N_PHRASES; p++)
            cr_expect(sv_say(sv_language[l], (enum sv_phrase) p) != NULL,
                      "%s lacks phrase %d", sv_language[l], p);
    cr_expect_str_eq(sv_say("xx", SV_SAY_TOTAL), "Total");
    cr_expect_str_eq(sv_say("fr", SV_SAY_TOTAL), "Ensemble");
}

Test(wording, text_is_measured_and_cut_by_characters)
{
    char text[64] = "";
    FILE *to = fmemopen(text, sizeof text, "w");

    cr_assert(to != NULL);
    cr_expect(eq(uint, sv_text_columns("région"), 6));
    sv_put_left(to, "région", 8, 1);
    sv_put_right(to, "région", 4, 0);
    sv_put_right(to, "ab", 4, 0);
    fclose(to);
    cr_expect_str_eq(text, "région   rég\xe2\x80\xa6  ab");
}
