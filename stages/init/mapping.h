/* mapping.h - which column answers which canonical variable, and how sure.
 *
 * Every column is compared with every variable of the dictionary; the best
 * pairs are taken first, and each column and each variable is taken once.
 */
#ifndef SV_MAPPING_H
#define SV_MAPPING_H

#include "stages/init/answers.h"
#include "stages/init/structure.h"

enum sv_sure { SV_UNMAPPED, SV_LOW, SV_MEDIUM, SV_HIGH };
const char *sv_sure_name(enum sv_sure sure);

/* How sure it is what a preset says: found is high, remembered medium,
 * uncertain low. */
enum sv_sure sv_preset_sure(const struct sv_preset_variable *v);

struct sv_mapped {
    const struct sv_term *term;
    int record;                 /* of the structure; -1: there is none */
    const struct sv_seen_column *column;        /* NULL: none was found */
    const struct sv_preset_variable *preset;    /* that named it, or NULL */
    enum sv_sure sure;
    const char *lacking;        /* what it stands on and nothing defines, for
                                   which it is of low confidence; or NULL */
    struct sv_answers answers;
    const char *tongue, *pattern;       /* by which it was found */
    bool context;               /* the label names the item's question, too */
    const struct sv_seen_column *rival; /* as good by its label, or NULL */
    const struct sv_seen_column *after; /* the question before it, or NULL: who
                                   said no there was not asked */
    double after_yes;           /* its yes */
    size_t n_slots;             /* a code in one of so many columns, COLUMN the
                                   first of them; 0: COLUMN alone */
    double code;                /* ... that means it */
};

struct sv_mapping {
    struct sv_mapped *of;       /* [n], in the order of the dictionary */
    size_t n;
    bool *used[SV_MOST_RECORDS + 1];    /* columns that are taken, by record */
};

/* USED marks the columns that serve the design.  Everything lives in ARENA. */
enum sv_status sv_mapping_find(struct sv_mapping *out, struct sv_arena *arena,
                               const struct sv_structure *structure,
                               const struct sv_knowledge *known,
                               struct sv_fault *fault) SV_MUST_USE;

/* Letters of NAME before the sign or signs that tell items of a question apart:
 * 3 for C08a, C08_1 and C08a1. */
size_t sv_name_stem(const char *name);

/* Questions whose answers are in numbered slots - the first activity, the
 * second, ... - have their items in the value labels.  Maps what nothing has
 * been mapped to; part of sv_mapping_find(). */
void sv_mapping_slots(struct sv_mapping *mapping,
                      const struct sv_structure *structure,
                      const struct sv_knowledge *known);

/* The slot behind SLOT in FILE: the next column of its question; NULL behind
 * the last. */
const struct sv_seen_column *sv_next_slot(const struct sv_seen_file *file,
                                          const struct sv_seen_column *slot);

/* What is mapped to canonical variable NAME, at least with medium confidence,
 * or NULL. */
const struct sv_mapped *sv_mapped(const struct sv_mapping *mapping,
                                  const char *name);

#endif
