/* inferencewords.h - tests and models in the words of R and Stata. */
#ifndef SV_INFERENCEWORDS_H
#define SV_INFERENCEWORDS_H

#include "stages/crosscheck/recipe.h"

enum { SV_WORDS_SIZE = 2048, SV_MOST_WORDS = 32 };
enum sv_words_of { SV_WORDS_R, SV_WORDS_STATA };

/* A text that is cut at a separator; WORD lie in COPY. */
struct sv_cut {
    char copy[SV_WORDS_SIZE], *word[SV_MOST_WORDS];
    size_t n;
};
void sv_cut_at(struct sv_cut *out, const char *text, const char *between);

/* The sides of a two-way table, and who is in it. */
struct sv_test_words {
    char left[SV_WORDS_SIZE];   /* "HH7" */
    char right[SV_WORDS_SIZE];  /* "sex + area", "sex area" */
    char members[SV_WORDS_SIZE];        /* "HH7_u == 1 & region == 2" */
    size_t code;                /* of the category that a trend is of; of a
                                   condition 1 */
};
void sv_test_words_of(struct sv_test_words *out,
                      const struct sv_crosschecking *c,
                      const struct sv_recheck_group *g, enum sv_words_of words);

struct sv_fit_words {
    char outcome[SV_WORDS_SIZE], members[SV_WORDS_SIZE];        /* columns */
    char terms[SV_WORDS_SIZE];  /* "sex + sex:age", "ib2.sex ib2.sex#c.age" */
};
void sv_fit_words_of(struct sv_fit_words *out,
                     const struct sv_crosschecking *c,
                     const struct sv_recheck_group *g, enum sv_words_of words);

/* The column of covariate NAME of the model of G. */
const char *sv_covariate_column(const struct sv_crosschecking *c,
                                const struct sv_recheck_group *g,
                                const char *name);

/* The code of the category that those of NAME are compared with; false if it is
 * a number. */
bool sv_reference_code(size_t *code, const struct sv_crosschecking *c,
                       const struct sv_recheck_group *g, const char *name);

#endif
