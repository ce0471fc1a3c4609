/* survey.h - the survey description: what survey.yaml and the catalogue say.
 *
 * A description is read once, checked as far as it can be without data, and
 * never changes.  Everything in it lives as long as the survey; all strings
 * keep the place where they were written (source.h), for later faults.
 * Expressions are kept as text: derive parses and types them against the data.
 *
 * Defaults are filled in here and nowhere else, so a reader of this structure
 * never asks whether a key was given, unless "may be absent" is said.
 */
#ifndef SV_SURVEY_H
#define SV_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"
#include "pipeline/source.h"

enum { SV_NO_RECORD = -1 };     /* where a record number may be absent */

struct sv_names {               /* a list of names, in the order written */
    struct sv_string *item;
    size_t n;
};

/* A text in several languages, in the order written.  LANGUAGE is "" for a
 * text that was written without one: it serves all. */
struct sv_label {
    struct sv_translation { const char *language, *text; } *in;
    size_t n;
};

/* Codes of a country variable: a number, a range of numbers, or a string. */
struct sv_code {
    struct sv_string string;    /* text NULL: numeric */
    double low, high;           /* both ends belong; -INFINITY, INFINITY */
};

/* A category with the codes that fall into it, or a kind of missing. */
struct sv_coding {
    struct sv_string name;
    struct sv_label label;      /* may be absent: n == 0, NAME is the label */
    struct sv_code *code;
    size_t n_codes;
};

/* Type or value labels of one column of a CSV file. */
struct sv_column_spec {
    struct sv_string name;
    enum sv_column_type { SV_COLUMN_ANY, SV_COLUMN_NUMBER, SV_COLUMN_STRING }
        type;                   /* ANY: a number if all its fields are */
    struct sv_coding *label;    /* value labels: one code each */
    size_t n_labels;
};

struct sv_record {
    struct sv_string name;
    struct sv_string path;      /* made absolute against the YAML's folder;
                                   text NULL when FROM is given */
    int from;                   /* record whose file holds the rows, or -1 */
    struct sv_names key;        /* variables that identify a unit; n may be 0 */
    int parent;                 /* or SV_NO_RECORD */
    struct sv_names parent_key; /* what the variables of the parent's key are
                                   called in this file */
    struct sv_string encoding;  /* may be absent: what the file declares */
    struct sv_string decimal;   /* point or comma; CSV only */
    struct sv_column_spec *column;      /* CSV only */
    size_t n_columns;
    struct sv_place at;
};

struct sv_weight_spec {         /* an expression over the record's variables */
    int record;
    struct sv_string expression;
};

/* Columns of replicate weights, as written: names and ranges, which are
 * expanded against the data (columnranges.h). */
struct sv_replicate_columns {
    struct sv_string of;        /* text NULL: every record type */
    int record;                 /* that of OF, or SV_NO_RECORD */
    struct sv_names names;
};

/* What may be named but has not been given is a NULL text. */
struct sv_design_spec {
    struct sv_place at;
    struct sv_names strata;     /* crossed if several; n may be 0 */
    struct sv_names clusters;   /* stage 1, 2, ...; n == 0: units are the PSUs */
    struct sv_names fpc;        /* stage 1, 2, ...; at most one a stage */
    bool nested;                /* cluster ids may repeat in other strata */
    struct sv_weight_spec *weight;      /* one a record at most; each record
                                           with an available indicator has
                                           one */
    size_t n_weights;
    struct sv_string pps, joint_probabilities;  /* may be absent; the second
                                                   is a path, made absolute */
    struct sv_string pps_form;  /* may be absent: "horvitz-thompson" */
    struct sv_string squares;   /* may be absent; a number or a variable */
    double squares_number;      /* NAN: a variable */
    struct sv_string variance;                  /* "linearisation" */
    struct sv_replicates_spec {
        struct sv_names written;        /* the keys that are there */
        struct sv_replicate_list {
            struct sv_replicate_columns *item;
            size_t n;
        } columns;                      /* n == 0: not given */
        struct sv_string type, rscales; /* of columns; rscales: a path, made
                                           absolute */
        double rho, scale;              /* NAN: not given */
        bool combined, mse;
        int number;             /* of those made; 0: as many as it takes */
        int seed;
        bool reweight;          /* the steps of weighting for each */
    } replicates;
    struct sv_string lonely_psu;                /* "fail" */
    bool lonely_in_domains;
    struct sv_string degrees_of_freedom;        /* "domain", or as written */
    double degrees;                             /* if a number; else NAN */
};

