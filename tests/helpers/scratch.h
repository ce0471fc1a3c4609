/* scratch.h - a folder for the files of one test.
 *
 * Made under build/ on first use by a test's process, and left there for a
 * look at what went wrong; the next run of the tests empties it.
 */
#ifndef SV_SCRATCH_H
#define SV_SCRATCH_H

enum { SCRATCH_SIZE = 512 };

/* The path of NAME in this test's folder. */
void scratch_file(char path[SCRATCH_SIZE], const char *name);

/* How many files are in FOLDER, hidden ones included. */
int scratch_count(const char *folder);

#endif
