/* utf8.c - the characters of a text. */
#include "pipeline/utf8.h"

size_t
sv_utf8_next(const char *text, size_t n, uint32_t *c)
{
    static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
    const unsigned char *t = (const unsigned char *) text;
    size_t length;
    uint32_t code;

    if (n == 0)
        return 0;
    length = t[0] < 0x80 ? 1
           : t[0] >= 0xC2 && t[0] < 0xE0 ? 2
           : t[0] >= 0xE0 && t[0] < 0xF0 ? 3
           : t[0] >= 0xF0 && t[0] < 0xF5 ? 4 : 0;
    if (length == 0 || length > n)
        return 0;
    code = length == 1 ? t[0] : t[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++) {
        if ((t[i] & 0xC0) != 0x80)
            return 0;
        code = code << 6 | (t[i] & 0x3Fu);
    }
    if (code < least[length] || code > 0x10FFFF
        || (code >= 0xD800 && code <= 0xDFFF))
        return 0;
    if (c != NULL)
        *c = code;
    return length;
}

bool
sv_utf8_printable(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || c == 0x85
        || (c >= 0x20 && c <= 0x7E)
        || (c >= 0xA0 && c != 0xFEFF && c != 0xFFFE && c != 0xFFFF);
}
