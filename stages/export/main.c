/* main.c - hearth-export: derived microdata back to SPSS, Stata and CSV. */
#include "stages/export/export.h"

static const struct sv_option options[] = {
    { 't', "to", "FILE", SV_OPTION_TEXT, offsetof(struct sv_export_options, to),
      "the file to write: .sav, .dta or .csv; with several record types "
      "FILE-RECORD is made of each", false },
    { 'r', "record", "NAME", SV_OPTION_TEXT,
      offsetof(struct sv_export_options, record), "only this record type",
      false },
    { 'l', "language", "LANGUAGE", SV_OPTION_TEXT,
      offsetof(struct sv_export_options, language),
      "of labels; default: the first of the survey", false },
    { 'a', "raw", NULL, SV_OPTION_FLAG, offsetof(struct sv_export_options, raw),
      "also the variables of the data files that the survey uses", false },
};

static const struct sv_program program = {
    .name = "export",
    .blurb = "Writes the derived variables, indicators and weights of a run as "
             "a file for SPSS, Stata or R.",
    .usage = "SURVEY.yaml",
    .reads = "microdata.h5, units.h5, weights.h5  (from ingest, derive, weigh)\n"
             "  replicates.h5  (from ingest, where replicate weights came with "
             "the file)",
    .writes = "FILE, and what is in it: FILE-codebook.csv",
    .cost = "`hearth export OUT --to FILE` takes the description that OUT was "
            "made for. The file holds respondents: only its owner may read "
            "it. Memory: a block of rows.",
    .option = options,
    .n_options = sizeof options / sizeof *options,
    .run = sv_export,
};

int
main(int argc, char **argv)
{
    struct sv_export_options o = { .to = NULL };

    return sv_stage_main(&program, &o, argc, argv);
}
