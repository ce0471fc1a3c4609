/* stage.c - what every program of the house does the same way. */
#include "pipeline/stage.h"

#include <errno.h>
#include <jansson.h>
#include <omp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "pipeline/arena.h"
#include "pipeline/guard.h"
#include "pipeline/manifest.h"
#include "pipeline/options.h"
#include "pipeline/output.h"
#include "pipeline/progress.h"
#include "pipeline/provenance.h"

struct sv_stage {
    const struct sv_program *program;
    const struct sv_common_options *common;
    const void *options;
    int argc;
    char **argv;
    struct sv_survey *survey;
    const char *const *operand; /* behind SURVEY.yaml */
    size_t n_operands;
    struct sv_manifest *manifest;       /* as it was at the beginning */
    json_t *entry;              /* this stage's, being filled */
    struct sv_progress progress;
    struct sv_arena *memory;
};

/* Memory that lasts as long as the stage. */
static void *
keep(struct sv_stage *stage, size_t size, struct sv_fault *fault)
{
    void *memory = sv_arena_take(stage->memory, size, 1);

    if (memory == NULL)
        sv_fail(fault, SV_SYSTEM, "out of memory for %zu bytes", size);
    return memory;
}

const struct sv_survey *
sv_stage_survey(const struct sv_stage *stage)
{
    return stage->survey;
}

const char *
sv_stage_out(const struct sv_stage *stage)
{
    return stage->common->out;
}

size_t
sv_stage_operands(const struct sv_stage *stage, const char *const **operand)
{
    *operand = stage->operand;
    return stage->n_operands;
}

const char *
sv_stage_path(struct sv_stage *stage, const char *name, struct sv_fault *fault)
{
    const size_t size = strlen(stage->common->out) + strlen(name) + 2;
    char *path = keep(stage, size, fault);

    if (path != NULL)
        snprintf(path, size, "%s/%s", stage->common->out, name);
    return path;
}

static enum sv_status
append(struct sv_stage *stage, const char *key, json_t *value,
       struct sv_fault *fault)
{
    if (value == NULL
        || json_array_append_new(json_object_get(stage->entry, key), value))
        return sv_fail(fault, SV_SYSTEM, "out of memory for the manifest");
    return SV_OK;
}

/* Checks artifact NAME, which is PATH, against the manifest; *digest is what it
 * must have. */
static enum sv_status
check_input(struct sv_stage *stage, const char *name, const char *path,
            struct sv_digest *digest, struct sv_fault *fault)
{
    const char *maker = sv_manifest_maker(stage->manifest, name, digest);
    char why[1024];

    if (maker == NULL)
        return sv_fail(fault, SV_DATA, "%s/%s: is not in the manifest of this "
                       "folder; run the stage that makes it",
                       stage->common->out, name);
    if (sv_manifest_is_stale(stage->manifest, maker, false, why, sizeof why))
        return sv_fail(fault, SV_DATA, "%s/%s: was made from other inputs than "
                       "there are now (%s); run hearth-%s again",
                       stage->common->out, name, why, maker);
    if (strcmp(sv_manifest_description(sv_manifest_entry(stage->manifest,
                                                         maker)),
               sv_manifest_description(stage->entry)) != 0)
        return sv_fail(fault, SV_DATA, "%s/%s: was made for another "
                       "description than %s; run hearth-%s again",
                       stage->common->out, name, stage->survey->path, maker);
    if (access(path, F_OK) != 0 && errno == ENOENT)
        return sv_fail(fault, SV_DATA, "%s: is not there any more; run "
                       "hearth-%s again", path, maker);
    return append(stage, "inputs",
                  json_pack("{s:s, s:s}", "artifact", name, "digest",
                            digest->hex), fault);
}

enum sv_status
sv_stage_input(struct sv_store **out, struct sv_stage *stage, const char *name,
               const char *kind, unsigned version, struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, name, fault);
    struct sv_digest digest;
    enum sv_status status = path == NULL
                                ? fault->status
                                : check_input(stage, name, path, &digest, fault);

    if (status != SV_OK)
        return status;
    return sv_store_open(out, path, kind, version, &digest, fault);
}

