/* test_designwords.c - the design in the words of R survey and of Stata. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "stages/common/designwords.h"

static struct sv_string strata[] = { { .text = "REGION" }, { .text = "AREA" } };
static struct sv_string clusters[] = { { .text = "EA" }, { .text = "HHID" } };
static struct sv_string fpc[] = { { .text = "N_EA" }, { .text = "N_HH" } };
static struct sv_weight_spec weight[] = { { 1, { .text = "PW" } } };
static struct sv_record records[] = {
    { .name = { .text = "household" }, .parent = SV_NO_RECORD },
    { .name = { .text = "person" }, .parent = 0 },
};

static struct sv_survey
survey_of(size_t n_strata, size_t n_clusters, size_t n_fpc, const char *rule)
{
    return (struct sv_survey){
        .record = records, .n_records = 2,
        .design = {
            .strata = { strata, n_strata }, .clusters = { clusters, n_clusters },
            .fpc = { fpc, n_fpc }, .nested = true, .weight = weight,
            .n_weights = 1, .lonely_psu = { .text = rule },
        },
    };
}

static void
expect(const struct sv_survey *s, size_t record, const char *r,
       const char *stata)
{
    char text[1024];

    sv_word_svydesign(text, sizeof text, s, record, NULL);
    cr_expect_str_eq(text, r);
    sv_word_svyset(text, sizeof text, s, record, NULL);
    cr_expect_str_eq(text, stata);
}

Test(designwords, two_stages_with_populations)
{
    const struct sv_survey s = survey_of(1, 2, 2, "fail");

    expect(&s, 1,
           "svydesign(ids = ~EA + HHID, strata = ~REGION, fpc = ~N_EA + N_HH, "
           "weights = ~PW, nest = TRUE, data = person)",
           "svyset EA [pweight = PW], strata(REGION) fpc(N_EA) "
           "singleunit(missing) || HHID, fpc(N_HH)");
}

/* Stages below the first without a population carry no variance. */
Test(designwords, one_stage_is_enough_without_populations)
{
    struct sv_survey s = survey_of(0, 2, 0, "adjust");

    s.design.nested = false;
    expect(&s, 1,
           "svydesign(ids = ~EA, weights = ~PW, nest = FALSE, data = person)",
           "svyset EA [pweight = PW], singleunit(centered)");
}

/* Persons were drawn within households: these have two of the three stages. */
Test(designwords, stages_of_record_types_below_are_not_told)
{
    const double count = 37, counts[] = { 4, 12, 9 };
    const struct sv_ranges r = { .n_strata = 1, .n_stages = 1,
                                 .n_units = { 3 }, .fpc = { &count, counts } };
    const struct sv_survey s = survey_of(1, 2, 2, "fail");
    char text[1024];

    sv_word_svydesign(text, sizeof text, &s, 1, &r);
    cr_expect_str_eq(text, "svydesign(ids = ~EA, strata = ~REGION, fpc = ~N_EA, "
                     "weights = ~PW, nest = TRUE, data = person)");
    sv_word_svyset(text, sizeof text, &s, 1, &r);
    cr_expect_str_eq(text, "svyset EA [pweight = PW], strata(REGION) fpc(N_EA) "
                     "singleunit(missing)");
}

