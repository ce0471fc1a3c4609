/* output.h - files that exist whole or not at all.
 *
 * A file is written under a temporary name in its own folder, with mode 0600,
 * synced, renamed, and the folder synced.  A run killed at any moment leaves
 * the file as it was; what it was writing is removed by the next one.
 *
 * The temporary name is ".NAME.tmp.PID@HOST": shards on several machines may
 * write into one folder, and none takes the others' for leftovers.
 */
#ifndef SV_OUTPUT_H
#define SV_OUTPUT_H

#include <stdio.h>

#include "pipeline/digest.h"
#include "pipeline/fault.h"

struct sv_output {
    char *path, *temporary;     /* owned */
    FILE *to;                   /* write here; errors are found at the end */
};

/* Begins the text file that will be PATH.  Ends with sv_output_keep() or
 * sv_output_drop(). */
enum sv_status sv_output_begin(struct sv_output *out, const char *path,
                               struct sv_fault *fault) SV_MUST_USE;

/* Makes the file real; *digest is of its bytes, unless NULL.  On failure
 * nothing is left. */
enum sv_status sv_output_keep(struct sv_output *out, struct sv_digest *digest,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_output_drop(struct sv_output *out);     /* after keep: does nothing */

/* Makes the folder of results, 0700, if it is not there.  SV_USAGE: something
 * else is there. */
enum sv_status sv_folder_make(const char *path, struct sv_fault *fault)
    SV_MUST_USE;

/* The two halves of this, for files that are not text.  The caller frees
 * *out. */
enum sv_status sv_temporary_name(char **out, const char *path,
                                 struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_rename_synced(const char *temporary, const char *path,
                                struct sv_fault *fault) SV_MUST_USE;

/* Removes the temporaries that processes of this machine have in FOLDER and in
 * the folders right below it: those of PID; of all that are dead, if PID is
 * 0. */
void sv_remove_temporaries(const char *folder, long pid);

#endif
