/* fault.h - how everything in this house fails.
 *
 * A function that can fail returns enum sv_status and takes struct sv_fault *
 * last.  Whoever detects the failure writes the sentence, with sv_fail();
 * whoever knows where it happened prepends the place, with sv_at(); main()
 * prints it, once.  Nothing else prints, and nothing below main() exits.
 *
 * A sentence says what is wrong, where it was found, what was expected and
 * what to do.  It never repeats a respondent's answer: a row is located by its
 * number and its variable.
 *
 * Where several faults can be found at one go (a survey description, a data
 * file), sv_add() collects them, a line or a few each, and the function
 * returns the status at the end.
 */
#ifndef SV_FAULT_H
#define SV_FAULT_H

#include <stddef.h>

#define SV_MUST_USE     __attribute__((warn_unused_result))
#define SV_PRINTF(f, a) __attribute__((format(printf, f, a)))

/* Sorted by whose problem it is; also the exit status of every program. */
enum sv_status {
    SV_OK     = 0,
    SV_DATA   = 1,  /* the data or the survey description is at fault */
    SV_USAGE  = 2,  /* the command line is wrong */
    SV_SYSTEM = 3,  /* the machine failed: disk, memory, a killed child */
    SV_BUG    = 4,  /* ours; please report */
};

enum { SV_MAX_FAULTS = 20 };    /* collected at one go; the rest are counted */

struct sv_fault {
    enum sv_status status;      /* SV_OK until something fails */
    unsigned n;                 /* faults seen, those not kept included */
    char text[8192];            /* "" until something fails; no last newline */
};

/* Makes *FAULT the one sentence given.  Returns STATUS, so that it reads
 * `return sv_fail(fault, SV_DATA, ...);`. */
enum sv_status sv_fail(struct sv_fault *fault, enum sv_status status,
                       const char *fmt, ...) SV_PRINTF(3, 4);

/* The failure of a system call: as sv_fail(SV_SYSTEM), with the text of errno
 * behind the sentence. */
enum sv_status sv_fail_errno(struct sv_fault *fault, const char *fmt, ...)
    SV_PRINTF(2, 3);

/* Prepends a place ("hh.sav: variable WT") and ": " to what is already in
 * *FAULT; returns its status.  Legal only after a failure. */
enum sv_status sv_at(struct sv_fault *fault, const char *fmt, ...)
    SV_PRINTF(2, 3) SV_MUST_USE;

/* Appends one more sentence, on a line of its own, unless it is there already.
 * The worst status wins
 * (the highest number).  Returns the status so far. */
enum sv_status sv_add(struct sv_fault *fault, enum sv_status status,
                      const char *fmt, ...) SV_PRINTF(3, 4);

/* What main() does: "PROGRAM: SENTENCE" on standard error, and how many faults
 * were not kept.  Nothing if there is no sentence. */
void sv_fault_print(const struct sv_fault *fault, const char *program);

/* Adds all that OTHER has, which may be nothing.  Returns the status so far. */
enum sv_status sv_add_all(struct sv_fault *fault, const struct sv_fault *other);

#endif
