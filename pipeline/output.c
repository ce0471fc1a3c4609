/* output.c - files that exist whole or not at all. */
#include "pipeline/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
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
    char host[HOST_NAME_MAX + 1] = "";

    gethostname(host, sizeof host - 1);
    if (asprintf(out, "%.*s.%s.tmp.%ld@%s", folder, path, path + folder,
                 (long) getpid(), host) < 0) {
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

/* The process of this machine that NAME is a temporary of, or 0. */
static long
owner_of(const char *name, const char *host)
{
    const char *tail = NULL;
    char *end;
    long pid;

    if (name[0] != '.')
        return 0;
    for (const char *p = strstr(name, ".tmp."); p; p = strstr(p + 1, ".tmp."))
        tail = p + 5;
    if (tail == NULL || *tail < '1' || *tail > '9')
        return 0;
    pid = strtol(tail, &end, 10);
    return *end == '@' && strcmp(end + 1, host) == 0 ? pid : 0;
}

/* Whether nobody has yet asked how the process ended; it does nothing more. */
static bool
has_ended(long pid)
{
    char path[64], text[512];
    const char *name_end;
    ssize_t n;
    int fd;

    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    n = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    if (n < 0)
        return false;
    text[n] = '\0';
    name_end = strrchr(text, ')');
    return name_end != NULL && (strncmp(name_end, ") Z", 3) == 0
                                || strncmp(name_end, ") X", 3) == 0);
}

static bool
is_dead(long pid)
{
    return (kill((pid_t) pid, 0) != 0 && errno == ESRCH) || has_ended(pid);
}

/* Of the folder that FD, which is closed, is open on. */
static void
remove_in(int fd, long pid, unsigned depth)
{
    DIR *directory = fdopendir(fd);
    const struct dirent *entry;
    char host[HOST_NAME_MAX + 1] = "";

    if (directory == NULL) {
        close(fd);
        return;
    }
    gethostname(host, sizeof host - 1);
    while ((entry = readdir(directory)) != NULL) {
        const long owner = owner_of(entry->d_name, host);
        int below = -1;

        if (owner != 0 && (pid != 0 ? owner == pid : is_dead(owner)))
            unlinkat(fd, entry->d_name, 0);
        else if (depth > 0 && entry->d_name[0] != '.')
            below = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY
                                                  | O_NOFOLLOW | O_CLOEXEC);
        if (below >= 0)
            remove_in(below, pid, depth - 1);
    }
    closedir(directory);
}

void
sv_remove_temporaries(const char *folder, long pid)
{
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd >= 0)
        remove_in(fd, pid, 1);
}

enum sv_status
sv_folder_make(const char *path, struct sv_fault *fault)
{
    struct stat info;

    if (mkdir(path, 0700) == 0)
        return SV_OK;
    if (errno != EEXIST)
        return sv_fail_errno(fault, "%s: the folder of results cannot be made",
                             path);
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode))
        return sv_fail(fault, SV_USAGE, "%s: is not a folder; -o takes the "
                       "folder of results", path);
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
