/* rowmemory.c - memory that grows with the number of rows. */
#include "stages/ingest/rowmemory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/store.h"
#include "stages/ingest/children.h"

enum { SMALL = 1 << 20 };       /* below, a file is not worth it */

struct sv_scratch {
    const char *folder;
    struct piece { void *at; size_t size; } *piece;
    size_t n, room;
};

enum sv_status
sv_scratch_new(struct sv_scratch **out, const char *folder,
               struct sv_fault *fault)
{
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    (*out)->folder = folder;
    return SV_OK;
}

void
sv_scratch_free(struct sv_scratch *scratch)
{
    if (scratch == NULL)
        return;
    for (size_t i = 0; i < scratch->n; i++)
        munmap(scratch->piece[i].at, scratch->piece[i].size);
    free(scratch->piece);
    free(scratch);
}

void
sv_scratch_rest(const struct sv_scratch *scratch)
{
    for (size_t i = 0; i < scratch->n; i++)
        if (scratch->piece[i].size >= SMALL)    /* in a file */
            sv_pages_done(scratch->piece[i].at, scratch->piece[i].size);
}

static enum sv_status
map_file(void **out, struct sv_scratch *s, size_t size, struct sv_fault *fault)
{
    int fd;

    if (sv_unnamed_file(&fd, s->folder, fault) != SV_OK)
        return fault->status;
    errno = posix_fallocate(fd, 0, (off_t) size);
    if (errno == 0)
        *out = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (errno != 0 || *out == MAP_FAILED)
        sv_fail_errno(fault, "%s: no room for %zu bytes of scratch space",
                      s->folder, size);
    close(fd);
    return fault->status;
}

enum sv_status
sv_scratch_take(void **out, struct sv_scratch *scratch, size_t n, size_t size,
                struct sv_fault *fault)
{
    struct sv_fault own = { .status = SV_OK };
    void *at = MAP_FAILED;

    *out = NULL;
    if (n == 0)
        return SV_OK;
    if (scratch->n == scratch->room) {
        const size_t room = 2 * scratch->room + 16;
        struct piece *more = realloc(scratch->piece, room * sizeof *more);

        if (more == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory");
        scratch->piece = more;
        scratch->room = room;
    }
    if (n * size >= SMALL) {
        if (map_file(&at, scratch, n * size, &own) != SV_OK)
            return sv_fail(fault, own.status, "%s", own.text);
    } else {
        at = mmap(NULL, n * size, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at == MAP_FAILED)
            return sv_fail_errno(fault, "out of memory");
    }
    scratch->piece[scratch->n++] = (struct piece) { at, n * size };
    *out = at;
    return SV_OK;
}

enum sv_status
sv_scratch_numbers(uint32_t **out, struct sv_scratch *scratch, size_t n,
                   struct sv_fault *fault)
{
    void *memory;
    const enum sv_status status =
        sv_scratch_take(&memory, scratch, n, sizeof **out, fault);

    *out = memory;
    return status;
}
