/* spool.h - how a child hands rows to its parent.
 *
 * The child appends blocks of rows to a file that has no name any more.  In a
 * block each column is kept in the narrowest type that holds it exactly; a
 * byte per row says why a value is missing, if one is.  Texts are numbers into
 * a list per column.  The lists and a directory of all pieces come last; where
 * they are, and that everything is there, stands in a report in memory that
 * child and parent share.  The parent believes nothing of it before it has
 * checked it (segment.h): what parsed a hostile file may be hostile itself.
 */
#ifndef SV_SPOOL_H
#define SV_SPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/store.h"
#include "stages/ingest/intern.h"

/* Reasons for a missing value, as in docs/formats.md. */
enum { SV_VALID = 0, SV_SYSTEM_MISSING = 1, SV_TAG_A = 2, SV_USER_MISSING = 28 };

enum { SV_MAX_RANGES = 32, SV_BLOCK_ROWS = 16384 };

/* One column of one block. */
struct sv_piece {
    uint64_t at;                /* values, then the reasons, if any */
    uint32_t n;                 /* rows */
    uint8_t type;               /* SV_I8, SV_I16, SV_I32 or SV_F64 */
    uint8_t missing;            /* whether there are reasons */
};

/* The texts of one column, each with a NUL behind it. */
struct sv_list {
    uint64_t at, size;
    uint32_t n;
    uint32_t is_text;           /* else the column is of numbers */
};

struct sv_report {              /* shared memory */
    struct sv_fault fault;
    uint64_t rows;              /* grows: progress */
    uint64_t n_blocks, n_columns, block_rows;
    uint64_t pieces_at;         /* struct sv_piece [n_blocks][n_columns] */
    uint64_t lists_at;          /* struct sv_list [n_columns] */
    uint64_t size;              /* of the whole spool; 0 until complete */
};

/* What becomes of the values of a column. */
struct sv_treatment {
    bool text;
    double divisor, shift;      /* stored: value / divisor + shift */
    unsigned n_ranges;          /* user-defined missing, before that */
    double low[SV_MAX_RANGES], high[SV_MAX_RANGES];
    char *text_low[SV_MAX_RANGES], *text_high[SV_MAX_RANGES];   /* owned */
};

struct sv_spool_column {
    double *value;              /* [block_rows] */
    uint8_t *reason;            /* [block_rows] */
    bool any;                   /* missing in this block */
    struct sv_treatment how;
    struct sv_texts texts;
    uint8_t *text_reason;       /* [text_room], of the first texts */
    size_t n_reasons, reason_room;
    char *name;                 /* for faults; owned */
};

struct sv_spool {
    int fd;
    uint64_t end;
    size_t n_columns, block_rows;
    size_t row;                 /* within the block */
    uint64_t delivered;         /* values, all columns */
    struct sv_spool_column *column;
    struct sv_piece *piece;
    size_t n_blocks, piece_room;
    unsigned char *out;         /* one encoded column */
    struct sv_report *report;
    struct sv_fault *fault;
};

/* Makes *SPOOL write N_COLUMNS columns to FD.  The columns' HOW and NAME are
 * then set by the reader. */
enum sv_status sv_spool_begin(struct sv_spool *spool, int fd, size_t n_columns,
                              struct sv_report *report,
                              struct sv_fault *fault) SV_MUST_USE;

/* Ends a row, in which every column has been given a value. */
enum sv_status sv_spool_next(struct sv_spool *spool) SV_MUST_USE;

/* Writes what is left and the directory, and completes the report. */
enum sv_status sv_spool_end(struct sv_spool *spool) SV_MUST_USE;
void sv_spool_clear(struct sv_spool *spool);

static inline void
sv_spool_number(struct sv_spool *s, size_t column, double value)
{
    s->column[column].value[s->row] = value;
    s->delivered++;
}

static inline void
sv_spool_missing(struct sv_spool *s, size_t column, uint8_t reason)
{
    struct sv_spool_column *c = &s->column[column];

    c->value[s->row] = 0;
    c->reason[s->row] = reason;
    c->any = true;
    s->delivered++;
}

/* A text that is empty is missing. */
enum sv_status sv_spool_text(struct sv_spool *spool, size_t column,
                             const char *text, size_t length) SV_MUST_USE;

#endif