/* The whole of a file, with a NUL behind it, in memory of the stage. */
static enum sv_status
read_text(char **text, size_t *n, struct sv_stage *stage, const char *path,
          struct sv_fault *fault)
{
    FILE *from = fopen(path, "re");
    struct stat info;
    enum sv_status status = SV_OK;

    if (from == NULL || fstat(fileno(from), &info) != 0)
        status = sv_fail_errno(fault, "%s: cannot be read", path);
    else if ((*text = keep(stage, (size_t) info.st_size + 1, fault)) == NULL)
        status = fault->status;
    else {
        *n = fread(*text, 1, (size_t) info.st_size, from);
        (*text)[*n] = '\0';
        if (*n != (size_t) info.st_size)
            status = sv_fail(fault, SV_SYSTEM, "%s: cannot be read whole", path);
    }
    if (from != NULL)
        fclose(from);
    return status;
}

enum sv_status
sv_stage_input_text(char **text, size_t *n, struct sv_stage *stage,
                    const char *name, struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, name, fault);
    struct sv_digest digest, found;
    enum sv_status status = path == NULL
                                ? fault->status
                                : check_input(stage, name, path, &digest, fault);

    if (status == SV_OK)
        status = read_text(text, n, stage, path, fault);
    if (status == SV_OK)
        status = sv_digest_bytes(&found, *text, *n, fault);
    if (status != SV_OK)
        return status;
    if (!sv_digest_same(&found, &digest))
        return sv_fail(fault, SV_DATA, "%s: has changed since it was made; run "
                       "the stage that makes it again", path);
    return SV_OK;
}

enum sv_status
sv_stage_digest(struct sv_digest *out, const struct sv_stage *stage,
                const char *name, struct sv_fault *fault)
{
    if (sv_manifest_maker(stage->manifest, name, out) == NULL)
        return sv_fail(fault, SV_DATA, "%s/%s: is not in the manifest of this "
                       "folder; run the stage that makes it",
                       stage->common->out, name);
    return SV_OK;
}

enum sv_status
sv_stage_used(struct sv_stage *stage, const char *path,
              const struct sv_digest *digest, struct sv_fault *fault)
{
    return append(stage, "inputs", json_pack("{s:s, s:s}", "path", path,
                                             "digest", digest->hex), fault);
}

enum sv_status
sv_stage_provenance(struct sv_stage *stage, struct sv_store_maker *maker,
                    struct sv_fault *fault)
{
    char program[64], *text;
    enum sv_status status;

    snprintf(program, sizeof program, "hearth-%s", stage->program->name);
    status = sv_provenance(&text, program, stage->entry, fault);
    if (status != SV_OK)
        return status;
    status = sv_store_text(maker, "provenance", text, fault);
    free(text);
    return status;
}

enum sv_status
sv_stage_output(struct sv_stage *stage, const char *name,
                const struct sv_digest *digest, struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, name, fault);
    struct stat info;

    if (path == NULL)
        return fault->status;
    if (stat(path, &info) != 0)
        return sv_fail_errno(fault, "%s: cannot be read", path);
    return append(stage, "outputs",
                  json_pack("{s:s, s:s, s:I}", "name", name, "digest",
                            digest->hex, "bytes", (json_int_t) info.st_size),
                  fault);
}

static enum sv_status
note(struct sv_stage *stage, const char *key, json_t *value,
     struct sv_fault *fault)
{
    if (value == NULL
        || json_object_set_new(json_object_get(stage->entry, "notes"), key,
                               value))
        return sv_fail(fault, SV_SYSTEM, "out of memory for the manifest");
    return SV_OK;
}

enum sv_status
sv_stage_text_begin(struct sv_output *out, struct sv_stage *stage,
                    const char *name, struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, name, fault);

    return path != NULL ? sv_output_begin(out, path, fault) : fault->status;
}

enum sv_status
sv_stage_text_keep(struct sv_output *out, struct sv_stage *stage,
                   const char *name, struct sv_fault *fault)
{
    struct sv_digest digest;
    const enum sv_status status = sv_output_keep(out, &digest, fault);

    return status == SV_OK ? sv_stage_output(stage, name, &digest, fault)
                           : status;
}

