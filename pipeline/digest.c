/* digest.c - XXH3-128 of bytes and files. */
#include "pipeline/digest.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xxhash.h>

#include "pipeline/store.h"

enum { BLOCK = 1 << 16 };       /* on the stack: nothing here can run out */

static struct sv_digest
in_hex(XXH128_hash_t hash)
{
    struct sv_digest digest;

    snprintf(digest.hex, sizeof digest.hex, "%016llx%016llx",
             (unsigned long long) hash.high64, (unsigned long long) hash.low64);
    return digest;
}

struct sv_digest
sv_digest_of(const void *data, size_t n)
{
    assert(n <= SV_DIGEST_PART);
    return in_hex(XXH3_128bits(data, n));
}

bool
sv_digest_same(const struct sv_digest *a, const struct sv_digest *b)
{
    return strcmp(a->hex, b->hex) == 0;
}

/* Adds bytes [at, end) of FD to STATE, or as many as there are, and says how
 * many.  Returns false with errno set. */
static bool
fold(XXH3_state_t *state, size_t *size, int fd, size_t at, size_t end)
{
    unsigned char block[BLOCK];
    const size_t first = at;

    while (at < end) {
        const size_t most = end - at < BLOCK ? end - at : BLOCK;
        const ssize_t n = pread(fd, block, most, (off_t) at);

        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return false;
        if (n == 0)
            break;
        XXH3_128bits_update(state, block, (size_t) n);
        at += (size_t) n;
    }
    *size = at - first;
    return true;
}

/* The digest of bytes [at, end) of FD, of which there are *SIZE.  Returns false
 * with errno set. */
static bool
digest_part(XXH128_hash_t *out, size_t *size, int fd, size_t at, size_t end)
{
    XXH3_state_t *state = XXH3_createState();
    bool done;

    if (state == NULL) {
        errno = ENOMEM;
        return false;
    }
    XXH3_128bits_reset(state);
    done = fold(state, size, fd, at, end);
    *out = XXH3_128bits_digest(state);
    XXH3_freeState(state);
    return done;
}

/* The digest of the digests of the N parts of SIZE bytes, on the threads that
 * OpenMP has. */
static bool
digest_parts(XXH128_hash_t *out, int fd, size_t size, size_t n)
{
    XXH128_canonical_t *part = calloc(n, sizeof *part);
    _Atomic int failed = part == NULL ? ENOMEM : 0;

    #pragma omp parallel for schedule(dynamic, 1)
    for (size_t k = 0; k < n; k++) {
        const size_t at = k * SV_DIGEST_PART;
        const size_t end = size - at < SV_DIGEST_PART ? size
                                                      : at + SV_DIGEST_PART;
        XXH128_hash_t hash = { 0, 0 };
        size_t read = 0;

        if (atomic_load(&failed) != 0)
            continue;
        if (!digest_part(&hash, &read, fd, at, end))
            atomic_store(&failed, errno);
        else if (read != end - at)
            atomic_store(&failed, EIO);         /* it has been cut */
        XXH128_canonicalFromHash(&part[k], hash);
    }
    if (part != NULL)
        *out = XXH3_128bits(part, n * sizeof *part);
    free(part);
    errno = failed;
    return failed == 0;
}

static enum sv_status
digest_bytes(struct sv_digest *out, const unsigned char *data, size_t n,
             bool mapped, struct sv_fault *fault)
{
    const size_t n_parts = n / SV_DIGEST_PART + (n % SV_DIGEST_PART > 0);
    XXH128_canonical_t *part;

    if (n_parts <= 1) {
        *out = sv_digest_of(data, n);
        return SV_OK;
    }
    part = calloc(n_parts, sizeof *part);
    if (part == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a digest");
    #pragma omp parallel for schedule(dynamic, 1)
    for (size_t k = 0; k < n_parts; k++) {
        const size_t at = k * SV_DIGEST_PART;
        const size_t size = n - at < SV_DIGEST_PART ? n - at : SV_DIGEST_PART;

        XXH128_canonicalFromHash(&part[k], XXH3_128bits(data + at, size));
        if (mapped)
            sv_pages_done(data + at, size);
    }
    *out = in_hex(XXH3_128bits(part, n_parts * sizeof *part));
    free(part);
    return SV_OK;
}

enum sv_status
sv_digest_bytes(struct sv_digest *out, const void *data, size_t n,
                struct sv_fault *fault)
{
    return digest_bytes(out, data, n, false, fault);
}

enum sv_status
sv_digest_mapped(struct sv_digest *out, const void *map, size_t n,
                 struct sv_fault *fault)
{
    return digest_bytes(out, map, n, true, fault);
}

static bool
digest_whole(XXH128_hash_t *out, size_t *size, int fd)
{
    struct stat is;

    if (fstat(fd, &is) != 0)
        return false;
    *size = (size_t) is.st_size;
    return *size <= SV_DIGEST_PART
               ? digest_part(out, size, fd, 0, SIZE_MAX >> 1)
               : digest_parts(out, fd, *size,
                              (*size - 1) / SV_DIGEST_PART + 1);
}

enum sv_status
sv_digest_file(struct sv_digest *out, size_t *size, const char *path,
               struct sv_fault *fault)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    XXH128_hash_t hash = { 0, 0 };
    size_t length = 0;
    const bool done = fd >= 0 && digest_whole(&hash, &length, fd);
    enum sv_status status = SV_OK;

    if (!done)
        status = sv_fail_errno(fault, "%s: cannot be read", path);
    *out = in_hex(hash);
    if (size != NULL)
        *size = length;
    if (fd >= 0)
        close(fd);
    return status;
}
