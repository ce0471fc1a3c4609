/* manifest.c - OUT/manifest.json: what each stage read, did and wrote. */
#include "pipeline/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/output.h"

struct sv_manifest {
    json_t *root;
    json_t *seen;               /* path: digest of a file that has been read */
};

static const char file_name[] = "manifest.json";

static enum sv_status
path_in(char **out, const char *folder, const char *name,
        struct sv_fault *fault)
{
    if (asprintf(out, "%s/%s", folder, name) < 0) {
        *out = NULL;
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    }
    return SV_OK;
}

/* The manifest in PATH, or a new one. */
static enum sv_status
load(json_t **root, const char *path, struct sv_fault *fault)
{
    json_error_t error = { 0 };

    if (access(path, F_OK) != 0 && errno == ENOENT)
        *root = json_pack("{s:s, s:{}}", "hearth", SV_VERSION, "stages");
    else
        *root = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    if (*root == NULL && json_error_code(&error) == json_error_cannot_open_file)
        return sv_fail_errno(fault, "%s: cannot be read", path);
    if (*root == NULL)
        return sv_fail(fault, SV_DATA, "%s: cannot be understood; remove it, "
                       "and the run begins anew", path);
    if (!json_is_object(json_object_get(*root, "stages"))) {
        json_decref(*root);
        *root = NULL;
        return sv_fail(fault, SV_DATA, "%s: is not a manifest; remove it, and "
                       "the run begins anew", path);
    }
    return SV_OK;
}

enum sv_status
sv_manifest_read(struct sv_manifest **out, const char *folder,
                 struct sv_fault *fault)
{
    struct sv_manifest *m = calloc(1, sizeof *m);
    char *path = NULL;
    enum sv_status status;

