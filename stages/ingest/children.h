/* children.h - work on untrusted bytes, each piece in a process of its own.
 *
 * A child runs a function in the sandbox and ends.  What it has to say goes
 * into its spool, an unnamed file in the output folder, and a report in shared
 * memory.  However it ends - by itself, by a signal, over a limit - the parent
 * goes on, with a sentence.
 */
#ifndef SV_CHILDREN_H
#define SV_CHILDREN_H

#include <stdbool.h>
#include <sys/types.h>

#include "pipeline/fault.h"
#include "stages/ingest/formats.h"
#include "stages/ingest/sandbox.h"
#include "stages/ingest/spool.h"

struct sv_child {
    pid_t pid;
    int spool;                  /* fd */
    int end;                    /* pipe that closes when the child ends */
    struct sv_report *report;   /* shared with the child */
    const char *path;           /* of the data file, for messages; borrowed */
};

/* What a child does: status and sentence end up in the report. */
typedef enum sv_status (*sv_child_work)(int spool, struct sv_report *report,
                                        const void *context,
                                        struct sv_fault *fault);

/* Starts a child with a spool in FOLDER.  INPUT is the one other file it keeps
 * open.  The caller ends it with sv_child_wait() or sv_child_clear(). */
enum sv_status sv_child_start(struct sv_child *child, const char *folder,
                              const char *path, int input,
                              const struct sv_limits *limits,
                              sv_child_work work, const void *context,
                              struct sv_fault *fault) SV_MUST_USE;

/* Whether it has ended; waits at most MS milliseconds for that. */
bool sv_child_has_ended(const struct sv_child *child, int ms);

/* Waits for the end.  Adds what went wrong, with the path before it. */
enum sv_status sv_child_wait(struct sv_child *child, struct sv_fault *fault)
    SV_MUST_USE;

/* Kills what still runs, and releases everything. */
void sv_child_clear(struct sv_child *child);

/* A file in FOLDER that has no name: gone when it is closed. */
enum sv_status sv_unnamed_file(int *fd, const char *folder,
                               struct sv_fault *fault) SV_MUST_USE;

#endif
