/* facts.h - all that there is to say of one number. */
#ifndef SV_FACTS_H
#define SV_FACTS_H

#include "stages/common/keptquantiles.h"
#include "stages/common/tallyplace.h"
#include "stages/explain/opened.h"
#include "weights/decompose.h"
#include "weights/worked.h"

/* One replicate, and what it adds. */
struct sv_replicate_part {
    size_t replicate;           /* from 0 */
    double value, variance;
};

/* One number of a contrast. */
struct sv_facts_term {
    double coefficient;
    const json_t *number;       /* the entry of estimates.json */
    char *name;                 /* owned */
    double value, se;
    double slope;               /* of the contrast, with respect to it */
    struct sv_kept_quantile *kept;      /* owned; NULL: no quantile */
};

enum { SV_MAX_TERMS_SHOWN = 16 };

/* What a quantile has besides: see quantilefacts.h. */
struct sv_facts_quantile {
    const char *rule, *interval;        /* rule NULL: it is none */
    double p;
    double below, below_se;     /* F at the quantile, and its standard error */
    double density;             /* se(F) over se */
    struct sv_kept_quantile *kept;      /* owned */
};

/* A number, or a contrast of several: then what is about one cell is not
 * filled in. */
struct sv_facts {
    const struct sv_opened *o;
    struct sv_opened_record *r;
    const json_t *number;       /* the entry of estimates.json */
    const json_t *indicator;
    char *name;                 /* owned */
    struct sv_tally_place place;
    struct sv_quantity q;

    /* As published. */
    double value, se, cv, low, high, df, deff;
    double numerator, denominator;
    uint64_t n, n_numerator;

    /* From the tally. */
    double total[SV_MAX_TERMS], gradient[SV_MAX_TERMS];
    double sum_w, sum_w2;
    double s2, srs;             /* element variance; variance of a simple
                                   random sample: NAN if not reckoned with */
    struct sv_support support;
    uint32_t *members;          /* [groups of stage 1] PSUs with members */

    bool by_scores;             /* `parts` hold; else `replicate`, if n > 0 */
    struct sv_decomposition parts;
    struct sv_replicate_part *replicate;        /* [n_replicates], owned */
    size_t n_replicates;        /* in which the number exists */
    double centre;

    struct sv_worked line[SV_MAX_WORKED];
    size_t n_lines;             /* 0: no interval */

    struct sv_facts_quantile quantile;
    const struct sv_contrast_rule *rule;        /* NULL: a number */
    const char *formula;        /* of the rule of that name, its terms v1, v2, ... */
    struct sv_facts_term term[SV_MAX_TERMS_SHOWN];
    size_t n_terms;
    unsigned flags;             /* of a contrast, enum sv_flag */
    double independent;         /* its standard error without covariances */
    double p;                   /* that it is 0, or, a ratio, 1 */
};

/* Finds them for NUMBER, an entry of estimates.json.  SV_BUG if the parts do
 * not add up to what is published, which must not happen.  Ends with
 * sv_facts_free(), even on failure. */
enum sv_status sv_facts_find(struct sv_facts *out, const struct sv_opened *o,
                             const json_t *number, struct sv_fault *fault)
    SV_MUST_USE;
void sv_facts_free(struct sv_facts *f);

/* The same for a contrast, "HH7[area=rural]: sex.female - sex.male": one that is
 * published, by its name, or any other: a number without the classification, and
 * its categories with + and - and coefficients (2*sex.male), or one / another; a
 * category may stand in backticks. */
enum sv_status sv_facts_contrast(struct sv_facts *out,
                                 const struct sv_opened *o, const char *text,
                                 struct sv_fault *fault) SV_MUST_USE;

/* What an entry of `contrasts` of estimates.json is called; the caller frees
 * it.  NULL without memory. */
char *sv_facts_contrast_name(const json_t *contrast);

/* Opens a variance of which the scores, or the values by replicate, are there;
 * for the two above. */
enum sv_status sv_facts_open_scores(struct sv_facts *f,
                                    const struct sv_scores *scores,
                                    struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_facts_open_values(struct sv_facts *f, const double *values,
                                    struct sv_fault *fault) SV_MUST_USE;

/* The PSU that a replicate leaves out; UINT32_MAX if it does not leave out just
 * one. */
uint32_t sv_left_out(const struct sv_facts *f, size_t replicate);

/* Counts PSUs with members among the rows of Q, those counted before
 * (SEEN[PSUs]) not again. */
void sv_facts_count_members(struct sv_facts *f, const struct sv_quantity *q,
                            bool *seen);

/* Whether it is a proportion or a share. */
bool sv_facts_is_share(const struct sv_facts *f);

/* Whether there is a standard error to open. */
bool sv_facts_have_error(const struct sv_facts *f);

/* Whether its variance has parts: a quantile has none where F is known without
 * error, as it can be among few PSUs. */
bool sv_facts_have_parts(const struct sv_facts *f);

/* The largest gap between the published variance and the sum of its parts, over
 * the former. */
double sv_facts_gap(const struct sv_facts *f);

/* ---- for people and for programs ----------------------------------------- */

/* TOP: how many PSUs or replicates are shown. */
bool sv_facts_print(const struct sv_facts *f, size_t top);

struct sv_json;
void sv_facts_json(struct sv_json *json, const struct sv_facts *f, size_t top);

/* The variance part of sv_facts_print(). */
bool sv_facts_print_variance(const struct sv_facts *f, size_t top);

#endif
