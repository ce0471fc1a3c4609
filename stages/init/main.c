/* main.c - hearth-init: a first description of the survey, from its files. */
#include "stages/init/init.h"

static const struct sv_option options[] = {
    { 'p', "preset", "NAME", SV_OPTION_TEXT,
      offsetof(struct sv_init_options, preset),
      "the questionnaire that was used: mics, dhs, tic-domicilios, eurostat",
      true },
};

static enum sv_status
run(struct sv_stage *stage, const void *with, struct sv_fault *fault)
{
    return sv_init(stage, with, fault);
}

static const struct sv_program program = {
    .name = "init",
    .blurb = "Proposes a survey.yaml from names, labels and values of files.",
    .usage = "FILES.yaml",
    .reads = "microdata.h5   (from ingest --all)",
    .writes = "proposal.yaml",
    .cost = "Time and memory grow with the rows.",
    .option = options, .n_options = sizeof options / sizeof *options,
    .run = run,
};

int
main(int argc, char **argv)
{
    struct sv_init_options with = { .preset = NULL };

    return sv_stage_main(&program, &with, argc, argv);
}
