/* located.c - how many rows, and which ones first. */
#include "stages/ingest/located.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void
sv_locate(struct sv_located *l, uint32_t row)
{
    if (l->n < SV_SHOWN)
        l->row[l->n] = row;
    l->n++;
}

struct sv_located_text
sv_located_say(const struct sv_located *l)
{
    struct sv_located_text out;
    size_t used = (size_t) snprintf(out.text, sizeof out.text,
                                    "%" PRIu32 " row%s (", l->n,
                                    l->n == 1 ? "" : "s");

    for (uint32_t i = 0; i < l->n && i < SV_SHOWN; i++)
        used += (size_t) snprintf(out.text + used, sizeof out.text - used,
                                  "%s%" PRIu32, i > 0 ? ", " : "", l->row[i]);
    snprintf(out.text + used, sizeof out.text - used, "%s",
             l->n > SV_SHOWN ? ", ...)" : ")");
    return out;
}
