/* naming.h - the labels of codes, from estimates.json.
 *
 * Every function returns a label in the language of the names, or the code
 * itself where there is none; borrowed from the names.
 */
#ifndef SV_NAMING_H
#define SV_NAMING_H

#include <jansson.h>
#include <stddef.h>

#include "pipeline/fault.h"

struct sv_naming;               /* opaque: labels of one run */

/* TEXT [n] is an estimates.json, which is changed: its estimates are left out.
 * The caller owns *out. */
enum sv_status sv_naming_read(struct sv_naming **out, char *text, size_t n,
                              const char *language,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_naming_free(struct sv_naming *names);           /* NULL is fine */

/* Names are in LANGUAGE from now on; it is borrowed. */
void sv_naming_speak(struct sv_naming *names, const char *language);

/* The language asked for. */
const char *sv_naming_language(const struct sv_naming *names);

const char *sv_name_of_indicator(const struct sv_naming *names,
                                 const char *code);

/* An item of a multi-response indicator, or a category of shares; "" where
 * ITEM is. */
const char *sv_name_of_item(const struct sv_naming *names, const char *code,
                            const char *item);
const char *sv_name_of_class(const struct sv_naming *names, const char *class);
const char *sv_name_of_category(const struct sv_naming *names,
                                const char *class, const char *category);

/* The list of indicators: "code", "item", "n_universe", "n_missing". */
const json_t *sv_naming_indicators(const struct sv_naming *names);

/* The entry of an indicator, of its item or as a whole; NULL if it has none. */
json_t *sv_naming_entry(const struct sv_naming *names, const char *code,
                        const char *item);

/* The ratio of parity of the whole population by the classification that CLASS
 * begins with, from the contrasts; NULL if there is none. */
json_t *sv_naming_parity(const struct sv_naming *names, const char *code,
                         const char *item, const char *class);

/* The values that do not come from the survey; NULL if there are none. */
const json_t *sv_naming_given(const struct sv_naming *names);

/* An object of texts by language, in the language of the names. */
const char *sv_naming_text(const struct sv_naming *names, json_t *label);

/* The indicators that the survey does not have: number K, or NULL past the
 * last.  *missing is the variable that it lacks. */
const char *sv_naming_unavailable(const struct sv_naming *names, size_t k,
                                  const char **missing);

#endif