enum sv_status
sv_stage_note(struct sv_stage *stage, const char *key, const char *text,
              struct sv_fault *fault)
{
    return note(stage, key, json_string(text), fault);
}

enum sv_status
sv_stage_count(struct sv_stage *stage, const char *key, uint64_t n,
               struct sv_fault *fault)
{
    return note(stage, key, json_integer((json_int_t) n), fault);
}

void
sv_stage_warn(struct sv_stage *stage, const char *fmt, ...)
{
    char *text;
    va_list ap;

    va_start(ap, fmt);
    if (vasprintf(&text, fmt, ap) < 0)
        text = NULL;
    va_end(ap);
    if (text == NULL)
        return;
    sv_progress_wipe(&stage->progress);
    fprintf(stderr, "hearth-%s: note: %s\n", stage->program->name, text);
    json_array_append_new(json_object_get(stage->entry, "warnings"),
                          json_string(text));
    free(text);
}

void
sv_stage_progress(struct sv_stage *stage, uint64_t done, uint64_t total)
{
    sv_progress_show(&stage->progress, done, total);
}

/* Every file of the description is an input that later stages ask after. */
static enum sv_status
use_description(struct sv_stage *stage, struct sv_fault *fault)
{
    for (size_t i = 0; i < stage->survey->n_sources; i++) {
        const struct sv_source *source = stage->survey->source[i];
        char *path = realpath(sv_source_path(source), NULL);
        struct sv_digest digest;
        enum sv_status status =
            path == NULL ? sv_fail_errno(fault, "%s: cannot be found",
                                         sv_source_path(source))
                         : sv_digest_file(&digest, NULL, path, fault);

        if (status == SV_OK)
            status = append(stage, "inputs",
                            json_pack("{s:s, s:s, s:b}", "path", path,
                                      "digest", digest.hex, "description", 1),
                            fault);
        free(path);
        if (status != SV_OK)
            return status;
    }
    return SV_OK;
}

static json_t *
words(int argc, char **argv)
{
    json_t *list = json_array();

    for (int i = 0; list != NULL && i < argc; i++)
        json_array_append_new(list, json_string(argv[i]));
    return list;
}

