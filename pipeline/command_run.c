/* command_run.c - hearth run: all stages, skipping what is current. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/command.h"
#include "pipeline/current.h"
#include "pipeline/options.h"
#include "pipeline/output.h"
#include "pipeline/route.h"

struct run_options {
    const char *out, *from, *to;
    unsigned jobs;
    bool force, quiet;
};

#define AT(field) offsetof(struct run_options, field)

static const struct sv_option options[] = {
    { 'o', "output", "OUT", SV_OPTION_TEXT, AT(out),
      "the folder of results; default: out", false },
    { 'f', "from", "STAGE", SV_OPTION_TEXT, AT(from),
      "run again from STAGE on, current or not; those before it must be current",
      false },
    { 't', "to", "STAGE", SV_OPTION_TEXT, AT(to), "stop behind STAGE", false },
    { 'F', "force", NULL, SV_OPTION_FLAG, AT(force),
      "run every stage, current or not", false },
    { 'j', "jobs", "N", SV_OPTION_COUNT, AT(jobs),
      "threads; default: as many as there are processors", false },
    { 'q', "quiet", NULL, SV_OPTION_FLAG, AT(quiet),
      "no progress, only faults; no headline table", false },
};

struct run {
    const struct run_options *options;
    const char *survey;         /* as given */
    char *absolute;             /* the same, absolute */
    size_t from, to;            /* stops of the route, both run */
    struct sv_manifest *manifest;       /* NULL: read it (again) */
};

/* The stop that --from or --to names. */
static enum sv_status
stop_of(size_t *out, const char *option, const char *stage,
        struct sv_fault *fault)
{
    const char *names[16];
    const char *near;

    *out = sv_stop_of(stage);
    if (*out < sv_n_stops)
        return SV_OK;
    for (size_t i = 0; i < sv_n_stops; i++)
        names[i] = sv_route[i].stage;
    near = sv_nearest(stage, names, sv_n_stops);
    return sv_fail(fault, SV_USAGE, "--%s: there is no stage '%s'%s%s%s; "
                   "hearth --help lists them", option, stage,
                   near != NULL ? "; did you mean '" : "",
                   near != NULL ? near : "", near != NULL ? "'" : "");
}

/* Takes OUT for this run; another run on it is waited for.  The lock lasts as
 * long as the driver or a stage that it started. */
static enum sv_status
lock_folder(int *lock, const char *out, struct sv_fault *fault)
{
    char path[PATH_MAX];

    *lock = -1;
    if (sv_folder_make(out, fault) != SV_OK)
        return fault->status;
    snprintf(path, sizeof path, "%s/.lock", out);
    *lock = open(path, O_RDWR | O_CREAT, 0600);
    if (*lock < 0)
        return sv_fail_errno(fault, "%s: cannot be locked", out);
    if (flock(*lock, LOCK_EX | LOCK_NB) == 0)
        return SV_OK;
    fprintf(stderr, "hearth: waiting for another run on %s\n", out);
    if (flock(*lock, LOCK_EX) != 0)
        return sv_fail_errno(fault, "%s: cannot be locked", out);
    return SV_OK;
}

static enum sv_status
start_stage(const struct run *run, const char *stage, struct sv_fault *fault)
{
    const struct run_options *o = run->options;
    char path[PATH_MAX], jobs[16], name[64];
    const char *argv[10];
    size_t n = 0;
    int received;
    enum sv_status status;

    sv_program_path(path, stage);
    snprintf(name, sizeof name, "hearth-%s", stage);
    argv[n++] = name;
    argv[n++] = run->survey;
    argv[n++] = "-o";
    argv[n++] = o->out;
    if (o->jobs > 0) {
        snprintf(jobs, sizeof jobs, "%u", o->jobs);
        argv[n++] = "-j";
        argv[n++] = jobs;
    }
    if (o->quiet)
        argv[n++] = "-q";
    argv[n] = NULL;
    status = sv_spawn(path, argv, &received, fault);
    if (received != 0) {                /* end as the signal asks */
        signal(received, SIG_DFL);
        raise(received);
    }
    return status;
}

