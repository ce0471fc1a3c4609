/* design.h - who could have been drawn, and how they were.
 *
 * A design is a forest: strata hold primary sampling units (PSUs, stage 1),
 * each of those holds the units of stage 2, and so on.  The units of every
 * stage are numbered from 0 in design order, so that the children of a unit
 * are contiguous, and come in the order of their parents.  What units are
 * drawn from - the stratum at stage 1, the unit above later - is their group.
 *
 * A group may have a population: how many units it could have drawn.  Without
 * one, sampling there counts as with replacement, and what lies below cannot
 * matter: only the stages down to the first that has no population are kept.
 * Tallies are kept by the units of the last stage kept.
 *
 * A design is built once, checked once, and never changes: any number of
 * threads may read one.  Weights are not part of it.
 */
#ifndef SV_DESIGN_H
#define SV_DESIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "weights/lonely.h"
#include "weights/pps.h"

enum { SV_MAX_STAGES = 8 };

struct sv_design;               /* opaque: its invariants are design.c's */

/* One stage as it is described to sv_design_new().  There are n_strata groups
 * at the first stage, and at each later one as many as the stage above has
 * units. */
struct sv_stage_plan {
    size_t n_units;             /* over all groups, at most 2^32 - 1 */
    const uint32_t *n_drawn;    /* [n_groups] units drawn, 1 or more each */
    const double *population;   /* [n_groups], NULL: with replacement.  Either
                                   all are counts (>= 1, INFINITY allowed) or
                                   all are rates in (0,1]: N = n / rate */
    const char *labels;         /* n_units strings back to back, each with its
                                   NUL; NULL: units go by number, from 1 */
};

struct sv_design_plan {
    size_t n_strata;            /* 1 if the sample is not stratified */
    const char *labels;         /* of the strata, as in sv_stage */
    size_t n_stages;            /* 1 .. SV_MAX_STAGES */
    const struct sv_stage_plan *stages;
    const struct sv_lonely_rule *lonely;
    bool lonely_in_domains;     /* also where a domain leaves one unit; acts on
                                   the rules that centre or scale, as in R */
    const struct sv_pps *pps;   /* NULL: PSUs of a stratum had one probability.
                                   Else the first stage needs a population,
                                   any; mean probabilities take its place */
};

/* Everything of *PLAN is copied.  Fails (SV_DATA) on sizes that do not add up,
 * populations smaller than the sample, and, under the rule `fail`, on lonely
 * groups, naming all of them with a neighbour to merge with; SV_SYSTEM if
 * memory runs out.  The caller owns *OUT; sv_design_free(NULL) is fine. */
enum sv_status sv_design_new(struct sv_design **out,
                             const struct sv_design_plan *plan,
                             struct sv_fault *fault) SV_MUST_USE;
void sv_design_free(struct sv_design *d);

/* How many of the stages described will be kept: tallies need no more. */
size_t sv_stages_kept(const struct sv_stage_plan *stages, size_t n_stages);

size_t sv_design_n_stages(const struct sv_design *d);   /* kept */
size_t sv_design_n_units(const struct sv_design *d, size_t stage); /* from 0 */
size_t sv_design_n_lowest(const struct sv_design *d);   /* of the last stage */
size_t sv_design_n_strata(const struct sv_design *d);   /* as described */

/* Labels, valid as long as the design.  A thing without a label goes by its
 * number, counted from 1, printed to TEXT, which the caller provides. */
enum { SV_LABEL_SIZE = 24 };
const char *sv_stratum_label(const struct sv_design *d, size_t h,
                             char text[SV_LABEL_SIZE]);
const char *sv_unit_label(const struct sv_design *d, size_t stage, size_t unit,
                          char text[SV_LABEL_SIZE]);

/* The unit of stage UPPER that holds UNIT of stage LOWER >= UPPER. */
uint32_t sv_unit_above(const struct sv_design *d, size_t lower, uint32_t unit,
                       size_t upper);
uint32_t sv_stratum_of(const struct sv_design *d, uint32_t psu);

/* Under `collapse`: the stratum that H was joined to because H was lonely,
 * else H.  For reports. */
size_t sv_stratum_joined(const struct sv_design *d, size_t h);

/* What variance works with.  Groups of stage 0 are strata after merging, those
 * of later stages the units above. */
struct sv_group {
    uint32_t n;                 /* units drawn */
    uint32_t first;             /* of them */
    double fraction;            /* n/N; 0 without a population */
    double open;                /* 1 - n/N; 0: sampled completely */
    double above;               /* product of n/N over the stages above */
    bool lonely;                /* n = 1, open > 0 and above > 0 */
};

size_t sv_design_n_groups(const struct sv_design *d, size_t stage);
size_t sv_design_most_groups(const struct sv_design *d);    /* of any stage */
const struct sv_group *sv_design_groups(const struct sv_design *d,
                                        size_t stage);
const uint32_t *sv_design_group_of(const struct sv_design *d, size_t stage);
/* The probability of drawing a unit: n/N of its group, or its own where PSUs
 * were drawn with unequal ones; 0 without a population. */
double sv_unit_fraction(const struct sv_design *d, size_t stage, uint32_t unit);

/* NULL unless PSUs were drawn with unequal probabilities; see pps_parts.h. */
struct sv_pps_parts;
const struct sv_pps_parts *sv_design_pps(const struct sv_design *d);

const struct sv_lonely_rule *sv_design_lonely(const struct sv_design *d);
bool sv_design_lonely_in_domains(const struct sv_design *d);

#endif
