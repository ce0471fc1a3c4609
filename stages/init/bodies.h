/* bodies.h - variables of the proposal, a line of YAML each. */
#ifndef SV_BODIES_H
#define SV_BODIES_H

#include <stdio.h>

#include "stages/init/mapping.h"
#include "stages/init/sampling.h"

struct sv_draft {               /* all that the proposal is written from */
    FILE *to;
    const char *folder;         /* of the proposal; paths start here */
    const struct sv_knowledge *known;
    const struct sv_structure *structure;
    const struct sv_sampling *sampling;
    struct sv_mapping *mapping;
    bool *defined;              /* variables written so far, by their place in
                                   the mapping; not those commented out */
    bool failed;                /* memory has run out: it is not whole */
};

/* Codes that mean no answer and that the file does not declare missing, of
 * columns that conditions ask about. */
void sv_write_cleaning(struct sv_draft *d);

/* Finds out which lines stand on one that is not there, and makes them of low
 * confidence; writes nothing.  To be called before all else. */
void sv_draft_settle(struct sv_draft *d);

/* All canonical variables, in the order of the dictionary. */
void sv_write_variables(struct sv_draft *d);

/* Whether canonical variable NAME has been written. */
bool sv_draft_defines(const struct sv_draft *d, const char *name);

#endif
