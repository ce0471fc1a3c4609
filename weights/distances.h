/* distances.h - how calibrated weights may differ from those before.
 *
 * Calibration multiplies the weight of a unit by g = F(x'a), with a found so
 * that the margins are met.  F belongs to the distance between old and new
 * weights that is made least (Deville and Saerndal 1992, case 1, 2, 6 and 7).
 */
#ifndef SV_DISTANCES_H
#define SV_DISTANCES_H

#include <stdbool.h>
#include <stddef.h>

struct sv_bounds {
    double low, high;           /* of g; -INFINITY and INFINITY: none */
};

struct sv_distance {
    const char *name;           /* as written in survey.yaml */
    const char *blurb;
    bool needs_bounds, takes_bounds;
    double (*factor)(double u, const struct sv_bounds *b);      /* F(u) */
    double (*slope)(double u, const struct sv_bounds *b);       /* F'(u) */
};

extern const struct sv_distance sv_distances[];
extern const size_t sv_n_distances;

/* NULL if there is none of that name. */
const struct sv_distance *sv_distance_find(const char *name);

#endif
