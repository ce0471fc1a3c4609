/* digest.h - XXH3-128 of bytes and files, to know what has changed.
 *
 * The digest of a file is that of its bytes.  A file of more than one part is
 * read by several threads, and its digest is that of the digests of its parts
 * (16 bytes each, as xxh128sum prints them).
 */
#ifndef SV_DIGEST_H
#define SV_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"

enum { SV_DIGEST_PART = 8 << 20 };     /* bytes */

struct sv_digest {
    char hex[33];               /* 32 lower-case digits; "" for none */
};

/* Of at most SV_DIGEST_PART bytes. */
struct sv_digest sv_digest_of(const void *data, size_t n);

/* Of any number of bytes, as that of a file that holds them; on the threads that
 * OpenMP has.  SV_SYSTEM where there is no memory. */
enum sv_status sv_digest_bytes(struct sv_digest *out, const void *data,
                               size_t n, struct sv_fault *fault) SV_MUST_USE;

/* The same of a file that is mapped whole, at MAP [n], page-aligned; pages are
 * given back as they are done with. */
enum sv_status sv_digest_mapped(struct sv_digest *out, const void *map,
                                size_t n, struct sv_fault *fault) SV_MUST_USE;
bool sv_digest_same(const struct sv_digest *a, const struct sv_digest *b);

/* Of the contents of the file at PATH, on the threads that OpenMP has; *size is
 * its length, unless NULL. */
enum sv_status sv_digest_file(struct sv_digest *out, size_t *size,
                              const char *path, struct sv_fault *fault)
    SV_MUST_USE;

#endif
