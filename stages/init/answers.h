/* answers.h - what the codes of a column mean, by their labels. */
#ifndef SV_ANSWERS_H
#define SV_ANSWERS_H

#include "stages/init/material.h"
#include "stages/init/terms.h"

enum { SV_MOST_CODES = 64 };

enum sv_answer {
    SV_ANSWER_OTHER,            /* a label that says neither */
    SV_ANSWER_NONE,             /* don't know, refused, ...: KIND */
    SV_ANSWER_YES, SV_ANSWER_NO,
    SV_ANSWER_CATEGORY,         /* the CATEGORY-th of the term */
};

struct sv_answer_code {
    double value;
    enum sv_answer means;
    const char *kind;           /* of missing */
    size_t category;
    const char *text;           /* the label */
};

struct sv_answers {             /* codes that the file does not itself declare
                                   missing, in the order of its labels */
    struct sv_answer_code code[SV_MOST_CODES];
    size_t n, n_yes, n_no, n_none, n_categories, n_other;
};

/* Reads the labels of column C for TERM (or NULL), by the dictionary and, if
 * one was asked for, PRESET's codes of missing. */
void sv_answers_read(struct sv_answers *out, const struct sv_seen_column *c,
                     const struct sv_term *term, const struct sv_terms *terms,
                     const struct sv_preset *preset);

#endif
