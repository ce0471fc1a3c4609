/* main.c - ingest: reads, links and orders the data files of a survey. */
#include "stages/ingest/ingest.h"

static const struct sv_option options[] = {
    { 'a', "all", NULL, SV_OPTION_FLAG, offsetof(struct sv_ingest_options, all),
      "keep all variables, not only those that the survey uses", true },
};

static enum sv_status
run(struct sv_stage *stage, const void *with, struct sv_fault *fault)
{
    return sv_ingest(stage, with, fault);
}

static const struct sv_program program = {
    .name = "ingest",
    .blurb = "Read the data files, link persons to households, sort by design.",
    .usage = "SURVEY.yaml",
    .reads = "the data files that SURVEY.yaml names "
             "(.sav .zsav .por .dta .csv .sas7bdat .xpt)",
    .writes = "microdata.h5   (for derive)\n  replicates.h5  (for tally, where "
              "replicate weights came with the file)",
    .cost = "Time and disk grow with the data files; memory with a block of "
            "rows and the keys.",
    .option = options, .n_options = sizeof options / sizeof *options,
    .run = run,
};

int
main(int argc, char **argv)
{
    struct sv_ingest_options with = { .all = false };

    return sv_stage_main(&program, &with, argc, argv);
}
