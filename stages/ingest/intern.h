/* intern.h - each distinct text once, under a number. */
#ifndef SV_INTERN_H
#define SV_INTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Number 0 is the empty text.  Zeroed memory is a set that holds nothing. */
struct sv_texts {
    char *blob;                 /* the texts, each with a NUL behind it */
    uint64_t *start;            /* [n] in BLOB */
    uint32_t *slot;             /* hash table: number + 1; 0 is free */
    size_t n, used, blob_room, start_room, slots;
    uint32_t last;              /* the one asked for before: often the same */
};

/* The number of TEXT [length], which holds no NUL; UINT32_MAX when memory has
 * run out or there are 2^31 - 1 texts. */
uint32_t sv_texts_number(struct sv_texts *texts, const char *text,
                         size_t length);
const char *sv_texts_at(const struct sv_texts *texts, uint32_t number);
void sv_texts_clear(struct sv_texts *texts);

#endif
