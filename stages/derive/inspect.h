/* inspect.h - the tests that hearth check makes of the data.
 *
 * Rules come from four places: the description's own `checks`, the rules over
 * canonical variables that come with the catalogue, the universes of
 * indicators, and the way in which variables are made: `internet and C08a ==
 * 1` says that C08a was not asked where `internet` is false.
 */
#ifndef SV_INSPECT_H
#define SV_INSPECT_H

#include "pipeline/rules.h"
#include "stages/derive/derivation.h"
#include "stages/derive/findings.h"

struct sv_inspection {
    struct sv_derivation *d;    /* its columns are filled */
    json_t *found;              /* of findings.h */
    struct sv_rules rules;      /* that come with the catalogue */
    struct sv_fault *fault;
};

/* Looks at everything, and writes the findings to PATH. */
enum sv_status sv_inspect(struct sv_derivation *d, const char *path,
                          struct sv_fault *fault) SV_MUST_USE;

/* The number in the data file of each row of RECORD. */
const uint32_t *sv_file_rows(const struct sv_inspection *i, int record);

/* ---- the parts, each in a file of its own ------------------------------- */

/* Rows of RECORD for which CONDITION is false, and how many of them it is
 * neither true nor false for.  SV_DATA if it is none: then FAULT, which is not
 * the inspection's, says why. */
enum sv_status sv_rule_count(struct sv_row_count *broken, uint64_t *unknown,
                             const struct sv_inspection *i, int record,
                             struct sv_string condition,
                             struct sv_fault *fault) SV_MUST_USE;

void sv_inspect_rules(struct sv_inspection *i);         /* own and ours */
void sv_inspect_skips(struct sv_inspection *i);         /* who was asked */
void sv_inspect_codes(struct sv_inspection *i);         /* without a meaning */
void sv_inspect_categories(struct sv_inspection *i);    /* the catalogue's */
void sv_inspect_answers(struct sv_inspection *i);       /* lacking, proxies */
void sv_inspect_duplicates(struct sv_inspection *i);
void sv_inspect_labels(struct sv_inspection *i);        /* by language */

#endif
