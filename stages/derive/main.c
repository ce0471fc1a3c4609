/* main.c - hearth-derive: variables, classifications and indicators. */
#include "stages/derive/derive.h"

static const struct sv_program program = {
    .name = "derive",
    .blurb = "Works out variables, classifications and indicators of every "
             "unit.",
    .usage = "SURVEY.yaml",
    .reads = "microdata.h5  (from ingest)",
    .writes = "units.h5      (for weigh and tally)",
    .cost = "Memory: blocks of rows; time and disk grow with the rows.",
    .run = sv_derive,
};

int
main(int argc, char **argv)
{
    struct sv_common_options o = { .out = NULL };

    return sv_stage_main(&program, &o, argc, argv);
}
