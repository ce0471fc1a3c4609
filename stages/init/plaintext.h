/* plaintext.h - labels as plain words, and patterns that find them.
 *
 * Labels of data files are written in many ways and languages.  Here a text is
 * its words in small letters without accents, each between single spaces, with
 * a space before the first and behind the last: " used a computer ".
 *
 * A pattern is words that must all be there, in any order.  `comput*` is any
 * word that begins so, `one|two` either of them, `-home` a word that must not
 * be there.
 */
#ifndef SV_PLAINTEXT_H
#define SV_PLAINTEXT_H

#include <stddef.h>

enum { SV_PLAIN_SIZE = 512 };   /* longer labels are cut */

/* TEXT as plain words; "" if it has none. */
void sv_plain(char out[SV_PLAIN_SIZE], const char *text);

/* How well PATTERN is met by PLAIN: 0 if it is not; else a number that grows
 * with the words that were asked for, and then with their letters. */
unsigned sv_plain_match(const char *plain, const char *pattern);

/* Words of PLAIN. */
unsigned sv_plain_words(const char *plain);

#endif
