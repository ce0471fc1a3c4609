/* headline.h - the main numbers on a terminal, in its width. */
#ifndef SV_HEADLINE_H
#define SV_HEADLINE_H

#include <stdio.h>

#include "pipeline/survey.h"
#include "stages/tabulate/figures.h"
#include "stages/tabulate/naming.h"
#include "stages/tabulate/publish.h"

/* What all tables are made from; everything is borrowed. */
struct sv_tabulation {
    const struct sv_survey *survey;
    const struct sv_figures *figures;
    const enum sv_shown *shown;         /* [figures->n] */
    struct sv_naming *names;
    const char *folder;                 /* of tables in another language than
                                           the first, or NULL */
};

/* Writes a line an indicator: national estimate, interval and cases, and as
 * many categories of the first classification as WIDTH columns hold.  Lines
 * are never longer than WIDTH, from 40 on. */
enum sv_status sv_headline(FILE *to, const struct sv_tabulation *t,
                           unsigned width, struct sv_fault *fault) SV_MUST_USE;

#endif
