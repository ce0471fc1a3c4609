/* catalogue.c - where files of indicators are found. */
#include "pipeline/catalogue.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef SV_CATALOGUE_DIR
#define SV_CATALOGUE_DIR ""
#endif

enum { N_FOLDERS = 4, MOST_NAMES = 256 };

/* "FOLDER/NAME" without a blind '/' or a './' in front. */
static bool
put(char out[PATH_MAX], const char *folder, const char *name)
{
    const size_t n = strlen(folder);
    const bool here = name[0] == '/' || strcmp(folder, ".") == 0;
    const int length =
        snprintf(out, PATH_MAX, "%s%s%s", here ? "" : folder,
                 here || (n > 0 && folder[n - 1] == '/') ? "" : "/", name);

    return length > 0 && length < PATH_MAX;
}

/* The N-th folder to look in; false if there is no such. */
static bool
catalogue_folder(char out[PATH_MAX], unsigned i)
{
    const char *named = i == 0 ? getenv("HEARTH_CATALOGUE")
                      : i == 3 ? SV_CATALOGUE_DIR : NULL;
    char self[PATH_MAX], beside[PATH_MAX];
    ssize_t n;

    if (i == 0 || i == 3) {
        n = named == NULL ? 0 : snprintf(out, PATH_MAX, "%s", named);
        return n > 0 && n < PATH_MAX;
    }
    n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0)
        return false;
    self[n] = '\0';
    *strrchr(self, '/') = '\0';
    return put(beside, self, i == 1 ? "../share/hearth/catalogue"
                                    : "../../pipeline/catalogue")
        && realpath(beside, out) != NULL;
}

bool
sv_catalogue_is_path(const char *name)
{
    const size_t n = strlen(name);

    return strchr(name, '/') != NULL
        || (n > 5 && strcmp(name + n - 5, ".yaml") == 0);
}

static bool
find_in(char out[PATH_MAX], const char *folder, const char *name)
{
    char file[NAME_MAX + 1];
    const int n = snprintf(file, sizeof file, "%s.yaml", name);

    return n > 0 && (size_t) n < sizeof file && put(out, folder, file)
        && access(out, F_OK) == 0;
}

/* Adds the names of the catalogues in FOLDER to NAMES [*n]; the caller frees
 * each. */
static void
list_in(const char *folder, char **names, size_t most, size_t *n)
{
    DIR *dir = opendir(folder);
    const struct dirent *entry;

    while (dir != NULL && *n < most && (entry = readdir(dir)) != NULL) {
        const size_t length = strlen(entry->d_name);

        if (entry->d_name[0] == '.' || length <= 5
            || strcmp(entry->d_name + length - 5, ".yaml") != 0)
            continue;
        names[*n] = strndup(entry->d_name, length - 5);
        *n += names[*n] != NULL;
    }
    if (dir != NULL)
        closedir(dir);
}

static enum sv_status
not_found(struct sv_string name, struct sv_fault *fault)
{
    char *names[MOST_NAMES], folder[PATH_MAX];
    const char *view[MOST_NAMES], *near;
    enum sv_status status;
    size_t n = 0;

    for (unsigned i = 0; i < N_FOLDERS; i++)
        if (catalogue_folder(folder, i))
            list_in(folder, names, MOST_NAMES, &n);
    for (size_t i = 0; i < n; i++)
        view[i] = names[i];
    near = sv_nearest(name.text, view, n);
    if (near != NULL)
        status = sv_point(fault, SV_DATA, name.at, strlen(name.text),
                          "there is no catalogue '%s'; did you mean '%s'?",
                          name.text, near);
    else
        status = sv_point(fault, SV_DATA, name.at, strlen(name.text),
                          "there is no catalogue '%s'; write the path of a "
                          "file of your own with a '/' or with .yaml",
                          name.text);
    for (size_t i = 0; i < n; i++)
        free(names[i]);
    return status;
}

enum sv_status
sv_catalogue_find(char out[PATH_MAX], struct sv_string name,
                  const char *folder, struct sv_fault *fault)
{
    char place[PATH_MAX];

    if (sv_catalogue_is_path(name.text)) {
        if (put(out, folder, name.text) && access(out, F_OK) == 0)
            return SV_OK;
        return sv_point(fault, SV_DATA, name.at, strlen(name.text),
                        "there is no such file; a path starts at the folder "
                        "of the description");
    }
    for (unsigned i = 0; i < N_FOLDERS; i++)
        if (catalogue_folder(place, i) && find_in(out, place, name.text))
            return SV_OK;
    return not_found(name, fault);
}

static int
by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

size_t
sv_catalogue_list(char **names, size_t most)
{
    char folder[PATH_MAX];
    size_t n = 0;

    for (unsigned i = 0; n == 0 && i < N_FOLDERS; i++)
        if (catalogue_folder(folder, i))
            list_in(folder, names, most, &n);
    qsort(names, n, sizeof *names, by_name);
    return n;
}

static enum sv_status
no_questionnaire(const char *name, struct sv_fault *fault)
{
    char *names[MOST_NAMES], folder[PATH_MAX], beside[PATH_MAX];
    char list[1024] = "";
    size_t n = 0, used = 0;

    for (unsigned i = 0; n == 0 && i < N_FOLDERS; i++)
        if (catalogue_folder(folder, i)
            && put(beside, folder, "questionnaires"))
            list_in(beside, names, MOST_NAMES, &n);
    qsort(names, n, sizeof *names, by_name);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(names[i], "terms") != 0
            && strcmp(names[i], "rules") != 0 && used < sizeof list)
            used += (size_t) snprintf(list + used, sizeof list - used, "%s%s",
                                      used > 0 ? ", " : "", names[i]);
        free(names[i]);
    }
    if (used == 0)
        return sv_fail(fault, SV_SYSTEM, "questionnaires/%s.yaml is not beside "
                       "the catalogue; name the folder of the catalogue in "
                       "HEARTH_CATALOGUE, or install again", name);
    return sv_fail(fault, SV_USAGE, "there is no questionnaire '%s'; there "
                   "are: %s", name, list);
}

enum sv_status
sv_questionnaire_find(char out[PATH_MAX], const char *name,
                      struct sv_fault *fault)
{
    char place[PATH_MAX], beside[PATH_MAX];

    for (unsigned i = 0; strchr(name, '/') == NULL && i < N_FOLDERS; i++)
        if (catalogue_folder(place, i) && put(beside, place, "questionnaires")
            && find_in(out, beside, name))
            return SV_OK;
    return no_questionnaire(name, fault);
}
