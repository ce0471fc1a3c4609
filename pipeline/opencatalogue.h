/* opencatalogue.h - a file of the catalogue, and what it means for a survey.
 *
 * A file may take its indicators from another one (`from`, `pick`), name the
 * units that they are shares of (`bases`), leave out what a vintage does not
 * have, and make levels of skill by rules.  sv_catalogue_expand() resolves all
 * of that, so that behind it there are indicators and items alone.
 */
#ifndef SV_OPENCATALOGUE_H
#define SV_OPENCATALOGUE_H

#include "pipeline/arena.h"
#include "pipeline/description.h"

/* Where catalogues are opened into: memory, sources, faults. */
struct sv_shelf {
    struct sv_arena *arena;
    struct sv_source **source;  /* [capacity]; whose they are from then on */
    size_t n_sources, capacity;
    struct sv_fault *fault;
};

/* Reads the catalogue that is called NAME in FOLDER (catalogue.h) and the one
 * it is made from.  All faults are added. */
enum sv_status sv_catalogue_open(struct sv_catalogue *out,
                                 struct sv_shelf *shelf, struct sv_string name,
                                 const char *folder) SV_MUST_USE;

/* The vintage that C is meant in: its own; else WANTED, unless 0; else the
 * latest it has.  0: it has none. */
int sv_catalogue_vintage(const struct sv_catalogue *c, int wanted);

/* Replaces C's indicators by what they are in VINTAGE: picks, bases and levels
 * of skill resolved, series of the DataHub with their units.  Adds faults for
 * names that are not there. */
void sv_catalogue_expand(struct sv_catalogue *c, int vintage,
                         struct sv_arena *arena, struct sv_fault *fault);

/* Whether what is said to be SINCE and UNTIL (0: always) is in VINTAGE. */
bool sv_in_vintage(int since, int until, int vintage);

/* Calls TAKE for all skills of C, or of what it is made from, that are in
 * VINTAGE. */
void sv_each_skills(const struct sv_catalogue *c, int vintage,
                    void (*take)(void *to, const struct sv_written_skills *s),
                    void *to);

/* A with B behind it. */
struct sv_names sv_names_join(struct sv_arena *arena, struct sv_names a,
                              struct sv_names b);

/* A text in ARENA by a format; absent if memory has run out. */
struct sv_string sv_arena_format(struct sv_arena *arena, struct sv_place at,
                                 const char *fmt, ...) SV_PRINTF(3, 4);

#endif
