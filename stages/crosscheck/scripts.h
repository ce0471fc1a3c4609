/* scripts.h - crosscheck.R and crosscheck.do. */
#ifndef SV_SCRIPTS_H
#define SV_SCRIPTS_H

#include <stdio.h>

#include "stages/crosscheck/recipe.h"

/* What the R script ends with where the package survey is not installed. */
enum { SV_SCRIPT_NO_SURVEY = 69 };

/* Writes a script that reads RECORD.csv or RECORD.dta beside it. */
void sv_write_r_script(FILE *to, const struct sv_crosschecking *c);
void sv_write_do_file(FILE *to, const struct sv_crosschecking *c);

/* The parts of the R script: the data and the design of every record type; the
 * calls that recompute what was chosen. */
void sv_put_samples(FILE *to, const struct sv_crosschecking *c);
void sv_put_calls(FILE *to, const struct sv_crosschecking *c);

/* A comment with the title and year of the survey; SIGN begins it. */
void sv_put_title(FILE *to, const char *sign, const struct sv_survey *survey);

/* TEXT in double quotes, as R and C have it. */
void sv_put_quoted(FILE *to, const char *text);

#endif
