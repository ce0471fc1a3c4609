/* namedcategories.h - categories that the description names, and those there are.
 *
 * What a variable of the data file has for categories is known once its labels
 * are: here, before any row is read.
 */
#ifndef SV_NAMEDCATEGORIES_H
#define SV_NAMEDCATEGORIES_H

#include "stages/derive/derivation.h"

/* How many categories T has, of which a condition has two, a number none; the
 * name of one; and where NAME is among them, or how many there are. */
size_t sv_target_categories(const struct sv_target *t);
const char *sv_target_category(const struct sv_target *t, size_t k);
size_t sv_target_find(const struct sv_target *t, const char *name);

/* Adds the fault that T, which is called VARIABLE there, has no category NAME:
 * with the nearest one, or all of them. */
enum sv_status sv_fault_category(const struct sv_target *t, const char *variable,
                                 struct sv_string name, struct sv_fault *fault);

/* Once measures, classifications and tests are made: adds the faults of
 * contrasts, parity, standards and scores of trends whose categories there are
 * not, and of scores that some category lacks. */
enum sv_status sv_named_categories_check(const struct sv_derivation *d,
                                         struct sv_fault *fault) SV_MUST_USE;

#endif
