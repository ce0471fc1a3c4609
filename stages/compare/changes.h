/* changes.h - every number that two rounds have, and how it has changed. */
#ifndef SV_CHANGES_H
#define SV_CHANGES_H

#include "stages/common/standing.h"
#include "stages/compare/breaks.h"

/* One number in both rounds; NAN where something does not exist. */
struct sv_change {
    const json_t *a, *b;        /* entries of estimates.json; borrowed */
    const char *estimator;
    const json_t *entry_a, *entry_b;    /* of the indicator; or NULL */
    unsigned breaks;            /* enum sv_break, as bits */
    const json_t *wording;      /* the change of wording, or NULL */
    double covariance;          /* of the two estimates */
    double difference, se, low, high;   /* second less first */
    double t, df, p;
    double ratio, ratio_se, ratio_low, ratio_high;      /* second over first */
    int broken;                 /* vintage since which the wording is another
                                   than in one of the rounds; 0: none */
    double target, by;          /* of the catalogue; NAN: none */
    enum sv_standing standing;  /* of the second round */
    double reached;             /* the year: the second round's if it is
                                   reached, else at the trend of the two; NAN:
                                   never, or they are of no one series */
};

/* What the rounds have in common, of one record type. */
struct sv_common {
    const char *record;
    size_t psus, psus_a, psus_b, strata;
    bool paired;                /* their replicates are the same: pairing.h */
    struct sv_overlap *overlap;
    const struct sv_round_record *a, *b;
};

struct sv_changes {
    struct sv_change *change;   /* [n] in the order of the first round */
    size_t n;
    struct sv_common *common;   /* [n_common] */
    size_t n_common;
    const json_t **only_a, **only_b;    /* numbers of one round alone */
    size_t n_only_a, n_only_b;
};

/* Compares A with B; INDEPENDENT: as if no PSU were in both.  SV_DATA for
 * indicators that count another record type or have another estimator in the
 * second round: all of them.  Ends with sv_changes_free(), even on failure. */
enum sv_status sv_changes_find(struct sv_changes *out, const struct sv_round *a,
                               const struct sv_round *b, bool independent,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_changes_free(struct sv_changes *changes);

#endif
