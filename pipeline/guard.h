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

/* From now on the signals that end the process remove its temporary files in
 * FOLDER first.  Temporaries that dead processes left there are removed at
 * once.  FOLDER must outlive the process. */
enum sv_status sv_guard_folder(const char *folder, struct sv_fault *fault)
    SV_MUST_USE;

/* In a child that was forked behind sv_guard_folder(): the signals end it
 * again, and it does not outlive its parent. */
void sv_guard_child(void);

#endif
