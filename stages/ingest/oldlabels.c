/* oldlabels.c - value labels of Stata files up to release 108 of the format. */
#include "stages/ingest/oldlabels.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    HEAD = 10,                  /* release, order, variables, rows */
    NAME = 9,
    LONG_NAME = 33,
    SHORT_LABEL = 8,
    MAX_SECTION = 1 << 26,
};

/* A number of 2 or 4 bytes. */
static int32_t
number(const unsigned char *from, size_t n, bool swap)
{
    unsigned char byte[4] = { 0 };
    int16_t small;
    int32_t large;

    for (size_t i = 0; i < n; i++)
        byte[i] = from[swap ? n - 1 - i : i];
    memcpy(&small, byte, sizeof small);
    memcpy(&large, byte, sizeof large);
    return n == 2 ? small : large;
}

static size_t
width_of(unsigned char type)
{
    switch (type) {
    case 'b': return 1;
    case 'i': return 2;
    case 'l':
    case 'f': return 4;
    case 'd': return 8;
    default: return type > 127 ? type - 127u : 0;
    }
}

/* Where the notes behind the dictionary end, which begin at AT. */
static uint64_t
behind_notes(int fd, uint64_t at, bool swap)
{
    unsigned char note[3];

    while (pread(fd, note, sizeof note, (off_t) at) == (ssize_t) sizeof note) {
        const int32_t n = number(note + 1, 2, swap);

        at += sizeof note;
        if (note[0] == 0 || n < 0)
            break;
        at += (uint64_t) n;
    }
    return at;
}

/* Where the labels begin: behind HEAD, the dictionary, and the rows. */
static uint64_t
behind_rows(int fd, const unsigned char *head)
{
    const unsigned release = head[0];
    const bool swap = head[1] != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 1 : 2);
    const size_t label = release < 108 ? 32 : 81, format = release < 105 ? 7 : 12;
    const int32_t variables = number(head + 4, 2, swap);
    const int32_t rows = number(head + 6, 4, swap);
    const uint64_t types = HEAD + label + (release < 105 ? 0 : 18);
    unsigned char type[INT16_MAX];
    uint64_t at, width = 0;

    if (variables < 0 || rows < 0
        || pread(fd, type, (size_t) variables, (off_t) types) != variables)
        return UINT64_MAX;
    for (int32_t i = 0; i < variables; i++)
        width += width_of(type[i]);
    at = types + (uint64_t) variables * (1 + NAME + format + NAME + label)
        + 2 * ((uint64_t) variables + 1);
    return (release < 105 ? at : behind_notes(fd, at, swap))
        + width * (uint64_t) rows;
}

/* What a set has: where codes, places and texts lie, and where the next one
 * begins. */
struct set {
    const unsigned char *name, *code, *place;   /* PLACE NULL: one after the
                                                   other */
    const char *text;
    size_t n, code_size, text_size, end;
};

static bool
short_set(struct set *out, const struct sv_old_labels *l, size_t at)
{
    const size_t left = l->size - at, head = 2 + NAME + 1;
    int32_t n;

    if (left < head)
        return false;
    n = number(l->section + at, 2, l->swap);
    if (n < 0 || (left - head) / (2 + SHORT_LABEL) < (size_t) n)
        return false;
    *out = (struct set) {
        .name = l->section + at + 2, .code = l->section + at + head,
        .n = (size_t) n, .code_size = 2, .text_size = (size_t) n * SHORT_LABEL,
        .text = (const char *) l->section + at + head + 2 * (size_t) n,
        .end = at + head + (size_t) n * (2 + SHORT_LABEL),
    };
    return true;
}

static bool
long_set(struct set *out, const struct sv_old_labels *l, size_t at)
{
    const size_t left = l->size - at, head = 4 + l->name + 3 + 8;
    const unsigned char *const from = l->section + at;
    int32_t bytes, n, text;

    if (left < head)
        return false;
    bytes = number(from, 4, l->swap);
    n = number(from + head - 8, 4, l->swap);
    text = number(from + head - 4, 4, l->swap);
    if (n < 0 || text < 0 || bytes < 8 || (size_t) bytes > left - (head - 8)
        || (int64_t) bytes != 8 + 8 * (int64_t) n + text)
        return false;
    *out = (struct set) {
        .name = from + 4, .place = from + head,
        .code = from + head + 4 * (size_t) n, .n = (size_t) n, .code_size = 4,
        .text = (const char *) from + head + 8 * (size_t) n,
        .text_size = (size_t) text, .end = at + head - 8 + (size_t) bytes,
    };
    return true;
}

static bool
set_at(struct set *out, const struct sv_old_labels *l, size_t at)
{
    return (l->name == 0 ? short_set : long_set)(out, l, at)
        && memchr(out->name, '\0', NAME) != NULL;
}

/* Label I of the set: *SIZE bytes. */
static const char *
label_of(size_t *size, const struct set *s, size_t i, bool swap)
{
    const int32_t at = s->place != NULL ? number(s->place + 4 * i, 4, swap)
        : (int32_t) (i * SHORT_LABEL);

    if (at < 0 || (size_t) at >= s->text_size) {
        *size = 0;
        return "";
    }
    *size = strnlen(s->text + at, s->place == NULL ? SHORT_LABEL
                    : s->text_size - (size_t) at);
    return s->text + at;
}

bool
sv_old_labels_walk(const struct sv_old_labels *labels,
                   sv_old_label_taker *take, void *context)
{
    struct set s = { .end = 0 };

    while (s.end < labels->size && set_at(&s, labels, s.end))
        for (size_t i = 0; i < s.n; i++) {
            size_t size;
            const char *const label = label_of(&size, &s, i, labels->swap);

            if (!take(context, (const char *) s.name,
                      strnlen((const char *) s.name, NAME),
                      number(s.code + i * s.code_size, s.code_size,
                             labels->swap), label, size))
                return false;
        }
    return true;
}

/* Whether the labels end where the file does, if names have NAME bytes. */
static bool
fits(struct sv_old_labels *l, size_t name)
{
    struct set s = { .end = 0 };

    l->name = name;
    while (s.end < l->size)
        if (!set_at(&s, l, s.end))
            return false;
    return true;
}

static bool
is_understood(struct sv_old_labels *l, unsigned release)
{
    return fits(l, release < 108 ? 0 : NAME)
        || (release >= 105 && fits(l, LONG_NAME));
}

enum sv_status
sv_old_labels_find(struct sv_old_labels *out, int fd, uint64_t size,
                   struct sv_fault *fault)
{
    unsigned char head[HEAD];
    uint64_t at;

    *out = (struct sv_old_labels) { .section = NULL };
    if (pread(fd, head, sizeof head, 0) != (ssize_t) sizeof head
        || head[0] < 104 || head[0] > 108)
        return SV_OK;
    at = behind_rows(fd, head);
    if (at >= size || size - at > MAX_SECTION)
        return SV_OK;
    *out = (struct sv_old_labels) {
        .section = malloc((size_t) (size - at)), .size = (size_t) (size - at),
        .at = at,
        .swap = head[1] != (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 1 : 2),
    };
    if (out->section == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory while reading");
    if (pread(fd, out->section, out->size, (off_t) at) == (ssize_t) out->size
        && is_understood(out, head[0]))
        return SV_OK;
    sv_old_labels_free(out);
    return sv_fail(fault, SV_DATA, "this Stata file does not end as it should "
                   "(in its value labels): it is cut short or damaged; get it "
                   "again from where it was made");
}

void
sv_old_labels_free(struct sv_old_labels *labels)
{
    free(labels->section);
    *labels = (struct sv_old_labels) { .section = NULL };
}
