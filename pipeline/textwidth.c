/* textwidth.c - text in columns of a terminal. */
#include "pipeline/textwidth.h"

#include <stdlib.h>
#include <sys/ioctl.h>

static int
starts_character(char byte)
{
    return ((unsigned char) byte & 0xc0) != 0x80;
}

unsigned
sv_text_columns(const char *text)
{
    unsigned n = 0;

    for (; *text != '\0'; text++)
        n += (unsigned) starts_character(*text);
    return n;
}

/* Writes the first N characters of TEXT. */
static void
put_characters(FILE *to, const char *text, unsigned n)
{
    for (; *text != '\0'; text++) {
        if (starts_character(*text) && n-- == 0)
            return;
        fputc(*text, to);
    }
}

static void
put(FILE *to, const char *text, unsigned width, unsigned before,
    unsigned after)
{
    fprintf(to, "%*s", (int) before, "");
    if (sv_text_columns(text) <= width) {
        fputs(text, to);
    } else if (width > 0) {
        put_characters(to, text, width - 1);
        fputs("\xe2\x80\xa6", to);              /* U+2026, ellipsis */
    }
    fprintf(to, "%*s", (int) after, "");
}

static unsigned
blank(const char *text, unsigned width)
{
    const unsigned n = sv_text_columns(text);

    return n < width ? width - n : 0;
}

void
sv_put_left(FILE *to, const char *text, unsigned width, unsigned gap)
{
    put(to, text, width, 0, blank(text, width) + gap);
}

void
sv_put_right(FILE *to, const char *text, unsigned width, unsigned gap)
{
    put(to, text, width, blank(text, width), gap);
}

unsigned
sv_terminal_width(FILE *to)
{
    const char *columns = getenv("COLUMNS");
    const long n = columns != NULL ? strtol(columns, NULL, 10) : 0;
    struct winsize size;

    if (n >= 40 && n <= 1000)
        return (unsigned) n;
    if (ioctl(fileno(to), TIOCGWINSZ, &size) == 0 && size.ws_col >= 40)
        return size.ws_col;
    return 80;
}
