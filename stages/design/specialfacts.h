/* specialfacts.h - what a design has beyond strata and stages: unequal
 * probabilities, replicates, calibration.
 *
 * What cannot be made, such as halves of an odd number of PSUs, is a sentence
 * here, and no failure: a design is described before it is mended.
 */
#ifndef SV_SPECIALFACTS_H
#define SV_SPECIALFACTS_H

#include "stages/design/designfacts.h"

enum { SV_FAULT_WORDS = 512, SV_MARGIN_WORDS = 2000 };

struct sv_unequal_facts {
    bool there;
    size_t psus, sure;          /* drawn; of them with a probability of 1 */
    struct sv_spread p;         /* of those that are not sure */
    double stand_for;           /* sum of 1/p: PSUs of the population */
    size_t pairs, attracted;    /* with joint probabilities: pairs; of them
                                   drawn together more often than alone */
    struct sv_spread ratio;     /* joint probability over that of independence */
    struct sv_spread squares;   /* squared-probabilities, by stratum */
};

struct sv_repeated_facts {
    bool there, given;          /* given: with the file */
    size_t n;
    double scale;               /* NAN: it follows from the columns */
    struct sv_spread rscale;
    size_t df;                  /* PSUs less strata; given without clusters: at
                                   most n - 1, by their rank */
    bool fpc_dropped;
    char fault[SV_FAULT_WORDS]; /* why they cannot be made; "" if they can */
};

struct sv_calibration_facts {
    size_t step;                /* of `weighting`, from 1 */
    struct sv_spread ratio;     /* weight after over weight before, of those
                                   with one */
};

struct sv_special_facts {
    struct sv_unequal_facts unequal;
    struct sv_repeated_facts replicates;
    struct sv_calibration_facts *calibration;   /* [n], owned */
    size_t n;
    bool inherited;             /* weights are a calibrated parent's */
};

/* Of R, the record number RECORD of SURVEY, whose ranges and weights are there;
 * WEIGHTS may be NULL.  The caller frees out->calibration. */
enum sv_status sv_special_facts_find(struct sv_special_facts *out,
                                     const struct sv_record_facts *r,
                                     const struct sv_survey *survey, int record,
                                     const json_t *design,
                                     const struct sv_store *weights,
                                     struct sv_fault *fault) SV_MUST_USE;

/* Adds the margins of STEP to TEXT [SV_MARGIN_WORDS]: "region, sex x age_group,
 * size". */
void sv_add_margins(char *text, const struct sv_survey *survey,
                    const struct sv_step_spec *step);

void sv_special_facts_print(const struct sv_special_facts *s,
                            const struct sv_survey *survey);
struct sv_json;
void sv_special_facts_json(struct sv_json *json,
                           const struct sv_special_facts *s,
                           const struct sv_survey *survey);

#endif
