/* kindcodes.h - kinds of missing as SPSS and Stata have them.
 *
 * A kind has the same code in every variable of a file.  Stata: one of .a to
 * .z, the one that the data files had for it where they had; if a file has more
 * than 26 kinds, each variable numbers its own.  SPSS: -1, -2, ... where no
 * value is below 0, else multiples of a power of ten that is below all values;
 * codes of user-defined missing in the data file stay as they are.
 */
#ifndef SV_KINDCODES_H
#define SV_KINDCODES_H

#include "stages/export/extract.h"

struct sv_kind_codes {
    const char **name;          /* [n] of kinds that occur */
    char *tag;                  /* [n] 'a' to 'z' */
    size_t n;
};

/* Of all columns of E, which have been looked at; in E's memory. */
enum sv_status sv_kind_codes_make(struct sv_kind_codes *out,
                                  struct sv_extract *e,
                                  const json_t *microdata_meta,
                                  struct sv_fault *fault) SV_MUST_USE;

/* Of kind K of column C. */
char sv_kind_tag(const struct sv_kind_codes *codes,
                 const struct sv_extract_column *c, size_t k);
double sv_kind_code(const struct sv_kind_codes *codes,
                    const struct sv_extract_column *c, size_t k);

#endif
