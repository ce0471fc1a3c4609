/* terms.h - what questionnaires call things: dictionaries and presets.
 *
 * Both are YAML files beside the catalogue (catalogue/questionnaires).  The
 * dictionary `terms` holds, in four languages, the words by which labels speak
 * of canonical variables, of the design, and of answers that are none.  A
 * preset says which columns a well-known questionnaire has for what.
 */
#ifndef SV_TERMS_H
#define SV_TERMS_H

#include "pipeline/arena.h"
#include "pipeline/bind.h"
#include "pipeline/survey.h"

enum { SV_N_TONGUES = 4 };      /* en fr es pt */
extern const char *const sv_tongue[SV_N_TONGUES];

/* Patterns (plaintext.h) by language. */
struct sv_words {
    struct sv_string name;
    struct sv_names in[SV_N_TONGUES];
    struct sv_label label;      /* may be absent */
};

enum sv_term_kind {
    SV_TERM_CONDITION, SV_TERM_CATEGORY, SV_TERM_NUMBER, SV_TERM_PLACE,
};

struct sv_term {                /* a canonical variable */
    struct sv_words words;      /* first: its name is the variable's */
    struct sv_string of, kind_word, group, within, derive, note;
    struct sv_names columns;    /* names that columns often have for it */
    struct sv_names any;        /* conditions of which one is enough */
    struct sv_words after;      /* a question of yes and no before it, which
                                   lets those through who said yes */
    struct sv_list categories;  /* of struct sv_words; of a condition: the
                                   answers besides "yes" that make it true */
    bool shared;                /* its column may serve another such one */
    double low, high;           /* values of a number; low > high: any */
};
enum sv_term_kind sv_term_kind(const struct sv_term *term);

struct sv_terms {
    struct sv_list groups;      /* of struct sv_words: contexts of items */
    struct sv_list answers;     /* of struct sv_words: "yes" and "no" */
    struct sv_list missing;     /* of struct sv_words: kinds of missing */
    struct sv_list design;      /* of struct sv_term: roles in the design */
    struct sv_list variables;   /* of struct sv_term */
};

enum sv_mark { SV_FOUND, SV_REMEMBERED, SV_UNCERTAIN };

struct sv_preset_variable {
    struct sv_string name;      /* canonical, or a role of the design */
    struct sv_names columns;
    struct sv_names yes;        /* codes of a condition that make it true */
    struct sv_names after;      /* columns of the question before it, to which 1
                                   is yes */
    struct sv_string within;    /* as of a term, but in this questionnaire */
    struct sv_list categories;  /* of struct sv_coding */
    struct sv_list missing;     /* the same: besides those of all questions */
    struct sv_string mark_word, note;
};
enum sv_mark sv_preset_mark(const struct sv_preset_variable *v);

struct sv_preset {
    struct { struct sv_string id, title, source; } about;
    struct sv_list missing;     /* of struct sv_coding */
    struct sv_list variables;   /* of struct sv_preset_variable */
};

struct sv_knowledge {           /* what columns are compared with */
    const struct sv_terms *terms;
    const struct sv_preset *preset;     /* or NULL */
};

extern const struct sv_form sv_form_terms, sv_form_preset;

/* Reads questionnaires/NAME.yaml by FORM into BASE, a zeroed struct of it, and
 * all its strings into ARENA.  A fault names the file and the line. */
enum sv_status sv_terms_read(void *base, const struct sv_form *form,
                             const char *name, struct sv_arena *arena,
                             struct sv_fault *fault) SV_MUST_USE;

/* The best match of PLAIN with patterns of WORDS; *tongue is its language,
 * *pattern what matched. */
unsigned sv_words_match(const struct sv_words *words, const char *plain,
                        const char **tongue, const char **pattern);

/* The entry of a list of structs that begin with a name, or NULL. */
const void *sv_named_in(const struct sv_list *list, size_t size,
                        const char *name);

#endif
