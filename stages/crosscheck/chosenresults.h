/* chosenresults.h - the results of a run that are recomputed.
 *
 * A check is one line of results.csv: a number, a contrast, the covariance of
 * two numbers, a test by one method, a coefficient or a term of a model.  Those
 * that one call of the R script gives make a group.
 */
#ifndef SV_CHOSENRESULTS_H
#define SV_CHOSENRESULTS_H

#include <jansson.h>

#include "pipeline/stage.h"
#include "stages/common/resultfolder.h"

enum sv_result_kind { SV_RESULT_NUMBER, SV_RESULT_CONTRAST,
                      SV_RESULT_COVARIANCE, SV_RESULT_TEST, SV_RESULT_MODEL,
                      SV_N_RESULT_KINDS };
extern const char *const sv_result_kind_names[SV_N_RESULT_KINDS];

struct sv_recheck {
    char *name;                 /* "HH7[sex=female]", "M1: sex = female" */
    const json_t *row;          /* what is published: estimate, se, ... */
};

struct sv_recheck_group {
    enum sv_result_kind kind;
    const char *record;
    const json_t *entry;        /* number, contrast, test; model */
    json_t *part;               /* the numbers that it is of: indicator, item,
                                   record, by, and coefficient; owned */
    size_t first, n;            /* checks */
    size_t first_part;          /* of all parts of all groups */
};

struct sv_chosen {
    json_t *estimates;          /* estimates.json; borrowed */
    json_t *covariances;        /* covariance.csv; NULL: there is none */
    struct sv_recheck *check;
    size_t n, capacity;
    struct sv_recheck_group *group;
    size_t n_groups, n_capacity, n_parts;
    size_t n_empty;             /* chosen, but there is nothing to compare */
};

/* What NAME [n] says, all if N is 0; SAMPLE numbers, contrasts and matrices of
 * covariances of it, and all tests and models, unless SAMPLE is 0.  A name is
 * that of a number (stages/common/numbername.h), of a contrast as it is printed,
 * the text of a test, or the code of a model.  Faults for one that there is not.
 * The caller ends *out with sv_chosen_free(). */
enum sv_status sv_choose_results(struct sv_chosen *out, json_t *estimates,
                                 struct sv_stage *stage,
                                 const char *const *name, size_t n,
                                 size_t sample, struct sv_fault *fault)
    SV_MUST_USE;
void sv_chosen_free(struct sv_chosen *chosen);

/* Leaves SAMPLE of each kind but tests and models, which all stay. */
enum sv_status sv_chosen_draw(struct sv_chosen *chosen, size_t sample,
                              struct sv_fault *fault) SV_MUST_USE;

/* How many groups of KIND there are. */
size_t sv_chosen_count(const struct sv_chosen *chosen,
                       enum sv_result_kind kind);

#endif
