/* store.h - columns on disk: what one stage hands to the next.
 *
 * An artifact is an HDF5 file of contiguous, 4096-aligned columns of the
 * narrowest type, and texts (JSON), by name; '/' in a name makes groups.  It
 * is made under a temporary name in the same folder with mode 0600, synced,
 * and renamed: it exists whole or not at all.  Columns are read and written
 * through mmap, so threads may work on different parts of a column without a
 * call into the HDF5 library; the functions below belong to one thread.
 *
 * A file is opened only after its digest has been compared with the one in
 * the manifest, so the library never parses a file that is not our own.
 */
#ifndef SV_STORE_H
#define SV_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "pipeline/digest.h"
#include "pipeline/fault.h"

enum sv_type { SV_U8, SV_I8, SV_I16, SV_I32, SV_U32, SV_U64, SV_F32, SV_F64 };
size_t sv_type_size(enum sv_type type);         /* bytes */

struct sv_column {
    enum sv_type type;
    size_t n;
    const void *data;           /* [n], valid until the store is closed */
};

/* Value J of a column, as a number: exact but for SV_U64 of 2^53 and more. */
double sv_column_value(const struct sv_column *column, size_t j);

struct sv_store_maker;          /* opaque: an artifact that is being made */
struct sv_store;                /* opaque: a finished one */

/* Begins the artifact that will be PATH.  KIND ("microdata", "units", ...) and
 * VERSION of its layout are checked by who opens it.  The caller owns *out
 * until sv_store_seal() or sv_store_abandon(). */
enum sv_status sv_store_begin(struct sv_store_maker **out, const char *path,
                              const char *kind, unsigned version,
                              struct sv_fault *fault) SV_MUST_USE;

/* Declares a column of N values.  All columns and texts are declared before
 * the first sv_store_map(). */
enum sv_status sv_store_declare(struct sv_store_maker *maker, const char *name,
                                enum sv_type type, size_t n,
                                struct sv_fault *fault) SV_MUST_USE;

/* Adds a text; it is copied. */
enum sv_status sv_store_text(struct sv_store_maker *maker, const char *name,
                             const char *text, struct sv_fault *fault)
    SV_MUST_USE;

/* Ends the declarations: lays the file out, takes its disk space (a full disk
 * is found here, not by a signal later). */
enum sv_status sv_store_layout(struct sv_store_maker *maker,
                               struct sv_fault *fault) SV_MUST_USE;

/* The values of a declared column, to be filled in, zero at first.  Valid
 * until the artifact is sealed.  After sv_store_layout() only; cannot fail for
 * a declared name. */
void *sv_store_map(struct sv_store_maker *maker, const char *name);

/* Declares a column and copies DATA [n] into it at sv_store_layout(): DATA must
 * live until then. */
enum sv_status sv_store_put(struct sv_store_maker *maker, const char *name,
                            enum sv_type type, size_t n, const void *data,
                            struct sv_fault *fault) SV_MUST_USE;

/* Syncs, renames, and syncs the folder.  *digest is of the file's bytes.
 * Frees MAKER whether it succeeds or not; on failure nothing is left. */
enum sv_status sv_store_seal(struct sv_store_maker *maker,
                             struct sv_digest *digest,
                             struct sv_fault *fault) SV_MUST_USE;
void sv_store_abandon(struct sv_store_maker *maker);    /* NULL is fine */

/* Opens a finished artifact.  EXPECTED is the digest in the manifest; a file
 * with another one is refused before HDF5 sees it. */
enum sv_status sv_store_open(struct sv_store **out, const char *path,
                             const char *kind, unsigned version,
                             const struct sv_digest *expected,
                             struct sv_fault *fault) SV_MUST_USE;
void sv_store_close(struct sv_store *store);            /* NULL is fine */

/* Whether there is a column or text of that name. */
int sv_store_has(const struct sv_store *store, const char *name);

/* SV_BUG if there is no such column, or it is not of TYPE where TYPE is given
 * by sv_store_typed(). */
enum sv_status sv_store_column(struct sv_column *out,
                               const struct sv_store *store, const char *name,
                               struct sv_fault *fault) SV_MUST_USE;
enum sv_status sv_store_typed(const void **out, const struct sv_store *store,
                              const char *name, enum sv_type type, size_t n,
                              struct sv_fault *fault) SV_MUST_USE;

/* Borrowed from the store; NULL if there is none. */
const char *sv_store_text_of(const struct sv_store *store, const char *name);

/* Tells the system that the pages of rows [first, first + n) of a column, read
 * or written, need not stay in memory.  Harmless; the data stay valid. */
void sv_pages_done(const void *data, size_t size);

/* The same of all that has been read of STORE. */
void sv_store_rest(const struct sv_store *store);

#endif
