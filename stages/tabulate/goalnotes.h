/* goalnotes.h - what must be told with a figure that stands alone.
 *
 * Below a table stand notes; a line of tables/sdg.csv and tables/targets.csv is
 * copied without them, and so carries its own: the base, flags, and a note on
 * quality, breaks, and what the catalogue says.
 */
#ifndef SV_GOALNOTES_H
#define SV_GOALNOTES_H

#include "pipeline/csv.h"
#include "stages/tabulate/goalwords.h"
#include "stages/tabulate/headline.h"

/* Sentences, "; " between. */
struct sv_goal_note {
    char text[4096];
    size_t used;
};

/* Adds TEXT, unless it is empty or does not fit whole. */
void sv_note_add(struct sv_goal_note *note, const char *text);

/* What the sign or the brackets of a figure mean, and the flags that say more. */
void sv_note_quality(struct sv_goal_note *note, const struct sv_tabulation *t,
                     const struct sv_figure *f, enum sv_shown shown);

/* Breaks that the survey declares, and those of the catalogue's vintage. */
void sv_note_breaks(struct sv_goal_note *note, const struct sv_tabulation *t,
                    const struct sv_figure *f, json_t *entry);

/* The note of the catalogue. */
void sv_note_entry(struct sv_goal_note *note, const struct sv_tabulation *t,
                   json_t *entry);

/* Columns: indicator and item; the name of both. */
void sv_write_goal_code(struct sv_csv *to, const char *code, const char *item);
void sv_write_named(struct sv_csv *to, const struct sv_tabulation *t,
                    const char *name, const char *item_name);

/* Columns: the estimate and its interval, or the signs that stand for them. */
void sv_write_value(struct sv_csv *to, const struct sv_tabulation *t,
                    const struct sv_figure *f, enum sv_shown shown);

/* Column: what the base of the indicator is called, else its universe as it is
 * written, else that it is all. */
void sv_write_base(struct sv_csv *to, const struct sv_tabulation *t,
                   json_t *entry);

/* A head of WORD [N], in the language of the tables. */
void sv_write_goal_head(struct sv_csv *to, const struct sv_tabulation *t,
                        const enum sv_goal_word *word, size_t n);

/* Calls WRITE with the number of each figure that is for the total, and whose
 * entry IS says so of. */
void sv_each_goal(struct sv_csv *to, const struct sv_tabulation *t,
                  bool (*is)(json_t *entry),
                  void (*write)(struct sv_csv *to,
                                const struct sv_tabulation *t, size_t i,
                                json_t *entry));

/* Whether IS says so of any entry. */
bool sv_has_goal(const struct sv_tabulation *t, bool (*is)(json_t *entry));

#endif
