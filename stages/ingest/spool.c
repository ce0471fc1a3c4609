/* spool.c - the child's side of a spool: blocks of rows, encoded. */
#include "stages/ingest/spool.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pipeline/utf8.h"

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory while reading");
}

enum sv_status
sv_spool_begin(struct sv_spool *spool, int fd, size_t n_columns,
               struct sv_report *report, struct sv_fault *fault)
{
    size_t rows = SV_BLOCK_ROWS;

    while (rows > 512 && rows * n_columns > (1U << 22))
        rows /= 2;
    *spool = (struct sv_spool) {
        .fd = fd, .n_columns = n_columns, .block_rows = rows,
        .report = report, .fault = fault,
        .column = calloc(n_columns, sizeof *spool->column),
        .out = malloc(rows * (sizeof(double) + 1)),
    };
    if (spool->column == NULL || spool->out == NULL)
        return no_memory(fault);
    for (size_t k = 0; k < n_columns; k++) {
        struct sv_spool_column *c = &spool->column[k];

        c->how.divisor = 1;
        c->value = calloc(rows, sizeof *c->value);
        c->reason = calloc(rows, sizeof *c->reason);
        if (c->value == NULL || c->reason == NULL)
            return no_memory(fault);
    }
    return SV_OK;
}

void
sv_spool_clear(struct sv_spool *spool)
{
    for (size_t k = 0; spool->column != NULL && k < spool->n_columns; k++) {
        struct sv_spool_column *c = &spool->column[k];

        for (unsigned i = 0; i < c->how.n_ranges; i++) {
            free(c->how.text_low[i]);
            free(c->how.text_high[i]);
        }
        free(c->name);
        free(c->value);
        free(c->reason);
        free(c->text_reason);
        sv_texts_clear(&c->texts);
    }
    free(spool->column);
    free(spool->piece);
    free(spool->out);
    *spool = (struct sv_spool) { .fd = -1 };
}

static enum sv_status
put(struct sv_spool *s, const void *data, size_t n)
{
    const char *from = data;

    while (n > 0) {
        const ssize_t done = pwrite(s->fd, from, n, (off_t) s->end);

        if (done < 0)
            return sv_fail_errno(s->fault, "cannot write the rows read");
        s->end += (uint64_t) done;
        from += done;
        n -= (size_t) done;
    }
    return SV_OK;
}

static enum sv_status
align(struct sv_spool *s, uint64_t to)
{
    static const char zero[4096];

    return put(s, zero, (size_t) ((to - s->end % to) % to));
}

/* User-defined missing values, by the codes of the file. */
static void
mark_ranges(struct sv_spool_column *c, size_t n)
{
    for (unsigned r = 0; r < c->how.n_ranges; r++) {
        const double low = c->how.low[r], high = c->how.high[r];

        for (size_t i = 0; i < n; i++)
            if (c->value[i] >= low && c->value[i] <= high
                && c->reason[i] == SV_VALID) {
                c->reason[i] = SV_USER_MISSING;
                c->any = true;
            }
    }
}

static void
mark_nan(struct sv_spool_column *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isnan(c->value[i])) {
            c->value[i] = 0;
            c->reason[i] = SV_SYSTEM_MISSING;
            c->any = true;
        }
}

static void
convert(struct sv_spool_column *c, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c->reason[i] == SV_VALID || c->reason[i] == SV_USER_MISSING)
            c->value[i] = c->value[i] / c->how.divisor + c->how.shift;
}

static enum sv_status
check_finite(const struct sv_spool *s, const struct sv_spool_column *c,
             size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (isinf(c->value[i]))
            return sv_fail(s->fault, SV_DATA, "row %" PRIu64 ": variable %s is "
                           "infinite; expected a number or a missing value",
                           s->report->rows + i + 1, c->name);
    return SV_OK;
}

/* Adding and taking away 1.5 * 2^52 rounds to an integer. */
static enum sv_type
narrowest(const double *v, size_t n)
{
    const double big = 6755399441055744.0;
    double low = 0, high = 0;
    bool whole = true;

    for (size_t i = 0; i < n; i++) {
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
        whole &= (v[i] + big) - big == v[i];
    }
    if (!whole || low < INT32_MIN || high > INT32_MAX)
        return SV_F64;
    if (low < INT16_MIN || high > INT16_MAX)
        return SV_I32;
    return low < INT8_MIN || high > INT8_MAX ? SV_I16 : SV_I8;
}

static void
encode(void *out, enum sv_type type, const double *v, size_t n)
{
    int8_t *i8 = out;
    int16_t *i16 = out;
    int32_t *i32 = out;

    if (type == SV_I8)
        for (size_t i = 0; i < n; i++)
            i8[i] = (int8_t) (int32_t) v[i];
    else if (type == SV_I16)
        for (size_t i = 0; i < n; i++)
            i16[i] = (int16_t) (int32_t) v[i];
    else if (type == SV_I32)
        for (size_t i = 0; i < n; i++)
            i32[i] = (int32_t) v[i];
    else
        memcpy(out, v, n * sizeof *v);
}

static enum sv_status
flush_column(struct sv_spool *s, struct sv_spool_column *c,
             struct sv_piece *piece)
{
    const size_t n = s->row;
    enum sv_type type;
    size_t size;

