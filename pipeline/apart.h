/* apart.h - work in a private folder that is gone afterwards. */
#ifndef SV_APART_H
#define SV_APART_H

#include "pipeline/fault.h"

/* What is done in FOLDER.  A signal that a stage received meanwhile is left in
 * *received: the work ends then. */
typedef enum sv_status (*sv_apart_work)(const char *folder, void *context,
                                        int *received,
                                        struct sv_fault *fault);

/* Makes a folder FIRST.XXXXXX, a path whose last part is a name like
 * ".hearth-check"; where its folder cannot be written, one of that name in
 * $TMPDIR, or /tmp.  Works in it, removes it with the files in it.  Signals
 * wait until it is gone; a stage that runs is passed them at once. */
enum sv_status sv_apart(const char *first, sv_apart_work work, void *context,
                        struct sv_fault *fault) SV_MUST_USE;

#endif