/* The part of the manifest that is known before the work. */
static enum sv_status
begin_entry(struct sv_stage *stage, struct sv_fault *fault)
{
    const struct sv_program *p = stage->program;
    const time_t now = time(NULL);
    struct sv_digest self;
    struct tm utc;
    char started[32];
    enum sv_status status = sv_digest_file(&self, NULL, "/proc/self/exe",
                                           fault);

    if (status != SV_OK)
        return status;
    strftime(started, sizeof started, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    stage->entry = json_pack("{s:s, s:s, s:o, s:{}, s:s, s:[], s:[], s:{}, s:[]}",
                             "version", SV_VERSION, "program", self.hex,
                             "command", words(stage->argc, stage->argv),
                             "options", "started", started, "inputs",
                             "outputs", "notes", "warnings");
    if (stage->entry == NULL
        || sv_options_record(json_object_get(stage->entry, "options"),
                             p->option, p->n_options, stage->options))
        return sv_fail(fault, SV_SYSTEM, "out of memory for the manifest");
    return use_description(stage, fault);
}

/* Puts the entry, "tally" or "tally 2/5" for a shard, into the manifest.  A
 * run that wrote nothing, but looked or showed, leaves the last entry alone.
 * A run that failed gets no entry; but a check goes on behind faults in the
 * data with what there is.  Returns STATUS, unless it makes it worse. */
static enum sv_status
record(struct sv_stage *stage, enum sv_status status, struct sv_fault *fault)
{
    const char *shard = json_string_value(
        json_object_get(json_object_get(stage->entry, "options"), "shard"));
    struct sv_fault later = { 0 };
    char name[64];

    if ((status != SV_OK && (status != SV_DATA || !stage->common->check))
        || json_array_size(json_object_get(stage->entry, "outputs")) == 0)
        return status;
    snprintf(name, sizeof name, "%s%s%s", stage->program->name,
             shard != NULL ? " " : "", shard != NULL ? shard : "");
    if (json_object_set_new(stage->entry, "seconds",
                            json_real(sv_seconds() - stage->progress.started)))
        sv_fail(&later, SV_SYSTEM, "out of memory for the manifest");
    else if (sv_manifest_record(stage->common->out, name, stage->entry, &later)
             == SV_OK)
        return status;
    return sv_add(fault, later.status, "%s", later.text);
}

static enum sv_status
run(struct sv_stage *stage, const char *path, struct sv_fault *fault)
{
    const struct sv_common_options *o = stage->common;
    enum sv_status status = sv_folder_make(o->out, fault);

    if (status == SV_OK)
        status = sv_guard_folder(o->out, fault);
    if (status == SV_OK)
        status = sv_survey_read(&stage->survey, path, fault);
    if (status == SV_OK)
        status = sv_manifest_read(&stage->manifest, o->out, fault);
    if (status == SV_OK)
        status = begin_entry(stage, fault);
    if (status == SV_OK) {
        status = stage->program->run(stage, stage->options, fault);
        status = record(stage, status, fault);
    }
    if (status == SV_OK)
        sv_progress_end(&stage->progress);
    else
        sv_progress_wipe(&stage->progress);
    return status;
}

static void
release(struct sv_stage *stage)
{
    json_decref(stage->entry);
    sv_manifest_free(stage->manifest);
    sv_survey_free(stage->survey);
    sv_arena_free(stage->memory);
}

int
sv_program_end(const char *name, enum sv_status status,
               const struct sv_fault *fault)
{
    if (status != SV_OK)
        sv_fault_print(fault, name);
    if (fflush(stdout) == 0 && !ferror(stdout) && fclose(stdout) == 0)
        return (int) status;
    if (status != SV_OK)
        return (int) status;
    fprintf(stderr, "%s: standard output cannot be written: %s\n", name,
            strerror(errno));
    return SV_SYSTEM;
}

/* Parses the command line; fills in the common options that were not given. */
static void
parse(struct sv_stage *stage, void *options, const char *name)
{
    const struct sv_program *p = stage->program;
    const struct sv_option *const table[] = { p->option, sv_common_options };
    const size_t n[] = { p->n_options, sv_n_common_options };
    struct sv_common_options *common = options;
    char *below;
    struct sv_command_line line = {
        .name = name, .usage = p->usage, .about = p->blurb, .table = table,
        .n = n, .n_tables = 2, .into = options,
    };

    if (asprintf(&below, "Reads:\n  %s\nWrites:\n  %s\n\n%s", p->reads,
                 p->writes, p->cost) < 0)
        below = NULL;
    line.below = below != NULL ? below : "";
    sv_options_parse(&line, stage->argc, stage->argv, &stage->operand,
                     &stage->n_operands);
    free(below);
    if (common->out == NULL)
        common->out = "out";
    if (common->jobs != 0)
        omp_set_num_threads((int) common->jobs);
}

int
sv_stage_main(const struct sv_program *program, void *options, int argc,
              char **argv)
{
    struct sv_stage stage = {
        .program = program, .common = options, .options = options,
        .argc = argc, .argv = argv, .memory = sv_arena_new(),
    };
    struct sv_fault fault = { 0 };
    char name[64];
    enum sv_status status;

    snprintf(name, sizeof name, "hearth-%s", program->name);
    sv_guard_process();
    parse(&stage, options, name);
    sv_progress_begin(&stage.progress, program->name, stage.common->quiet);
    if (stage.memory == NULL) {
        status = sv_fail(&fault, SV_SYSTEM, "out of memory");
    } else if (stage.n_operands == 0) {
        status = sv_fail(&fault, SV_USAGE, "takes the survey description, "
                         "SURVEY.yaml; see %s --help", name);
    } else if (stage.n_operands > 1 && strchr(program->usage, ' ') == NULL) {
        status = sv_fail(&fault, SV_USAGE, "takes nothing behind %s, but got "
                         "'%s'; see %s --help", stage.operand[0],
                         stage.operand[1], name);
    } else {
        const char *path = *stage.operand++;

        stage.n_operands--;
        status = run(&stage, path, &fault);
    }
    release(&stage);
    return sv_program_end(name, status, &fault);
}
