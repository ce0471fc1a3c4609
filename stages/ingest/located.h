/* located.h - how many rows, and which ones first: never what is in them. */
#ifndef SV_LOCATED_H
#define SV_LOCATED_H

#include <stdint.h>

enum { SV_SHOWN = 5 };

struct sv_located {
    uint32_t n;
    uint32_t row[SV_SHOWN];     /* from 1 */
};

void sv_locate(struct sv_located *l, uint32_t row);

struct sv_located_text { char text[128]; };

/* "3 rows (12, 15, 80)", "1 row (7)", "90 rows (1, 2, 3, 4, 5, ...)". */
struct sv_located_text sv_located_say(const struct sv_located *l);

#endif
