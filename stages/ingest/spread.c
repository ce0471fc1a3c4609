/* spread.c - values of a data file, put where the order of the design has them. */
#include "stages/ingest/spread.h"

#include <stdlib.h>

enum { HANDFUL = 1024 };        /* values that are carried at a time */

enum sv_status
sv_spread_visits(struct sv_visit **visit, const struct sv_table *table,
                 struct sv_scratch *scratch, struct sv_fault *fault)
{
    const size_t n = table->n, n_stretches = n / SV_STRETCH + 1;
    const uint32_t rows = table->n + table->left_out;
    size_t *next = calloc(n_stretches, sizeof *next);
    void *memory = NULL;

    if (next == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    for (size_t s = 0; s < n_stretches; s++)
        next[s] = s * SV_STRETCH;
    if (sv_scratch_take(&memory, scratch, n, sizeof **visit, fault) == SV_OK) {
        *visit = memory;
        for (uint32_t i = 0; i < rows; i++) {
            const uint32_t place = table->place[i];

            if (place != UINT32_MAX)
                (*visit)[next[place / SV_STRETCH]++] =
                    (struct sv_visit){ sv_table_row(table, i) - 1, place };
            sv_scratch_walk(scratch, i);
        }
    }
    free(next);
    return fault->status;
}

#define TAKE(T)                                                         \
    for (size_t i = 0; i < n; i++)                                      \
        x[i] = ((const T *) from)[visit[i].row - base]

/* From a column that begins with row BASE. */
static void
take(double *x, const void *from, enum sv_type type, uint64_t base,
     const struct sv_visit *visit, size_t n)
{
    switch (type) {
    case SV_U8:
        TAKE(uint8_t);
        break;
    case SV_I8:
        TAKE(int8_t);
        break;
    case SV_I16:
        TAKE(int16_t);
        break;
    case SV_I32:
        TAKE(int32_t);
        break;
    case SV_U32: case SV_U64: case SV_F32: case SV_F64:
    default:
        TAKE(double);
    }
}

#define PUT(T)                                                          \
    for (size_t i = 0; i < n; i++)                                      \
        ((T *) to)[visit[i].place] = (T) x[i]

static void
put(void *to, enum sv_type type, const double *x, const struct sv_visit *visit,
    size_t n)
{
    switch (type) {
    case SV_U8:
        PUT(uint8_t);
        break;
    case SV_I8:
        PUT(int8_t);
        break;
    case SV_I16:
        PUT(int16_t);
        break;
    case SV_I32:
        PUT(int32_t);
        break;
    case SV_U32: case SV_U64: case SV_F32: case SV_F64:
    default:
        PUT(double);
    }
}

/* A column on its way. */
struct carrying {
    void *to;
    enum sv_type type;
    size_t column;
    const struct sv_segment *segment;
    const uint32_t *number;     /* [n_numbers] of strings, from those of the
                                   segment to those of the file; or NULL */
    size_t n_numbers;
    bool reasons;               /* not values */
};

static void
renumber(const struct carrying *c, double *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const size_t k = (size_t) x[i];

        x[i] = k < c->n_numbers ? c->number[k] : 0;
    }
}

/* Visits that are all in block BLOCK of the segment. */
static void
carry_block(const struct carrying *c, size_t block,
            const struct sv_visit *visit, size_t n)
{
    const struct sv_segment *const s = c->segment;
    const struct sv_piece *const p = &s->piece[block * s->n_columns + c->column];
    const enum sv_type type = (enum sv_type) p->type;
    const uint64_t base = s->first + block * s->block_rows;
    const unsigned char *const from =
        s->map + p->at + (c->reasons ? p->n * sv_type_size(type) : 0);
    double x[HANDFUL] = { 0 };

    while (n > 0) {
        const size_t some = n < HANDFUL ? n : HANDFUL;

        if (!c->reasons || p->missing)
            take(x, from, c->reasons ? SV_U8 : type, base, visit, some);
        if (c->number != NULL)
            renumber(c, x, some);
        put(c->to, c->type, x, visit, some);
        visit += some;
        n -= some;
    }
}

/* How many of VISIT [n] are of rows below END. */
static size_t
count_below(const struct sv_visit *visit, size_t n, uint64_t end)
{
    size_t k = 0;

    while (k < n && visit[k].row < end)
        k++;
    return k;
}

static void
carry_segment(const struct carrying *c, const struct sv_visit *visit, size_t n)
{
    const struct sv_segment *const s = c->segment;
    size_t rested = n > 0 ? (visit->row - s->first) / s->block_rows : 0;

    for (size_t k; n > 0; visit += k, n -= k) {
        const size_t block = (visit->row - s->first) / s->block_rows;

        k = count_below(visit, n, s->first + (block + 1) * s->block_rows);
        carry_block(c, block, visit, k);
        if (block - rested >= 16) {
            sv_segment_rest_all(s, rested, block);
            rested = block;
        }
    }
}

static void
carry(struct carrying *c, const struct sv_datafile *file,
      const struct sv_field *field, const struct sv_visit *visit, size_t n)
{
    c->column = (size_t) (field - file->field);
    for (size_t s = 0; n > 0 && s < file->n_segments; s++) {
        const struct sv_segment *const g = &file->segment[s];
        const size_t k = count_below(visit, n, g->first + g->n);

        c->segment = g;
        if (field->text && !c->reasons) {
            c->number = field->number[s];
            c->n_numbers = g->list[c->column].n;
        }
        carry_segment(c, visit, k);
        visit += k;
        n -= k;
    }
}

void
sv_spread_values(void *out, enum sv_type type, const struct sv_datafile *file,
                 const struct sv_field *field, const struct sv_visit *visit,
                 size_t n)
{
    struct carrying c = { .to = out, .type = type };

    carry(&c, file, field, visit, n);
}

void
sv_spread_reasons(uint8_t *out, const struct sv_datafile *file,
                  const struct sv_field *field, const struct sv_visit *visit,
                  size_t n)
{
    struct carrying c = { .to = out, .type = SV_U8, .reasons = true };

    carry(&c, file, field, visit, n);
}
