/* expanding.h - a catalogue that is being expanded: see opencatalogue.h. */
#ifndef SV_EXPANDING_H
#define SV_EXPANDING_H

#include "pipeline/opencatalogue.h"

struct sv_expanding {
    const struct sv_catalogue *c;
    int vintage;
    const struct sv_written_pick *pick; /* NULL: as it is written */
    const struct sv_written_base *base; /* of the indicator; may be NULL */
    struct sv_written_item *item;       /* NULL: they are counted only */
    size_t n;
    bool quiet;                         /* its faults are reported already */
    struct sv_arena *arena;
    struct sv_fault *fault;
};

/* Adds an item, unless the pick does not want it. */
void sv_expand_add(struct sv_expanding *x, const struct sv_written_item *item);

/* The series of FACTS with the unit of the indicator's base, and its name. */
void sv_expand_base(struct sv_expanding *x, struct sv_written_facts *facts);

/* Adds the levels of skill that are items of the indicator CODE. */
void sv_expand_levels(struct sv_expanding *x, const char *code);

/* A, BETWEEN, B, BEHIND, in the languages of A. */
struct sv_label sv_label_join(struct sv_arena *arena, const struct sv_label *a,
                              const struct sv_label *b, const char *between,
                              const char *behind);

#endif
