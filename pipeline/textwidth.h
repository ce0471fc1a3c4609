/* textwidth.h - text in columns of a terminal. */
#ifndef SV_TEXTWIDTH_H
#define SV_TEXTWIDTH_H

#include <stdio.h>

/* How many columns TEXT (UTF-8) takes: its characters. */
unsigned sv_text_columns(const char *text);

/* Writes TEXT in WIDTH columns, cut with an ellipsis if longer, and GAP
 * spaces behind it. */
void sv_put_left(FILE *to, const char *text, unsigned width, unsigned gap);
void sv_put_right(FILE *to, const char *text, unsigned width, unsigned gap);

/* The width of the terminal that TO is, of the environment's COLUMNS, or 80. */
unsigned sv_terminal_width(FILE *to);

#endif
