/* apart.c - work in a private folder that is gone afterwards. */
#include "pipeline/apart.h"

#include <dirent.h>
#include <signal.h>
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

enum sv_status
sv_apart(char *template, sv_apart_work work, void *context,
         struct sv_fault *fault)
{
    struct sv_hold hold;
    enum sv_status status;
    int received = 0;

    sv_hold_signals(&hold, sv_ending_signals());
    if (mkdtemp(template) == NULL) {
        status = sv_fail_errno(fault, "no private folder can be made in the "
                               "working directory");
    } else {
        status = work(template, context, &received, fault);
        remove_folder(template);
    }
    sv_release_signals(&hold);
    if (received != 0)
        raise(received);
    return status;
}
