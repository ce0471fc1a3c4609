/* source.c - a text that people wrote, and pointing at a place in it. */
#include "pipeline/source.h"

#include <errno.h>
#include <stdbool.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/utf8.h"

enum {
    LIMIT = 1024 * 1024,        /* bytes of a source */
    WINDOW = 96,                /* characters of a line that are shown */
    BEFORE = 60,                /* of them, at most, in front of the caret */
    SENTENCE = 700,             /* bytes of a sentence */
};

struct sv_source {
    char *path, *text;
    size_t n;                   /* bytes of text */
    size_t *line;               /* [n_lines]: offsets at which lines start */
    size_t n_lines;
};

/* Bytes of the line end at TEXT [n]; 0 if there is none.  The ends are those
 * of YAML 1.1, so that our line numbers are the parser's. */
static size_t
line_end(const char *text, size_t n)
{
    if (n >= 2 && text[0] == '\r' && text[1] == '\n')
        return 2;
    if (n >= 1 && (text[0] == '\n' || text[0] == '\r'))
        return 1;
    if (n >= 2 && memcmp(text, "\xC2\x85", 2) == 0)
        return 2;
    if (n >= 3 && (memcmp(text, "\xE2\x80\xA8", 3) == 0
                   || memcmp(text, "\xE2\x80\xA9", 3) == 0))
        return 3;
    return 0;
}

/* Bytes of the line end that TEXT [n] ends with. */
static size_t
last_line_end(const char *text, size_t n)
{
    for (size_t length = n < 3 ? n : 3; length > 1; length--)
        if (line_end(text + n - length, length) == length)
            return length;
    return 1;
}

/* Finds where lines start; with LINE NULL only counts them. */
static size_t
find_lines(const char *text, size_t n, size_t *line)
{
    size_t lines = 0, start = 0;

    for (size_t i = 0; i < n;) {
        const size_t end = line_end(text + i, n - i);

        if (end > 0) {
            if (line != NULL)
                line[lines] = start;
            lines++;
            start = i + end;
        }
        i += end > 0 ? end : 1;
    }
    if (line != NULL)
        line[lines] = start;
    return lines + 1;
}

