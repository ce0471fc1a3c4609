/* cataloguepage.h - what is in a catalogue, for people. */
#ifndef SV_CATALOGUEPAGE_H
#define SV_CATALOGUEPAGE_H

#include <stdio.h>

#include "pipeline/description.h"

/* All about E, an indicator of C, which has been expanded. */
void sv_tell_indicator(FILE *to, const struct sv_catalogue *c,
                       const struct sv_written_indicator *e,
                       const char *language);

/* The core list of docs/: the head of the page, and a table for C. */
void sv_page_begin(FILE *to);
void sv_page_catalogue(FILE *to, const struct sv_catalogue *c,
                       const char *language);

#endif
