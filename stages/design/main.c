/* main.c - hearth-design: what the design of a survey is. */
#include "stages/design/describe.h"

#define AT(field) offsetof(struct sv_describe_options, field)

static const struct sv_option options[] = {
    { 'a', "all", NULL, SV_OPTION_FLAG, AT(all),
      "every stratum, and every cell of the crossings", false },
    { 'J', "json", NULL, SV_OPTION_FLAG, AT(json), "print JSON", false },
};

static const struct sv_program program = {
    .name = "design",
    .blurb = "What the design of a survey is, in words and numbers, before "
             "anything is estimated.",
    .usage = "SURVEY.yaml",
    .reads = "units.h5    (from derive)\n"
             "  weights.h5  (from weigh; without it, base weights)",
    .writes = "nothing: it prints",
    .cost = "Memory: a few numbers a row.",
    .option = options, .n_options = sizeof options / sizeof *options,
    .run = sv_describe,
};

int
main(int argc, char **argv)
{
    struct sv_describe_options o = { .all = false };

    return sv_stage_main(&program, &o, argc, argv);
}
