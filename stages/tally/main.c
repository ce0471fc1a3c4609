/* main.c - hearth-tally: the fold of the data by cell and sampling unit. */
#include "stages/tally/tally.h"

static const struct sv_option options[] = {
    { 's', "shard", "K/N", SV_OPTION_SHARD,
      offsetof(struct sv_tally_options, shard),
      "fold the K-th of N sets of PSUs into tally-K-of-N.h5", true },
    { 'm', "merge", NULL, SV_OPTION_FLAG,
      offsetof(struct sv_tally_options, merge),
      "join the parts named behind SURVEY.yaml into tally.h5", false },
};

static const struct sv_program program = {
    .name = "tally",
    .blurb = "Folds the units into sums by cell and sampling unit.",
    .usage = "SURVEY.yaml [PART...]",
    .reads = "units.h5       (from derive)\n  weights.h5     (from weigh)\n"
             "  replicates.h5  (from ingest, where replicate weights came with "
             "the file)",
    .writes = "tally.h5       (for estimate)",
    .cost = "Memory: the tally, which grows with cells and sampling units, not "
            "with rows. The result has the same bytes for any number of "
            "threads, and for any number of shards that are merged.",
    .option = options,
    .n_options = sizeof options / sizeof *options,
    .run = sv_tally,
};

int
main(int argc, char **argv)
{
    struct sv_tally_options o = { .merge = false };

    return sv_stage_main(&program, &o, argc, argv);
}
