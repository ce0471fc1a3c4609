/* lacking.h - what cannot be estimated, for a category is not there.
 *
 * The catalogue names categories of the variables that it needs: `daily` of
 * internet_frequency.  A survey whose variable has others lacks the indicators,
 * and the ratios of a view, that are made of them, just as it lacks those of a
 * variable that it does not define.  Which categories a variable has is known
 * here, where the data's labels are.
 */
#ifndef SV_LACKING_H
#define SV_LACKING_H

#include <jansson.h>

#include "stages/derive/derivation.h"

/* Whether indicator K of the survey can be estimated. */
bool sv_is_available(const struct sv_derivation *d, size_t k);

/* Which category INDICATOR lacks, or NULL. */
const struct sv_lack *sv_lack_of(const struct sv_derivation *d,
                                 const struct sv_indicator *indicator);

/* "'internet_frequency' has no category 'less'; it has daily, weekly". */
void sv_lack_words(char *out, size_t size, const struct sv_lack *lack);

/* Once measures and classifications are made: the highest of items of which
 * none is there; views whose ratios are of other categories.  Contrasts
 * and tests of indicators that lack something are faults. */
enum sv_status sv_lacking_settle(struct sv_derivation *d,
                                 struct sv_fault *fault) SV_MUST_USE;

/* Whether the model is of an indicator that lacks a category: a fault. */
bool sv_model_lacks(const struct sv_derivation *d,
                    const struct sv_model_spec *model, struct sv_fault *fault);

/* All that is not available, as in estimates.json. */
json_t *sv_unavailable_json(const struct sv_derivation *d);

/* Calls TELL for each category that is lacking, with what is not available for
 * it: "HH12.fm, W_HH12.fm". */
void sv_each_lack(const struct sv_derivation *d,
                  void (*tell)(void *to, const struct sv_lack *lack,
                               size_t n, const char *list), void *to);

#endif
