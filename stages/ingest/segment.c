/* segment.c - the parent's side of a spool: a range of rows of a data file. */
#include "stages/ingest/segment.h"

#include <assert.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>

static bool
within(const struct sv_segment *s, uint64_t at, uint64_t size)
{
    return at <= s->size && size <= s->size - at;
}

static bool
piece_is_sound(const struct sv_segment *s, size_t block, size_t column)
{
    const struct sv_piece *p = &s->piece[block * s->n_columns + column];
    const uint64_t before = (uint64_t) block * s->block_rows;
    const uint64_t rows = s->n - before < s->block_rows ? s->n - before
        : s->block_rows;
    const bool type = p->type == SV_I8 || p->type == SV_I16
        || p->type == SV_I32 || p->type == SV_F64;

    return type && p->missing <= 1 && p->n == rows && p->at % 16 == 0
        && within(s, p->at,
                  rows * sv_type_size((enum sv_type) p->type)
                  + (p->missing ? rows : 0));
}

/* Each text ends in a NUL, and there are as many as there should be. */
static bool
list_is_sound(const struct sv_segment *s, size_t column)
{
    const struct sv_list *l = &s->list[column];
    const unsigned char *at;
    uint32_t n = 0;

    if (!within(s, l->at, l->size) || l->is_text > 1)
        return false;
    at = s->map + l->at;
    for (uint64_t i = 0; i < l->size; i++)
        n += at[i] == '\0';
    return n == l->n && (l->size == 0 || at[l->size - 1] == '\0');
}

static bool
is_sound(const struct sv_segment *s)
{
    for (size_t k = 0; k < s->n_columns; k++) {
        if (!list_is_sound(s, k))
            return false;
        for (size_t b = 0; b < s->n_blocks; b++)
            if (!piece_is_sound(s, b, k))
                return false;
    }
    return true;
}

static bool
lay_out(struct sv_segment *s, const struct sv_report *report)
{
    const uint64_t pieces = report->n_blocks * report->n_columns;

    if (report->n_columns != s->n_columns || report->block_rows == 0
        || report->block_rows > SV_BLOCK_ROWS || report->rows > UINT32_MAX
        || report->n_blocks
           != (report->rows + report->block_rows - 1) / report->block_rows
        || report->pieces_at % 16 != 0 || report->lists_at % 16 != 0
        || !within(s, report->pieces_at, pieces * sizeof *s->piece)
        || !within(s, report->lists_at, s->n_columns * sizeof *s->list))
        return false;
    s->n = report->rows;
    s->block_rows = report->block_rows;
    s->n_blocks = report->n_blocks;
    s->piece = (const struct sv_piece *) (const void *)
        (s->map + report->pieces_at);
    s->list = (const struct sv_list *) (const void *)
        (s->map + report->lists_at);
    return is_sound(s);
}

enum sv_status
sv_segment_open(struct sv_segment *out, int spool,
                const struct sv_report *report, uint64_t first,
                size_t n_columns, struct sv_fault *fault)
{
    struct stat is;
    void *map;

    *out = (struct sv_segment) { .first = first, .n_columns = n_columns };
    if (fstat(spool, &is) != 0)
        return sv_fail_errno(fault, "cannot look at the rows read");
    if (report->size == 0 || (uint64_t) is.st_size != report->size)
        return sv_fail(fault, SV_DATA, "the reader did not finish: the file "
                       "is damaged");
    map = mmap(NULL, (size_t) is.st_size, PROT_READ, MAP_SHARED, spool, 0);
    if (map == MAP_FAILED)
        return sv_fail_errno(fault, "cannot map the rows read");
    out->map = map;
    out->size = (size_t) is.st_size;
    if (lay_out(out, report))
        return SV_OK;
    sv_segment_close(out);
    return sv_fail(fault, SV_DATA, "the reader left nonsense: the file is "
                   "hostile");
}

void
sv_segment_close(struct sv_segment *segment)
{
    if (segment->map != NULL)
        munmap((void *) (uintptr_t) segment->map, segment->size);
    *segment = (struct sv_segment) { .map = NULL };
}

