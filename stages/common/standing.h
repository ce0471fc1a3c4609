/* standing.h - where an estimate stands to a target.
 *
 * By its interval: a target is reached if all of the interval lies on it or
 * beyond, not reached if none of it does; else the error of sampling leaves it
 * open.
 */
#ifndef SV_STANDING_H
#define SV_STANDING_H

enum sv_standing {
    SV_STANDING_UNKNOWN,        /* there is no interval */
    SV_REACHED, SV_WITHIN_ERROR, SV_NOT_REACHED,
};

/* Parity, as ITU's Facts and Figures have it, is a ratio from the first to the
 * second. */
#define SV_PARITY_LEAST 0.98
#define SV_PARITY_MOST  1.02

/* LOW and HIGH are the interval; what reaches the target lies from LEAST to
 * MOST, which may be INFINITY. */
enum sv_standing sv_standing_of(double low, double high, double least,
                                double most);

/* Its code: "reached", "within-error", "not-reached", "".  sv_word_of() has
 * words for it. */
const char *sv_standing_code(enum sv_standing standing);

#endif
