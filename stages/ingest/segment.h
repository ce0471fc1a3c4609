/* segment.h - the parent's side of a spool: a range of rows of a data file.
 *
 * Everything is checked when it is opened, so that what reads it later need
 * not be careful.
 */
#ifndef SV_SEGMENT_H
#define SV_SEGMENT_H

#include <stdint.h>

#include "pipeline/fault.h"
#include "pipeline/store.h"
#include "stages/ingest/spool.h"

struct sv_segment {
    const unsigned char *map;
    size_t size;
    uint64_t first, n;          /* rows of the file */
    size_t block_rows, n_blocks, n_columns;
    const struct sv_piece *piece;       /* [n_blocks][n_columns] */
    const struct sv_list *list;         /* [n_columns] */
};

/* Opens what a child left in SPOOL for rows from FIRST on.  N_COLUMNS is what
 * was asked for.  The caller releases it with sv_segment_close(). */
enum sv_status sv_segment_open(struct sv_segment *out, int spool,
                               const struct sv_report *report, uint64_t first,
                               size_t n_columns, struct sv_fault *fault)
    SV_MUST_USE;
void sv_segment_close(struct sv_segment *segment);

/* The narrowest type for all values of a column, and whether any is missing. */
enum sv_type sv_segment_type(const struct sv_segment *s, size_t column,
                             bool *missing);

/* Values of COLUMN in rows [row, row + n), counted within the segment, as TYPE,
 * which is no narrower than sv_segment_type(). */
void sv_segment_values(void *out, enum sv_type type,
                       const struct sv_segment *s, size_t column, uint64_t row,
                       size_t n);

/* Why they are missing. */
void sv_segment_reasons(uint8_t *out, const struct sv_segment *s, size_t column,
                        uint64_t row, size_t n);

/* What has been read of COLUMN in rows [row, row + n) need not stay in memory;
 * blocks that are only partly in there stay. */
void sv_segment_rest(const struct sv_segment *s, size_t column, uint64_t row,
                     size_t n);

/* The same of all columns, in blocks [first, end). */
void sv_segment_rest_all(const struct sv_segment *s, size_t first, size_t end);

/* A column in TYPE from another type: I8, I16, I32, F64, in that order. */
void sv_widen(void *out, enum sv_type type, const void *in, enum sv_type from,
              size_t n);

#endif
