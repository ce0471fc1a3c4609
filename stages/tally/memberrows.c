/* memberrows.c - replicate weights row by row, into tally.h5. */
#include "stages/tally/memberrows.h"

#include <stdio.h>
#include <string.h>

enum { NAME_SIZE = 256, BLOCK_BYTES = 1 << 22 };

static const char *
path_of(char path[NAME_SIZE], const struct sv_tally_record *record)
{
    snprintf(path, NAME_SIZE, "%s/replicates/rows", record->group);
    return path;
}

enum sv_status
sv_member_declare(struct sv_store_maker *maker,
                  const struct sv_member_rows *rows,
                  const struct sv_tally_record *record, struct sv_fault *fault)
{
    char path[NAME_SIZE];
    size_t n_rows = 0;

    for (size_t k = 0; k < rows->n_runs; k++)
        n_rows += rows->run[k].n_rows;
    return rows->n > 0 ? sv_store_declare(maker, path_of(path, record),
                                          rows->type, n_rows * rows->n, fault)
                       : SV_OK;
}

/* Copies SIZE bytes, a block at a time. */
static void
copy(char *to, const char *from, size_t size)
{
    for (size_t at = 0; at < size; at += BLOCK_BYTES) {
        const size_t n = size - at < BLOCK_BYTES ? size - at : BLOCK_BYTES;

        memcpy(to + at, from + at, n);
        sv_pages_done(from + at, n);
        sv_pages_done(to + at, n);
    }
}

void
sv_member_put(struct sv_store_maker *maker, const struct sv_member_rows *rows,
              const struct sv_tally_record *record)
{
    const size_t line = rows->n * sv_type_size(rows->type);
    char path[NAME_SIZE];
    char *to;

    if (rows->n == 0)
        return;
    to = sv_store_map(maker, path_of(path, record));
    for (size_t k = 0; k < rows->n_runs; k++) {
        copy(to, rows->run[k].data, rows->run[k].n_rows * line);
        to += rows->run[k].n_rows * line;
    }
}