/* The one way in which a variable comes about. */
enum sv_variable_kind {
    SV_VARIABLE_FROM,           /* a source, recoded by CATEGORIES or CUT */
    SV_VARIABLE_WHERE,          /* a condition: true, false or missing */
    SV_VARIABLE_AGGREGATE,      /* over members; may be recoded like FROM */
};

struct sv_variable {
    struct sv_string name;
    struct sv_label label;      /* may be absent */
    int record;                 /* `of` */
    enum sv_variable_kind kind;
    const char *aggregate;      /* count any all sum mean min max, the key as
                                   written; NULL unless AGGREGATE */
    struct sv_string expression;        /* behind the key, as written:
                                           `any: person.x` is "person.x" */
    struct sv_coding *category; /* n_categories == 0: kept as it is */
    size_t n_categories;
    struct sv_coding *missing;  /* kinds of missing by name and codes */
    size_t n_missing;
    double *cut;                /* ascending lower bounds; n_cuts may be 0 */
    size_t n_cuts;
    struct sv_place at;
};

enum sv_estimand {
    SV_PROPORTION, SV_MEAN, SV_TOTAL, SV_RATIO, SV_QUANTILE, SV_SHARES,
    SV_HIGHEST,                 /* of other items: never in a tally */
};
const char *sv_estimand_name(enum sv_estimand e);       /* as in the YAML */

/* A vintage of the catalogue that asks otherwise than the one before. */
struct sv_wording_change {
    struct sv_string at;        /* text NULL: only the place */
    int in;                     /* year of the vintage */
    struct sv_label what;
};

struct sv_indicator {           /* one row of output a cell; SHARES: several */
    struct sv_string code;
    struct sv_string item;      /* may be absent */
    struct sv_label name, item_name;
    int record;                 /* `of`; SV_NO_RECORD only if the survey lacks
                                   it, and then MISSING_VARIABLE names it */
    enum sv_estimand estimand;
    struct sv_string value;     /* numerator, for a ratio */
    struct sv_string denominator;       /* ratio only */
    struct sv_string universe;  /* may be absent: all units */
    double p;                   /* quantile only; else NAN */
    struct sv_string rule, interval;    /* quantile only: "math", "mean" */
    struct sv_names parts;      /* highest only: items of the same indicator;
                                   see sv_indicator_part() */
    struct sv_names requires;   /* canonical variables (catalogue only) */
    struct sv_string source;    /* may be absent */
    const struct sv_written_indicator *entry;   /* where it is written, with */
    const struct sv_written_facts *facts;       /* its item's or its own facts:
                                                   description.h */
    struct sv_string named;     /* its catalogue, as and where survey.yaml names
                                   it; text NULL: the survey's own */
    const char *series;         /* of the ITU DataHub, with the unit; or NULL */
    bool given;                 /* not from the survey: a value of `given` */
    const char *missing_variable;       /* not NULL: not available, because the
                                           survey does not define this
                                           variable or record */
    struct sv_place at;
};

struct sv_crossing {            /* one entry of tables.by */
    struct sv_names variable;   /* crossed with each other; n >= 1 */
};

enum { SV_MAX_CONTRASTED = 4, SV_MAX_CONTRAST_TERMS = 256 };

/* A function of some cells: a sum with coefficients, one over another, or a
 * formula.  The cells are those of categories, of one classification or of several crossed
 * with each other, for every indicator; or those of several indicators, for
 * every group. */
struct sv_contrast_spec {
    struct sv_string text;      /* as written */
    const char *rule;           /* "difference", "ratio", "linear", "formula" */
    const char *formula;        /* of that: the terms are v1, v2, ... in it */
    const char *postfix;        /* ... and in postfix order, see infix.h */
    const char *variable[SV_MAX_CONTRASTED];    /* the classifications */
    size_t n_variables;         /* 0: of indicators */
    struct sv_contrast_term {
        double coefficient;
        const char *category[SV_MAX_CONTRASTED];        /* as VARIABLE */
        struct sv_place at[SV_MAX_CONTRASTED];
        const char *code, *item;        /* of an indicator; item may be absent */
        struct sv_place item_at;
    } *term;                    /* [n] */
    size_t n;
    bool parity;                /* a ratio, with what belongs to parity */
    bool of_view;               /* nobody wrote it: left out where a variable
                                   has other categories */
    bool standard;              /* shares of a reference population, ... */
    double shares_sum;          /* ... which added up to this before they were
                                   brought to 1; 0: they were counts */
    struct sv_string totals;    /* of a standard: the file that has them, made
                                   absolute; may be absent */
};

struct sv_count_spec { struct sv_string name; double value; };

/* Codes of categories in the ITU DataHub, by classification. */
struct sv_break_codes {
    const char *variable;
    const struct sv_coding *category;   /* NAME is the code of code[0] */
    size_t n;
};