enum sv_type
sv_segment_type(const struct sv_segment *s, size_t column, bool *missing)
{
    enum sv_type widest = SV_I8;

    *missing = false;
    for (size_t b = 0; b < s->n_blocks; b++) {
        const struct sv_piece *p = &s->piece[b * s->n_columns + column];

        if (p->type > widest)
            widest = (enum sv_type) p->type;
        *missing |= p->missing;
    }
    return widest;
}

#define WIDEN(to, from)                                                 \
    static void                                                         \
    from##_to_##to(void *out, const void *in, size_t n)                 \
    {                                                                   \
        to *o = out;                                                    \
        const from *v = in;                                             \
                                                                        \
        for (size_t i = 0; i < n; i++)                                  \
            o[i] = v[i];                                                \
    }

WIDEN(int8_t, int8_t)
WIDEN(int16_t, int8_t)
WIDEN(int32_t, int8_t)
WIDEN(double, int8_t)
WIDEN(int16_t, int16_t)
WIDEN(int32_t, int16_t)
WIDEN(double, int16_t)
WIDEN(int32_t, int32_t)
WIDEN(double, int32_t)
WIDEN(double, double)

static size_t
rank(enum sv_type type)
{
    return type == SV_I8 ? 0 : type == SV_I16 ? 1 : type == SV_I32 ? 2 : 3;
}

void
sv_widen(void *out, enum sv_type type, const void *in, enum sv_type from,
         size_t n)
{
    static void (*const by[4][4])(void *, const void *, size_t) = {
        { int8_t_to_int8_t, int8_t_to_int16_t, int8_t_to_int32_t,
          int8_t_to_double },
        { NULL, int16_t_to_int16_t, int16_t_to_int32_t, int16_t_to_double },
        { NULL, NULL, int32_t_to_int32_t, int32_t_to_double },
        { NULL, NULL, NULL, double_to_double },
    };

    assert(by[rank(from)][rank(type)] != NULL);
    by[rank(from)][rank(type)](out, in, n);
}

/* Rows of the block that ROW is in, from it on, but at most N. */
static size_t
run_in(const struct sv_segment *s, const struct sv_piece *p, uint64_t row,
       size_t n)
{
    const size_t left = p->n - (size_t) (row % s->block_rows);

    return left < n ? left : n;
}

void
sv_segment_values(void *out, enum sv_type type, const struct sv_segment *s,
                  size_t column, uint64_t row, size_t n)
{
    const size_t wide = sv_type_size(type);
    char *to = out;

    while (n > 0) {
        const struct sv_piece *p =
            &s->piece[row / s->block_rows * s->n_columns + column];
        const enum sv_type from = (enum sv_type) p->type;
        const size_t run = run_in(s, p, row, n);

        sv_widen(to, type, s->map + p->at
                 + row % s->block_rows * sv_type_size(from), from, run);
        to += run * wide;
        row += run;
        n -= run;
    }
}

void
sv_segment_reasons(uint8_t *out, const struct sv_segment *s, size_t column,
                   uint64_t row, size_t n)
{
    while (n > 0) {
        const struct sv_piece *p =
            &s->piece[row / s->block_rows * s->n_columns + column];
        const size_t run = run_in(s, p, row, n);

        if (p->missing)
            memcpy(out, s->map + p->at
                   + p->n * sv_type_size((enum sv_type) p->type)
                   + row % s->block_rows, run);
        else
            memset(out, SV_VALID, run);
        out += run;
        row += run;
        n -= run;
    }
}

void
sv_segment_rest(const struct sv_segment *s, size_t column, uint64_t row,
                size_t n)
{
    size_t block = (row + s->block_rows - 1) / s->block_rows;

    for (; block < s->n_blocks; block++) {
        const struct sv_piece *p = &s->piece[block * s->n_columns + column];
        const size_t size = sv_type_size((enum sv_type) p->type) + p->missing;

        if (block * s->block_rows + p->n > row + n)
            break;
        sv_pages_done(s->map + p->at, p->n * size);
    }
}

void
sv_segment_rest_all(const struct sv_segment *s, size_t first, size_t end)
{
    const uint64_t from = s->piece[first * s->n_columns].at;
    const uint64_t to = s->piece[end * s->n_columns].at;

    if (from < to)
        sv_pages_done(s->map + from, to - from);
}
