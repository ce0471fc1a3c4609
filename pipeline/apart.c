/* apart.c - work in a private folder that is gone afterwards. */
#include "pipeline/apart.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/holding.h"

/* Removes FOLDER and the files in it; there are no folders in it. */
static void
remove_folder(const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    if (directory == NULL)
        return;
    while ((entry = readdir(directory)) != NULL)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
    rmdir(folder);
}

/* Makes FOLDER/NAME.XXXXXX, FOLDER with its slash; into PATH. */
static bool
make_folder(char path[PATH_MAX], const char *folder, const char *name)
{
    if (snprintf(path, PATH_MAX, "%s%s.XXXXXX", folder, name) < PATH_MAX)
        return mkdtemp(path) != NULL;
    errno = ENAMETOOLONG;
    return false;
}

static bool
make_somewhere(char path[PATH_MAX], const char *first)
{
    const char *slash = strrchr(first, '/');
    const char *elsewhere = getenv("TMPDIR");
    char folder[PATH_MAX];

    if (make_folder(path, "", first))
        return true;
    if (errno != EACCES && errno != EROFS && errno != EPERM)
        return false;
    if (elsewhere == NULL || *elsewhere == '\0')
        elsewhere = "/tmp";
    return snprintf(folder, sizeof folder, "%s/", elsewhere) < PATH_MAX
        && make_folder(path, folder, slash != NULL ? slash + 1 : first);
}

enum sv_status
sv_apart(const char *first, sv_apart_work work, void *context,
         struct sv_fault *fault)
{
    char folder[PATH_MAX];
    struct sv_hold hold;
    enum sv_status status;
    int received = 0;

    sv_hold_signals(&hold, sv_ending_signals());
    if (make_somewhere(folder, first)) {
        status = work(folder, context, &received, fault);
        remove_folder(folder);
    } else {
        status = sv_fail_errno(fault, "%s.XXXXXX: no private folder can be "
                               "made", first);
    }
    sv_release_signals(&hold);
    if (received != 0)
        raise(received);
    return status;
}
