/* reasons.h - the kinds of missing of a survey, by name.
 *
 * The first ones are those of microdata.h5 (world.h); behind them come the
 * names that the survey description and the labels of the files give.
 */
#ifndef SV_REASONS_H
#define SV_REASONS_H

#include "pipeline/arena.h"
#include "pipeline/world.h"

struct sv_reasons {
    const char *name[SV_MAX_KINDS];
    size_t n;
    uint8_t uncoded;            /* a value that is in no category */
};

void sv_reasons_begin(struct sv_reasons *reasons);

/* The number of the kind NAME, a new one if there is none yet; where there is
 * no room for more, that of user-defined missing.  NAME is borrowed. */
uint8_t sv_reason(struct sv_reasons *reasons, const char *name);

#endif
