/* extract.h - one record type as a file for analysis: its columns, in order.
 *
 * A column knows where its values lie - in microdata.h5, units.h5, weights.h5,
 * in the ranges of the design - and is filled block by block, so that no more
 * than a block of rows is in memory.  It has a name that SPSS, Stata and R all
 * take (legalnames.h), a label, the labels of its values, and the kinds of
 * missing that occur in it.
 */
#ifndef SV_EXTRACT_H
#define SV_EXTRACT_H

#include <jansson.h>
#include <stdbool.h>

#include "pipeline/arena.h"
#include "pipeline/ranges.h"
#include "pipeline/survey.h"
#include "stages/export/legalnames.h"
#include "weights/replicates.h"

enum { SV_EXTRACT_BLOCK = 1024, SV_EXTRACT_KINDS = 250, SV_EXTRACT_TAGS = 26 };

/* Values of rows as they are filled in: NUMBER or TEXT, and why one is missing:
 * 0 valid, 1 system missing, else as in world.h and meta.kinds. */
struct sv_extract_block {
    double number[SV_EXTRACT_BLOCK];
    const char *text[SV_EXTRACT_BLOCK];
    uint8_t reason[SV_EXTRACT_BLOCK];
};

struct sv_extract_label {
    double value;
    const char *text;
};

/* A kind of missing other than system.  CODE is that of the data file where
 * one is (user-defined missing in SPSS), else NAN. */
struct sv_extract_kind {
    uint8_t reason;
    double code;
    const char *name;
};

enum sv_extract_type {
    SV_EXTRACT_INTEGER,         /* within 32 bits */
    SV_EXTRACT_NUMBER, SV_EXTRACT_TEXT, SV_EXTRACT_DATE, SV_EXTRACT_TIME,
    SV_EXTRACT_DATETIME,
};

struct sv_extract_column {
    char name[SV_LEGAL_NAME_SIZE];
    const char *label;          /* "" if there is none */
    const char *origin;         /* what it is, for the codebook */
    const char *file_variable, *file_record;    /* of a data file, or NULL */
    enum sv_extract_type type;
    int32_t most;               /* SV_EXTRACT_INTEGER: largest size there is */
    void (*fill)(const struct sv_extract_column *c, size_t first, size_t n,
                 struct sv_extract_block *to);
    struct sv_column data;
    const uint8_t *missing;     /* or NULL */
    const char *const *string;  /* texts by index */
    size_t width;               /* bytes of the longest */
    const uint32_t *const *up;  /* [n_up] rows of the parent, of its parent */
    size_t n_up;
    const double *y;            /* of an indicator, beside its state in DATA */
    const struct sv_ranges *ranges;     /* design columns: */
    size_t level;               /* 0: strata, k: units of stage k */
    const uint32_t *joined;     /* [strata] which one it counts as, or NULL */
    const double *by_group;     /* [groups of the level] value, or NULL: number
                                   of the group, from 1 */
    const double *weight;       /* replicate weights made here: the full one */
    const struct sv_replicates *replicates;     /* and what it is times */
    size_t replicate, stride;   /* which; of how many that stand row by row */
    bool own_codes;             /* user-defined missing has the file's codes */
    const char **tag;           /* [26] what the file calls .a to .z, or NULL */
    const json_t *missing_ranges;       /* of the file, or NULL */
    struct sv_extract_label *value;     /* [n_values] */
    size_t n_values;
    struct sv_extract_kind *kind;       /* [n_kinds] those that occur */
    size_t n_kinds;
    char why[SV_LEGAL_NAME_SIZE];       /* CSV: the column of kinds; "": none */
    double least;               /* valid value, or label; NAN: none */
};

struct sv_extract {
    const char *record;
    size_t n_rows;
    struct sv_extract_column *column;
    size_t n, capacity;
    struct sv_legal_names names;
    const struct sv_ranges *ranges;     /* the design */
    struct sv_arena *arena;     /* where all of it lives, but for these: */
    struct sv_replicates replicates;    /* made from the design; n 0: none */
    size_t n_replicates;        /* columns of replicate weights */
    double scale;               /* of their variance */
    const double *rscale;       /* [n_replicates] */
};

/* What a survey was made into; borrowed. */
struct sv_extract_sources {
    const struct sv_survey *survey;
    const struct sv_store *microdata, *units, *weights;
    const struct sv_store *replicates;  /* NULL: there are none apart */
    const json_t *microdata_meta, *units_meta;
    const char *language;       /* of labels */
    bool raw;                   /* the variables of the data files, too */
};

/* Plans all columns of RECORD, a record type of units.h5.  The caller ends *out
 * with sv_extract_free(). */
enum sv_status sv_extract_make(struct sv_extract *out,
                               const struct sv_extract_sources *from,
                               const char *record, struct sv_fault *fault)
    SV_MUST_USE;
void sv_extract_free(struct sv_extract *extract);

/* The next column, with its legal name; NULL if memory runs out. */
struct sv_extract_column *sv_extract_add(struct sv_extract *e,
                                         const char *name);

/* A text in the arena, as printf() makes it; "" if memory runs out. */
const char *sv_extract_text(struct sv_extract *e, const char *fmt, ...)
    SV_PRINTF(2, 3);

/* Finds which kinds of missing occur in each column, and the least values.
 * KIND names them by reason. */
enum sv_status sv_extract_look(struct sv_extract *e, const json_t *kinds,
                               struct sv_fault *fault) SV_MUST_USE;

/* The place in C->kind of a value that is missing for REASON and NUMBER;
 * c->n_kinds if it is system missing. */
size_t sv_extract_kind_of(const struct sv_extract_column *c, uint8_t reason,
                          double number);

#endif
