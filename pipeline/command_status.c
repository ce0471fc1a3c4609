/* command_status.c - hearth status: what a folder of results holds. */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/command.h"
#include "pipeline/current.h"
#include "pipeline/jsonmembers.h"
#include "pipeline/options.h"
#include "pipeline/route.h"

/* The survey.yaml that the stage was run for. */
static const char *
description_of(const json_t *entry)
{
    json_t *input;
    size_t i;

    json_array_foreach(json_object_get(entry, "inputs"), i, input)
        if (json_is_true(json_object_get(input, "description")))
            return sv_json_text_of(input, "path");
    return "";
}

static void
print_outputs(const json_t *entry)
{
    json_t *output;
    size_t i;

    json_array_foreach(json_object_get(entry, "outputs"), i, output)
        printf("            %-32s %12lld bytes\n", sv_json_text_of(output, "name"),
               (long long) json_integer_value(json_object_get(output,
                                                              "bytes")));
}

static void
print_stage(const struct sv_manifest *manifest, const char *out,
            const char *stage)
{
    const json_t *entry = sv_manifest_entry(manifest, stage);
    char why[1024] = "";

    if (entry == NULL) {
        printf("%-10s  not run\n", stage);
        return;
    }
    if (sv_is_current(manifest, stage, out, description_of(entry), why,
                      sizeof why))
        printf("%-10s  current  ", stage);
    else
        printf("%-10s  stale: %s; ", stage, why);
    printf("%s, %.2f s\n", sv_json_text_of(entry, "started"),
           json_real_value(json_object_get(entry, "seconds")));
    print_outputs(entry);
}

enum sv_status
sv_command_status(int argc, char **argv, struct sv_fault *fault)
{
    const struct sv_command_line line = {
        .name = "hearth status", .usage = "[OUT]",
        .about = "Tells of each stage whether its results are current, and "
                 "what it wrote.",
        .below = "OUT is the folder of results; default: out.",
    };
    struct sv_manifest *manifest;
    const char *const *operand;
    const char *out;
    struct stat info;
    size_t n;
    enum sv_status status;

    sv_options_parse(&line, argc, argv, &operand, &n);
    if (n > 1)
        return sv_fail(fault, SV_USAGE, "status: takes one folder, got %zu", n);
    out = n == 1 ? operand[0] : "out";
    if (stat(out, &info) != 0 || !S_ISDIR(info.st_mode))
        return sv_fail(fault, SV_DATA, "%s: is not a folder of results", out);
    status = sv_manifest_read(&manifest, out, fault);
    if (status != SV_OK)
        return status;
    for (size_t i = 0; i < sv_n_stops; i++)
        print_stage(manifest, out, sv_route[i].stage);
    sv_manifest_free(manifest);
    return SV_OK;
}
