/* output.c - files that exist whole or not at all. */
#include "pipeline/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum sv_status
sv_temporary_name(char **out, const char *path, struct sv_fault *fault)
{
    const char *slash = strrchr(path, '/');
    const int folder = slash != NULL ? (int) (slash - path) + 1 : 0;

    if (asprintf(out, "%.*s.%s.tmp.%ld", folder, path, path + folder,
                 (long) getpid()) < 0) {
        *out = NULL;
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    }
    return SV_OK;
}

/* Syncs the folder that holds PATH, so that a rename in it lasts. */
static int
sync_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder = slash == NULL    ? strdup(".")
                   : slash == path ? strdup("/")
                                   : strndup(path, (size_t) (slash - path));
    int fd, failed;

    if (folder == NULL)
        return -1;
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return -1;
    failed = fsync(fd);
    close(fd);
    return failed;
}

enum sv_status
sv_rename_synced(const char *temporary, const char *path,
                 struct sv_fault *fault)
{
    if (rename(temporary, path) != 0)
        return sv_fail_errno(fault, "%s: cannot be put in place", path);
    if (sync_folder(path) != 0)
        return sv_fail_errno(fault, "%s: its folder cannot be synced", path);
    return SV_OK;
}

enum sv_status
sv_output_begin(struct sv_output *out, const char *path,
                struct sv_fault *fault)
{
    enum sv_status status;
    int fd;

    *out = (struct sv_output){ .path = strdup(path) };
    if (out->path == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    status = sv_temporary_name(&out->temporary, path, fault);
    if (status != SV_OK) {
        sv_output_drop(out);
        return status;
    }
    fd = open(out->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    out->to = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (out->to == NULL) {
        status = sv_fail_errno(fault, "%s: cannot be written", path);
        if (fd >= 0)
            close(fd);
        sv_output_drop(out);
    }
    return status;
}

/* Closes the stream; whether all that was written has reached the disk. */
static bool
finish(struct sv_output *out)
{
    bool good = fflush(out->to) == 0 && !ferror(out->to)
                && fsync(fileno(out->to)) == 0;
    const int code = errno;

    good = fclose(out->to) == 0 && good;
    out->to = NULL;
    errno = code;
    return good;
}

enum sv_status
sv_output_keep(struct sv_output *out, struct sv_digest *digest,
               struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    if (!finish(out))
        status = sv_fail_errno(fault, "%s: cannot be written", out->path);
    if (status == SV_OK && digest != NULL)
        status = sv_digest_file(digest, NULL, out->temporary, fault);
    if (status == SV_OK)
        status = sv_rename_synced(out->temporary, out->path, fault);
    sv_output_drop(out);
    return status;
}

void
sv_output_drop(struct sv_output *out)
{
    if (out->to != NULL)
        fclose(out->to);
    if (out->temporary != NULL)
        unlink(out->temporary);         /* after a rename there is none */
    free(out->temporary);
    free(out->path);
    *out = (struct sv_output){ 0 };
}
