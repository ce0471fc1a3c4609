/* keysearch.h - which columns tell rows apart, and which carry another file's key.
 *
 * Columns that the dictionary of terms or a preset knows for parts of a key come
 * first, then all that hold whole numbers or texts and are never missing.
 */
#ifndef SV_KEYSEARCH_H
#define SV_KEYSEARCH_H

#include "stages/init/terms.h"
#include "stages/init/tuplekeys.h"

struct sv_key_search {          /* borrowed */
    struct sv_arena *arena;
    const struct sv_material *material;
    const struct sv_terms *terms;
    const struct sv_preset *preset;     /* or NULL */
    struct sv_fault *fault;
};

/* How well column C answers TERM by its label or name: 0 not at all.  What
 * matched is left in *tongue ("" for a name) and *pattern. */
unsigned sv_column_match(const struct sv_seen_column *c,
                         const struct sv_term *term, const char **tongue,
                         const char **pattern);

/* The term NAME of the design; the dictionary has all of them. */
const struct sv_term *sv_role(const struct sv_terms *terms, const char *name);

/* Whether the preset has column C for NAME, a variable or a role. */
bool sv_is_preset(const struct sv_key_search *s, const struct sv_seen_column *c,
                  const char *name);

/* How well C answers a role of the design, by preset, label or name; 0 not at
 * all. */
unsigned sv_role_score(const struct sv_key_search *s,
                       const struct sv_seen_column *c, const char *role);

/* The columns of FILE that may be parts of a key, the likeliest first; how many. */
enum { SV_MOST_CANDIDATES = 12 };
struct sv_candidate { size_t column; unsigned score; };
size_t sv_key_candidates(struct sv_candidate out[SV_MOST_CANDIDATES],
                         const struct sv_key_search *s,
                         const struct sv_seen_file *file);

/* The smallest set of FROM [n], columns of FILE, that tells its rows apart. */
bool sv_complete_key(const struct sv_key_search *s, const struct sv_seen_file *file,
                     struct sv_key_set *out, const struct sv_candidate *from,
                     size_t n);

/* The smallest set that tells FILE's rows apart and begins with SET. */
bool sv_find_key(const struct sv_key_search *s, const struct sv_seen_file *file,
                 struct sv_key_set *set);

/* The columns of FILE with the names of KEY's in OTHER. */
bool sv_same_names(struct sv_key_set *out, const struct sv_seen_file *file,
                   const struct sv_key_set *key, const struct sv_seen_file *other);

/* Another key of file P, of columns that file C has, too. */
bool sv_find_shared_key(const struct sv_key_search *s, struct sv_key_set *out,
                        size_t p, size_t c);

/* A key of file P - that in KEY or, where OTHER ones will do, another - which file
 * C has under other names: in LINK, in the same order (renamedkeys.c).  Nearly all
 * of C's rows must find theirs among P's, most of P's be found, and the columns be
 * called alike (hv001, v001) or known for parts of keys; where names tell nothing,
 * P must have many, and nearly all be found.  False where two links are as good. */
bool sv_find_renamed_key(const struct sv_key_search *s, struct sv_key_set *key,
                         struct sv_key_set *link, size_t p, size_t c, bool other);

#endif
