/* codewords.h - what codes mean, in the languages that tables speak.
 *
 * Record types, kinds of missing answers, where estimates stand to targets, and
 * the flags of estimates have codes that are the same in every language; tables
 * for people have words.
 */
#ifndef SV_CODEWORDS_H
#define SV_CODEWORDS_H

#include <stdbool.h>
#include <stddef.h>

/* en, fr, es: every word of ours is there in all of them. */
enum { SV_N_LANGUAGES = 3 };
extern const char *const sv_language[SV_N_LANGUAGES];

/* Whether LANGUAGE is one of them. */
bool sv_speaks(const char *language);

/* The word or sentence for CODE in LANGUAGE, in English if it is none of ours;
 * CODE itself where it is nobody's. */
const char *sv_word_of(const char *language, const char *code);

/* The K-th code that has words, NULL behind the last. */
const char *sv_worded_code(size_t k);

#endif
