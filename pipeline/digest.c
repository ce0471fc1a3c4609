/* digest.c - XXH3-128 of bytes and files. */
#include "pipeline/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

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
    return in_hex(XXH3_128bits(data, n));
}

bool
sv_digest_same(const struct sv_digest *a, const struct sv_digest *b)
{
    return strcmp(a->hex, b->hex) == 0;
}

/* Reads FD to its end.  Returns false with errno set. */
static bool
fold(XXH3_state_t *state, size_t *size, int fd)
{
    unsigned char block[BLOCK];

    for (;;) {
        const ssize_t n = read(fd, block, sizeof block);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        XXH3_128bits_update(state, block, (size_t) n);
        *size += (size_t) n;
    }
}

enum sv_status
sv_digest_file(struct sv_digest *out, size_t *size, const char *path,
               struct sv_fault *fault)
{
    enum sv_status status = SV_OK;
    XXH3_state_t *state = XXH3_createState();
    size_t length = 0;
    int fd = -1;

    if (state == NULL) {
        status = sv_fail(fault, SV_SYSTEM, "out of memory for a digest");
        goto out;
    }
    XXH3_128bits_reset(state);
    fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || !fold(state, &length, fd)) {
        status = sv_fail_errno(fault, "%s: cannot be read", path);
        goto out;
    }
    *out = in_hex(XXH3_128bits_digest(state));
    if (size != NULL)
        *size = length;
out:
    if (fd >= 0)
        close(fd);
    XXH3_freeState(state);
    return status;
}
