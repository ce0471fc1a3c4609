/* rfunctions.h - the functions that a script may call, as lines of R.
 *
 * They stand in the script that uses them, so that all of how a number comes
 * about can be read in one file.
 */
#ifndef SV_RFUNCTIONS_H
#define SV_RFUNCTIONS_H

#include <stddef.h>
#include <stdio.h>

struct sv_r_function {
    const char *name;
    const char *const *line;    /* [n] */
    size_t n;
};

extern const struct sv_r_function sv_rfunctions[];      /* numbers, contrasts */
extern const size_t sv_n_rfunctions;
extern const struct sv_r_function sv_rinference[];      /* tests, models */
extern const size_t sv_n_rinference;
extern const struct sv_r_function sv_rdesigns[];        /* designs */
extern const size_t sv_n_rdesigns;

/* Writes those called NAME, of any of the three. */
void sv_put_r_function(FILE *to, const char *name);

/* A line of a fixed part of a script each. */
void sv_put_lines(FILE *to, const char *const *line, size_t n);
#define SV_PUT(to, lines) \
    sv_put_lines(to, lines, sizeof lines / sizeof *lines)

#endif
