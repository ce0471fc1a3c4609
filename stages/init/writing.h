/* writing.h - pieces of YAML: texts, names, codes. */
#ifndef SV_WRITING_H
#define SV_WRITING_H

#include <stdbool.h>
#include <stdio.h>

#include "pipeline/survey.h"

/* TEXT in double quotes. */
void sv_write_quoted(FILE *to, const char *text);

/* A column's name within an expression: in backticks where it must be. */
void sv_write_name(FILE *to, const char *name);

/* An expression as a value within braces: in quotes where it must be. */
void sv_write_expression(FILE *to, const char *expression);

/* A column's name in a list of YAML. */
void sv_write_item(FILE *to, const char *name);

void sv_write_code(FILE *to, double code);

/* `label: {en: "Sex", fr: "Sexe"}`; FALLBACK, if LABEL is absent; nothing, if
 * that is empty, too. */
void sv_write_label(FILE *to, const struct sv_label *label,
                    const char *fallback);

/* A name of ours made of TEXT, which does not begin with a digit. */
void sv_write_slug(char out[64], const char *text);

/* TEXT within a comment: one line of printable characters, cut when long. */
void sv_write_remark(FILE *to, const char *text);

#endif