/* Counts of some stages and rates of others: the words were tried there. */
Test(designwords, rates_are_made_of_counts_beside_rates)
{
    const double count = 37, rates[] = { 0.31, 1, 0.4 }, counts[] = { 1, 12, 9 };
    struct sv_survey s = survey_of(2, 2, 2, "fail");
    struct sv_ranges r = { .n_strata = 1, .n_stages = 2, .n_units = { 3, 20 },
                           .fpc = { &count, rates } };
    char text[1024];

    sv_word_svydesign(text, sizeof text, &s, 1, &r);
    cr_expect_str_eq(text,
        "person <- within(person, hearth_rate1 <- ave(match(EA, EA), "
        "paste(REGION, AREA), FUN = function(u) length(unique(u))) / N_EA)\n"
        "svydesign(ids = ~EA + HHID, strata = ~interaction(REGION, AREA), fpc = "
        "~hearth_rate1 + N_HH, weights = ~PW, nest = TRUE, data = person)");
    r.fpc[1] = counts;
    sv_word_svydesign(text, sizeof text, &s, 1, &r);
    cr_expect(strstr(text, "hearth_rate") == NULL);
    r.fpc[0] = &rates[2];
    s.design.variance.text = "jkn";
    sv_word_svydesign(text, sizeof text, &s, 1, &r);
    cr_expect_str_eq(text,
        "person <- within(person, hearth_rate2 <- ave(match(HHID, HHID), "
        "paste(REGION, AREA, EA), FUN = function(u) length(unique(u))) / N_HH)\n"
        "as.svrepdesign(svydesign(ids = ~EA + HHID, strata = ~interaction(REGION, "
        "AREA), fpc = ~N_EA + hearth_rate2, weights = ~PW, nest = TRUE, data = "
        "person), type = \"JKn\", mse = FALSE)");
    s = survey_of(0, 2, 2, "fail");
    r.fpc[0] = &count;
    r.fpc[1] = rates;
    sv_word_svydesign(text, sizeof text, &s, 1, &r);
    cr_expect_str_eq(text,
        "person <- within(person, hearth_rate1 <- length(unique(EA)) / N_EA)\n"
        "svydesign(ids = ~EA + HHID, fpc = ~hearth_rate1 + N_HH, weights = ~PW, "
        "nest = TRUE, data = person)");
}

/* R refuses fewer populations than stages: the words were tried there. */
Test(designwords, r_wants_a_population_at_every_stage)
{
    const struct sv_survey s = survey_of(1, 2, 1, "average");

    expect(&s, 1,
           "svydesign(ids = ~EA + HHID, strata = ~REGION, fpc = ~N_EA + "
           "I(if (all(N_EA <= 1)) 0 * N_EA else Inf + N_EA), weights = ~PW, "
           "nest = TRUE, data = person)",
           "svyset EA [pweight = PW], strata(REGION) fpc(N_EA) "
           "singleunit(scaled) || HHID");
}

Test(designwords, crossed_strata_without_clusters_or_weights)
{
    const struct sv_survey s = survey_of(2, 0, 1, "collapse");

    expect(&s, 0,
           "svydesign(ids = ~1, strata = ~interaction(REGION, AREA), fpc = "
           "~N_EA, weights = ~1, nest = TRUE, data = household)",
           "egen hearth_stratum = group(REGION AREA)\n"
           "svyset _n [pweight = 1], strata(hearth_stratum) fpc(N_EA)");
}

Test(designwords, what_does_not_fit_is_cut)
{
    const struct sv_survey s = survey_of(1, 2, 2, "fail");
    char text[24];

    sv_word_svydesign(text, sizeof text, &s, 1, NULL);
    cr_expect_str_eq(text, "svydesign(ids = ~EA + H");
}

Test(designwords, weights_that_were_made_are_no_variable_of_the_file)
{
    struct sv_step_spec step = { .kind = SV_ADJUST_TRIM, .record = 1 };
    struct sv_survey s = survey_of(1, 1, 0, "remove");

    s.step = &step;
    s.n_steps = 1;
    expect(&s, 1,
           "svydesign(ids = ~EA, strata = ~REGION, weights = ~hearth_weight, "
           "nest = TRUE, data = person)",
           "svyset EA [pweight = hearth_weight], strata(REGION) "
           "singleunit(certainty)");
}

static void
expect_words(const char *method, const char *r, const char *stata)
{
    struct sv_survey s = survey_of(1, 2, 2, "remove");

    s.design.variance.text = method;
    s.design.replicates = (struct sv_replicates_spec){
        .number = 40, .rho = 0.3, .mse = true,
    };
    expect(&s, 1, r, stata);
}

