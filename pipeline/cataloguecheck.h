/* cataloguecheck.h - whether a catalogue is fit to be published. */
#ifndef SV_CATALOGUECHECK_H
#define SV_CATALOGUECHECK_H

#include "pipeline/description.h"

/* Adds a fault for every code that is there twice, name or note that lacks
 * English, French or Spanish, indicator without a source, uncertain one
 * without a note, and variable that an expression uses without requiring it.
 * C has been expanded. */
void sv_catalogue_check(const struct sv_catalogue *c, struct sv_fault *fault);

#endif
