/* recipe.h - how one number comes from the columns of an export. */
#ifndef SV_RECIPE_H
#define SV_RECIPE_H

#include "pipeline/survey.h"
#include "stages/crosscheck/chosenresults.h"
#include "stages/crosscheck/exportnames.h"

enum { SV_RECIPE_NAME = 512, SV_RECIPE_GROUPS = 8 };

struct sv_recipe {
    char name[SV_RECIPE_NAME];  /* "HH7[sex=female]", for faults */
    size_t record;              /* of the survey */
    const char *estimator;      /* "proportion", ... */
    const char *value, *universe;       /* columns */
    const char *denominator;    /* NULL: not a ratio */
    size_t category;            /* of shares, from 1; else 0 */
    double p;                   /* of a quantile */
    const char *rule, *interval;        /* the same */
    struct { const char *column; size_t code; } group[SV_RECIPE_GROUPS];
    size_t n_groups;
};

/* What all of it is about; borrowed. */
struct sv_crosschecking {
    const struct sv_survey *survey;
    json_t *estimates;
    const struct sv_chosen *chosen;
    struct sv_export_names *names;      /* [survey->n_records]; n == 0: none
                                           of its cells is chosen */
    struct sv_recipe *recipe;   /* [chosen->n_parts] */
};

/* Fills c->recipe from the rest. */
enum sv_status sv_recipes_make(struct sv_crosschecking *c,
                               struct sv_fault *fault) SV_MUST_USE;

/* The variable NAME with its categories, by estimates.json; NULL if it has
 * none. */
const json_t *sv_classification_of(const struct sv_crosschecking *c,
                                   const char *name);

/* The column of variable NAME in the export of RECORD, and in *condition whether
 * it is one, of 0 and 1; NULL if there is none. */
const char *sv_variable_column(const struct sv_crosschecking *c, size_t record,
                               const char *name, bool *condition);

/* The code of CATEGORY of variable NAME in its column; 0, with *found false, if
 * there is none. */
size_t sv_category_code(const struct sv_crosschecking *c, size_t record,
                        const char *name, const char *category, bool *found);

/* Whether there are sampling units without rows in RECORD, of which R has to be
 * told: households without persons. */
bool sv_lacks_units(const struct sv_crosschecking *c, size_t record);

/* Whether the export of RECORD has replicate weights. */
bool sv_has_replicates(const struct sv_crosschecking *c, size_t record);

/* A survey whose design is in the words of the export of RECORD: variables of
 * the data files by their names there, or, where the design needs more than
 * they say (joined strata, units as PSUs) or NUMBERS asks for it, hearth_psu
 * and the like.  For sv_word_svydesign() and sv_word_svyset(). */
struct sv_export_design {
    struct sv_survey survey;
    struct sv_string strata[8], clusters[8], fpc[8];
    struct sv_weight_spec weight;
};
void sv_export_design_of(struct sv_export_design *out,
                         const struct sv_crosschecking *c, size_t record,
                         bool numbers);

#endif
