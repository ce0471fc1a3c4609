/* main.c - hearth-estimate: estimates with design-based errors. */
#include "stages/estimate/estimate.h"

static const struct sv_option options[] = {
    { 'm', "multipliers", NULL, SV_OPTION_FLAG,
      offsetof(struct sv_estimate_options, multipliers),
      "also write what the weights of each sampling unit are times in each "
      "replicate that is made: multipliers-REC.csv", true },
};

static const struct sv_program program = {
    .name = "estimate",
    .blurb = "Estimates, standard errors, intervals and design effects for "
             "every indicator and cell.",
    .usage = "SURVEY.yaml",
    .reads = "tally.h5        (from tally)",
    .writes = "estimates.csv   (one row a number)\n"
              "  estimates.json  (the same, with labels and design)\n"
              "  design.txt      (the design in words, and for R and Stata)\n"
              "  contrasts.csv, covariance.csv, models.csv, "
              "models-terms.csv,\n"
              "  models-covariance.csv  (where asked for)",
    .cost = "Memory: the numbers. It never sees a respondent.",
    .option = options,
    .n_options = sizeof options / sizeof *options,
    .run = sv_estimate,
};

int
main(int argc, char **argv)
{
    struct sv_estimate_options o = { .common = { .out = NULL } };

    return sv_stage_main(&program, &o, argc, argv);
}
