/* intern.c - each distinct text once, under a number. */
#include "stages/ingest/intern.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

const char *
sv_texts_at(const struct sv_texts *texts, uint32_t number)
{
    return texts->blob + texts->start[number];
}

static bool
grow(void **array, size_t *room, size_t wanted, size_t size)
{
    size_t more = *room == 0 ? 64 : *room;
    void *grown;

    while (more < wanted)
        more *= 2;
    if (more == *room)
        return true;
    grown = realloc(*array, more * size);
    if (grown == NULL)
        return false;
    *array = grown;
    *room = more;
    return true;
}

static size_t
slot_of(const struct sv_texts *t, const char *text, size_t length)
{
    size_t i = XXH3_64bits(text, length) & (t->slots - 1);

    for (; t->slot[i] != 0; i = (i + 1) & (t->slots - 1)) {
        const char *known = sv_texts_at(t, t->slot[i] - 1);

        if (strncmp(known, text, length) == 0 && known[length] == '\0')
            break;
    }
    return i;
}

static bool
rehash(struct sv_texts *t)
{
    const size_t slots = t->slots == 0 ? 64 : 2 * t->slots;
    uint32_t *fresh = calloc(slots, sizeof *fresh);

    if (fresh == NULL)
        return false;
    free(t->slot);
    t->slot = fresh;
    t->slots = slots;
    for (uint32_t k = 0; k < t->n; k++) {
        const char *text = sv_texts_at(t, k);

        t->slot[slot_of(t, text, strlen(text))] = k + 1;
    }
    return true;
}

static uint32_t
append(struct sv_texts *t, const char *text, size_t length)
{
    void *blob = t->blob, *start = t->start;
    const bool there = t->n < INT32_MAX
        && grow(&blob, &t->blob_room, t->used + length + 1, 1);

    t->blob = blob;
    if (!there || !grow(&start, &t->start_room, t->n + 1, sizeof *t->start))
        return UINT32_MAX;
    t->start = start;
    t->start[t->n] = t->used;
    memcpy(t->blob + t->used, text, length);
    t->blob[t->used + length] = '\0';
    t->used += length + 1;
    return (uint32_t) t->n++;
}

static uint32_t
look_up(struct sv_texts *t, const char *text, size_t length)
{
    uint32_t number;
    size_t i;

    if (2 * (t->n + 1) > t->slots && !rehash(t))
        return UINT32_MAX;
    i = slot_of(t, text, length);
    if (t->slot[i] != 0)
        return t->slot[i] - 1;
    number = append(t, text, length);
    if (number != UINT32_MAX)
        t->slot[i] = number + 1;
    return number;
}

uint32_t
sv_texts_number(struct sv_texts *texts, const char *text, size_t length)
{
    uint32_t number;

    if (texts->n == 0 && look_up(texts, "", 0) == UINT32_MAX)
        return UINT32_MAX;
    if (texts->last < texts->n) {
        const char *known = sv_texts_at(texts, texts->last);

        if (strncmp(known, text, length) == 0 && known[length] == '\0')
            return texts->last;
    }
    number = look_up(texts, text, length);
    if (number != UINT32_MAX)
        texts->last = number;
    return number;
}

void
sv_texts_clear(struct sv_texts *texts)
{
    free(texts->blob);
    free(texts->start);
    free(texts->slot);
    *texts = (struct sv_texts) { .n = 0 };
}
