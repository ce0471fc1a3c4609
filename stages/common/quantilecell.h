/* quantilecell.h - a published quantile, once more from the members of its cell.
 *
 * The tally has a quantile's values and weights, unit by unit (patternfile.h).
 * From these come the distribution function at any value, the quantile in each
 * replicate, and what contrasts, covariances and changes want of it.
 */
#ifndef SV_QUANTILECELL_H
#define SV_QUANTILECELL_H

#include "pipeline/memberfile.h"
#include "pipeline/patternfile.h"
#include "stages/common/keptquantiles.h"
#include "stages/common/runningsums.h"
#include "stages/common/tallyplace.h"

struct sv_quantile_cell {
    const struct sv_variance *v;        /* borrowed */
    struct sv_pattern_layout *layouts;
    size_t n_layouts;
    const struct sv_pattern_layout *layout;
    struct sv_pattern_table table;
    struct sv_member_file members;      /* n 0: replicates have multipliers */
    struct sv_running running;
    struct sv_values values;    /* of the members */
    double *y, *w;
    uint32_t *unit, *at;        /* at: in the table */
    uint32_t *member;           /* [n_members] and of those whose weight is 0 */
    size_t n_members;
    double *cross[2];           /* [columns of residuals] up to q, and of all */
    void *rows;
};

/* The members of PLACE, of which V is the record's variance; TALLY and META are
 * of one folder.  Ends with sv_quantile_cell_close(), even on failure. */
enum sv_status sv_quantile_cell_open(struct sv_quantile_cell *out,
                                     const struct sv_variance *v,
                                     const struct sv_tally_place *place,
                                     const struct sv_store *tally,
                                     const json_t *meta,
                                     struct sv_fault *fault) SV_MUST_USE;
void sv_quantile_cell_close(struct sv_quantile_cell *cell);

/* The share of those up to Q, as what is estimated; it lies in CELL until the
 * next call. */
struct sv_quantity sv_quantile_cell_share(struct sv_quantile_cell *cell,
                                          double q);

/* VALUES [replicates] of quantile P by RULE in each; false without memory. */
bool sv_quantile_cell_repeat(double *values, const struct sv_quantile_cell *cell,
                             const struct sv_quantile_rule *rule, double p);

/* What was published of a quantile, and how. */
struct sv_told_quantile {
    double value, se, p;        /* se NAN: it has none */
    const struct sv_quantile_rule *rule;        /* NULL: of another version */
    const char *interval;
};

/* Of NUMBER, an entry of `estimates`, and INDICATOR, its entry of `indicators`;
 * borrowed. */
struct sv_told_quantile sv_told_quantile(const json_t *number,
                                         const json_t *indicator);

/* Keeps it (sv_quantile_keep()): with replicates by the quantile in each, if its
 * interval is that.  NULL without memory. */
struct sv_kept_quantile *
sv_quantile_cell_keep(struct sv_quantile_cell *cell,
                      const struct sv_told_quantile *told,
                      struct sv_room *room);

#endif
