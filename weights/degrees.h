/* degrees.h - what a cell rests on: PSUs, strata, degrees of freedom.
 *
 * The rules differ in what they count: the PSUs and strata that have members,
 * those of the strata that have any, or those of the whole design; or the
 * directions in which replicate weights differ, which is their rank less 1.
 */
#ifndef SV_DEGREES_H
#define SV_DEGREES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "weights/design.h"
#include "weights/linear.h"

/* Counted over members with non-zero weight.  Strata are those of the variance:
 * merged ones count once. */
struct sv_support {
    uint64_t n;                 /* members */
    size_t psus;                /* PSUs with members */
    size_t strata;              /* strata with members */
    size_t strata_psus;         /* all PSUs of those strata */
    size_t whole;               /* of those strata, all of whose PSUs have
                                   members */
    size_t pairs;               /* the same of PSUs 1 and 2, 3 and 4, ... of a
                                   stratum */
    size_t apart;               /* PSUs with members, those of a stratum that is
                                   sampled completely being one */
    size_t rank;                /* what replicate weights of all members can
                                   have; 0 until whoever knows sets it */
    bool lonely;                /* all of those strata have a single PSU, and
                                   the rule for such strata passes over them */
    bool one_psu;               /* members in one unit only, at the first stage
                                   that is not sampled completely: no standard
                                   error.  A PSU sampled with certainty is a
                                   stratum of its own, so there the units of
                                   the next stage are asked, and so on */
};

/* The rank of the replicate weights of the members, where a PSU is a multiplier:
 * one for each PSU, but that those of a whole stratum, or with HALVES of a pair,
 * add up to the same whichever it is; and at most RANK, that of all weights. */
size_t sv_support_rank(const struct sv_support *s, bool halves, size_t rank);

/* SCRATCH as for linear.h. */
struct sv_support sv_support_of(const struct sv_design *d,
                                const struct sv_rows *rows, void *scratch);

/* Why an estimate of VALUE has no standard error, whatever the method: of enum
 * sv_flag.  0: it should have one. */
unsigned sv_support_flags(const struct sv_design *d, const struct sv_rows *rows,
                          double value, void *scratch);

/* A rule for degrees of freedom.  (A number given by the user needs none.) */
struct sv_degrees_rule {
    const char *name;           /* as written after `degrees-of-freedom:` */
    const char *blurb;
    bool of_domain;             /* counts what has members */
    bool of_replicates;         /* asks for support.rank */
    double (*count)(const struct sv_design *d, const struct sv_support *s);
};

extern const struct sv_degrees_rule sv_degrees_rules[];
extern const size_t sv_n_degrees_rules;

/* NULL if there is none of that name. */
const struct sv_degrees_rule *sv_degrees_find(const char *name);

#endif
