/* command_check.c - hearth check: faults in description and data, no results.
 *
 * The stages up to the tally are run with --check in a private folder that is
 * removed afterwards.  A stage that finds faults in the data leaves what the
 * next ones need to look for theirs, so that all are shown at once.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/command.h"
#include "pipeline/options.h"
#include "pipeline/route.h"

struct check_options {
    unsigned jobs;
};

static const struct sv_option options[] = {
    { 'j', "jobs", "N", SV_OPTION_COUNT, offsetof(struct check_options, jobs),
      "threads; default: as many as there are processors", false },
};

static const char *const checked[] = { "ingest", "derive", "weigh", "estimate" };

/* Removes FOLDER and the files in it; there are no folders in it. */
static void
remove_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
    rmdir(folder);
}

static enum sv_status
check_stage(const char *stage, const char *survey, const char *folder,
            const char *jobs, int *received, struct sv_fault *fault)
{
    char path[PATH_MAX], name[64];
    const char *argv[] = { name, survey, "-o", folder, "--check", "-q",
                           jobs != NULL ? "-j" : NULL, jobs, NULL };

    sv_program_path(path, stage);
    snprintf(name, sizeof name, "hearth-%s", stage);
    return sv_spawn(path, argv, received, fault);
}

/* Every stage that can still look; the worst status. */
static enum sv_status
check_stages(const char *survey, const char *folder, const char *jobs,
             int *received, struct sv_fault *fault)
{
    enum sv_status worst = SV_OK;

    for (size_t i = 0; i < sizeof checked / sizeof *checked; i++) {
        enum sv_status status = check_stage(checked[i], survey, folder, jobs,
                                            received, fault);

        if (status > worst)
            worst = status;
        if (status != SV_OK && (i > 0 || status != SV_DATA))
            break;
        if (*received != 0)
            break;
    }
    return worst;
}

enum sv_status
sv_command_check(int argc, char **argv, struct sv_fault *fault)
{
    static const struct sv_option *const table[] = { options };
    static const size_t rows[] = { sizeof options / sizeof *options };
    struct check_options o = { 0 };
    const struct sv_command_line line = {
        .name = "hearth check", .usage = "SURVEY.yaml",
        .about = "Looks for all that can be wrong with the description and "
                 "the data, and shows all faults at once.",
        .below = "Nothing is left behind.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };
    char folder[] = ".hearth-check.XXXXXX", jobs[16];
    const char *const *operand;
    size_t n;
    int received = 0;
    enum sv_status status;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n != 1)
        return sv_fail(fault, SV_USAGE, "check: takes one SURVEY.yaml, got "
                       "%zu; see hearth check --help", n);
    if (mkdtemp(folder) == NULL)
        return sv_fail_errno(fault, "a private folder cannot be made here");
    snprintf(jobs, sizeof jobs, "%u", o.jobs);
    status = check_stages(operand[0], folder, o.jobs > 0 ? jobs : NULL,
                          &received, fault);
    remove_folder(folder);
    if (received != 0) {
        signal(received, SIG_DFL);
        raise(received);
    }
    if (status == SV_OK)
        printf("%s: no fault found\n", operand[0]);
    return status;
}
