/* jsontext.h - JSON that is still text. */
#ifndef SV_JSONTEXT_H
#define SV_JSONTEXT_H

#include <stddef.h>

/* Empties the list KEY of the object that TEXT [n] is: a large one that is not
 * wanted takes much memory once it is read.  Returns the length that is left,
 * with a NUL behind it; of what is no such object nothing is changed. */
size_t sv_json_empty_list(char *text, size_t n, const char *key);

#endif
