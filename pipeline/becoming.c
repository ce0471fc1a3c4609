/* becoming.c - commands of the driver that are programs of their own. */
#include "pipeline/becoming.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/manifest.h"
#include "pipeline/route.h"

enum sv_status
sv_become(const char *program, char **argv, struct sv_fault *fault)
{
    char path[PATH_MAX];

    sv_program_path(path, program);
    argv[0] = path;
    execvp(path, argv);
    return sv_fail_errno(fault, "%s: cannot be run", path);
}

/* The survey.yaml that FOLDER was made for; the caller frees *out. */
static enum sv_status
description_of(char **out, const char *folder, struct sv_fault *fault)
{
    struct sv_manifest *manifest = NULL;
    const char *path = NULL;
    size_t i;
    json_t *input;
    enum sv_status status = sv_manifest_read(&manifest, folder, fault);

    *out = NULL;
    if (status != SV_OK)
        return status;
    json_array_foreach(json_object_get(sv_manifest_entry(manifest, "ingest"),
                                       "inputs"), i, input)
        if (path == NULL && json_is_true(json_object_get(input, "description")))
            path = json_string_value(json_object_get(input, "path"));
    if (path == NULL)
        status = sv_fail(fault, SV_DATA, "%s: is not a folder of results that "
                         "`hearth run` has made", folder);
    else if (access(path, R_OK) != 0)
        status = sv_fail(fault, SV_DATA, "%s: was made for %s, which cannot be "
                         "read; where it is elsewhere now, give SURVEY.yaml -o "
                         "%s", folder, path, folder);
    else if ((*out = strdup(path)) == NULL)
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    sv_manifest_free(manifest);
    return status;
}

enum sv_status
sv_become_for_results(const char *program, int argc, char **argv,
                      struct sv_fault *fault)
{
    char output[] = "-o", *survey, **words;
    struct stat info;
    int n = 0;
    enum sv_status status;

    if (argc < 2 || stat(argv[1], &info) != 0 || !S_ISDIR(info.st_mode))
        return sv_become(program, argv, fault);
    status = description_of(&survey, argv[1], fault);
    if (status != SV_OK)
        return status;
    words = calloc((size_t) argc + 3, sizeof *words);
    if (words == NULL) {
        free(survey);
        return sv_fail(fault, SV_SYSTEM, "out of memory for a command line");
    }
    words[n++] = argv[0];
    words[n++] = output;
    words[n++] = argv[1];
    words[n++] = survey;
    for (int i = 2; i < argc; i++)
        words[n++] = argv[i];
    status = sv_become(program, words, fault);
    free(words);
    free(survey);
    return status;
}
