/* grammar.h - what may be written in survey.yaml and in a catalogue file.
 *
 * The tables behind these forms are the only place where keys are listed: the
 * binder, the schema for editors and the reference page are made from them.
 */
#ifndef SV_GRAMMAR_H
#define SV_GRAMMAR_H

#include "pipeline/bind.h"

extern const struct sv_form sv_form_survey;     /* struct sv_description */
extern const struct sv_form sv_form_catalogue;  /* struct sv_catalogue */
extern const struct sv_form sv_form_rules;      /* struct sv_written_rules */

/* How settled a definition is. */
enum { SV_N_STATUS_WORDS = 2 };
extern const struct sv_word sv_status_words[SV_N_STATUS_WORDS];

/* Sections of both. */
extern const struct sv_form sv_form_target;     /* struct sv_goal */
extern const struct sv_form sv_form_change;     /* .. sv_wording_change */
extern const struct sv_form sv_form_variable;   /* struct sv_written_variable */
extern const struct sv_form sv_form_indicator;  /* .. sv_written_indicator */
extern const struct sv_form sv_form_check;      /* struct sv_written_check */
extern const struct sv_form sv_form_break;      /* struct sv_break_spec */
extern const struct sv_form sv_form_tables;     /* struct sv_written_tables */
extern const struct sv_form sv_form_areas;      /* struct sv_written_areas */
extern const struct sv_form sv_form_model;      /* struct sv_written_model */
extern const struct sv_form sv_form_weighting;  /* .. sv_written_weighting */

#endif