/* One entry of tables.tests or tables.trends: LEFT ~ BY | WITHIN. */
/* The scores of a classification's categories in trends. */
struct sv_scores_spec {
    struct sv_string by;
    size_t n;
    struct sv_string *category;         /* [n] */
    double *score;              /* [n] */
};

struct sv_test_spec {
    struct sv_string text;      /* as written */
    bool trend;
    struct sv_string left;      /* an expression, or the code of INDICATOR */
    const struct sv_indicator *indicator;       /* or NULL */
    struct sv_names by, within; /* within: n may be 0 */
    const struct sv_scores_spec *scores;        /* NULL: 1, 2, ... */
};

struct sv_tables_spec {
    struct sv_crossing *by;     /* of `by`, then of `views` */
    size_t n_by;
    struct sv_names contrasts, tests, trends;
    struct sv_names parity;     /* of `parity`, then of `views` */
    struct sv_contrast_spec *contrast;  /* those of contrasts, of parity, of
                                           standards */
    size_t n_contrasts;
    struct sv_crossing *covariance;     /* whose cells' covariances are asked */
    size_t n_covariances;
    struct sv_names test_statistics;    /* n == 0: all */
    struct sv_test_spec *test;  /* tests, then trends */
    size_t n_tests;
    double confidence;          /* 0.95 */
    struct sv_string interval;  /* "logit" */
    struct sv_string design_effect;     /* "wr" */
    struct {
        int minimum_n;          /* 30; at least 0 */
        double flag_cv, suppress_cv;    /* 0.15, 0.30 */
        int round;              /* decimals of per cent: 1 */
        struct sv_string protect;       /* may be absent; "complementary" */
    } publish;
};

/* Figures by area from elsewhere, put beside those of the survey. */
struct sv_area_check {
    struct sv_string at;        /* text NULL: only the place */
    struct sv_string indicator, item;   /* item may be absent */
    struct sv_string with;      /* a column of the file */
    double scale;               /* it is times this */
};

struct sv_area_model {          /* Fay and Herriot: weights/areamodel.h */
    struct sv_string at;
    struct sv_string indicator, item;
    struct sv_names covariates; /* columns of the file */
    struct sv_string method;    /* "reml" */
};

struct sv_areas_spec {
    struct sv_string file;      /* made absolute; absent: no such section */
    struct sv_string by;        /* a classification of tables.by, alone */
    struct sv_string period;    /* may be absent */
    struct sv_area_check *compare;
    size_t n_compare;
    struct sv_area_model *model;
    size_t n_models;
};

enum { SV_MAX_MODEL_CROSSED = 4 };

/* A regression: weights/regression.h. */
struct sv_model_spec {
    struct sv_string code;
    struct sv_label name;       /* may be absent */
    int record;
    struct sv_string outcome;   /* an expression */
    struct sv_string written;   /* ... as written: perhaps an indicator */
    struct sv_string kind;      /* "logistic", "linear" */
    struct sv_string universe;  /* may be absent: all units */
    struct sv_string *variable; /* [n_variables] that explain it, as they first
                                   occur */
    struct sv_string *reference;        /* [n_variables] text NULL: the first
                                           category */
    size_t n_variables;
    struct sv_model_part {      /* products of variables, by number; those of
                                   which another is made come before it */
        size_t n, variable[SV_MAX_MODEL_CROSSED];
    } *part;
    size_t n_parts;
};

enum sv_item_missing { SV_ITEM_EXCLUDE, SV_ITEM_AS_NO, SV_ITEM_CATEGORY };

enum sv_adjustment {             /* of weighting */
    SV_ADJUST_DESIGN, SV_ADJUST_ELIGIBILITY, SV_ADJUST_RESPONSE, SV_ADJUST_PROPENSITY,
    SV_ADJUST_PARENT, SV_ADJUST_ONE, SV_ADJUST_POSTSTRATIFY, SV_ADJUST_RAKE,
    SV_ADJUST_CALIBRATE, SV_ADJUST_TRIM, SV_N_ADJUSTMENTS,
};
const char *sv_adjustment_name(enum sv_adjustment k);     /* as in the YAML */

/* Totals that weights are brought to, of a classification or of a number. */
struct sv_margin_spec {
    struct sv_place at;
    int record;                 /* that of the step, or of its members */
    struct sv_names by;         /* crossed; n == 0: a number */
    struct sv_string number;
    struct sv_string totals;    /* a path, made absolute; may be absent */
    struct sv_count_spec *count;        /* by category, written in place */
    size_t n_counts;
    bool shares;                /* COUNT are shares */
    double total;               /* of the number; NAN: not given */
    double population;          /* that shares are of; NAN: not given */
};

