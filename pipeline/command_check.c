/* command_check.c - hearth check: faults in description and data, no results.
 *
 * The stages up to the estimates are run with --check in a private folder that
 * is removed afterwards.  A stage that finds faults in the data leaves what the
 * next ones need to look for theirs, so that all are shown at once.
 */
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/command.h"
#include "pipeline/holding.h"
#include "pipeline/manifest.h"
#include "pipeline/options.h"
#include "pipeline/route.h"

struct check_options {
    unsigned jobs;
};

static const struct sv_option options[] = {
    { 'j', "jobs", "N", SV_OPTION_COUNT, offsetof(struct check_options, jobs),
      "threads; default: as many as there are processors", false },
};

static const char *const checked[] = { "ingest", "derive", "weigh", "tally",
                                       "estimate" };

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

/* Whether STAGE left what the next one reads. */
static bool
has_left(const char *folder, const char *stage)
{
    struct sv_fault ignored = { 0 };
    struct sv_manifest *manifest;
    bool left;

    if (sv_manifest_read(&manifest, folder, &ignored) != SV_OK)
        return false;
    left = sv_manifest_entry(manifest, stage) != NULL;
    sv_manifest_free(manifest);
    return left;
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
        if (*received != 0
            || (status != SV_OK
                && (status != SV_DATA || !has_left(folder, checked[i]))))
            break;
    }
    return worst;
}

/* What was counted on the way: "rows of person 7012". */
static void
print_counts(const char *folder)
{
    struct sv_fault ignored = { 0 };
    struct sv_manifest *manifest;

    if (sv_manifest_read(&manifest, folder, &ignored) != SV_OK)
        return;
    for (size_t i = 0; i < sizeof checked / sizeof *checked; i++) {
        json_t *entry = sv_manifest_entry(manifest, checked[i]), *value;
        const char *key;

        json_object_foreach(json_object_get(entry, "notes"), key, value)
            if (json_is_integer(value))
                printf("  %-28s %10lld\n", key,
                       (long long) json_integer_value(value));
    }
    sv_manifest_free(manifest);
}

/* Makes the private folder, checks in it, removes it.  Signals wait until it
 * is gone; a stage that runs is passed them at once. */
static enum sv_status
check_apart(const char *survey, const char *jobs, struct sv_fault *fault)
{
    char folder[] = ".hearth-check.XXXXXX";
    struct sv_hold hold;
    enum sv_status status;
    int received = 0;

    sv_hold_signals(&hold, sv_ending_signals());
    if (mkdtemp(folder) == NULL) {
        status = sv_fail_errno(fault, "no private folder can be made in the "
                               "working directory");
    } else {
        status = check_stages(survey, folder, jobs, &received, fault);
        if (status == SV_OK) {
            printf("%s: no fault found\n", survey);
            print_counts(folder);
        }
        remove_folder(folder);
    }
    sv_release_signals(&hold);
    if (received != 0)
        raise(received);
    return status;
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
    const char *const *operand;
    char jobs[16];
    size_t n;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n != 1)
        return sv_fail(fault, SV_USAGE, "check: takes one SURVEY.yaml, got "
                       "%zu; see hearth check --help", n);
    snprintf(jobs, sizeof jobs, "%u", o.jobs);
    return check_apart(operand[0], o.jobs > 0 ? jobs : NULL, fault);
}
