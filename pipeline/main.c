/* main.c - hearth: the driver of the stages. */
#include <stdio.h>
#include <string.h>

#include "pipeline/becoming.h"
#include "pipeline/command.h"
#include "pipeline/guard.h"
#include "pipeline/options.h"
#include "pipeline/route.h"
#include "pipeline/source.h"
#include "pipeline/stage.h"

const struct sv_command sv_commands[] = {
    { "init", "FILE...", "propose a first survey.yaml for data files",
      sv_command_init },
    { "run", "SURVEY.yaml", "run all stages, skipping what is current",
      sv_command_run },
    { "check", "SURVEY.yaml", "look for faults in description and data",
      sv_command_check },
    { "design", "SURVEY.yaml", "what the design is, before any estimate",
      sv_command_design },
    { "status", "[OUT]", "what a folder of results holds, and what is current",
      sv_command_status },
    { "compare", "OUT_A OUT_B", "change between two rounds, with its errors",
      sv_command_compare },
    { "export", "OUT --to FILE", "derived variables and weights for SPSS, Stata, R",
      sv_command_export },
    { "explain", "OUT NUMBER...", "open a number: totals, weights, variance",
      sv_command_explain },
    { "plan", "[NUMBER...]", "how large a sample must be, and what one gives",
      sv_command_plan },
    { "crosscheck", "OUT [RESULT...]", "recompute results by R survey, and compare",
      sv_command_crosscheck },
    { "catalogue", "[NAME [CODE]]", "which indicators there are, and what they "
      "need", sv_command_catalogue },
    { "schema", "", "print the JSON Schema of survey.yaml, for editors",
      sv_command_schema },
};
const size_t sv_n_commands = sizeof sv_commands / sizeof *sv_commands;

static void
print_help(void)
{
    puts("Usage: hearth COMMAND [OPTION...]\n"
         "From survey microdata to tables with honest standard errors.\n\n"
         "Commands:");
    for (size_t i = 0; i < sv_n_commands; i++)
        printf("  %-10s %-13s %s\n", sv_commands[i].name, sv_commands[i].usage,
               sv_commands[i].blurb);
    puts("\nStages, in the order of a run (hearth STAGE SURVEY.yaml -o OUT):");
    for (size_t i = 0; i < sv_n_stops; i++)
        printf("  %-22s %s\n", sv_route[i].stage, sv_route[i].blurb);
    puts("\n`hearth COMMAND --help` and `hearth help COMMAND` tell more.\n");
    puts(sv_exit_statuses);
}

static int
unknown(const char *name, struct sv_fault *fault)
{
    const char *names[32];
    const char *near;
    size_t n = 0;

    for (size_t i = 0; i < sv_n_commands; i++)
        names[n++] = sv_commands[i].name;
    for (size_t i = 0; i < sv_n_stops; i++)
        names[n++] = sv_route[i].stage;
    near = sv_nearest(name, names, n);
    return (int) sv_fail(fault, SV_USAGE, "there is no command '%s'%s%s%s; "
                         "hearth --help lists them", name,
                         near != NULL ? "; did you mean '" : "",
                         near != NULL ? near : "", near != NULL ? "'" : "");
}

static int
dispatch(int argc, char **argv, struct sv_fault *fault)
{
    for (size_t i = 0; i < sv_n_commands; i++)
        if (strcmp(sv_commands[i].name, argv[0]) == 0)
            return (int) sv_commands[i].run(argc, argv, fault);
    if (sv_stop_of(argv[0]) < sv_n_stops)
        return (int) sv_become(argv[0], argv, fault);
    return unknown(argv[0], fault);
}

static int
help(char **argv, struct sv_fault *fault)
{
    char option[] = "--help";
    char *words[] = { argv[2], option, NULL };

    return dispatch(2, words, fault);
}

int
main(int argc, char **argv)
{
    struct sv_fault fault = { 0 };
    const char *first = argc > 1 ? argv[1] : "--help";
    int status = SV_OK;

    sv_guard_process();
    if (strcmp(first, "--version") == 0 || strcmp(first, "-V") == 0)
        puts("hearth " SV_VERSION);
    else if (strcmp(first, "help") == 0 && argc > 2)
        status = help(argv, &fault);
    else if (strcmp(first, "--help") == 0 || strcmp(first, "-?") == 0
             || strcmp(first, "help") == 0)
        print_help();
    else
        status = dispatch(argc - 1, argv + 1, &fault);
    status = sv_program_end("hearth", (enum sv_status) status, &fault);
    return argc > 1 ? status : SV_USAGE;
}
