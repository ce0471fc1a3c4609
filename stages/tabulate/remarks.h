/* remarks.h - what the catalogue has to say about figures, below a table. */
#ifndef SV_REMARKS_H
#define SV_REMARKS_H

#include "stages/tabulate/tablefile.h"

/* Whether B, declared by the survey, is of the indicator, and item, of F. */
bool sv_is_break_of(const struct sv_break_spec *b, const struct sv_figure *f);

/* The next change of wording in the vintage of the survey that ENTRY, of
 * estimates.json, has from number *FROM on; NULL behind the last. */
json_t *sv_next_wording(size_t *from, const json_t *entry);

/* "new wording since 2025: ..." */
void sv_word_wording(char *out, size_t size, const struct sv_tabulation *t,
                     const json_t *change);

/* The notes of the indicators in GRID, and since when the wording is new of
 * those whose wording is of the survey's vintage. */
void sv_write_remarks(struct sv_csv *to, const struct sv_tabulation *t,
                      const struct sv_grid *grid);

#endif