static struct sv_place
place_of(const struct sv_source *s, size_t offset)
{
    size_t low = 0, high = s->n_lines;          /* it is in [low, high) */

    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;

        if (s->line[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return (struct sv_place) { s, (unsigned) low + 1,
                               (unsigned) (offset - s->line[low] + 1) };
}

static enum sv_status
check_characters(const struct sv_source *s, struct sv_fault *fault)
{
    for (size_t i = 0; i < s->n;) {
        uint32_t c = 0;
        const size_t length = sv_utf8_next(s->text + i, s->n - i, &c);

        if (length == 0)
            return sv_point(fault, SV_DATA, place_of(s, i), 1,
                            "byte 0x%02X is not UTF-8; save the file in the "
                            "encoding UTF-8", (unsigned char) s->text[i]);
        if (!sv_utf8_printable(c))
            return sv_point(fault, SV_DATA, place_of(s, i), 1,
                            "the control character U+%04X has no place here; "
                            "remove it", (unsigned) c);
        i += length;
    }
    return SV_OK;
}

enum sv_status
sv_source_from_text(struct sv_source **out, const char *name,
                    const char *text, size_t n, struct sv_fault *fault)
{
    struct sv_source *s;
    enum sv_status status;

    *out = NULL;
    if (n > LIMIT)
        return sv_add(fault, SV_DATA, "%s: longer than 1 MiB, which is the "
                      "most that a description may be", name);
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        n -= 3;
    }
    s = calloc(1, sizeof *s);
    if (s == NULL
        || (s->path = strdup(name)) == NULL
        || (s->text = calloc(n + 1, 1)) == NULL
        || (s->line = calloc(find_lines(text, n, NULL),
                             sizeof *s->line)) == NULL) {
        sv_source_free(s);
        return sv_add(fault, SV_SYSTEM, "%s: out of memory", name);
    }
    if (n > 0)
        memcpy(s->text, text, n);
    s->n = n;
    s->n_lines = find_lines(s->text, n, s->line);
    status = check_characters(s, fault);
    if (status != SV_OK) {
        sv_source_free(s);
        return status;
    }
    *out = s;
    return SV_OK;
}

enum sv_status
sv_source_read(struct sv_source **out, const char *path,
               struct sv_fault *fault)
{
    struct stat is;
    enum sv_status status;
    char *text = NULL;
    size_t n;
    FILE *f;

    *out = NULL;
    if (stat(path, &is) == 0 && S_ISFIFO(is.st_mode))
        return sv_add(fault, SV_DATA, "%s: is a pipe, which can be read once; "
                      "expected a file", path);
    f = fopen(path, "rb");
    if (f == NULL)
        return sv_add(fault, errno == ENOMEM ? SV_SYSTEM : SV_DATA,
                      "%s: cannot be opened: %s", path, strerror(errno));
    text = malloc(LIMIT + 1);
    if (text == NULL) {
        status = sv_add(fault, SV_SYSTEM, "%s: out of memory", path);
        goto out;
    }
    n = fread(text, 1, LIMIT + 1, f);
    if (ferror(f) && errno == EISDIR) {
        status = sv_add(fault, SV_DATA, "%s: is a folder; expected the YAML "
                        "file that describes the survey", path);
        goto out;
    }
    if (ferror(f)) {
        status = sv_add(fault, SV_SYSTEM, "%s: cannot be read: %s", path,
                        strerror(errno));
        goto out;
    }
    status = sv_source_from_text(out, path, text, n, fault);
out:
    free(text);
    fclose(f);
    return status;
}

void
sv_source_free(struct sv_source *s)
{
    if (s == NULL)
        return;
    free(s->path);
    free(s->text);
    free(s->line);
    free(s);
}

const char *
sv_source_path(const struct sv_source *s)
{
    return s->path;
}

const char *
sv_source_text(const struct sv_source *s, size_t *n)
{
    if (n != NULL)
        *n = s->n;
    return s->text;
}

const char *
sv_source_line(const struct sv_source *s, unsigned line, size_t *n)
{
    size_t start, end;

    *n = 0;
    if (line < 1 || line > s->n_lines)
        return NULL;
    start = s->line[line - 1];
    end = line < s->n_lines ? s->line[line] : s->n;
    if (line < s->n_lines)
        end -= last_line_end(s->text + start, end - start);
    *n = end - start;
    return s->text + start;
}

static size_t
blanks(const char *text, size_t n)
{
    size_t i = 0;

    while (i < n && (text[i] == ' ' || text[i] == '\t'))
        i++;
    return i;
}

struct sv_place
sv_place_after(struct sv_place at, size_t offset)
{
    const struct sv_source *s = at.source;
    size_t i;

    if (s == NULL || at.line < 1 || at.line > s->n_lines)
        return at;
    i = s->line[at.line - 1] + (at.column > 0 ? at.column - 1 : 0);
    for (; offset > 0 && i < s->n; offset--) {
        size_t next = i + blanks(s->text + i, s->n - i), end;

        end = next < s->n ? line_end(s->text + next, s->n - next) : 0;
        if (end == 0) {
            i++;
            continue;
        }
        next += end;            /* a folded line: one blank in the text */
        i = next + blanks(s->text + next, s->n - next);
    }
    return offset > 0 ? at : place_of(s, i);
}

/* Appends what is shown of the line: N bytes at TEXT, one character a column,
 * so that the caret below stands right.  Returns the columns. */
static size_t
put_line(FILE *f, const char *text, size_t n)
{
    size_t columns = 0;

    for (size_t i = 0; i < n; columns++) {
        uint32_t c = 0;
        const size_t length = sv_utf8_next(text + i, n - i, &c);

        if (c == '\t')
            fputc(' ', f);
        else if (length == 0 || !sv_utf8_printable(c))
            fputc('?', f);
        else
            fwrite(text + i, 1, length, f);
        i += length > 0 ? length : 1;
    }
    return columns;
}

/* Bytes of the first COLUMNS characters of TEXT [n]. */
static size_t
bytes_of(const char *text, size_t n, size_t columns)
{
    size_t i = 0;

    for (; columns > 0 && i < n; columns--) {
        const size_t length = sv_utf8_next(text + i, n - i, NULL);

        i += length > 0 ? length : 1;
    }
    return i;
}

static size_t
columns_of(const char *text, size_t n)
{
    size_t columns = 0;

    for (size_t i = 0; i < n; columns++) {
        const size_t length = sv_utf8_next(text + i, n - i, NULL);

        i += length > 0 ? length : 1;
    }
    return columns;
}

/* The line with, if it is long, only a window around the place; below it the
 * caret and its tildes, which end where the window ends. */
static void
put_excerpt(FILE *f, struct sv_place at, size_t length)
{
    size_t n, caret, skip = 0, shown, tail, marked;
    const char *line = sv_source_line(at.source, at.line, &n);

    if (line == NULL)
        return;
    caret = at.column > 0 ? at.column - 1 : 0;
    if (caret > n)
        caret = n;
    if (length > n - caret)
        length = n - caret;
    marked = columns_of(line + caret, length);
    if (columns_of(line, n) > WINDOW && columns_of(line, caret) > BEFORE)
        skip = bytes_of(line, n, columns_of(line, caret) - BEFORE);
    shown = bytes_of(line + skip, n - skip, WINDOW);
    tail = n - skip - shown;

    fputs(skip > 0 ? "\n..." : "\n", f);
    put_line(f, line + skip, shown);
    fprintf(f, "%s\n%*s^", tail > 0 ? "..." : "",
            (int) (columns_of(line + skip, caret - skip)
                   + (skip > 0 ? 3 : 0)), "");
    if (caret + length > skip + shown)
        marked = columns_of(line + caret, skip + shown - caret);
    for (size_t i = 1; i < marked; i++)
        fputc('~', f);
}

enum sv_status
sv_point(struct sv_fault *fault, enum sv_status status, struct sv_place at,
         size_t length, const char *fmt, ...)
{
    char sentence[SENTENCE], *text = NULL;
    size_t n;
    va_list ap;
    FILE *f;

    if (fault->n >= SV_MAX_FAULTS)      /* will only be counted */
        return sv_add(fault, status, "%s", fmt);
    va_start(ap, fmt);
    vsnprintf(sentence, sizeof sentence, fmt, ap);
    va_end(ap);
    f = open_memstream(&text, &n);
    if (f == NULL)
        return sv_add(fault, SV_SYSTEM, "out of memory");
    if (at.source != NULL)
        fprintf(f, "%s:%u:%u: ", at.source->path, at.line, at.column);
    put_line(f, sentence, strlen(sentence));
    if (at.source != NULL)
        put_excerpt(f, at, length);
    if (fclose(f) != 0)
        status = sv_add(fault, SV_SYSTEM, "out of memory");
    else
        status = sv_add(fault, status, "%s", text);
    free(text);
    return status;
}
