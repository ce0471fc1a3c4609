/* designfacts.h - what the design of a survey is, in numbers.
 *
 * From units.h5, and weights.h5 if there is one: no estimate is needed, and the
 * design may have faults.
 */
#ifndef SV_DESIGNFACTS_H
#define SV_DESIGNFACTS_H

#include <jansson.h>

#include "pipeline/ranges.h"
#include "pipeline/survey.h"
#include "stages/common/profile.h"
#include "stages/design/domaincounts.h"

/* Of a list of numbers; NAN if it is empty. */
struct sv_spread { double least, median, most; };

struct sv_stage_facts {
    const char *name;           /* of its variable */
    size_t units, groups;       /* what they were drawn from: strata, then the
                                   units above */
    struct sv_spread drawn;     /* units a group */
    bool has_fpc, used;         /* used: carries variance */
    struct sv_spread fraction;  /* n/N of groups; only with fpc */
    size_t complete, lonely;    /* groups sampled completely; with one unit,
                                   though not so */
    size_t too_few;             /* populations smaller than the sample */
};

struct sv_stratum_facts {
    const char *label;
    size_t psus, rows;
    double fraction;            /* NAN: no fpc */
    bool complete, lonely;
    size_t merge;               /* lonely: the stratum that `collapse` joins it
                                   to; its own number: none */
    struct sv_profile weights;
};

struct sv_crossing_facts {
    const struct sv_crossing *by;
    const json_t *variable[8];  /* of the meta: name, categories */
    size_t size[8], n_cells;
    struct sv_domain *cell;     /* [n_cells], the last classification fastest */
};

struct sv_special_facts;

struct sv_record_facts {
    const char *name;
    struct sv_ranges ranges;
    size_t n_stages;
    struct sv_stage_facts stage[SV_MAX_RANGES];
    struct sv_stratum_facts *stratum;   /* [ranges.n_strata] */
    const char *weights_are;    /* "final", "base" or "1 for every row" */
    double *weight;             /* [rows]; 0 where missing */
    size_t missing_weights;
    struct sv_profile weights;
    struct sv_crossing_facts *crossing; /* [n_crossings] */
    size_t n_crossings;
    struct sv_special_facts *special;   /* owned; specialfacts.h */
    char svydesign[2048], svyset[1024];
};

struct sv_design_facts {
    const struct sv_survey *survey;
    json_t *meta;               /* of units.h5 */
    struct sv_record_facts *record;     /* [n] */
    size_t n;
};

/* Finds them in UNITS, and WEIGHTS, which may be NULL, both of which must
 * outlive *out.  Ends with sv_design_facts_free(), even on failure. */
enum sv_status sv_design_facts_find(struct sv_design_facts *out,
                                    const struct sv_survey *survey,
                                    const struct sv_store *units,
                                    const struct sv_store *weights,
                                    struct sv_fault *fault) SV_MUST_USE;
void sv_design_facts_free(struct sv_design_facts *f);

/* Of LIST [n], which is sorted. */
struct sv_spread sv_spread_of(double *list, size_t n);

/* PSUs that are lonely strata. */
size_t sv_lonely_strata(const struct sv_record_facts *r);

/* "sex=female, area=rural" of a cell, into OUT. */
void sv_domain_name(char *out, size_t size, const struct sv_crossing_facts *c,
                  size_t cell);

/* ---- for people and for programs ----------------------------------------- */

/* ALL: every stratum, every cell.  False if memory ran out. */
bool sv_design_facts_print(const struct sv_design_facts *f, bool all);
void sv_design_facts_json(const struct sv_design_facts *f);

#endif
