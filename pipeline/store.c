/* store.c - columns on disk, reached through mmap. */
#include "pipeline/store.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/output.h"
#include "pipeline/storefile.h"

struct sv_store_maker {
    char *path, *temporary, *kind;
    unsigned version;
    struct sv_entry *entry;
    size_t n, capacity;
    int fd;                     /* -1 until laid out */
    char *map;                  /* the file, NULL until laid out */
    size_t size;
};

struct sv_store {
    char *path;
    struct sv_entry *entry;
    size_t n;
    const char *map;
    size_t size;
};

static const struct sv_entry *
entry_of(const struct sv_entry *entry, size_t n, const char *name)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(entry[i].name, name) == 0)
            return &entry[i];
    return NULL;
}

enum sv_status
sv_store_begin(struct sv_store_maker **out, const char *path, const char *kind,
               unsigned version, struct sv_fault *fault)
{
    struct sv_store_maker *m = calloc(1, sizeof *m);
    enum sv_status status;

    if (m == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for %s", path);
    m->fd = -1;
    m->version = version;
    m->path = strdup(path);
    m->kind = strdup(kind);
    status = m->path == NULL || m->kind == NULL
                 ? sv_fail(fault, SV_SYSTEM, "out of memory for %s", path)
                 : sv_temporary_name(&m->temporary, path, fault);
    if (status != SV_OK) {
        sv_store_abandon(m);
        return status;
    }
    *out = m;
    return SV_OK;
}

/* Adds an entry; takes TEXT, which may be NULL. */
static enum sv_status
add(struct sv_store_maker *m, const char *name, struct sv_entry entry,
    struct sv_fault *fault)
{
    assert(m->map == NULL);
    if (entry_of(m->entry, m->n, name) != NULL) {
        free(entry.text);
        return sv_fail(fault, SV_BUG, "%s: column %s is declared twice",
                       m->path, name);
    }
    if (m->n == m->capacity) {
        const size_t capacity = 2 * m->capacity + 64;
        struct sv_entry *grown = realloc(m->entry, capacity * sizeof *grown);

        if (grown == NULL)
            goto no_memory;
        m->entry = grown;
        m->capacity = capacity;
    }
    entry.name = strdup(name);
    if (entry.name == NULL)
        goto no_memory;
    m->entry[m->n++] = entry;
    return SV_OK;
no_memory:
    free(entry.text);
    return sv_fail(fault, SV_SYSTEM, "out of memory for a column of %s",
                   m->path);
}

enum sv_status
sv_store_declare(struct sv_store_maker *maker, const char *name,
                 enum sv_type type, size_t n, struct sv_fault *fault)
{
    return add(maker, name, (struct sv_entry){ .type = type, .n = n }, fault);
}

enum sv_status
sv_store_put(struct sv_store_maker *maker, const char *name, enum sv_type type,
             size_t n, const void *data, struct sv_fault *fault)
{
    return add(maker, name,
               (struct sv_entry){ .type = type, .n = n, .source = data },
               fault);
}

enum sv_status
sv_store_text(struct sv_store_maker *maker, const char *name, const char *text,
              struct sv_fault *fault)
{
    struct sv_entry entry = { .text = strdup(text), .n = strlen(text) + 1 };

    if (entry.text == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a text of %s",
                       maker->path);
    return add(maker, name, entry, fault);
}

/* Bytes that the file must have for every column to lie within. */
static size_t
size_needed(const struct sv_store_maker *m, size_t size)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->entry[i].n > 0
            && m->entry[i].offset + sv_entry_size(&m->entry[i]) > size)
            size = m->entry[i].offset + sv_entry_size(&m->entry[i]);
    return size;
}

