/* charset.h - texts in another character set, as UTF-8. */
#ifndef SV_CHARSET_H
#define SV_CHARSET_H

#include <iconv.h>
#include <stdbool.h>
#include <stddef.h>

#include "pipeline/fault.h"

struct sv_charset {
    iconv_t converter;
    bool open;                  /* false: texts are UTF-8 already */
    char *text;                 /* the last one converted */
    size_t room;
};

/* NAME is that of the character set; NULL: UTF-8. */
enum sv_status sv_charset_open(struct sv_charset *out, const char *name,
                               struct sv_fault *fault) SV_MUST_USE;
void sv_charset_close(struct sv_charset *charset);

/* Makes TEXT [n] UTF-8, valid until the next call; false if it is not in the
 * character set, or memory has run out. */
bool sv_charset_convert(struct sv_charset *charset, const char **text,
                        size_t *n);

#endif
