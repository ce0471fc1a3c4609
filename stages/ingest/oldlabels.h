/* oldlabels.h - value labels of Stata files up to release 108 of the format.
 *
 * ReadStat 1.1.8 takes the names of sets in such files for longer than they are,
 * and codes up to release 105 for positions.  What Stata writes is (all numbers
 * in the byte order of the file), set by set behind the rows:
 *
 *     up to 105   n (2 bytes), name (9), 1 byte of nothing, codes (n x 2),
 *                 labels (n x 8)
 *     108         bytes of what follows the name (4), name (9), 3 bytes of
 *                 nothing, n (4), bytes of text (4), places in the text (n x 4),
 *                 codes (n x 4), text
 *
 * ReadStat's own files of 105 and 108 are as the latter, with names of 33 bytes.
 */
#ifndef SV_OLDLABELS_H
#define SV_OLDLABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"

struct sv_old_labels {
    unsigned char *section;     /* [size] all sets */
    size_t size;
    uint64_t at;                /* where they begin in the file */
    size_t name;                /* bytes of a name; 0: those up to 105 */
    bool swap;                  /* bytes are in the other order */
};

/* A code and its label, neither ended by a byte 0; SET and LABEL are in the
 * character set of the file.  False ends the walk. */
typedef bool sv_old_label_taker(void *context, const char *set, size_t set_size,
                                int32_t code, const char *label,
                                size_t label_size);

/* The labels of the file FD of SIZE bytes, to be freed with sv_old_labels_free();
 * SECTION is NULL where it has none, or is no such file. */
enum sv_status sv_old_labels_find(struct sv_old_labels *out, int fd,
                                  uint64_t size,
                                  struct sv_fault *fault) SV_MUST_USE;
void sv_old_labels_free(struct sv_old_labels *labels);

/* Whether TAKE took all; true of none. */
bool sv_old_labels_walk(const struct sv_old_labels *labels,
                        sv_old_label_taker *take, void *context);

#endif
