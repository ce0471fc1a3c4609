/* current.c - whether a stage would make again what is already there. */
#include "pipeline/current.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/route.h"

static bool
has_digest(const char *path, const json_t *object, const char *key)
{
    struct sv_fault ignored = { 0 };
    struct sv_digest digest;

    return sv_digest_file(&digest, NULL, path, &ignored) == SV_OK
           && strcmp(digest.hex, sv_json_text_of(object, key)) == 0;
}

static bool
is_described_by(const json_t *entry, const char *survey)
{
    json_t *input;
    size_t i;

    json_array_foreach(json_object_get(entry, "inputs"), i, input)
        if (json_is_true(json_object_get(input, "description")))
            return strcmp(sv_json_text_of(input, "path"), survey) == 0;
    return false;
}

static bool
outputs_are_there(const json_t *entry, const char *out, char *why, size_t size)
{
    json_t *output;
    size_t i;

    json_array_foreach(json_object_get(entry, "outputs"), i, output) {
        char path[PATH_MAX];

        snprintf(path, sizeof path, "%s/%s", out, sv_json_text_of(output, "name"));
        if (!has_digest(path, output, "digest")) {
            snprintf(why, size, "%s is not as it was made",
                     sv_json_text_of(output, "name"));
            return false;
        }
    }
    return true;
}

bool
sv_is_current(const struct sv_manifest *manifest, const char *stage,
              const char *out, const char *survey, char *why, size_t size)
{
    const json_t *entry = sv_manifest_entry(manifest, stage);
    char program[PATH_MAX];

    sv_program_path(program, stage);
    if (entry == NULL)
        snprintf(why, size, "it has not been run");
    else if (!has_digest(program, entry, "program"))
        snprintf(why, size, "the program has changed");
    else if (json_object_size(json_object_get(entry, "options")) > 0)
        snprintf(why, size, "it was run with options of its own");
    else if (!is_described_by(entry, survey))
        snprintf(why, size, "it was run for another description");
    else if (!sv_manifest_is_stale(manifest, stage, true, why, size))
        return outputs_are_there(entry, out, why, size);
    return false;
}
