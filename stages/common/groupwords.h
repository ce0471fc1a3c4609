/* groupwords.h - what groups of the canonical variables are called.
 *
 * A description names categories (male, female) and need not label them; in
 * English the name is as good as a label, in other languages it is not.
 */
#ifndef SV_GROUPWORDS_H
#define SV_GROUPWORDS_H

#include <stddef.h>

/* The word in LANGUAGE (fr, es) for CATEGORY of CLASS, or for CLASS itself if
 * CATEGORY is ""; NULL where there is none, and in English. */
const char *sv_group_word(const char *language, const char *class,
                          const char *category);

/* The K-th class and category that have words; NULL behind the last. */
const char *sv_worded_group(size_t k, const char **category);

#endif
