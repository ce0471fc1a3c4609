/* portable.h - the table of characters of a portable file (.por).
 *
 * Behind 200 bytes for people stand 256 characters: at each place of a set that
 * SPSS has made up the one by which the file writes it, '0' where there is none.
 * PSPP writes the digits at their own places, and again where superscripts
 * have theirs; ReadStat 1.1.8 takes the last of them, and then finds no number.
 */
#ifndef SV_PORTABLE_H
#define SV_PORTABLE_H

#include <stddef.h>
#include <stdint.h>

enum { SV_PORTABLE_TABLE = 256 };

/* Where in HEAD [n], the beginning of the file, the table has a character that
 * it had at an earlier place, other than '0': AT [SV_PORTABLE_TABLE], ascending.
 * Returns how many there are. */
size_t sv_portable_repeated(uint32_t *at, const unsigned char *head, size_t n);

#endif
