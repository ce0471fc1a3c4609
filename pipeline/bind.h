/* bind.h - from a tree of nodes to structs, by tables.
 *
 * A form describes a mapping: its keys, each with a kind, a slot in a struct,
 * a default, the values it may have, and a sentence for people.  sv_bind()
 * fills the struct and adds a fault, with its place, for every key that is
 * unknown, missing or of the wrong kind.  The same tables yield the schema for
 * editors and the reference page (schema.h, reference.h).
 *
 * A struct that a list or a mapping of names is made of begins with a struct
 * sv_string: the name it is written under (text NULL in a list) and its place.
 */
#ifndef SV_BIND_H
#define SV_BIND_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/arena.h"
#include "pipeline/node.h"

enum { SV_MAX_ENTRIES = 4096 }; /* of a list or of a mapping of names */

struct sv_key;

struct sv_binder {
    struct sv_arena *arena;
    struct sv_fault *fault;
};

/* A kind of value. */
struct sv_kind {
    const char *phrase;         /* "a number": in faults and in the reference */
    const char *schema;         /* JSON Schema of it; NULL: from the key */
    /* Fills SLOT from NODE; adds faults; leaves SLOT as it is where the value
     * is wrong or memory has run out. */
    void (*read)(struct sv_binder *b, const struct sv_key *key,
                 const struct sv_node *node, void *slot);
};

struct sv_word {                /* one of the values that a key allows */
    const char *name, *doc;
};

struct sv_form {
    const char *name;           /* of the schema's definition */
    const char *intro;          /* paragraphs for the reference */
    const char *example;        /* YAML, for the reference; may be NULL */
    const struct sv_key *key;
    size_t n_keys, size;        /* size of the struct */
};

struct sv_key {
    const char *name;
    const struct sv_kind *kind;
    size_t offset;              /* of the slot in the form's struct */
    bool required;
    const char *fallback;       /* the default, as it would be written */
    const struct sv_word *word; /* the allowed values; NULL: any */
    size_t n_words;
    const struct sv_form *form; /* of a section, or of its entries */
    double low, high;           /* bounds of a number, if low < high */
    bool open;                  /* the bounds themselves are not allowed */
    const char *doc;            /* a sentence for the reference */
    const char *example;
};

struct sv_list {                /* what a list or a mapping of names becomes */
    void *item;
    size_t n;
};

extern const struct sv_kind
    sv_kind_text,               /* struct sv_string */
    sv_kind_expression,         /* struct sv_string */
    sv_kind_path,               /* struct sv_string */
    sv_kind_word,               /* struct sv_string: one of the key's words */
    sv_kind_names,              /* struct sv_names: a list, or a single one */
    sv_kind_integer,            /* int */
    sv_kind_number,             /* double */
    sv_kind_boolean,            /* bool */
    sv_kind_label,              /* struct sv_label: text or by language */
    sv_kind_section,            /* a struct in place, of the key's form */
    sv_kind_optional,           /* the same, left alone where it is absent; the
                                   struct begins with a struct sv_string: the
                                   key (text NULL: absent) and its place */
    sv_kind_noted,              /* a struct in place that begins with a struct
                                   sv_names: the keys that were written */
    sv_kind_entries,            /* struct sv_list: a list of sections */
    sv_kind_named;              /* struct sv_list: sections by name */

/* Fills BASE, a zeroed struct of FORM, from NODE, which is MAPPING's text in
 * faults; with NODE NULL, from the defaults. */
void sv_bind(struct sv_binder *b, const struct sv_form *form,
             const struct sv_node *node, void *base);

/* For kinds that are defined elsewhere. */
struct sv_string sv_bind_string(const struct sv_node *node);
bool sv_bind_is(struct sv_binder *b, const struct sv_key *key,
                const struct sv_node *node, enum sv_node_kind kind);
/* Takes an item of SIZE for each entry of NODE into *list; returns the first.
 * NULL, and an empty list, if there is none, no memory, or, after a fault,
 * more than SV_MAX_ENTRIES. */
void *sv_bind_items(struct sv_binder *b, const struct sv_key *key,
                    const struct sv_node *node, size_t size,
                    struct sv_list *list);
void sv_bind_wrong(struct sv_binder *b, const struct sv_key *key,
                   const struct sv_node *node);

/* Whether the whole of TEXT is a number, as 5, -0.5 or 1e-3, in any locale. */
bool sv_number(const char *text, double *value);

#endif