/* One step of weighting; members that its kind does not have are absent. */
struct sv_step_spec {
    enum sv_adjustment kind;
    struct sv_place at;
    int record;
    struct sv_names probabilities, drawn, population;   /* numbers, by stage */
    struct sv_string answered, eligible;        /* conditions */
    struct sv_names by, on;
    int classes;
    struct sv_string times;     /* a number */
    int common;                 /* record whose units share a factor, or
                                   SV_NO_RECORD */
    struct sv_string distance;
    double low, high;           /* bounds, limits; NAN: not given */
    bool medians, strict;
    struct sv_string redistribute;
    struct sv_margin_spec *margin;
    size_t n_margins;
    double tolerance;
    int iterations;
};

enum sv_severity { SV_NOTE, SV_WARNING, SV_ERROR };
const char *sv_severity_name(enum sv_severity severity);
enum sv_severity sv_severity_of(const char *name);      /* NULL: an error */

struct sv_check {               /* a rule that the data must keep */
    struct sv_string name, require;
    int record;
    enum sv_severity severity;
};

struct sv_break_spec {          /* not comparable with the round before */
    struct sv_string indicator, item;   /* item may be absent: all of them */
    struct sv_label what;
};

struct sv_survey {
    const char *path;           /* of survey.yaml, as given */
    const char *folder;         /* absolute; relative paths start here */
    struct sv_label titles;     /* by language */
    struct sv_string title;     /* that of the first language */
    struct sv_string country, reference_period; /* may be absent */
    int year;                                   /* may be absent: 0 */
    struct sv_names languages;  /* n >= 1; "en" by default */

    struct sv_record *record;
    size_t n_records;
    struct sv_design_spec design;
    struct sv_variable *variable;
    size_t n_variables;
    struct sv_indicator *indicator;     /* catalogue order, then `own` */
    size_t n_indicators;
    const struct sv_break_spec *breaks; /* as declared */
    size_t n_breaks;
    struct sv_idle_skip {       /* what `skip` names that no catalogue has */
        struct sv_string name;
        const char *near;       /* what may be meant; or NULL */
    } *idle_skip;
    size_t n_idle_skips;
    struct sv_string given;     /* a path, made absolute; may be absent */
    struct sv_break_codes *codes;       /* the one above goes behind */
    size_t n_codes;
    struct sv_tables_spec tables;
    struct sv_check *check;
    size_t n_checks;
    struct sv_areas_spec areas;
    struct sv_model_spec *model;
    size_t n_models;
    enum sv_item_missing item_missing;
    struct sv_place weighting;  /* of the section; line 0: absent */
    struct sv_step_spec *step;  /* of weighting */
    size_t n_steps;

    struct sv_source **source;  /* survey.yaml, then the catalogue files */
    size_t n_sources;
    void *memory;               /* where all of the above lives */
};

/* Reads and checks the description at PATH and the catalogue files it names.
 * All faults of all files are collected.  The caller owns *out. */
enum sv_status sv_survey_read(struct sv_survey **out, const char *path,
                              struct sv_fault *fault) SV_MUST_USE;
void sv_survey_free(struct sv_survey *survey);          /* NULL is fine */

/* SV_NO_RECORD if there is no such record. */
int sv_survey_record(const struct sv_survey *survey, const char *name);

/* Whether a model, or an indicator that can be estimated, is about RECORD; all
 * where there are no indicators. */
bool sv_survey_estimates(const struct sv_survey *survey, int record);

/* Whether `design` has a weight of RECORD, and whether a step of `weighting`
 * makes one.  Where neither is so every row counts 1. */
bool sv_survey_weighs(const struct sv_survey *survey, int record);
bool sv_survey_reweighs(const struct sv_survey *survey, int record);

/* The columns that hold the replicate weights of RECORD; NULL if none are
 * given.  Those for all record types are for those that are estimated. */
const struct sv_names *sv_survey_replicates(const struct sv_survey *survey,
                                            int record);

/* The item that is part K of X, a highest; NULL if SURVEY does not have it. */
const struct sv_indicator *sv_indicator_part(const struct sv_survey *survey,
                                             const struct sv_indicator *x,
                                             size_t k);

/* NULL if the description defines no such variable. */
const struct sv_variable *sv_survey_variable(const struct sv_survey *survey,
                                             const char *name);

/* The indicator that is written NAME: its code, and behind a point its item
 * (HH7, HH9.a); NULL if there is none. */
const struct sv_indicator *sv_survey_indicator(const struct sv_survey *survey,
                                               const char *name);

/* The label in LANGUAGE, else the first one, else FALLBACK. */
const char *sv_label_in(const struct sv_label *label, const char *language,
                        const char *fallback);

#endif