/* Opens the laid-out file, takes its disk space and maps it. */
static enum sv_status
map_for_writing(struct sv_store_maker *m, struct sv_fault *fault)
{
    struct stat info;
    void *map;

    m->fd = open(m->temporary, O_RDWR | O_CLOEXEC);
    if (m->fd < 0 || fstat(m->fd, &info) != 0)
        return sv_fail_errno(fault, "%s: cannot be made", m->path);
    m->size = size_needed(m, (size_t) info.st_size);
    errno = posix_fallocate(m->fd, 0, (off_t) m->size);
    if (errno != 0)
        return sv_fail_errno(fault, "%s: no room for its %zu bytes", m->path,
                             m->size);
    map = mmap(NULL, m->size, PROT_READ | PROT_WRITE, MAP_SHARED, m->fd, 0);
    if (map == MAP_FAILED)
        return sv_fail_errno(fault, "%s: cannot be mapped", m->path);
    m->map = map;
    return SV_OK;
}

enum sv_status
sv_store_layout(struct sv_store_maker *maker, struct sv_fault *fault)
{
    /* Made here, not by the library, to have its mode from the start. */
    int fd = open(maker->temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC,
                  0600);
    enum sv_status status;

    if (fd < 0)
        return sv_fail_errno(fault, "%s: cannot be made", maker->path);
    close(fd);
    status = sv_storefile_make(maker->temporary, maker->kind, maker->version,
                               maker->entry, maker->n, fault);
    if (status != SV_OK)
        return sv_at(fault, "%s", maker->path);
    status = map_for_writing(maker, fault);
    if (status != SV_OK)
        return status;
    for (size_t i = 0; i < maker->n; i++) {
        const struct sv_entry *e = &maker->entry[i];

        if (e->source == NULL || e->n == 0)
            continue;
        memcpy(maker->map + e->offset, e->source, sv_entry_size(e));
        sv_pages_done(maker->map + e->offset, sv_entry_size(e));
    }
    return SV_OK;
}

void *
sv_store_map(struct sv_store_maker *maker, const char *name)
{
    const struct sv_entry *e = entry_of(maker->entry, maker->n, name);

    assert(maker->map != NULL && e != NULL && e->text == NULL);
    return maker->map + e->offset;
}

enum sv_status
sv_store_seal(struct sv_store_maker *maker, struct sv_digest *digest,
              struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    if (maker->map == NULL)
        status = sv_store_layout(maker, fault);
    if (status == SV_OK)
        status = sv_digest_mapped(digest, maker->map, maker->size, fault);
    if (status == SV_OK) {
        munmap(maker->map, maker->size);
        maker->map = NULL;
        if (fsync(maker->fd) != 0)
            status = sv_fail_errno(fault, "%s: cannot be synced", maker->path);
    }
    if (status == SV_OK)
        status = sv_rename_synced(maker->temporary, maker->path, fault);
    sv_store_abandon(maker);
    return status;
}

void
sv_store_abandon(struct sv_store_maker *maker)
{
    if (maker == NULL)
        return;
    if (maker->map != NULL)
        munmap(maker->map, maker->size);
    if (maker->fd >= 0)
        close(maker->fd);
    if (maker->temporary != NULL)
        unlink(maker->temporary);       /* once renamed there is none */
    sv_entries_free(maker->entry, maker->n);
    free(maker->temporary);
    free(maker->path);
    free(maker->kind);
    free(maker);
}

