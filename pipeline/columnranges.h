/* columnranges.h - names and ranges of columns, against those that a file has.
 *
 * A range A-B whose ends are the same letters with a number behind them means
 * every number from the one to the other, wherever the columns stand: written
 * plainly, or with zeros in front to the width of the first.  Any other range
 * means all columns from A to B in the order of the file.  A column that is
 * itself called "A-B" is that.
 */
#ifndef SV_COLUMNRANGES_H
#define SV_COLUMNRANGES_H

#include "pipeline/survey.h"

struct sv_column_set {
    size_t *at;                 /* [n] places among the columns of the file */
    size_t n;
};

/* What NAMES mean among COLUMN [n], those of WHERE ("person.csv"), in the order
 * written.  SV_DATA for every name that is not there, with the nearest that is,
 * and for one that is meant twice.  The caller frees out->at. */
enum sv_status sv_columns_expand(struct sv_column_set *out,
                                 const struct sv_names *names,
                                 const char *const *column, size_t n,
                                 const char *where, struct sv_fault *fault)
    SV_MUST_USE;

/* Whether COLUMN [n] has any of what NAMES begin or end with. */
bool sv_columns_any(const struct sv_names *names, const char *const *column,
                    size_t n);

#endif
