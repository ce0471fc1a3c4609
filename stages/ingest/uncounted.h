/* uncounted.h - SPSS system files that do not say how many rows they have.
 *
 * Who writes one from beginning to end does not know yet, and puts -1 into the
 * header.  ReadStat 1.1.8 then reads no row of a file that is not compressed;
 * there the size of the file tells.
 */
#ifndef SV_UNCOUNTED_H
#define SV_UNCOUNTED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SV_SAV_HEAD = 84, SV_SAV_ROWS_AT = 80 };

/* Whether HEAD [n], the beginning of a file, is that of such a one. */
bool sv_is_uncounted(const unsigned char *head, size_t n);

/* The number of rows, as the header would have it, of a file of SIZE bytes whose
 * rows begin at AT; false if it is no whole number, or the header is damaged. */
bool sv_count_rows(unsigned char rows[4], const unsigned char *head,
                   uint64_t at, uint64_t size);

#endif
