/* world.h - what an expression can be about: record types and their columns.
 *
 * A symbol is a column that has a name: a variable of a data file, or one that
 * has been derived.  Columns lie elsewhere (in an artifact); a symbol that is
 * still to be derived gets its place before anything is evaluated.
 *
 * Storage by kind: a condition is U8, 0 missing, 1 false, 2 true; a category is
 * U8 or I16, 0 missing, k the k-th of its set; a string is an index into its
 * strings; a number any type.  Why a value is missing stands beside it.
 */
#ifndef SV_WORLD_H
#define SV_WORLD_H

#include <stdbool.h>
#include <stdint.h>

#include "pipeline/source.h"
#include "pipeline/store.h"

/* Why a value is missing: as in microdata.h5, then the names given to kinds. */
enum {
    SV_VALID = 0, SV_SYSTEM_MISSING = 1, SV_TAG_A = 2, SV_USER_MISSING = 28,
    SV_FIRST_NAMED_KIND = 29, SV_MAX_KINDS = 250,
};

enum sv_kind { SV_KIND_BOOL, SV_KIND_NUMBER, SV_KIND_CATEGORY, SV_KIND_STRING };

struct sv_category_set {
    const char **name;          /* [n] */
    size_t n;
};

struct sv_value_label {         /* of a variable of the data file */
    double value;               /* of a string its index, -1: it does not occur */
    const char *text;
};

/* What is expected of a variable that is of another kind. */
struct sv_misfit {
    enum sv_kind wanted;        /* first */
    struct sv_place at;         /* where, and LENGTH bytes of it */
    size_t length;
    const char *sentence;       /* the fault there */
    bool met;                   /* since who collects them has looked last */
    size_t n;                   /* how many expect it, the first of them in BY */
    char by[320];
};

/* One more. */
void sv_misfit_note(struct sv_misfit *misfit, enum sv_kind wanted,
                    struct sv_place at, size_t length, const char *sentence);

struct sv_symbol {
    const char *name;
    enum sv_kind kind;
    enum sv_type type;          /* of what DATA points at */
    const void *data;           /* [rows of its record] */
    const uint8_t *missing;     /* [rows] why, or NULL: none is */
    const struct sv_category_set *categories;   /* SV_KIND_CATEGORY */
    const struct sv_value_label *label;         /* [n_labels] */
    size_t n_labels;
    const char *const *string;  /* SV_KIND_STRING, [n_strings] */
    size_t n_strings;
    const uint8_t *kind_of;     /* [SV_FIRST_NAMED_KIND] what MISSING means, or
                                   NULL: just that */
    const struct sv_user_kind { double value; uint8_t kind; } *user;
    size_t n_users;             /* kinds of user-defined missing, by code */
    bool faulty;                /* its definition has a fault, which has been
                                   told: what is made of it has no other */
    struct sv_misfit *misfit;   /* where a wrong kind is collected; NULL: it is a
                                   fault where it is used */
};

struct sv_world_record {
    const char *name;
    size_t n;                   /* rows */
    int parent;                 /* record, or -1 */
    const uint32_t *parent_row; /* [n] */
    const uint32_t *first_member[8];    /* by child record (its number): [n + 1]
                                   its rows of each row here; NULL: no child */
    struct sv_symbol *symbol;   /* variables of the file first, in its order */
    size_t n_symbols, n_raw;
    const char **other;         /* [n_others] names of what the file has besides,
                                   to be proposed */
    size_t n_others;
};

struct sv_world {
    struct sv_world_record *record;
    size_t n;                   /* at most 8 */
    const char *const *kind;    /* names of kinds of missing, [n_kinds] */
    size_t n_kinds;
};

/* The symbol last defined under NAME, or NULL. */
const struct sv_symbol *sv_world_find(const struct sv_world *world, int record,
                                      const char *name);

/* The label of SYMBOL that is TEXT, or NULL; *SEVERAL if another value has the
 * same. */
const struct sv_value_label *sv_world_label(const struct sv_symbol *symbol,
                                            const char *text, bool *several);

/* SV_NO_RECORD (-1) if there is none. */
int sv_world_record(const struct sv_world *world, const char *name);

/* Steps from RECORD up to ANCESTOR, or -1 if it is none. */
int sv_world_steps(const struct sv_world *world, int record, int ancestor);

#endif
