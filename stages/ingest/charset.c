/* charset.c - texts in another character set, as UTF-8. */
#include "stages/ingest/charset.h"

#include <stdlib.h>
#include <strings.h>

enum sv_status
sv_charset_open(struct sv_charset *out, const char *name,
                struct sv_fault *fault)
{
    *out = (struct sv_charset) { .open = false };
    if (name == NULL || strcasecmp(name, "UTF-8") == 0)
        return SV_OK;
    out->converter = iconv_open("UTF-8", name);
    if (out->converter == (iconv_t) -1)
        return sv_fail(fault, SV_DATA, "the character set '%s' is not known; "
                       "`encoding:` takes names like windows-1252, latin1, "
                       "gb18030", name);
    out->open = true;
    return SV_OK;
}

void
sv_charset_close(struct sv_charset *charset)
{
    if (charset->open)
        iconv_close(charset->converter);
    free(charset->text);
    *charset = (struct sv_charset) { .open = false };
}

bool
sv_charset_convert(struct sv_charset *charset, const char **text, size_t *n)
{
    char *from = (char *) (size_t) *text, *to;
    size_t left = *n, room;

    if (!charset->open)
        return true;
    if (charset->room < 4 * *n + 16) {
        char *more = realloc(charset->text, 8 * *n + 64);

        if (more == NULL)
            return false;
        charset->text = more;
        charset->room = 8 * *n + 64;
    }
    to = charset->text;
    room = charset->room;
    iconv(charset->converter, NULL, NULL, NULL, NULL);
    if (iconv(charset->converter, &from, &left, &to, &room) == (size_t) -1)
        return false;
    *text = charset->text;
    *n = charset->room - room;
    return true;
}
