/* main.c - hearth-crosscheck: numbers of a run once more, by R and Stata. */
#include "stages/crosscheck/crosscheck.h"

static const struct sv_option options[] = {
    { 's', "sample", "N", SV_OPTION_COUNT,
      offsetof(struct sv_crosscheck_options, sample),
      "N of the numbers, of the contrasts and of the covariance matrices, always "
      "the same ones", false },
    { 'n', "no-run", NULL, SV_OPTION_FLAG,
      offsetof(struct sv_crosscheck_options, no_run),
      "only write the scripts", false },
    { 't', "tolerance", "X", SV_OPTION_TEXT,
      offsetof(struct sv_crosscheck_options, tolerance),
      "largest relative difference that passes; default: 1e-8, where weights "
      "were raked 1e-6", false },
};

static const struct sv_program program = {
    .name = "crosscheck",
    .blurb = "Writes an R script and a Stata do-file that recompute results of "
             "a run; runs the R script and compares.",
    .usage = "SURVEY.yaml [RESULT...]",
    .reads = "estimates.json  (from estimate), and what `hearth export` reads",
    .writes = "crosscheck/  crosscheck.R, crosscheck.do, the data they read, "
              "results.csv",
    .cost = "`hearth crosscheck OUT [RESULT...]` takes the description that OUT "
            "was made for. A RESULT is the total of an indicator (HH7) or of one "
            "of its items (HH8.h), or one cell ('HH7[sex=female, "
            "area=rural]'), or all of a classification ('HH7[sex=*]'); a "
            "contrast ('HH7: sex.female - sex.male'), the text of a test ('HH7 "
            "~ sex') or the code of a model; default: everything. R takes up to "
            "a second for each. What R does not recompute is listed, with the "
            "reason. Status 1 if a difference is beyond the tolerance.",
    .option = options,
    .n_options = sizeof options / sizeof *options,
    .run = sv_crosscheck,
};

int
main(int argc, char **argv)
{
    struct sv_crosscheck_options o = { .sample = 0 };

    return sv_stage_main(&program, &o, argc, argv);
}