    if (!c->how.text) {
        mark_nan(c, n);
        mark_ranges(c, n);
        if (c->how.divisor != 1 || c->how.shift != 0)
            convert(c, n);
        if (check_finite(s, c, n) != SV_OK)
            return s->fault->status;
    }
    type = narrowest(c->value, n);
    size = n * sv_type_size(type);
    encode(s->out, type, c->value, n);
    if (c->any)
        memcpy(s->out + size, c->reason, n);
    *piece = (struct sv_piece) { s->end, (uint32_t) n, (uint8_t) type, c->any };
    if (put(s, s->out, c->any ? size + n : size) != SV_OK)
        return s->fault->status;
    if (c->any)
        memset(c->reason, SV_VALID, n);
    c->any = false;
    return align(s, 16);
}

static enum sv_status
flush(struct sv_spool *s)
{
    if ((s->n_blocks + 1) * s->n_columns > s->piece_room) {
        const size_t room = 2 * (s->n_blocks + 8) * s->n_columns;
        struct sv_piece *more = realloc(s->piece, room * sizeof *more);

        if (more == NULL)
            return no_memory(s->fault);
        s->piece = more;
        s->piece_room = room;
    }
    for (size_t k = 0; k < s->n_columns; k++)
        if (flush_column(s, &s->column[k],
                         &s->piece[s->n_blocks * s->n_columns + k]) != SV_OK)
            return s->fault->status;
    s->n_blocks++;
    s->report->rows += s->row;
    s->row = 0;
    return SV_OK;
}

enum sv_status
sv_spool_next(struct sv_spool *spool)
{
    return ++spool->row < spool->block_rows ? SV_OK : flush(spool);
}

static bool
is_utf8(const char *text, size_t n)
{
    while (n > 0) {
        const size_t used = sv_utf8_next(text, n, NULL);

        if (used == 0)
            return false;
        text += used;
        n -= used;
    }
    return true;
}

static uint8_t
reason_of(const struct sv_treatment *how, const char *text)
{
    if (*text == '\0')
        return SV_SYSTEM_MISSING;
    for (unsigned r = 0; r < how->n_ranges; r++)
        if (strcmp(text, how->text_low[r]) >= 0
            && strcmp(text, how->text_high[r]) <= 0)
            return SV_USER_MISSING;
    return SV_VALID;
}

/* A text seen for the first time. */
static enum sv_status
learn(struct sv_spool *s, struct sv_spool_column *c, uint32_t number,
      const char *text, size_t length)
{
    if (!is_utf8(text, length))
        return sv_fail(s->fault, SV_DATA, "row %" PRIu64 ": variable %s is not "
                       "in UTF-8; say what it is in with `encoding:` (for "
                       "example encoding: windows-1252)",
                       s->report->rows + s->row + 1, c->name);
    if (c->texts.n > c->reason_room) {
        const size_t room = 2 * c->texts.n + 64;
        uint8_t *more = realloc(c->text_reason, room);

        if (more == NULL)
            return no_memory(s->fault);
        c->text_reason = more;
        c->reason_room = room;
    }
    while (c->n_reasons <= number) {
        const char *known = sv_texts_at(&c->texts, (uint32_t) c->n_reasons);

        c->text_reason[c->n_reasons++] = reason_of(&c->how, known);
    }
    return SV_OK;
}

enum sv_status
sv_spool_text(struct sv_spool *spool, size_t column, const char *text,
              size_t length)
{
    struct sv_spool_column *c = &spool->column[column];
    const uint32_t number = sv_texts_number(&c->texts, text, length);

    if (number == UINT32_MAX)
        return no_memory(spool->fault);
    if (number >= c->n_reasons
        && learn(spool, c, number, text, length) != SV_OK)
        return spool->fault->status;
    c->value[spool->row] = number;
    if (c->text_reason[number] != SV_VALID) {
        c->reason[spool->row] = c->text_reason[number];
        c->any = true;
    }
    spool->delivered++;
    return SV_OK;
}

static enum sv_status
put_lists(struct sv_spool *s, struct sv_list *list)
{
    for (size_t k = 0; k < s->n_columns; k++) {
        const struct sv_texts *texts = &s->column[k].texts;

        list[k] = (struct sv_list) { s->end, texts->used, (uint32_t) texts->n,
                                     s->column[k].how.text };
        if (put(s, texts->blob, texts->used) != SV_OK)
            return s->fault->status;
    }
    return align(s, 16);
}

static enum sv_status
put_directory(struct sv_spool *s)
{
    struct sv_list *list = calloc(s->n_columns, sizeof *list);
    struct sv_report *const report = s->report;
    enum sv_status status = SV_SYSTEM;

    if (list == NULL)
        return no_memory(s->fault);
    if (put_lists(s, list) == SV_OK) {
        report->lists_at = s->end;
        status = put(s, list, s->n_columns * sizeof *list);
    }
    if (status == SV_OK && align(s, 16) == SV_OK) {
        report->pieces_at = s->end;
        status = put(s, s->piece,
                     s->n_blocks * s->n_columns * sizeof *s->piece);
    }
    free(list);
    return status == SV_OK ? SV_OK : s->fault->status;
}

enum sv_status
sv_spool_end(struct sv_spool *spool)
{
    if (spool->row > 0 && flush(spool) != SV_OK)
        return spool->fault->status;
    if (spool->delivered != spool->report->rows * spool->n_columns)
        return sv_fail(spool->fault, SV_DATA, "the file ends within a row, or "
                       "some rows lack a variable: it is damaged");
    if (put_directory(spool) != SV_OK)
        return spool->fault->status;
    spool->report->n_blocks = spool->n_blocks;
    spool->report->n_columns = spool->n_columns;
    spool->report->block_rows = spool->block_rows;
    spool->report->size = spool->end;
    return SV_OK;
}
