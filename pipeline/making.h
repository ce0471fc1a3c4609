/* making.h - a survey that is being made of its description.
 *
 * What is written (description.h) becomes what is meant (survey.h) in steps,
 * a function each, in the order below.  Each looks up the names that it needs,
 * adds a fault with its place for what cannot be, and goes on; an absent text
 * is NULL throughout, for a fault that was found before may have left it so.
 */
#ifndef SV_MAKING_H
#define SV_MAKING_H

#include "pipeline/arena.h"
#include "pipeline/description.h"
#include "pipeline/survey.h"

struct sv_making {
    struct sv_survey *survey;
    const struct sv_description *written;
    struct sv_catalogue *catalogue;     /* [n_catalogues]; behind
                                           sv_make_catalogues() expanded */
    size_t n_catalogues;
    struct sv_catalogue *view;  /* [n_views] of tables: views */
    size_t n_views;
    int vintage;                /* that is meant where nobody says; may be 0 */
    bool sound;         /* the files were read without a fault: what is absent
                           was not written */
    struct sv_place files, design, tables;      /* of these sections */
    struct sv_arena *arena;
    struct sv_fault *fault;
};

void sv_make_about(struct sv_making *m);
void sv_make_records(struct sv_making *m);
void sv_make_design(struct sv_making *m);
void sv_make_variables(struct sv_making *m);
void sv_make_variable(struct sv_making *m, struct sv_variable *v,
                      const struct sv_written_variable *w);
void sv_make_catalogues(struct sv_making *m);
void sv_make_indicators(struct sv_making *m);
void sv_make_models(struct sv_making *m);
void sv_make_breaks(struct sv_making *m);
void sv_make_weights(struct sv_making *m);
void sv_make_tables(struct sv_making *m);
void sv_make_checks(struct sv_making *m);
void sv_make_contrasts(struct sv_making *m);
void sv_make_tests(struct sv_making *m);
void sv_make_areas(struct sv_making *m);
void sv_make_weighting(struct sv_making *m);

/* The contrast that TEXT writes, behind the others; NULL after a fault. */
struct sv_contrast_spec *sv_make_contrast(struct sv_making *m,
                                          struct sv_string text);

/* The next contrast, TEXT still to be read, with room for N_TERMS; NULL if there
 * is no memory. */
struct sv_contrast_spec *sv_next_contrast(struct sv_making *m,
                                          struct sv_string text,
                                          size_t n_terms);

/* That some table is by all of the contrast's classifications, or a fault. */
void sv_check_contrasted(struct sv_making *m, const struct sv_contrast_spec *s);

void sv_make_standard(struct sv_making *m,
                      const struct sv_written_standard *written);
void sv_make_covariances(struct sv_making *m);

/* Whether some table is by the variable NAME, alone or crossed. */
bool sv_is_crossed(const struct sv_tables_spec *t, const char *name);

/* Adds to tables.parity what views and targets have of it; makes one of its ratios. */
void sv_gather_parity(struct sv_making *m);
void sv_make_parity(struct sv_making *m, struct sv_string written,
                    bool of_view);

/* Points at a string and adds a fault. */
void sv_making_fault(struct sv_making *m, struct sv_string at,
                     const char *fmt, ...) SV_PRINTF(3, 4);

/* The record that `of: NAME` means.  NAME absent: the only one; if there are
 * several, a fault at WHO.  An unknown name is a fault unless QUIET.
 * SV_NO_RECORD where there is none. */
int sv_making_record(struct sv_making *m, struct sv_string name,
                     struct sv_string who, bool quiet);

/* Whether NAME may be called so in expressions; a fault otherwise. */
bool sv_making_name(struct sv_making *m, struct sv_string name,
                    const char *what);

/* What the survey lacks of what NAME, a number of activities of a catalogue, is
 * made of; NAME itself if it is none. */
const char *sv_making_lack(const struct sv_making *m, const char *name);

/* Whether the survey itself defines NAME, a number of activities of catalogue C,
 * into *area.  Indicators of it get a note, sv_own_number_note(), behind what
 * FACTS has. */
bool sv_is_own_number(const struct sv_written_area **area,
                      const struct sv_making *m, const struct sv_catalogue *c,
                      const char *name);
struct sv_label sv_own_number_note(const struct sv_making *m,
                                   const struct sv_written_area *area,
                                   const struct sv_label *note);

/* PATH, made absolute against the survey's folder; absent stays absent. */
struct sv_string sv_making_path(struct sv_making *m, struct sv_string path);

#endif
