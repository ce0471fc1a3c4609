/* command_init.c - hearth init: a first survey.yaml for data files.
 *
 * The files are read by hearth-ingest, with all their columns, and looked at by
 * hearth-init, in a private folder that is removed afterwards.  What is left
 * is the description; one that exists is never overwritten.
 */
#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "pipeline/apart.h"
#include "pipeline/command.h"
#include "pipeline/options.h"
#include "pipeline/route.h"

enum { MOST_FILES = 8 };

struct init_options {
    const char *output, *preset, *encoding, *decimal;
};

static const struct sv_option options[] = {
    { 'o', "output", "FILE", SV_OPTION_TEXT,
      offsetof(struct init_options, output),
      "where to write it; default: survey.yaml", false },
    { 'p', "preset", "NAME", SV_OPTION_TEXT,
      offsetof(struct init_options, preset),
      "the questionnaire that was used: mics, dhs, tic-domicilios, eurostat",
      false },
    { 'e', "encoding", "NAME", SV_OPTION_TEXT,
      offsetof(struct init_options, encoding),
      "what the texts of the files are written in, where the files do not "
      "say or say it wrongly", false },
    { 'd', "decimal", "MARK", SV_OPTION_TEXT,
      offsetof(struct init_options, decimal),
      "what stands before decimals in .csv files: point (the default), comma",
      false },
};

struct initiating {
    const char *const *file;
    size_t n;
    const struct init_options *options;
};

/* "FILE" in quotes that YAML and JSON share. */
static void
write_path(FILE *to, const char *file)
{
    fputc('"', to);
    for (; *file != '\0'; file++)
        fprintf(to, *file == '"' || *file == '\\' ? "\\%c" : "%c", *file);
    fputc('"', to);
}

static bool
is_csv(const char *file)
{
    const size_t n = strlen(file);

    return n > 4 && strcasecmp(file + n - 4, ".csv") == 0;
}

/* A description that says nothing but where the files are. */
static enum sv_status
write_files(const char *path, const struct initiating *i,
            struct sv_fault *fault)
{
    FILE *to = fopen(path, "wxe");
    char file[PATH_MAX];

    if (to == NULL)
        return sv_fail_errno(fault, "%s: cannot be written", path);
    fputs("survey: {title: files}\ndesign: {weight: 1}\nfiles:\n", to);
    for (size_t k = 0; k < i->n; k++) {
        if (realpath(i->file[k], file) == NULL) {
            sv_fail_errno(fault, "%s: cannot be found", i->file[k]);
            fclose(to);
            fault->status = SV_USAGE;
            return fault->status;
        }
        fprintf(to, "  file%zu: {path: ", k + 1);
        write_path(to, file);
        if (i->options->encoding != NULL) {
            fputs(", encoding: ", to);
            write_path(to, i->options->encoding);
        }
        if (i->options->decimal != NULL && is_csv(file)) {
            fputs(", decimal: ", to);
            write_path(to, i->options->decimal);
        }
        fputs("}\n", to);
    }
    return fclose(to) == 0 ? SV_OK
        : sv_fail_errno(fault, "%s: cannot be written", path);
}

/* A stage on the files of FOLDER, with OPTION and its VALUE if there is one. */
static enum sv_status
run_stage(const char *stage, const char *files, const char *folder,
          const char *option, const char *value, int *received,
          struct sv_fault *fault)
{
    char path[PATH_MAX], name[64];
    const char *argv[] = { name, files, "-o", folder, "-q", option, value,
                           NULL };

    sv_program_path(path, stage);
    snprintf(name, sizeof name, "hearth-%s", stage);
    return sv_spawn(path, argv, received, fault);
}

static enum sv_status
keep(const char *folder, const char *output, struct sv_fault *fault)
{
    char proposal[PATH_MAX];

    if (snprintf(proposal, sizeof proposal, "%s/proposal.yaml", folder)
        >= (int) sizeof proposal)
        return sv_fail(fault, SV_SYSTEM, "%s: the path is too long", folder);
    if (link(proposal, output) == 0)
        return SV_OK;
    if (errno == EEXIST)
        return sv_fail(fault, SV_USAGE, "%s: is there already; it is not "
                       "overwritten", output);
    return sv_fail_errno(fault, "%s: cannot be made", output);
}

static enum sv_status
init_in(const char *folder, void *context, int *received,
        struct sv_fault *fault)
{
    const struct initiating *i = context;
    const char *preset = i->options->preset;
    char files[PATH_MAX];
    enum sv_status status;

    if (snprintf(files, sizeof files, "%s/files.yaml", folder)
        >= (int) sizeof files)
        return sv_fail(fault, SV_SYSTEM, "%s: the path is too long", folder);
    status = write_files(files, i, fault);
    if (status == SV_OK)
        status = run_stage("ingest", files, folder, "--all", NULL, received,
                           fault);
    if (status == SV_OK && *received == 0)
        status = run_stage("init", files, folder,
                           preset != NULL ? "--preset" : NULL, preset,
                           received, fault);
    if (status == SV_OK && *received == 0)
        status = keep(folder, i->options->output, fault);
    return status;
}

static enum sv_status
init_apart(const struct initiating *i, struct sv_fault *fault)
{
    char copy[PATH_MAX], folder[PATH_MAX];
    struct initiating context = *i;
    const char *output = i->options->output;
    enum sv_status status;

    if (access(output, F_OK) == 0)
        return sv_fail(fault, SV_USAGE, "%s: is there already; it is not "
                       "overwritten: give another name with -o", output);
    if (strlen(output) >= sizeof copy)
        return sv_fail(fault, SV_USAGE, "%s: the path is too long", output);
    memcpy(copy, output, strlen(output) + 1);
    if (snprintf(folder, sizeof folder, "%s/.hearth-init",
                 dirname(copy)) >= (int) sizeof folder)
        return sv_fail(fault, SV_USAGE, "%s: the path is too long", output);
    status = sv_apart(folder, init_in, &context, fault);
    if (status == SV_OK)
        printf("%s: a first description.  Read all of it beside the "
               "questionnaire, then:\n    hearth check %s\n", output, output);
    return status;
}

enum sv_status
sv_command_init(int argc, char **argv, struct sv_fault *fault)
{
    static const struct sv_option *const table[] = { options };
    static const size_t rows[] = { sizeof options / sizeof *options };
    struct init_options o = { .output = "survey.yaml" };
    const struct sv_command_line line = {
        .name = "hearth init", .usage = "FILE...",
        .about = "Reads names, labels and values of data files and proposes "
                 "a first survey.yaml: record types and keys, the sample, "
                 "weights, and which columns are which variables; with what "
                 "each guess was made from.",
        .below = "Labels are understood in English, French, Spanish and "
                 "Portuguese. A file that exists is never overwritten.",
        .table = table, .n = rows, .n_tables = 1, .into = &o,
    };
    struct initiating i = { .options = &o };

    sv_options_parse(&line, argc, argv, &i.file, &i.n);
    if (i.n < 1 || i.n > MOST_FILES)
        return sv_fail(fault, SV_USAGE, "init: takes 1 to %d data files, got "
                       "%zu; see hearth init --help", MOST_FILES, i.n);
    return init_apart(&i, fault);
}
