/* structure.h - record types, their keys and their parents, from the data.
 *
 * Key columns are looked for among those that the dictionary of terms knows by
 * name or label, then among all: the fewest that tell all rows apart.  A file
 * is the parent of another whose rows all carry its key.
 */
#ifndef SV_STRUCTURE_H
#define SV_STRUCTURE_H

#include "stages/init/keysearch.h"
#include "stages/init/terms.h"

enum { SV_MOST_RECORDS = 8 };

struct sv_found_record {
    const char *name;           /* in the description */
    const struct sv_seen_file *file;
    int from;                   /* record whose rows it is made of, or -1 */
    int parent;                 /* record, or -1 */
    struct sv_key_set key;      /* n == 0: none was found */
    struct sv_key_set link;     /* of a file with a parent: what the parent's key
                                   is here, in its order */
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

#endif
