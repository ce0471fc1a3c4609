/* givenscale.h - how squared deviations are scaled, by the kind of replicates.
 *
 * What is not said follows from the kind, as in R svrepdesign().
 */
#ifndef SV_GIVENSCALE_H
#define SV_GIVENSCALE_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"

/* What is known of replicates that were made elsewhere. */
struct sv_given_kind_facts {
    size_t n;
    double rho;                 /* fay */
    bool factors;               /* else whole weights */
    const double *most;         /* [n] with factors: the greatest of each */
};

struct sv_given_kind {
    const char *name;           /* as written after `type:` */
    const char *blurb;
    double (*scale)(const struct sv_given_kind_facts *f);
    bool by_most;               /* rscales are 1 / most */
};

extern const struct sv_given_kind sv_given_kinds[];
extern const size_t sv_n_given_kinds;
const struct sv_given_kind *sv_given_kind_find(const char *name);

/* The scale, and RSCALES [n], that belong to KIND. */
double sv_given_scales(double *rscales, const struct sv_given_kind *kind,
                       const struct sv_given_kind_facts *facts);

#endif
