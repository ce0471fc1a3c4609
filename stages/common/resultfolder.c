/* resultfolder.c - a folder of results, opened to be looked into. */
#include "stages/common/resultfolder.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

/* The path of artifact NAME, which the caller frees, and the digest that it
 * must have. */
static enum sv_status
locate(char **path, struct sv_digest *digest,
       const struct sv_result_folder *folder, const char *name,
       const char *command, struct sv_fault *fault)
{
    const char *maker = sv_manifest_maker(folder->manifest, name, digest);
    char why[1024];

    *path = NULL;
    if (maker == NULL)
        return sv_fail(fault, SV_DATA, "%s is not there; %s takes folders "
                       "of results that `hearth run` has made", name, command);
    if (sv_manifest_is_stale(folder->manifest, maker, false, why, sizeof why))
        return sv_fail(fault, SV_DATA, "%s was made from other inputs than "
                       "there are now (%s); run hearth run again", name, why);
    if (asprintf(path, "%s/%s", folder->path, name) < 0) {
        *path = NULL;
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    }
    return SV_OK;
}

static enum sv_status
load_estimates(struct sv_result_folder *f, const char *command,
               struct sv_fault *fault)
{
    struct sv_digest digest, found;
    char *path;
    enum sv_status status = locate(&path, &digest, f, "estimates.json", command,
                                   fault);

    if (status == SV_OK)
        status = sv_digest_file(&found, NULL, path, fault);
    if (status == SV_OK && !sv_digest_same(&found, &digest))
        status = sv_fail(fault, SV_DATA, "estimates.json has changed since it "
                         "was made; run hearth-estimate again");
    if (status == SV_OK) {
        f->estimates = json_load_file(path, 0, NULL);
        if (f->estimates == NULL)
            status = sv_fail(fault, SV_SYSTEM, "estimates.json cannot be read");
    }
    free(path);
    return status;
}

enum sv_status
sv_result_folder_store(struct sv_store **out,
                       const struct sv_result_folder *folder, const char *name,
                       const char *kind, unsigned version,
                       struct sv_fault *fault)
{
    struct sv_digest digest;
    char *path;
    enum sv_status status = locate(&path, &digest, folder, name, "this", fault);

    if (status == SV_OK)
        status = sv_store_open(out, path, kind, version, &digest, fault);
    free(path);
    return status;
}

static enum sv_status
load_tally(struct sv_result_folder *f, struct sv_fault *fault)
{
    const char *text;
    enum sv_status status = sv_result_folder_store(&f->tally, f, "tally.h5",
                                                   "tally", SV_TALLY_VERSION,
                                                   fault);

    if (status != SV_OK)
        return status;
    text = sv_store_text_of(f->tally, "meta");
    f->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (f->meta == NULL)
        return sv_fail(fault, SV_DATA, "tally.h5 has no meta; run hearth-tally "
                       "again");
    return sv_tally_layout(&f->layout, f->meta, fault);
}

static enum sv_status
load(struct sv_result_folder *f, const char *command, struct sv_fault *fault)
{
    struct stat info;
    enum sv_status status;

    if (stat(f->path, &info) != 0 || !S_ISDIR(info.st_mode))
        return sv_fail(fault, SV_DATA, "is not a folder of results");
    status = sv_manifest_read(&f->manifest, f->path, fault);
    if (status == SV_OK)
        status = load_estimates(f, command, fault);
    if (status == SV_OK)
        status = load_tally(f, fault);
    return status;
}

enum sv_status
sv_result_folder_open(struct sv_result_folder *out, const char *path,
                      const char *command, struct sv_fault *fault)
{
    *out = (struct sv_result_folder) { .path = path };
    return load(out, command, fault) == SV_OK ? SV_OK
                                              : sv_at(fault, "%s", path);
}

void
sv_result_folder_close(struct sv_result_folder *folder)
{
    if (folder->layout.record != NULL)
        sv_tally_layout_free(&folder->layout);
    json_decref(folder->meta);
    json_decref(folder->estimates);
    sv_store_close(folder->tally);
    sv_manifest_free(folder->manifest);
}
