/* classify.h - variables as classifications: what tables are made by.
 *
 * A condition or a variable with categories is one as it is.  A number of the
 * data file becomes one by its labels, or by the values that occur; a string
 * by the strings that occur.  A classification of a parent is inherited.
 */
#ifndef SV_CLASSIFY_H
#define SV_CLASSIFY_H

#include "stages/derive/derivation.h"

enum { SV_MAX_CLASSES = 1000 }; /* values that make a classification */

/* The target that classifies RECORD by NAME, made if there is none yet.  NULL
 * with a fault that has its place if NAME cannot be one. */
const struct sv_target *sv_classify(struct sv_derivation *d, int record,
                                    struct sv_string name,
                                    struct sv_fault *fault);

/* Gives T, which is made from a category as it is, that one's categories. */
enum sv_status sv_keep_categories(struct sv_target *t, struct sv_derivation *d,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Gives T, which is made from a string variable, the strings that occur. */
enum sv_status sv_classify_strings(struct sv_target *t,
                                   struct sv_derivation *d,
                                   struct sv_fault *fault) SV_MUST_USE;

#endif
