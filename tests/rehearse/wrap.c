/* wrap.c - calls that fail when they are told to.
 *
 * Linked with -Wl,--wrap=CALL for every call below, which are those of the file
 * calls beside it.  In a program whose
 * environment has SV_REHEARSE=CALL:N, the N-th such call that our own code makes
 * fails as it fails on a machine without memory or disk, once, and says so
 * on standard error.  CALL:N+ fails the N-th and all behind it.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

ssize_t __real_write(int fd, const void *data, size_t n);

/* One number for each program: only one sort of call is counted in a run. */
static atomic_ulong calls;

/* Whether this call of NAME is the one. */
static int
fails(const char *name)
{
    const char *order = getenv("SV_REHEARSE");
    const size_t n = strlen(name);
    unsigned long asked, now;
    char *end, said[80];
    int length;

    if (order == NULL || strncmp(order, name, n) != 0 || order[n] != ':')
        return 0;
    asked = strtoul(order + n + 1, &end, 10);
    now = atomic_fetch_add(&calls, 1) + 1;
    if (now != asked && !(*end == '+' && now > asked))
        return 0;
    length = snprintf(said, sizeof said, "rehearsal: %s %lu fails\n", name, now);
    return __real_write(2, said, (size_t) length) == length;
}

/* A stream remembers that something failed, as ferror() tells; there is no
 * other way to make it. */
static int
fails_on(const char *name, FILE *f)
{
    enum { ERROR_SEEN = 0x20 };         /* of the GNU C library */
    const int failed = fails(name);

    if (failed)
        f->_flags |= ERROR_SEEN;
    return failed;
}

/* __wrap_NAME(): the call, or FAILED with errno set to CODE. */
#define WRAP(type, name, parameters, arguments, failed, code)               \
    WRAP_IF(fails(#name), type, name, parameters, arguments, failed, code)
#define WRAP_IF(condition, type, name, parameters, arguments, failed, code) \
    type __real_##name parameters;                                          \
    type __wrap_##name parameters;                                          \
    type __wrap_##name parameters                                           \
    {                                                                       \
        if (!(condition))                                                   \
            return __real_##name arguments;                                 \
        errno = code;                                                       \
        return failed;                                                      \
    }

WRAP(void *, malloc, (size_t n), (n), NULL, ENOMEM)
WRAP(void *, calloc, (size_t n, size_t size), (n, size), NULL, ENOMEM)
WRAP(void *, realloc, (void *p, size_t n), (p, n), NULL, ENOMEM)
WRAP(char *, strdup, (const char *text), (text), NULL, ENOMEM)
WRAP(char *, strndup, (const char *text, size_t n), (text, n), NULL, ENOMEM)
WRAP(ssize_t, write, (int fd, const void *data, size_t n), (fd, data, n), -1,
     ENOSPC)
WRAP(ssize_t, pwrite, (int fd, const void *data, size_t n, off_t at),
     (fd, data, n, at), -1, ENOSPC)
WRAP_IF(fails_on("fwrite", f),
        size_t, fwrite, (const void *data, size_t size, size_t n, FILE *f),
        (data, size, n, f), 0, ENOSPC)
WRAP(int, fsync, (int fd), (fd), -1, EIO)
WRAP(int, rename, (const char *from, const char *to), (from, to), -1, EIO)
WRAP(int, ftruncate, (int fd, off_t n), (fd, n), -1, ENOSPC)
WRAP(int, posix_fallocate, (int fd, off_t at, off_t n), (fd, at, n), ENOSPC,
     ENOSPC)
