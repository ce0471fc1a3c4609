/* scratch.c - a folder for the files of one test. */
#include "tests/helpers/scratch.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void
scratch_file(char path[SCRATCH_SIZE], const char *name)
{
    static char folder[SCRATCH_SIZE / 2];       /* of this process, absolute */
    const char *root = getenv("SV_SCRATCH");
    char made[SCRATCH_SIZE / 2], *whole;

    if (root == NULL)
        root = "build/scratch";
    if (folder[0] == '\0') {
        mkdir("build", 0700);
        mkdir(root, 0700);
        snprintf(made, sizeof made, "%s/%ld.XXXXXX", root, (long) getpid());
        cr_assert(mkdtemp(made) != NULL, "%s cannot be made", made);
        whole = realpath(made, NULL);
        cr_assert(whole != NULL && strlen(whole) < sizeof folder);
        strcpy(folder, whole);
        free(whole);
    }
    snprintf(path, SCRATCH_SIZE, "%s/%s", folder, name);
}

int
scratch_count(const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;
    int n = 0;

    if (directory == NULL)
        return -1;
    while ((entry = readdir(directory)) != NULL)
        n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    closedir(directory);
    return n;
}
