/* structure.h - record types, their keys and their parents, from the data.
 *
 * Key columns are looked for among those that the dictionary of terms knows by
 * name or label, then among all: the fewest that tell all rows apart.  A file
 * is the parent of another whose rows all carry its key.
 */
#ifndef SV_STRUCTURE_H
#define SV_STRUCTURE_H

#include "stages/init/terms.h"
#include "stages/init/tuplekeys.h"

enum { SV_MOST_RECORDS = 8 };

struct sv_found_record {
    const char *name;           /* in the description */
    const struct sv_seen_file *file;
    int from;                   /* record whose rows it is made of, or -1 */
    int parent;                 /* record, or -1 */
    struct sv_key_set key;      /* n == 0: none was found */
    bool unique;                /* the key tells all units apart */
    size_t n_units;             /* distinct keys */
    size_t n_orphans;           /* rows that do not find their parent */
};

struct sv_structure {           /* parents before children */
    struct sv_found_record record[SV_MOST_RECORDS + 1];
    size_t n;
    int household, person;      /* records, or -1 */
    const struct sv_seen_file *left[SV_MOST_RECORDS];   /* [n_left] files whose
                                   rows are linked to none of these */
    size_t n_left;
};

enum sv_status sv_structure_find(struct sv_structure *out,
                                 struct sv_arena *arena,
                                 const struct sv_material *material,
                                 const struct sv_knowledge *known,
                                 struct sv_fault *fault) SV_MUST_USE;

/* How well column C answers TERM by its label or name: 0 not at all.  What
 * matched is left in *tongue ("" for a name) and *pattern. */
unsigned sv_column_match(const struct sv_seen_column *c,
                         const struct sv_term *term, const char **tongue,
                         const char **pattern);

/* The term NAME of the design; the dictionary has all of them. */
const struct sv_term *sv_role(const struct sv_terms *terms, const char *name);

#endif