#define SVYDESIGN \
    "svydesign(ids = ~EA + HHID, strata = ~REGION, fpc = ~N_EA + N_HH, " \
    "weights = ~PW, nest = TRUE, data = person)"
#define SVREPDESIGN \
    "svrepdesign(data = person, weights = ~PW, repweights = " \
    "\"hearth_replicate[0-9]+\", type = \"other\", combined.weights = TRUE, " \
    "scale = replicates$scale[1], rscales = replicates$rscale, mse = TRUE)"
#define SVYSET \
    "svyset EA [pweight = PW], strata(REGION) fpc(N_EA) singleunit(certainty) "

Test(designwords, replicates)
{
    expect_words("jkn", "as.svrepdesign(" SVYDESIGN
                 ", type = \"JKn\", mse = TRUE)",
                 SVYSET "vce(jackknife) mse");
    expect_words("fay", SVREPDESIGN,
                 SVYSET "vce(brr) mse brrweight(hearth_replicate*) fay(0.3)");
    expect_words("rao-wu", SVREPDESIGN,
                 SVYSET "vce(bootstrap) mse bsrweight(hearth_replicate*) "
                 "bsn(1.02564102564103)");
    expect_words("sdr", SVREPDESIGN,
                 SVYSET "vce(sdr) mse sdrweight(hearth_replicate*)");
}

/* Three PSUs with a row each. */
static const uint32_t one_stratum[] = { 0, 3 }, a_row_each[] = { 0, 1, 2, 3 };
static const struct sv_ranges full = {
    .n_strata = 1, .n_stages = 1, .n_rows = 3, .n_units = { 3 },
    .strata = one_stratum, .stage = { a_row_each },
};

/* Of replicates that went through the steps R knows no more than the weights. */
Test(designwords, replicates_weighted_again)
{
    struct sv_survey s = survey_of(1, 1, 0, "remove");
    struct sv_step_spec rake = { .kind = SV_ADJUST_RAKE, .record = 1 };
    char text[1024];

    s.design.variance.text = "jkn";
    s.design.replicates.reweight = true;
    s.design.replicates.mse = true;
    expect(&s, 1, SVREPDESIGN, "svyset EA [pweight = PW], strata(REGION) "
           "singleunit(certainty) vce(jackknife) mse");
    s.step = &rake;
    s.n_steps = 1;
    sv_word_beyond(text, sizeof text, &s, 1, &full);
    cr_expect(strcmp(text, "`replicates` is person-replicates.csv, which `hearth "
                     "export` writes beside the data.") == 0, "%s", text);
    s.design.variance.text = "brr";
    sv_word_beyond(text, sizeof text, &s, 1, &full);
    cr_expect(strstr(text, "as.svrepdesign(type = \"BRR\") draws or builds "
                           "others.") != NULL, "%s", text);
}

Test(designwords, r_wants_strata_for_jkn)
{
    struct sv_survey s = survey_of(0, 1, 0, "remove");

    s.design.variance.text = "jkn";
    expect(&s, 1, "as.svrepdesign(svydesign(ids = ~EA, weights = ~PW, "
           "nest = TRUE, data = person), type = \"JK1\", mse = FALSE)",
           "svyset EA [pweight = PW], singleunit(certainty) vce(jackknife)");
}

/* What the words cannot say with variables of the file, a file of hearth-export
 * has. */
Test(designwords, units_above_and_weights_by_expression)
{
    struct sv_survey s = survey_of(1, 0, 0, "fail");
    struct sv_weight_spec expression = { 1, { .text = "PW / 1000" } };

    s.design.weight = &expression;
    expect(&s, 1,
           "svydesign(ids = ~hearth_psu, strata = ~REGION, weights = "
           "~hearth_weight, nest = TRUE, data = person)",
           "svyset hearth_psu [pweight = hearth_weight], strata(REGION) "
           "singleunit(missing)");
    expect(&s, 0,
           "svydesign(ids = ~1, strata = ~REGION, weights = ~1, nest = TRUE, "
           "data = household)",
           "svyset _n [pweight = 1], strata(REGION) singleunit(missing)");
}

