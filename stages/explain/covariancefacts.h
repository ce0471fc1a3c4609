/* covariancefacts.h - the covariances of any numbers of a survey.
 *
 * They may be of several indicators, items, crossings and record types: what a function that
 * is none of the contrasts needs, by the delta method say.
 */
#ifndef SV_COVARIANCEFACTS_H
#define SV_COVARIANCEFACTS_H

#include "stages/explain/opened.h"

struct sv_covariance_facts {
    json_t *numbers;            /* [m] entries of estimates.json */
    char **name;                /* [m] */
    size_t m;
    double *matrix;             /* [m][m] NAN in the row and column of a number
                                   without a standard error */
};

/* Finds them for NAME [n], names as in numbername.h.  SV_DATA if these are
 * too many, or of record types that are not one sample.  Ends with sv_covariance_facts_free(), even
 * on failure. */
enum sv_status sv_covariance_facts(struct sv_covariance_facts *out,
                                   const struct sv_opened *o,
                                   const char *const *name, size_t n,
                                   struct sv_fault *fault) SV_MUST_USE;
void sv_covariance_facts_free(struct sv_covariance_facts *f);

/* For people: the numbers, and each pair with its correlation.  False if memory
 * ran out. */
bool sv_covariances_print(const struct sv_covariance_facts *f);

struct sv_json;
void sv_covariances_json(struct sv_json *json,
                         const struct sv_covariance_facts *f);

#endif
