/* unitsmeta.h - the meta of units.h5: what its columns mean. */
#ifndef SV_UNITSMETA_H
#define SV_UNITSMETA_H

#include "stages/derive/derivation.h"

/* As docs/formats.md lays it down.  NULL if memory runs out; the caller
 * releases it with json_decref(). */
json_t *sv_units_meta(const struct sv_derivation *d);

#endif