static void
expect_pps(const char *pps, const char *form, const char *squares,
           const char *r)
{
    struct sv_survey s = survey_of(1, 1, 1, "fail");

    s.design.pps.text = pps;
    s.design.pps_form.text = form;
    s.design.squares.text = squares;
    expect(&s, 1, r, "* with replacement: Stata has nothing for unequal "
           "probabilities without\nsvyset EA [pweight = PW], strata(REGION) "
           "singleunit(missing)");
}

#define PPS(words) \
    "svydesign(ids = ~EA, strata = ~REGION, fpc = ~N_EA, " words \
    ", weights = ~PW, nest = TRUE, data = person)"

Test(designwords, unequal_probabilities)
{
    expect_pps("brewer", NULL, NULL, PPS("pps = \"brewer\""));
    expect_pps("overton", "yates-grundy", NULL,
               PPS("pps = \"overton\", variance = \"YG\""));
    expect_pps("hartley-rao", NULL, NULL, PPS("pps = HR(), variance = \"HT\""));
    expect_pps("hartley-rao", NULL, "0.23",
               PPS("pps = HR(0.23), variance = \"HT\""));
    expect_pps("horvitz-thompson", NULL, NULL,
               PPS("pps = ppsmat(joint, tolerance = 0), variance = \"HT\""));
    expect_pps("yates-grundy", NULL, NULL,
               PPS("pps = ppsmat(joint, tolerance = 0), variance = \"YG\""));
}

/* R is given them as they are exported, Stata by the type. */
Test(designwords, replicate_weights_of_the_file)
{
    struct sv_string column[] = { { .text = "R1" }, { .text = "R2" } };
    struct sv_replicate_columns all = { .names = { column, 2 } };
    struct sv_survey s = survey_of(1, 1, 0, "fail");

    s.design.variance.text = "linearisation";
    s.design.replicates.columns.item = &all;
    s.design.replicates.columns.n = 1;
    s.design.replicates.type.text = "fay";
    s.design.replicates.rho = 0.3;
    expect(&s, 1,
           "svrepdesign(data = person, weights = ~PW, repweights = "
           "\"hearth_replicate[0-9]+\", type = \"other\", combined.weights = "
           "TRUE, scale = replicates$scale[1], rscales = replicates$rscale, "
           "mse = FALSE)",
           "svyset [pweight = PW], vce(brr) brrweight(hearth_replicate*) "
           "fay(0.3)");
}

Test(designwords, units_without_rows)
{
    static const uint32_t rows_of[] = { 0, 1, 1, 3 };
    struct sv_ranges some = full;
    struct sv_survey s = survey_of(1, 1, 1, "fail");
    char text[1024];

    some.stage[0] = rows_of;
    s.design.variance.text = "linearisation";
    sv_word_beyond(text, sizeof text, &s, 1, &some);
    cr_expect(strcmp(text, "1 sampling unit without rows here counts in the "
                     "design, as crosscheck.R has it.") == 0, "%s", text);
}

Test(designwords, what_no_line_says)
{
    struct sv_survey s = survey_of(1, 1, 1, "collapse");
    struct sv_step_spec rake = { .kind = SV_ADJUST_RAKE, .record = 1 };
    char text[1024];

    s.design.variance.text = "linearisation";
    sv_word_beyond(text, sizeof text, &s, 1, &full);
    cr_expect(strcmp(text, "Joined strata are hearth_joined of `hearth export`.")
              == 0);
    s.design.lonely_psu.text = "fail";
    sv_word_beyond(text, sizeof text, &s, 1, &full);
    cr_expect(strlen(text) == 0);
    s.design.pps.text = "overton";
    s.step = &rake;
    s.n_steps = 1;
    sv_word_beyond(text, sizeof text, &s, 1, &full);
    cr_expect(strstr(text, "a row a PSU") != NULL);
    cr_expect(strstr(text, "calibrated") != NULL);
}
