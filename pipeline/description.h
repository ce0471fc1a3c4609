/* description.h - what is written in survey.yaml and the catalogue, as it
 * stands there: names not yet looked up, ways not yet chosen.
 *
 * The forms of grammar.h fill these structs; survey.c makes the survey of
 * them.  Where the survey (survey.h) has the same shape, its struct is used.
 */
#ifndef SV_DESCRIPTION_H
#define SV_DESCRIPTION_H

#include "pipeline/bind.h"
#include "pipeline/survey.h"

struct sv_written_column {      /* one entry of `types` or `labels` */
    struct sv_string name;
    struct sv_string type;
    struct sv_list label;       /* of struct sv_coding */
};

struct sv_written_record {
    struct sv_string name;
    struct sv_string path, from, parent, encoding, decimal;
    struct sv_names key, parent_key;
    struct sv_list types, labels;       /* of struct sv_written_column */
};

struct sv_written_weight {
    struct sv_string name;      /* of the record; text NULL: all of them */
    struct sv_string expression;
};

struct sv_written_degrees {
    struct sv_string word;
    double number;              /* NAN if it is a word */
};

struct sv_written_design {
    struct sv_design_spec spec;
    struct sv_written_degrees degrees;
    struct sv_list weights;     /* of struct sv_written_weight */
};

enum { SV_N_AGGREGATES = 7 };

struct sv_written_variable {
    struct sv_string name;
    struct sv_string of, from, where, aggregate[SV_N_AGGREGATES];
    struct sv_label label;
    struct sv_list categories, missing; /* of struct sv_coding */
    struct sv_list cut;                 /* of double */
    struct sv_names requires;           /* in a catalogue */
};

struct sv_written_level {       /* a number between 0 and 1 */
    struct sv_string text;
    double p;
};

/* The estimator keys: exactly one of them is given. */
struct sv_written_estimator {
    struct sv_string proportion, mean, total, shares;
    struct sv_written_ratio { struct sv_string numerator, denominator; } ratio;
    struct sv_written_quantile {
        struct sv_string of, rule, interval;
        struct sv_list p;       /* of struct sv_written_level */
    } quantile;
    struct sv_names highest;    /* items of the indicator */
};

/* What is said of an indicator or of an item of it, besides how it is
 * estimated. */
struct sv_written_facts {
    struct sv_string base;      /* one of the catalogue's */
    struct sv_label base_name;  /* what it is called, once it is expanded; n 0
                                   where it is narrowed, too */
    struct sv_string series;    /* of the ITU DataHub, up to the unit */
    struct sv_written_exchange { struct sv_string series, composite, unit; }
        sdmx;
    int since, until;           /* vintages that have it; 0: all */
    struct sv_list changes;     /* of struct sv_wording_change */
    struct sv_label note;
    int note_until;             /* vintage; 0: note and status are of all */
    struct sv_string status;
    struct sv_goal {
        double value;
        int by;                 /* 0: none */
        struct sv_string parity;        /* may be absent */
    } target;
    bool given;                 /* not from the survey */
};

struct sv_written_item {
    struct sv_string at;        /* text NULL: only the place */
    struct sv_string item, universe;
    struct sv_label name;
    struct sv_written_estimator by;
    struct sv_names requires;
    struct sv_names over;       /* further bases */
    struct sv_written_facts facts;
};

struct sv_written_indicator {
    struct sv_string at;
    struct sv_string code, of, universe, source, period;
    struct sv_label name;
    struct sv_written_estimator by;
    struct sv_names requires;
    struct sv_list items;       /* of struct sv_written_item */
    struct sv_written_facts facts;
    const char *catalogue;      /* id; NULL: the survey's own */
    int vintage;                /* 0: none */
};

struct sv_written_base {
    struct sv_string name;
    struct sv_string universe, unit;
    struct sv_label label;
    struct sv_names requires;
};

/* An indicator of another catalogue, as it is or changed. */
struct sv_written_pick {
    struct sv_string at;
    struct sv_string code, as, base, among;
    struct sv_label name;
    struct sv_names items, requires;
    struct sv_written_facts facts;      /* note, status, target */
};

/* Levels of skill: who did how many activities of how many areas. */
struct sv_written_area {
    struct sv_string at;
    struct sv_string area, variable;
    struct sv_label name;
    struct sv_names items;
    int basic, above;           /* numbers of activities from which on it is */
    int since, until;
    struct sv_list changes;     /* of struct sv_wording_change */
};

struct sv_written_skill_level {
    struct sv_string at;
    struct sv_string item;      /* behind the area's, or alone */
    struct sv_label name;
    struct sv_string levels;    /* of an area: 0 below, 1 basic, 2 above */
    struct sv_string basic, above;      /* overall: how many areas are */
    struct sv_string assessed;  /* "no": those who were not */
    struct sv_written_facts facts;
};

