/* explainwords.h - headings and names of an opened number, in other languages.
 *
 * Text is written in English where it is printed, and looked up here by that.
 * Sentences of method and formulas are in English alone.
 */
#ifndef SV_EXPLAINWORDS_H
#define SV_EXPLAINWORDS_H

#include <stddef.h>

/* ENGLISH in LANGUAGE; itself, where LANGUAGE is not one that tables speak, or
 * it is not in the list. */
const char *sv_explain_word(const char *language, const char *english);

/* The K-th text that is in the list, NULL behind the last. */
const char *sv_explained_text(size_t k);

#endif