    if (m == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for the manifest");
    status = path_in(&path, folder, file_name, fault);
    if (status == SV_OK)
        status = load(&m->root, path, fault);
    free(path);
    if (status == SV_OK && (m->seen = json_object()) == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for the manifest");
    if (status != SV_OK) {
        sv_manifest_free(m);
        return status;
    }
    *out = m;
    return SV_OK;
}

void
sv_manifest_free(struct sv_manifest *manifest)
{
    if (manifest == NULL)
        return;
    json_decref(manifest->seen);
    json_decref(manifest->root);
    free(manifest);
}

json_t *
sv_manifest_entry(const struct sv_manifest *manifest, const char *stage)
{
    return json_object_get(json_object_get(manifest->root, "stages"), stage);
}

const char *
sv_manifest_description(const json_t *entry)
{
    json_t *input;
    size_t i;

    json_array_foreach(json_object_get(entry, "inputs"), i, input)
        if (json_is_true(json_object_get(input, "description")))
            return sv_json_text_of(input, "digest");
    return "";
}

const char *
sv_manifest_maker(const struct sv_manifest *manifest, const char *name,
                  struct sv_digest *digest)
{
    json_t *stages = json_object_get(manifest->root, "stages"), *entry, *output;
    const char *stage;
    size_t i;

    json_object_foreach(stages, stage, entry)
        json_array_foreach(json_object_get(entry, "outputs"), i, output)
            if (strcmp(sv_json_text_of(output, "name"), name) == 0) {
                snprintf(digest->hex, sizeof digest->hex, "%s",
                         sv_json_text_of(output, "digest"));
                return stage;
            }
    return NULL;
}

/* Whether the file at PATH can be read, and its digest; it is read once. */
static bool
digest_of(struct sv_digest *digest, const struct sv_manifest *m,
          const char *path)
{
    const char *seen = json_string_value(json_object_get(m->seen, path));
    struct sv_fault ignored = { 0 };

    if (seen != NULL) {
        snprintf(digest->hex, sizeof digest->hex, "%s", seen);
        return true;
    }
    if (sv_digest_file(digest, NULL, path, &ignored) != SV_OK)
        return false;
    json_object_set_new(m->seen, path, json_string(digest->hex));
    return true;
}

enum { MOST_STAGES = 32 };      /* one behind the other */

static bool
stage_is_stale(const struct sv_manifest *m, const char *stage, bool files,
               unsigned depth, char *why, size_t size);

/* One input: {"artifact": name | "path": path, "digest"}. */
static bool
input_is_stale(const struct sv_manifest *m, const json_t *input, bool files,
               unsigned depth, char *why, size_t size)
{
    const char *artifact = sv_json_text_of(input, "artifact");
    const char *path = sv_json_text_of(input, "path");
    struct sv_digest now = { "" };
    const char *maker;

    if (*artifact != '\0') {
        maker = sv_manifest_maker(m, artifact, &now);
        if (maker == NULL)
            snprintf(why, size, "%s is not there", artifact);
        else if (strcmp(now.hex, sv_json_text_of(input, "digest")) != 0)
            snprintf(why, size, "%s has been made again since", artifact);
        else
            return stage_is_stale(m, maker, files, depth + 1, why, size);
        return true;
    }
    if (!files && !json_is_true(json_object_get(input, "description")))
        return false;
    if (!digest_of(&now, m, path))
        snprintf(why, size, "%s cannot be read", path);
    else if (strcmp(now.hex, sv_json_text_of(input, "digest")) != 0)
        snprintf(why, size, "%s has changed", path);
    else
        return false;
    return true;
}

static bool
stage_is_stale(const struct sv_manifest *m, const char *stage, bool files,
               unsigned depth, char *why, size_t size)
{
    const json_t *entry = sv_manifest_entry(m, stage);
    json_t *input;
    size_t i;

    if (entry == NULL || depth > MOST_STAGES) {
        snprintf(why, size, entry == NULL ? "it has not been run"
                                          : "the manifest makes no sense");
        return true;
    }
    json_array_foreach(json_object_get(entry, "inputs"), i, input)
        if (input_is_stale(m, input, files, depth, why, size))
            return true;
    return false;
}

bool
sv_manifest_is_stale(const struct sv_manifest *manifest, const char *stage,
                     bool files, char *why, size_t size)
{
    return stage_is_stale(manifest, stage, files, 0, why, size);
}

static enum sv_status
write_manifest(const char *path, const json_t *root, struct sv_fault *fault)
{
    struct sv_output out;
    enum sv_status status = sv_output_begin(&out, path, fault);

    if (status != SV_OK)
        return status;
    if (json_dumpf(root, out.to, JSON_INDENT(1)) != 0) {
        sv_output_drop(&out);
        return sv_fail(fault, SV_SYSTEM, "%s: cannot be written", path);
    }
    fputc('\n', out.to);
    return sv_output_keep(&out, NULL, fault);
}

static enum sv_status
replace_entry(const char *path, const char *stage, json_t *entry,
              struct sv_fault *fault)
{
    json_t *root;
    enum sv_status status = load(&root, path, fault);

    if (status != SV_OK)
        return status;
    if (json_object_set(json_object_get(root, "stages"), stage, entry) != 0)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for the manifest");
    else
        status = write_manifest(path, root, fault);
    json_decref(root);
    return status;
}

/* A file of its own: a network file system locks only what can be written. */
static enum sv_status
take_lock(int *lock, const char *folder, struct sv_fault *fault)
{
    char *path;
    enum sv_status status = path_in(&path, folder, ".manifest.lock", fault);

    if (status != SV_OK)
        return status;
    *lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    free(path);
    if (*lock < 0 || flock(*lock, LOCK_EX) != 0)
        return sv_fail_errno(fault, "%s: cannot be locked", folder);
    return SV_OK;
}

enum sv_status
sv_manifest_record(const char *folder, const char *stage, json_t *entry,
                   struct sv_fault *fault)
{
    char *path = NULL;
    int lock = -1;
    enum sv_status status = take_lock(&lock, folder, fault);

    if (status == SV_OK)
        status = path_in(&path, folder, file_name, fault);
    if (status == SV_OK)
        status = replace_entry(path, stage, entry, fault);
    free(path);
    if (lock >= 0)
        close(lock);
    return status;
}
