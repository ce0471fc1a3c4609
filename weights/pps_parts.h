/* pps_parts.h - the inside of a design with unequal probabilities. */
#ifndef SV_PPS_PARTS_H
#define SV_PPS_PARTS_H

#include "weights/design.h"
#include "weights/pps.h"
#include "weights/stages.h"

struct sv_pps_stratum {
    size_t first, n;            /* PSUs */
    double unsure;              /* PSUs with p < 1 */
    double squares;
    size_t joint;               /* where its matrix begins */
};

struct sv_pps_parts {
    const struct sv_pps_rule *rule;
    bool yates_grundy;
    double *probability;        /* [n PSUs] */
    double *joint;              /* NULL if not given */
    struct sv_pps_stratum *stratum;
    double *row;                /* [n PSUs] sum of D over the other PSUs */
};

/* Checks and copies plan->pps.  The caller frees *OUT, also after a failure. */
enum sv_status sv_pps_new(struct sv_pps_parts **out,
                          const struct sv_design_plan *plan,
                          const struct sv_design *d, struct sv_fault *fault)
    SV_MUST_USE;
void sv_pps_free(struct sv_pps_parts *pps);

/* D of two PSUs of a stratum; 0 if either is sure to be in the sample. */
double sv_pps_delta(const struct sv_pps_parts *pps,
                    const struct sv_pps_stratum *h, size_t i, size_t j);

/* The first stage, in place of sv_stage_covariance(); SUMS of the strata that
 * have members say what each has added, before any scaling. */
double sv_pps_covariance(const struct sv_design *d,
                         const struct sv_pps_parts *pps,
                         const struct sv_pairs *pairs, struct sv_sum *sums);

#endif
