/* reference.h - a grammar as a page that people read. */
#ifndef SV_REFERENCE_H
#define SV_REFERENCE_H

#include <stdio.h>

/* Writes the reference of survey.yaml and of catalogue files to F, in
 * Markdown.  Whether F took it all is for the caller to ask F. */
void sv_reference_write(FILE *f);

#endif
