/* storefile.h - the HDF5 side of store.h: only storefile.c knows the library.
 *
 * An entry is a column or a text by its name.  Making a file lays the entries
 * out and tells where their bytes are; reading one tells the same.  Between
 * the two the library is not needed: bytes are reached through mmap.
 */
#ifndef SV_STOREFILE_H
#define SV_STOREFILE_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/store.h"

struct sv_entry {
    char *name;                 /* owned */
    enum sv_type type;          /* of a column */
    size_t n;                   /* values; bytes with the NUL, for a text */
    char *text;                 /* owned; NULL for a column.  Once the file is
                                   read back: "" for a text */
    const void *source;         /* where a column's values come from, or NULL */
    uint64_t offset;            /* of its bytes in the file; n > 0 only */
};

size_t sv_entry_size(const struct sv_entry *entry);     /* bytes */

/* Makes the file PATH (mode 0600) of ENTRY [n], writes the texts, and fills in
 * the offsets.  The sentence of a fault does not name the file: PATH is
 * temporary, and the caller knows what it will be. */
enum sv_status sv_storefile_make(const char *path, const char *kind,
                                 unsigned version, struct sv_entry *entry,
                                 size_t n, struct sv_fault *fault) SV_MUST_USE;

/* Reads what is in the file PATH, which must be of KIND and VERSION.  The
 * caller frees *entry with sv_entries_free(). */
enum sv_status sv_storefile_read(struct sv_entry **entry, size_t *n,
                                 const char *path, const char *kind,
                                 unsigned version, struct sv_fault *fault)
    SV_MUST_USE;

void sv_entries_free(struct sv_entry *entry, size_t n);

#endif
