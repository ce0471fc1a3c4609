/* main.c - hearth-weigh: the weights of every unit. */
#include "stages/weigh/weigh.h"

static const struct sv_program program = {
    .name = "weigh",
    .blurb = "Checks and describes the weights of every unit.",
    .usage = "SURVEY.yaml",
    .reads = "units.h5       (from derive)",
    .writes = "weights.h5     (for tally)\n  weighting.csv  (for people)",
    .cost = "Memory: the weights of one record type where the file has none.",
    .run = sv_weigh,
};

int
main(int argc, char **argv)
{
    struct sv_common_options o = { .out = NULL };

    return sv_stage_main(&program, &o, argc, argv);
}
