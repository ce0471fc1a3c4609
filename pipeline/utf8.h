/* utf8.h - the characters of a text. */
#ifndef SV_UTF8_H
#define SV_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Bytes of the character that TEXT [n] starts with, and the character itself
 * unless C is NULL; 0 if it is not UTF-8 (RFC 3629: shortest form, no
 * surrogates, at most U+10FFFF) or N is 0. */
size_t sv_utf8_next(const char *text, size_t n, uint32_t *c);

/* Whether C may stand in a text that people edit: no control characters but
 * tab and line ends, no byte order marks, no non-characters. */
bool sv_utf8_printable(uint32_t c);

#endif
