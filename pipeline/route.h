/* route.h - the stages in the order of a run, and where their programs are. */
#ifndef SV_ROUTE_H
#define SV_ROUTE_H

#include <limits.h>
#include <stddef.h>

#include "pipeline/fault.h"

struct sv_stop {
    const char *stage;
    const char *blurb;          /* one line for `hearth --help` */
};

extern const struct sv_stop sv_route[];
extern const size_t sv_n_stops;

/* The place of STAGE in the route, or sv_n_stops. */
size_t sv_stop_of(const char *stage);

/* The program hearth-STAGE: beside the running one, else on PATH, else the
 * bare name, which cannot be run. */
void sv_program_path(char out[PATH_MAX], const char *stage);

/* Runs PATH with ARGV (ending in NULL) and waits; signals that end the driver
 * are passed on first.  Returns the program's exit status; SV_SYSTEM with a
 * sentence if it could not be run or was killed.  *signal_received is the
 * signal that the driver got meanwhile, or 0. */
enum sv_status sv_spawn(const char *path, const char *const *argv,
                        int *signal_received, struct sv_fault *fault)
    SV_MUST_USE;

#endif
