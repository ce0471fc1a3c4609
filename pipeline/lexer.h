/* lexer.h - the words of the expression language.
 *
 * Names are letters, digits and `_ $ # @` (and any letter beyond ASCII), not
 * beginning with a digit; a name with anything else in it stands in backticks.
 * Strings stand in double or single quotes and end on their line.
 */
#ifndef SV_LEXER_H
#define SV_LEXER_H

#include <stddef.h>

enum sv_token {
    SV_WORD_END, SV_WORD_NUMBER, SV_WORD_STRING, SV_WORD_NAME,
    /* words that are not names */
    SV_WORD_AND, SV_WORD_OR, SV_WORD_NOT, SV_WORD_IN, SV_WORD_TRUE,
    SV_WORD_FALSE,
    /* signs */
    SV_WORD_PLUS, SV_WORD_MINUS, SV_WORD_TIMES, SV_WORD_OVER, SV_WORD_EQUAL,
    SV_WORD_UNEQUAL, SV_WORD_LESS, SV_WORD_AT_MOST, SV_WORD_MORE,
    SV_WORD_AT_LEAST, SV_WORD_OPEN, SV_WORD_CLOSE, SV_WORD_COMMA, SV_WORD_DOT,
    SV_WORD_TO,                 /* .. */
    SV_WORD_BAD,                /* see sv_lexer.problem */
};

struct sv_lexer {
    const char *text;           /* of the expression, borrowed */
    size_t at;                  /* where the next word is looked for */
    enum sv_token word;          /* the one at hand */
    size_t start, length;       /* its place in TEXT */
    double number;              /* of SV_WORD_NUMBER */
    const char *problem;        /* of SV_WORD_BAD: a sentence */
};

/* Puts the lexer at the first word of TEXT. */
void sv_lexer_begin(struct sv_lexer *lexer, const char *text);

/* Goes on to the next word; at SV_WORD_END and SV_WORD_BAD it stays. */
void sv_lexer_next(struct sv_lexer *lexer);

#endif