/* Runs one stage unless it is current. */
static enum sv_status
pass(struct run *run, size_t stop, struct sv_fault *fault)
{
    const struct run_options *o = run->options;
    const char *stage = sv_route[stop].stage;
    const bool asked = stop >= run->from && (o->force || o->from != NULL);
    char why[1024] = "";
    bool current;
    enum sv_status status = SV_OK;

    if (run->manifest == NULL)
        status = sv_manifest_read(&run->manifest, o->out, fault);
    if (status != SV_OK)
        return status;
    current = !asked && sv_is_current(run->manifest, stage, o->out,
                                      run->absolute, why, sizeof why);
    if (!current && stop < run->from)
        return sv_fail(fault, SV_DATA, "--from %s: %s before it is not current "
                       "(%s); run without --from", o->from, stage, why);
    if (!current) {
        sv_manifest_free(run->manifest);
        run->manifest = NULL;
        return start_stage(run, stage, fault);
    }
    if (!o->quiet)
        fprintf(stderr, "%-9s current\n", stage);
    return SV_OK;
}

/* The headline table, and where the others are. */
static enum sv_status
show_tables(const struct run *run, struct sv_fault *fault)
{
    const char *out = run->options->out;
    const char *argv[] = { "hearth-tabulate", run->survey, "-o", out, "-q",
                           "--headline", NULL };
    const char *slash = *out != '\0' && out[strlen(out) - 1] == '/' ? "" : "/";
    char path[PATH_MAX];
    int received;
    enum sv_status status;

    sv_program_path(path, "tabulate");
    status = sv_spawn(path, argv, &received, fault);
    if (status == SV_OK)
        printf("\nEvery number: %s%sestimates.csv\nTables:       %s%stables/\n",
               out, slash, out, slash);
    return status;
}

static enum sv_status
run_stages(struct run *run, struct sv_fault *fault)
{
    const struct run_options *o = run->options;
    enum sv_status status = SV_OK;
    int lock;

    run->to = sv_n_stops - 1;
    if (o->from != NULL)
        status = stop_of(&run->from, "from", o->from, fault);
    if (status == SV_OK && o->to != NULL)
        status = stop_of(&run->to, "to", o->to, fault);
    if (status == SV_OK && run->to < run->from)
        status = sv_fail(fault, SV_USAGE, "--to %s comes before --from %s",
                         o->to, o->from);
    if (status != SV_OK)
        return status;
    status = lock_folder(&lock, o->out, fault);
    for (size_t stop = 0; status == SV_OK && stop <= run->to; stop++)
        status = pass(run, stop, fault);
    if (status == SV_OK && run->to == sv_n_stops - 1 && !o->quiet)
        status = show_tables(run, fault);
    sv_manifest_free(run->manifest);
    if (lock >= 0)
        close(lock);
    return status;
}

enum sv_status
sv_command_run(int argc, char **argv, struct sv_fault *fault)
{
    static const struct sv_option *const table[] = { options };
    static const size_t rows[] = { sizeof options / sizeof *options };
    struct run_options o = { .out = "out" };
    struct run run = { .options = &o };
    const struct sv_command_line line = {
        .name = "hearth run", .usage = "SURVEY.yaml",
        .about = "Runs the stages in order and skips those that are current.",
        .below = "A stage is current if its program, its inputs and its "
                 "outputs are what they were when it was last run, by their "
                 "contents.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };
    const char *const *operand;
    size_t n;
    enum sv_status status;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n != 1)
        return sv_fail(fault, SV_USAGE, "run: takes one SURVEY.yaml, got %zu; "
                       "see hearth run --help", n);
    run.survey = operand[0];
    run.absolute = realpath(run.survey, NULL);
    if (run.absolute == NULL)
        return errno == ENOENT
                   ? sv_fail(fault, SV_DATA, "%s: there is no such file; "
                             "it is the description of the survey", run.survey)
                   : sv_fail_errno(fault, "%s: cannot be read", run.survey);
    status = run_stages(&run, fault);
    free(run.absolute);
    return status;
}
