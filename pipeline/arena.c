/* arena.c - memory that is taken piece by piece and given back at once. */
#include "pipeline/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 64 * 1024 };

struct block {
    struct block *previous;
    size_t used, size;
    alignas(max_align_t) char bytes[];
};

struct sv_arena {
    struct block *last;
    bool failed;
};

struct sv_arena *
sv_arena_new(void)
{
    return calloc(1, sizeof(struct sv_arena));
}

void
sv_arena_free(struct sv_arena *arena)
{
    if (arena == NULL)
        return;
    for (struct block *b = arena->last; b != NULL;) {
        struct block *previous = b->previous;

        free(b);
        b = previous;
    }
    free(arena);
}

static struct block *
grow(struct sv_arena *arena, size_t need)
{
    const size_t size = need > BLOCK ? need : BLOCK;
    struct block *b = malloc(sizeof *b + size);

    if (b == NULL) {
        arena->failed = true;
        return NULL;
    }
    *b = (struct block) { .previous = arena->last, .size = size };
    arena->last = b;
    return b;
}

void *
sv_arena_take(struct sv_arena *arena, size_t n, size_t size)
{
    struct block *b = arena->last;
    size_t need;
    void *piece;

    if (n == 0 || size == 0 || arena->failed)
        return NULL;
    if (n > SIZE_MAX / 4 / size) {
        arena->failed = true;
        return NULL;
    }
    need = (n * size + alignof(max_align_t) - 1) / alignof(max_align_t)
           * alignof(max_align_t);
    if (b == NULL || b->size - b->used < need)
        b = grow(arena, need);
    if (b == NULL)
        return NULL;
    piece = b->bytes + b->used;
    b->used += need;
    return memset(piece, 0, need);
}

char *
sv_arena_text(struct sv_arena *arena, const char *text, size_t n)
{
    char *copy = sv_arena_take(arena, n + 1, 1);

    if (copy != NULL && n > 0)
        memcpy(copy, text, n);
    return copy;
}

bool
sv_arena_failed(const struct sv_arena *arena)
{
    return arena->failed;
}
