/* tallyplace.h - where in the tally a number of estimates.json comes from. */
#ifndef SV_TALLYPLACE_H
#define SV_TALLYPLACE_H

#include <jansson.h>
#include <stdbool.h>

#include "pipeline/tallyfile.h"

struct sv_tally_place {
    size_t record;              /* of the layout */
    const struct sv_tally_item *item;
    size_t numerator;           /* of the item */
    size_t cell;                /* of the record */
};

/* The place of NUMBER, an entry of estimates.json: its `record`, `indicator`,
 * `item` and `by`.  META is that of LAYOUT.  False if it has none. */
bool sv_tally_place_of(struct sv_tally_place *out,
                       const struct sv_tally_layout *layout, const json_t *meta,
                       const json_t *number);

/* The cell of crossing C that BY, an object of categories by classification,
 * names; false if it is of another crossing. */
bool sv_tally_cell_of(size_t *cell, const struct sv_tally_crossing *c,
                      const json_t *by);

#endif
