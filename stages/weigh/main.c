/* main.c - hearth-weigh: the weights of every unit. */
#include "stages/weigh/weigh.h"

static const struct sv_program program = {
    .name = "weigh",
    .blurb = "Makes, checks and describes the weights of every unit.",
    .usage = "SURVEY.yaml",
    .reads = "units.h5       (from derive)\n  microdata.h5   (from "
             "ingest, where replicate weights came with the file)\n"
             "  files of totals, where "
             "the description names some",
    .writes = "weights.h5     (for tally)\n  weighting.csv  (for people)\n"
              "  weighting-margins.csv, weighting.txt  (where there are "
              "steps)",
    .cost = "Memory: the weights of all record types, twice; calibration "
            "variables\n  (12 bytes for each that a unit has), three times.",
    .run = sv_weigh,
};

int
main(int argc, char **argv)
{
    struct sv_common_options o = { .out = NULL };

    return sv_stage_main(&program, &o, argc, argv);
}
