/* command_design.c - hearth design: what the design is, before any estimate.
 *
 * The stages up to the weights are run in a private folder that is removed
 * afterwards, or in OUT, where those that are current are not run again.
 * Faults of the weights do not keep the design from being described.
 */
#include <stdbool.h>
#include <stdio.h>

#include "pipeline/apart.h"
#include "pipeline/command.h"
#include "pipeline/options.h"
#include "pipeline/route.h"

struct design_options {
    const char *out;
    unsigned jobs;
    bool all, json;
};

#define AT(field) offsetof(struct design_options, field)

static const struct sv_option options[] = {
    { 'o', "output", "OUT", SV_OPTION_TEXT, AT(out),
      "work in this folder of results, and leave there what was made; "
      "default: nothing is left behind", false },
    { 'j', "jobs", "N", SV_OPTION_COUNT, AT(jobs),
      "threads; default: as many as there are processors", false },
    { 'a', "all", NULL, SV_OPTION_FLAG, AT(all),
      "every stratum, and every cell of the crossings", false },
    { 'J', "json", NULL, SV_OPTION_FLAG, AT(json), "print JSON", false },
};

struct designing {
    const struct design_options *o;
    const char *survey;
};

/* hearth-STAGE SURVEY -o FOLDER -q, and FLAGS (ending in NULL). */
static enum sv_status
start(const char *stage, const struct designing *d, const char *folder,
      const char *const *flags, int *received, struct sv_fault *fault)
{
    char path[PATH_MAX], name[64], jobs[16];
    const char *argv[12] = { name, d->survey, "-o", folder, "-q" };
    size_t n = 5;

    sv_program_path(path, stage);
    snprintf(name, sizeof name, "hearth-%s", stage);
    if (d->o->jobs > 0) {
        snprintf(jobs, sizeof jobs, "%u", d->o->jobs);
        argv[n++] = "-j";
        argv[n++] = jobs;
    }
    while (*flags != NULL)
        argv[n++] = *flags++;
    argv[n] = NULL;
    return sv_spawn(path, argv, received, fault);
}

static enum sv_status
describe(const struct designing *d, const char *folder, int *received,
         struct sv_fault *fault)
{
    const char *flags[3];
    size_t n = 0;

    if (d->o->all)
        flags[n++] = "--all";
    if (d->o->json)
        flags[n++] = "--json";
    flags[n] = NULL;
    return start("design", d, folder, flags, received, fault);
}

/* Units, then weights if they can be had, then the description; the worst
 * status. */
static enum sv_status
design_in(const char *folder, void *context, int *received,
          struct sv_fault *fault)
{
    static const char *const none[] = { NULL };
    const struct designing *d = context;
    enum sv_status status = start("ingest", d, folder, none, received, fault);
    enum sv_status weighed, described;

    if (status == SV_OK && *received == 0)
        status = start("derive", d, folder, none, received, fault);
    if (status != SV_OK || *received != 0)
        return status;
    weighed = start("weigh", d, folder, none, received, fault);
    if (weighed > SV_DATA || *received != 0)
        return weighed;
    described = describe(d, folder, received, fault);
    return described > weighed ? described : weighed;
}

/* As `hearth run --to weigh`, which skips what is current. */
static enum sv_status
design_at(const struct designing *d, int *received, struct sv_fault *fault)
{
    char self[] = "/proc/self/exe";
    const char *argv[] = { "hearth", "run", d->survey, "-o", d->o->out, "-q",
                           "--to", "weigh", NULL };
    enum sv_status ran = sv_spawn(self, argv, received, fault), described;

    if (ran > SV_DATA || *received != 0)
        return ran;
    described = describe(d, d->o->out, received, fault);
    return described > ran ? described : ran;
}

enum sv_status
sv_command_design(int argc, char **argv, struct sv_fault *fault)
{
    static const struct sv_option *const table[] = { options };
    static const size_t rows[] = { sizeof options / sizeof *options };
    struct design_options o = { .out = NULL };
    const struct sv_command_line line = {
        .name = "hearth design", .usage = "SURVEY.yaml",
        .about = "Says what the design is, in words and numbers, before "
                 "anything is estimated: strata, PSUs, fractions, lonely PSUs "
                 "and whom to merge them with, weights, degrees of freedom of "
                 "every cell of the tables, and the same for R and Stata.",
        .below = "Designs with faults are described, too; faults of the data "
                 "and weights end with status 1. `hearth plan` reckons the "
                 "sizes of samples.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };
    const char *const *operand;
    struct designing d = { .o = &o };
    size_t n;
    int received = 0;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n != 1)
        return sv_fail(fault, SV_USAGE, "design: takes one SURVEY.yaml, got "
                       "%zu; see hearth design --help", n);
    d.survey = operand[0];
    return o.out != NULL ? design_at(&d, &received, fault)
                         : sv_apart(".hearth-design", design_in, &d, fault);
}
