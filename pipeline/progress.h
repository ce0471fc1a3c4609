/* progress.h - telling the person who waits.
 *
 * On a terminal a bar, redrawn at most five times a second; otherwise nothing
 * until the end.  At the end one line: rows and seconds.
 */
#ifndef SV_PROGRESS_H
#define SV_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct sv_progress {
    const char *name;           /* of the stage */
    bool quiet, terminal;
    double started;             /* seconds of a steady clock */
    _Atomic uint64_t drawn;     /* fifths of a second, when last drawn */
    _Atomic uint64_t done;
};

double sv_seconds(void);        /* of a steady clock */

void sv_progress_begin(struct sv_progress *p, const char *name, bool quiet);

/* From any thread. */
void sv_progress_show(struct sv_progress *p, uint64_t done, uint64_t total);

/* Wipes the bar, so that a message can be written. */
void sv_progress_wipe(const struct sv_progress *p);
void sv_progress_end(const struct sv_progress *p);

#endif
