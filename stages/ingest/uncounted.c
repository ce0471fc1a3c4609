/* uncounted.c - SPSS system files that do not say how many rows they have. */
#include "stages/ingest/uncounted.h"

#include <string.h>

enum { LAYOUT_AT = 64, CASE_SIZE_AT = 68, COMPRESSION_AT = 72, PIECE = 8 };

/* The layout code is 2 or 3 in the byte order of the file. */
static bool
is_swapped(const unsigned char *head)
{
    int32_t layout;

    memcpy(&layout, head + LAYOUT_AT, sizeof layout);
    return layout != 2 && layout != 3;
}

static int32_t
number(const unsigned char *at, bool swapped)
{
    uint32_t value;

    memcpy(&value, at, sizeof value);
    return (int32_t) (swapped ? __builtin_bswap32(value) : value);
}

bool
sv_is_uncounted(const unsigned char *head, size_t n)
{
    return n >= SV_SAV_HEAD && memcmp(head, "$FL2", 4) == 0
        && number(head + COMPRESSION_AT, false) == 0
        && number(head + SV_SAV_ROWS_AT, false) == -1;
}

bool
sv_count_rows(unsigned char rows[4], const unsigned char *head, uint64_t at,
              uint64_t size)
{
    const bool swapped = is_swapped(head);
    const int32_t pieces = number(head + CASE_SIZE_AT, swapped);
    const uint64_t row = PIECE * (uint64_t) (pieces > 0 ? pieces : 0);
    uint32_t n;

    if (row == 0 || at >= size || (size - at) % row != 0
        || (size - at) / row > INT32_MAX)
        return false;
    n = (uint32_t) ((size - at) / row);
    n = swapped ? __builtin_bswap32(n) : n;
    memcpy(rows, &n, sizeof n);
    return true;
}
