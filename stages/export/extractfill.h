/* extractfill.h - how the values of a column come about, block by block.
 *
 * Each fills rows [FIRST, FIRST + N), at most a block, and touches nothing but
 * TO: threads may be at different blocks.
 */
#ifndef SV_EXTRACTFILL_H
#define SV_EXTRACTFILL_H

#include "stages/export/extract.h"

typedef void sv_extract_filler(const struct sv_extract_column *c, size_t first,
                               size_t n, struct sv_extract_block *to);

sv_extract_filler sv_fill_number;       /* data as it is */
sv_extract_filler sv_fill_code;         /* 0 is missing */
sv_extract_filler sv_fill_condition;    /* 0 missing, 1 no, 2 yes: 0 and 1 */
sv_extract_filler sv_fill_text;         /* data are places in c->string */
sv_extract_filler sv_fill_group;        /* of the design */
sv_extract_filler sv_fill_made_replicate;
sv_extract_filler sv_fill_given_replicate;

/* Of indicators, from their states (docs/formats.md). */
sv_extract_filler sv_fill_universe;     /* 1 within it, else 0 */
sv_extract_filler sv_fill_counted;      /* 1 where it counts, else 0 */
sv_extract_filler sv_fill_yes;          /* a proportion: 1 or 0 */
sv_extract_filler sv_fill_share;        /* the category */
sv_extract_filler sv_fill_value;        /* c->y where it counts */

#endif