static enum sv_status
map_for_reading(struct sv_store *s, struct sv_fault *fault)
{
    const int fd = open(s->path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    void *map = NULL;

    if (fd < 0 || fstat(fd, &info) != 0) {
        const enum sv_status status = sv_fail_errno(fault, "%s: cannot be read",
                                                    s->path);
        if (fd >= 0)
            close(fd);
        return status;
    }
    s->size = (size_t) info.st_size;
    if (s->size > 0)
        map = mmap(NULL, s->size, PROT_READ, MAP_SHARED, fd, 0);
    close(fd);
    if (map == MAP_FAILED)
        return sv_fail_errno(fault, "%s: cannot be mapped", s->path);
    s->map = map;
    return SV_OK;
}

static enum sv_status
check_digest(const struct sv_store *s, const struct sv_digest *expected,
             struct sv_fault *fault)
{
    struct sv_digest found;

    if (sv_digest_mapped(&found, s->map, s->size, fault) != SV_OK)
        return fault->status;
    if (!sv_digest_same(&found, expected))
        return sv_fail(fault, SV_DATA, "%s: has changed since it was made; run "
                       "the stage that makes it again", s->path);
    return SV_OK;
}

/* Whether every column lies within the file. */
static enum sv_status
check_columns(const struct sv_store *s, struct sv_fault *fault)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->entry[i].n > 0
            && (s->entry[i].offset > s->size
                || sv_entry_size(&s->entry[i])
                       > s->size - s->entry[i].offset))
            return sv_fail(fault, SV_DATA, "%s: column %s lies outside of the "
                           "file; run the stage that makes it again", s->path,
                           s->entry[i].name);
    return SV_OK;
}

enum sv_status
sv_store_open(struct sv_store **out, const char *path, const char *kind,
              unsigned version, const struct sv_digest *expected,
              struct sv_fault *fault)
{
    struct sv_store *s = calloc(1, sizeof *s);
    enum sv_status status;

    if (s == NULL || (s->path = strdup(path)) == NULL) {
        free(s);
        return sv_fail(fault, SV_SYSTEM, "out of memory for %s", path);
    }
    status = map_for_reading(s, fault);
    if (status == SV_OK)
        status = check_digest(s, expected, fault);
    if (status == SV_OK)
        status = sv_storefile_read(&s->entry, &s->n, path, kind, version, fault);
    if (status == SV_OK)
        status = check_columns(s, fault);
    if (status != SV_OK) {
        sv_store_close(s);
        return status;
    }
    *out = s;
    return SV_OK;
}

void
sv_store_close(struct sv_store *store)
{
    if (store == NULL)
        return;
    if (store->map != NULL)
        munmap((void *)(uintptr_t) store->map, store->size);
    sv_entries_free(store->entry, store->n);
    free(store->path);
    free(store);
}

int
sv_store_has(const struct sv_store *store, const char *name)
{
    return entry_of(store->entry, store->n, name) != NULL;
}

enum sv_status
sv_store_column(struct sv_column *out, const struct sv_store *store,
                const char *name, struct sv_fault *fault)
{
    const struct sv_entry *e = entry_of(store->entry, store->n, name);

    if (e == NULL || e->text != NULL)
        return sv_fail(fault, SV_BUG, "%s: has no column %s", store->path,
                       name);
    *out = (struct sv_column){ e->type, e->n, store->map + e->offset };
    return SV_OK;
}

enum sv_status
sv_store_typed(const void **out, const struct sv_store *store, const char *name,
               enum sv_type type, size_t n, struct sv_fault *fault)
{
    struct sv_column column = { SV_U8, 0, NULL };
    enum sv_status status = sv_store_column(&column, store, name, fault);

    if (status != SV_OK)
        return status;
    if (column.type != type || column.n != n)
        return sv_fail(fault, SV_BUG, "%s: column %s is not as it should be",
                       store->path, name);
    *out = column.data;
    return SV_OK;
}

const char *
sv_store_text_of(const struct sv_store *store, const char *name)
{
    const struct sv_entry *e = entry_of(store->entry, store->n, name);

    if (e == NULL || e->text == NULL || store->map[e->offset + e->n - 1] != '\0')
        return NULL;
    return store->map + e->offset;
}

void
sv_pages_done(const void *data, size_t size)
{
    const uintptr_t page = 4096;
    const uintptr_t first = ((uintptr_t) data + page - 1) & ~(page - 1);
    const uintptr_t last = ((uintptr_t) data + size) & ~(page - 1);

    if (first < last)
        madvise((void *) first, last - first, MADV_DONTNEED);
}

void
sv_store_rest(const struct sv_store *store)
{
    sv_pages_done(store->map, store->size);
}
