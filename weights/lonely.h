/* lonely.h - what to do with a stratum that has one sampling unit.
 *
 * One unit shows no spread, so a stratum (or, at a lower stage, a unit of the
 * stage above) from which a single unit was drawn has no variance estimate of
 * its own.  A rule says what is put in its place.  A group that was sampled
 * completely (N = n) has no sampling variance and is never lonely.
 *
 * The names are those of R survey's option survey.lonely.psu, and `collapse`.
 * docs/method.md says what each does to the formula and what Stata calls it.
 */
#ifndef SV_LONELY_H
#define SV_LONELY_H

#include <stdbool.h>
#include <stddef.h>

struct sv_lonely_rule {
    const char *name;           /* as written after `lonely-psu:` */
    const char *blurb;          /* one line, for help and manual */
    bool refuses;               /* the design is refused */
    bool merges;                /* joined with a neighbour when built */
    bool centres;               /* squared about the mean of all units */
    bool scales;                /* gets the mean variance of the others */
};                              /* none of these: contributes nothing */

extern const struct sv_lonely_rule sv_lonely_rules[];
extern const size_t sv_n_lonely_rules;

/* NULL if there is none of that name. */
const struct sv_lonely_rule *sv_lonely_find(const char *name);

#endif
