/* design_parts.h - the inside of a design, for the files that build it.
 *
 * design.c allocates and reads, plan.c checks what is described, collapse.c
 * merges and refuses.  Everybody else sees a design through design.h.
 */
#ifndef SV_DESIGN_PARTS_H
#define SV_DESIGN_PARTS_H

#include "weights/design.h"

/* Strings back to back, and where each begins.  text NULL: no labels. */
struct sv_labels {
    char *text;
    size_t *at;
};

struct sv_level {
    size_t n_units, n_groups;
    uint32_t *group_of;         /* [n_units] */
    struct sv_group *group;     /* [n_groups] */
    struct sv_labels labels;    /* of the units */
};

struct sv_design {
    size_t n_strata, n_stages;
    struct sv_labels labels;    /* of the strata */
    uint32_t *stratum_of;       /* [n PSUs], strata as described */
    uint32_t *joined;           /* [n_strata]: see sv_stratum_joined() */
    struct sv_level level[SV_MAX_STAGES];
    const struct sv_lonely_rule *lonely;
    bool lonely_in_domains;
    struct sv_pps_parts *pps;   /* NULL: equal probabilities */
};

/* "stratum 'north'", "PSU '17' of stratum 'north'", "unit '4' of stage 2 in PSU
 * '17' of stratum 'north'": what the units of a group were drawn from.
 * Groups of the first stage are strata as described.  Cut at SIZE. */
void sv_group_name(char *text, size_t size, const struct sv_design *d,
                   size_t stage, size_t group);

/* How many groups a stage of PLAN has. */
size_t sv_plan_n_groups(const struct sv_design_plan *plan, size_t stage);

/* N of a group, from its count or rate; INFINITY without one. */
double sv_plan_population(const struct sv_design_plan *plan, size_t stage,
                          size_t group);

/* n/N of a group. */
double sv_plan_fraction(const struct sv_design_plan *plan, size_t stage,
                        size_t group);

/* Sizes that do not add up; needs no design. */
enum sv_status sv_plan_check_sizes(const struct sv_design_plan *plan,
                                   struct sv_fault *fault) SV_MUST_USE;

/* Populations that cannot be; D serves for the names. */
enum sv_status sv_plan_check_populations(const struct sv_design_plan *plan,
                                         const struct sv_design *d,
                                         struct sv_fault *fault) SV_MUST_USE;

/* Joins each lonely stratum with a neighbour, where the rule merges.
 * joined[h] is the stratum that h was joined to, or h; group[h] is the group
 * that h ended in, groups being numbered by their first stratum. */
enum sv_status sv_strata_merge(uint32_t *joined, uint32_t *group,
                               size_t *n_groups,
                               const struct sv_design_plan *plan,
                               const struct sv_design *d,
                               struct sv_fault *fault) SV_MUST_USE;

/* Fails if a finished design has lonely groups, and names them. */
enum sv_status sv_lonely_refuse(const struct sv_design_plan *plan,
                                const struct sv_design *d,
                                struct sv_fault *fault) SV_MUST_USE;

#endif
