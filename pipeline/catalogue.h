/* catalogue.h - where files of indicators are found. */
#ifndef SV_CATALOGUE_H
#define SV_CATALOGUE_H

#include <limits.h>
#include <stdbool.h>

#include "pipeline/fault.h"
#include "pipeline/source.h"

/* Finds the catalogue that is written as NAME in a description in FOLDER,
 * which may be relative, and then so is *out.  A NAME with a '/' or ending in
 * .yaml is a path from FOLDER; any other is looked for, as NAME.yaml, in the
 * folder that the environment variable HEARTH_CATALOGUE names, where the
 * programs are installed (../share/hearth/catalogue from theirs), where they
 * are built, and in SV_CATALOGUE_DIR, if that was defined when this was
 * compiled.  If it is in none of them, a fault with the nearest name is
 * added. */
enum sv_status sv_catalogue_find(char out[PATH_MAX], struct sv_string name,
                                 const char *folder, struct sv_fault *fault)
    SV_MUST_USE;

/* Whether NAME is the path of a file of one's own, and no name of one that
 * comes along. */
bool sv_catalogue_is_path(const char *name);

/* The names of the catalogues in the first of these folders that has any, in
 * order: at most MOST; the caller frees each.  Returns how many there are. */
size_t sv_catalogue_list(char **names, size_t most);

/* Finds questionnaires/NAME.yaml in the same folders: what questionnaires call
 * things.  The fault lists the names that there are. */
enum sv_status sv_questionnaire_find(char out[PATH_MAX], const char *name,
                                     struct sv_fault *fault) SV_MUST_USE;

#endif
