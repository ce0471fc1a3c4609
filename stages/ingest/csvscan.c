/* csvscan.c - the fields of a CSV text. */
#include "stages/ingest/csvscan.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* The header tells what fields are separated by, the candidate that it has most
 * of outside quotes, and what lines end in. */
static void
learn(struct sv_scan *csv)
{
    static const char candidate[] = { ',', ';', '\t' };
    size_t count[sizeof candidate] = { 0 }, best = 0, i;
    const char *text = csv->text;
    bool quoted = false;

    for (i = 0; i < csv->size; i++) {
        if (!quoted && (text[i] == '\n' || text[i] == '\r'))
            break;
        quoted ^= text[i] == '"';
        for (size_t k = 0; k < sizeof candidate && !quoted; k++)
            count[k] += text[i] == candidate[k];
    }
    for (size_t k = 1; k < sizeof candidate; k++)
        if (count[k] > count[best])
            best = k;
    csv->separator = candidate[best];
    csv->end = i + 1 < csv->size && text[i] == '\r' && text[i + 1] != '\n'
                   ? '\r' : '\n';
}

void
sv_scan_begin(struct sv_scan *csv, const char *text, size_t size)
{
    *csv = (struct sv_scan) { .text = text, .size = size, .line = 1 };
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
        csv->at = 3;
    learn(csv);
}

void
sv_scan_end(struct sv_scan *csv)
{
    free(csv->unquoted);
    csv->unquoted = NULL;
}

/* Bytes of the line end at AT; 0 if there is none. */
static size_t
line_end(const struct sv_scan *c, size_t at)
{
    if (at < c->size && c->text[at] == c->end)
        return 1;
    return at + 1 < c->size && c->text[at] == '\r' && c->text[at + 1] == '\n'
        ? 2 : 0;
}

bool
sv_scan_more(struct sv_scan *csv)
{
    size_t n;

    while ((n = line_end(csv, csv->at)) > 0) {
        csv->at += n;
        csv->line++;
    }
    return csv->at < csv->size;
}

/* Behind a field: a separator, a line end, or the end. */
static enum sv_status
finish(struct sv_scan_field *out, struct sv_scan *c, struct sv_fault *fault)
{
    const size_t end = line_end(c, c->at);

    out->last = c->at == c->size || end > 0;
    if (c->at == c->size)
        return SV_OK;
    if (end > 0) {
        c->at += end;
        c->line++;
        return SV_OK;
    }
    if (c->text[c->at] != c->separator)
        return sv_fail(fault, SV_DATA, "line %" PRIu64 ": text behind a closing "
                       "quote; expected a separator, or a quote doubled",
                       c->line);
    c->at++;
    return SV_OK;
}

static enum sv_status
no_closing(const struct sv_scan *c, uint64_t line, struct sv_fault *fault)
{
    (void) c;
    return sv_fail(fault, SV_DATA, "line %" PRIu64 ": a quote is opened here "
                   "and never closed: the file is damaged or cut short", line);
}

/* "" in a quoted field of N bytes at FROM becomes ". */
static enum sv_status
unquote(struct sv_scan_field *out, struct sv_scan *c, size_t from, size_t n,
        struct sv_fault *fault)
{
    if (n > c->room) {
        char *more = realloc(c->unquoted, 2 * n);

        if (more == NULL)
            return sv_fail(fault, SV_SYSTEM, "out of memory while reading");
        c->unquoted = more;
        c->room = 2 * n;
    }
    out->text = c->unquoted;
    out->n = 0;
    for (size_t i = from; i < from + n; i++) {
        c->unquoted[out->n++] = c->text[i];
        i += c->text[i] == '"';
    }
    return SV_OK;
}

static enum sv_status
quoted(struct sv_scan_field *out, struct sv_scan *c, struct sv_fault *fault)
{
    const uint64_t line = c->line;
    const size_t from = ++c->at;
    bool doubled = false;

    for (;; c->at++) {
        const char *end = c->at < c->size
            ? memchr(c->text + c->at, '"', c->size - c->at) : NULL;

        if (end == NULL)
            return no_closing(c, line, fault);
        for (; c->text + c->at < end; c->at++)
            c->line += c->text[c->at] == c->end;
        c->at++;
        if (c->at >= c->size || c->text[c->at] != '"')
            break;
        doubled = true;
    }
    *out = (struct sv_scan_field) { .text = c->text + from, .quoted = true,
                                   .n = c->at - 1 - from };
    if (doubled && unquote(out, c, from, out->n, fault) != SV_OK)
        return fault->status;
    return finish(out, c, fault);
}

enum sv_status
sv_scan_next(struct sv_scan_field *out, struct sv_scan *csv,
            struct sv_fault *fault)
{
    const size_t from = csv->at;

    if (from < csv->size && csv->text[from] == '"')
        return quoted(out, csv, fault);
    while (csv->at < csv->size && csv->text[csv->at] != csv->separator
           && csv->text[csv->at] != csv->end)
        csv->at++;
    if (csv->end == '\r' && memchr(csv->text + from, '\n', csv->at - from) != NULL)
        return sv_fail(fault, SV_DATA, "line %" PRIu64 ": a line feed, where the "
                       "header ends in a carriage return alone; save the file "
                       "with one kind of line ends", csv->line);
    if (csv->at > from && csv->at < csv->size && csv->text[csv->at] == '\n'
        && csv->text[csv->at - 1] == '\r')
        csv->at--;
    *out = (struct sv_scan_field) { .text = csv->text + from,
                                   .n = csv->at - from };
    return finish(out, csv, fault);
}