struct sv_written_skills {
    struct sv_string at;
    struct sv_string indicator, of, among;
    struct sv_label note;       /* of all levels that have none */
    int since, until;
    struct sv_list areas;       /* of struct sv_written_area */
    struct sv_list levels;      /* of sv_written_skill_level: of each */
    struct sv_list overall;     /* of sv_written_skill_level */
};

struct sv_written_count {
    struct sv_string name;
    double value;
};

struct sv_written_standard {
    struct sv_string at;        /* text NULL: only the place */
    struct sv_string name, totals;
    struct sv_names by;
    struct sv_list counts, shares;      /* of struct sv_written_count */
};

struct sv_written_scores {
    struct sv_string at;        /* text NULL: only the place */
    struct sv_string by;
    struct sv_list scores;      /* of struct sv_written_count */
};

struct sv_written_tables {
    struct sv_tables_spec spec;
    struct sv_list by;          /* of struct sv_crossing */
    struct sv_list standardise; /* of struct sv_written_standard */
    struct sv_list covariance;  /* of struct sv_crossing */
    struct sv_list trend_scores;        /* of struct sv_written_scores */
    struct sv_names views;
};

struct sv_written_check {
    struct sv_string at;        /* text NULL: only the place */
    struct sv_string name, of, require, severity;
};

/* A file of rules. */
struct sv_written_rules {
    struct sv_list checks;      /* of struct sv_written_check */
    struct sv_list categories;  /* of struct sv_canon */
};

struct sv_written_areas {
    struct sv_string file, by, period;
    struct sv_list compare;     /* of struct sv_area_check */
    struct sv_list models;      /* of struct sv_area_model */
};

struct sv_written_model {
    struct sv_string at;        /* text NULL: only the place */
    struct sv_string code, of, outcome, kind, universe;
    struct sv_label name;
    struct sv_list on;          /* of struct sv_crossing */
    struct sv_list reference;   /* of struct sv_coding: one code each */
};

struct sv_written_margin {
    struct sv_string at;
    struct sv_string of, number, totals;
    struct sv_names by;
    struct sv_list counts, shares;      /* of struct sv_written_count */
    double total, population;           /* 0: not given */
};

/* Any step of weighting; which slots are used is a matter of the kind. */
struct sv_written_step_way {
    struct sv_string key;       /* text NULL: another kind */
    struct sv_string of, known, answered, eligible, times, common, distance,
        redistribute;
    struct sv_names probabilities, drawn, population, by, on;
    struct sv_written_margin margin;    /* of post-stratify */
    struct sv_list margins;     /* of struct sv_written_margin */
    struct sv_list bounds, limits, medians;     /* of double */
    double tolerance;
    int iterations, classes;
    bool strict;
};

struct sv_written_step {
    struct sv_string at;
    struct sv_written_step_way way[SV_N_ADJUSTMENTS];
};

struct sv_written_weighting {
    struct sv_string key;       /* text NULL: there is no section */
    struct sv_list steps;       /* of struct sv_written_step */
};

/* survey.yaml */
struct sv_description {
    struct {
        struct sv_label title;
        struct sv_string country, reference_period;
        int year;
        struct sv_names languages;
    } survey;
    struct sv_list files;       /* of struct sv_written_record */
    struct sv_written_design design;
    struct sv_list variables;   /* of struct sv_written_variable */
    struct {
        struct sv_names catalogue, skip;
        struct sv_string skills_missing, given;
        int vintage;
        struct sv_list own;     /* of struct sv_written_indicator */
        struct sv_list breaks;  /* of struct sv_break_spec */
    } indicators;
    struct sv_written_tables tables;
    struct sv_list checks;      /* of struct sv_written_check */
    struct sv_written_areas areas;
    struct sv_list models;      /* of struct sv_written_model */
    struct sv_string item_missing;
    struct sv_written_weighting weighting;
};

/* A file of the catalogue. */
struct sv_catalogue {
    struct sv_written_header {
        struct sv_string id, version, source, from;
        struct sv_label title;
        int vintage, latest;
    } catalogue;
    struct sv_list bases;       /* of struct sv_written_base */
    struct sv_list variables;   /* of struct sv_written_variable */
    struct sv_list tables;      /* of struct sv_crossing */
    struct sv_names parity;
    struct sv_list codes;       /* of struct sv_written_column */
    struct sv_list skills;      /* of struct sv_written_skills */
    struct sv_list pick;        /* of struct sv_written_pick */
    struct sv_list indicators;  /* of struct sv_written_indicator */
    struct sv_string named;     /* as survey.yaml has it */
    const struct sv_catalogue *from;    /* what it is made of; may be NULL */
};

#endif
