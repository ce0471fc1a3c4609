/* node.h - a YAML file as a tree that knows where everything was written.
 *
 * YAML here is the part that people write by hand: mappings, lists and
 * scalars, one document, no anchors, aliases or tags, keys that are single
 * words and differ within a mapping, at most 32 deep.
 */
#ifndef SV_NODE_H
#define SV_NODE_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/arena.h"
#include "pipeline/fault.h"
#include "pipeline/source.h"

enum { SV_MAX_DEPTH = 32 };

enum sv_node_kind { SV_NODE_SCALAR, SV_NODE_LIST, SV_NODE_MAPPING };

struct sv_node {
    enum sv_node_kind kind;
    struct sv_place at;         /* of the first byte, behind an opening quote */
    size_t length;              /* bytes in the source, on that line */
    const char *text;           /* of a scalar; never NULL */
    bool quoted;                /* a scalar in quotes, or a block of text */
    const struct sv_node *key;  /* in a mapping: its key */
    struct sv_node *child, *next;       /* entries of a list or a mapping */
    size_t n;                   /* their number */
};

/* Reads SOURCE.  The tree lives in ARENA and borrows SOURCE.  Faults are
 * added.  Reading ends at the first that leaves no tree; a key that is there
 * twice is added to FAULT and leaves one, so that the status is SV_OK. */
enum sv_status sv_node_read(struct sv_node **out, struct sv_arena *arena,
                            const struct sv_source *source,
                            struct sv_fault *fault) SV_MUST_USE;

/* The entry of a mapping, or NULL. */
const struct sv_node *sv_node_entry(const struct sv_node *mapping,
                                    const char *key);

/* A scalar without a value: nothing, ~ or null behind the key. */
bool sv_node_empty(const struct sv_node *node);

#endif
