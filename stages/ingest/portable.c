/* portable.c - the table of characters of a portable file (.por). */
#include "stages/ingest/portable.h"

#include <stdbool.h>

enum { LINE = 80, BEFORE = 200 };

size_t
sv_portable_repeated(uint32_t *at, const unsigned char *head, size_t n)
{
    bool seen[256] = { false };
    size_t place = 0, repeated = 0;     /* PLACE: in lines filled with blanks */

    for (size_t i = 0; i < n && place < BEFORE + SV_PORTABLE_TABLE; i++) {
        if (head[i] == '\r')
            continue;
        if (head[i] == '\n') {
            place = (place + LINE - 1) / LINE * LINE;
            continue;
        }
        if (place >= BEFORE && head[i] != '0') {
            if (seen[head[i]])
                at[repeated++] = (uint32_t) i;
            seen[head[i]] = true;
        }
        place++;
    }
    return repeated;
}
