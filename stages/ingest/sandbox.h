/* sandbox.h - what a child that parses untrusted bytes may do.
 *
 * It reads and writes the files that are already open, takes memory up to a
 * limit, and ends.  Limits of the process hold everywhere; landlock takes the
 * file system away (all of it but the C library's character sets), seccomp
 * every system call that reading does not need.
 *
 * Sanitizers need calls and address space that no list foresees: in a program
 * built with one, seccomp and the limit of memory are left out.
 */
#ifndef SV_SANDBOX_H
#define SV_SANDBOX_H

#include <stdint.h>

#include "pipeline/fault.h"

struct sv_limits {
    uint64_t memory;            /* bytes beyond what the process has now */
    uint64_t seconds;           /* of processor time */
    uint64_t file;              /* bytes that a file may grow to */
};

/* What of a sandbox this machine has: bits. */
enum { SV_HAS_LANDLOCK = 1, SV_HAS_SECCOMP = 2 };
unsigned sv_sandbox_has(void);

/* For the manifest: what is missing, "" if nothing is. */
const char *sv_sandbox_lacks(unsigned has);

/* Shuts the calling process in for good.  What the machine lacks is left out;
 * a limit that cannot be set is a failure. */
enum sv_status sv_sandbox_enter(const struct sv_limits *limits,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
