/* command_check.c - hearth check: faults in description and data, no results.
 *
 * The stages up to the estimates are run with --check in a private folder that
 * is removed afterwards.  A stage that finds faults in the data leaves what the
 * next ones need to look for theirs, so that all are shown at once.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/apart.h"
#include "pipeline/command.h"
#include "pipeline/manifest.h"
#include "pipeline/options.h"
#include "pipeline/reportfindings.h"
#include "pipeline/route.h"

struct check_options {
    unsigned jobs;
    const char *csv;
};

static const struct sv_option options[] = {
    { 'j', "jobs", "N", SV_OPTION_COUNT, offsetof(struct check_options, jobs),
      "threads; default: as many as there are processors", false },
    { 'c', "csv", "FILE", SV_OPTION_TEXT, offsetof(struct check_options, csv),
      "what was found in the data, as a table", false },
};

static const char *const checked[] = { "ingest", "derive", "weigh", "tally",
                                       "estimate" };

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

struct checking { const char *survey, *jobs, *csv; };

static enum sv_status
check_in(const char *folder, void *context, int *received,
         struct sv_fault *fault)
{
    const struct checking *c = context;
    enum sv_status status =
        check_stages(c->survey, folder, c->jobs, received, fault);
    struct sv_fault own = { 0 };
    size_t errors;

    if (sv_findings_report(folder, c->csv, &errors, &own) != SV_OK)
        return sv_add_all(fault, &own);
    if (status == SV_OK && errors > 0)
        fault->status = status = SV_DATA;       /* they have been printed */
    if (status == SV_OK) {
        printf("%s: no fault found\n", c->survey);
        print_counts(folder);
    }
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
                 "the data, and shows all faults at once: names, types and "
                 "design; then values out of range, codes without a "
                 "category, answers of who was not asked, sums that do not "
                 "agree, answers that lack, duplicates, and the rules in "
                 "`checks`.",
        .below = "Errors end with status 1; warnings and notes do not. "
                 "Nothing is left behind but the FILE of --csv.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };
    const char *const *operand;
    char jobs[16];
    struct checking checking;
    size_t n;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n != 1)
        return sv_fail(fault, SV_USAGE, "check: takes one SURVEY.yaml, got "
                       "%zu; see hearth check --help", n);
    snprintf(jobs, sizeof jobs, "%u", o.jobs);
    checking = (struct checking) { operand[0], o.jobs > 0 ? jobs : NULL, o.csv };
    return sv_apart(".hearth-check", check_in, &checking, fault);
}
