/* guard.h - what a program does to itself before it touches microdata.
 *
 * No core file, no debugger without leave, new files for their owner alone;
 * GSL returns errors instead of aborting; and a signal that ends the program
 * (Ctrl-C) first removes what was being written.
 */
#ifndef SV_GUARD_H
#define SV_GUARD_H

#include "pipeline/fault.h"

/* The settings of the process. */
void sv_guard_process(void);

/* From now on SIGINT, SIGTERM and SIGHUP remove the temporary files of this
 * process in FOLDER, then end it as they always do.  Temporaries that dead
 * processes left there are removed at once.  FOLDER must outlive the process. */
enum sv_status sv_guard_folder(const char *folder, struct sv_fault *fault)
    SV_MUST_USE;

/* Removes the temporaries in FOLDER of process PID; of all processes that are
 * dead, if PID is 0. */
void sv_remove_temporaries(const char *folder, long pid);

#endif
