/* derivation.h - everything that will be derived, before any row is read.
 *
 * A target is a column of units.h5 that is made from an expression: a variable,
 * or a classification of a record type that has none of its own by that name
 * (inherited from a parent, or the labels of a variable of the file).
 */
#ifndef SV_DERIVATION_H
#define SV_DERIVATION_H

#include <jansson.h>

#include "pipeline/stage.h"
#include "stages/derive/dictionary.h"
#include "stages/derive/recode.h"

enum sv_target_kind { SV_TARGET_BOOL, SV_TARGET_CATEGORY, SV_TARGET_NUMBER };

struct sv_target {
    const char *name;
    int record;
    const struct sv_variable *variable; /* NULL: a classification */
    enum sv_target_kind kind;
    struct sv_expression *e;
    struct sv_recode recode;
    struct sv_category_set set;         /* of categories */
    const char *label;          /* of the file; "" if there is none */
    const char **category_label;        /* [set.n] of the file, or NULL */
    enum sv_type type;          /* as it is stored */
    struct sv_symbol *symbol;   /* what later expressions see; NULL: nothing */
    void *data;                 /* mapped, once laid out */
    uint8_t *missing;
};

struct sv_measure {             /* an indicator that is available */
    const struct sv_indicator *indicator;
    struct sv_expression *universe, *value, *denominator;       /* or NULL */
    const struct sv_target *shares;     /* what SHARES are of */
    size_t n_categories;        /* of shares; "missing" included */
    uint8_t *state;             /* mapped, once laid out */
    double *y, *x;
};

struct sv_modelling {           /* a model, see modelling.h */
    const struct sv_model_spec *spec;
    struct sv_expression *universe, *outcome;   /* universe: or NULL */
    const struct sv_target **covariate; /* [spec->n_variables] */
    size_t *reference;          /* [spec->n_variables] category, from 0 */
    uint8_t *state;             /* mapped, once laid out */
    double *y;
};

struct sv_lost_ratio {          /* of a view, whose categories are others */
    const struct sv_contrast_spec *spec;
    struct sv_lack lack;
};

struct sv_derived_test {
    const struct sv_test_spec *spec;
    size_t measure;
};

struct sv_derivation {
    const struct sv_survey *survey;
    struct sv_arena *arena;
    const struct sv_store *microdata;
    json_t *meta;               /* of microdata.h5 */
    struct sv_world world;
    struct sv_reasons reasons;
    struct sv_target *target;   /* variables in the order of the description,
                                   then classifications */
    size_t n_targets, capacity;
    struct sv_measure *measure;
    struct sv_lack *lack;       /* [survey->n_indicators] categories: lacking.h */
    struct sv_lost_ratio *lost; /* [n_lost] */
    size_t n_lost;
    size_t n_indicators, n_measures;    /* those of tests alone are behind
                                   those of indicators */
    struct sv_derived_test *test;
    size_t n_tests;
    struct sv_modelling *model; /* [survey->n_models] */
    struct sv_expression **weight;      /* [world.n], NULL: none */
    double **weights;           /* [world.n] mapped */
    uint64_t *counts;           /* [n_indicators][SV_MAX_KINDS] mapped: units in
                                   the universe, then missing by kind */
    uint64_t *model_counts;     /* [n_models][2] mapped: units in the universe,
                                   and those that lack something */
};

/* Types all that the description derives and adds all faults. */
enum sv_status sv_derivation_make(struct sv_derivation *d,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Adds the measure of I behind the others; or not, where I is the catalogue's
 * and a variable lacks a category: then *LACK, which may be NULL for what is
 * not, says which. */
enum sv_status sv_measure_make(struct sv_derivation *d,
                               const struct sv_indicator *i,
                               struct sv_lack *lack,
                               struct sv_fault *fault) SV_MUST_USE;

/* Whether RECORD, or one above it, has a variable NAME. */
bool sv_is_known(const struct sv_derivation *d, int record, const char *name);

/* The variable nearest to NAME that RECORD or one above it has, or any (RECORD
 * -1); NULL if none is near. */
const char *sv_near_class(const struct sv_derivation *d, int record,
                          const char *name);

/* Adds the fault that nobody has the variable NAME. */
void sv_fault_unknown_class(const struct sv_derivation *d,
                            struct sv_string name, struct sv_fault *fault);

/* Whether the measure has a value of its own: Y in units.h5. */
bool sv_has_y(const struct sv_measure *m);

/* "REC/var/NAME", or another GROUP: where a target is in units.h5.  A number
 * gives way to a classification of its name. */
const char *sv_target_path(char *path, size_t size,
                           const struct sv_derivation *d,
                           const struct sv_target *t, const char *group);

/* The target NAME of RECORD whose kind is a category or a condition, or
 * NULL. */
const struct sv_target *sv_classification(const struct sv_derivation *d,
                                          int record, const char *name);

#endif
