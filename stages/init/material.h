/* material.h - what data files hold: columns, labels, and how values lie.
 *
 * Made from a microdata.h5 that has all columns (hearth-ingest --all).  A
 * value is missing here if the file says so: an empty field, a tagged or
 * user-defined missing value.
 */
#ifndef SV_MATERIAL_H
#define SV_MATERIAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "pipeline/arena.h"
#include "pipeline/store.h"

enum { SV_MANY = 200 };         /* distinct values are listed up to here */

struct sv_seen_label {
    double value;
    const char *text, *plain;   /* plaintext.h */
    bool missing;               /* the file declares its value missing */
};

struct sv_seen_column {
    const char *name, *label;
    const char *plain, *plain_name;     /* of both, as plain words */
    bool string, date;
    struct sv_seen_label *value_label;
    size_t n_labels;
    enum sv_type type;
    const void *data;
    const uint8_t *missing;     /* or NULL */
    const uint64_t *hash;       /* of strings: by index */
    size_t n, n_missing;        /* rows */
    double value[SV_MANY];      /* numbers: those that occur, ascending */
    size_t n_values;            /* SV_MANY: or more */
    double low, high;           /* of those not missing */
    bool whole;                 /* all are whole numbers */
};

struct sv_seen_file {
    const char *record, *file;  /* name in the description; name of the file */
    size_t n;
    struct sv_seen_column *column;
    size_t n_columns;
};

struct sv_material {
    struct sv_seen_file *file;
    size_t n;
};

/* Everything lives in ARENA, in STORE or in META, the meta of STORE. */
enum sv_status sv_material_read(struct sv_material *out,
                                struct sv_arena *arena,
                                const struct sv_store *store,
                                const json_t *meta, struct sv_fault *fault)
    SV_MUST_USE;

/* The number in ROW; false if it is missing, or the column holds strings. */
bool sv_seen_number(double *out, const struct sv_seen_column *c, size_t row);

/* A number that is the same for equal values of any column, of numbers as of
 * strings; false if the value is missing. */
bool sv_seen_hash(uint64_t *out, const struct sv_seen_column *c, size_t row);

/* Labels of FILE that look like UTF-8 taken for an encoding of single bytes:
 * a letter in two characters, the first of which is a capital A with a tilde
 * or a circumflex. */
size_t sv_seen_garbled(const struct sv_seen_file *file);

/* NULL if FILE has no column NAME. */
const struct sv_seen_column *sv_seen_find(const struct sv_seen_file *file,
                                          const char *name);

#endif
