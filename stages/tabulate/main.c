/* main.c - hearth-tabulate: tables for people. */
#include "stages/tabulate/tabulate.h"

static const struct sv_option options[] = {
    { 'H', "headline", NULL, SV_OPTION_FLAG,
      offsetof(struct sv_tabulate_options, headline),
      "only print the main numbers, in the width of the terminal", false },
};

static const struct sv_program program = {
    .name = "tabulate",
    .blurb = "Lays the estimates out as tables that people publish.",
    .usage = "SURVEY.yaml",
    .reads = "estimates.csv, estimates.json  (from estimate)",
    .writes = "tables/*.csv",
    .cost = "Memory: the text of the estimates, a few times over.",
    .option = options,
    .n_options = sizeof options / sizeof *options,
    .run = sv_tabulate,
};

int
main(int argc, char **argv)
{
    struct sv_tabulate_options o = { .headline = false };

    return sv_stage_main(&program, &o, argc, argv);
}
