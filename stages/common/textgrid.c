/* textgrid.c - text in aligned columns, for people. */
#include "stages/common/textgrid.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/textwidth.h"

enum { GAP = 2, NARROWEST = 8 };

void
sv_text_grid_begin(struct sv_text_grid *g, const char *align)
{
    *g = (struct sv_text_grid) { .align = align, .columns = strlen(align) };
}

void
sv_text_cell(struct sv_text_grid *g, const char *fmt, ...)
{
    char *text;
    va_list ap;

    if (g->n == g->capacity) {
        const size_t more = g->capacity > 0 ? 2 * g->capacity : 64;
        char **cell = realloc(g->cell, more * sizeof *cell);

        if (cell == NULL) {
            g->failed = true;
            return;
        }
        g->cell = cell;
        g->capacity = more;
    }
    va_start(ap, fmt);
    if (vasprintf(&text, fmt, ap) < 0)
        text = NULL;
    va_end(ap);
    g->failed = g->failed || text == NULL;
    if (text != NULL)
        g->cell[g->n++] = text;
}

/* 1.50000 is 1.5, 20.0000 is 20. */
static void
drop_zeros(char *text)
{
    size_t n = strlen(text);

    while (n > 1 && text[n - 1] == '0')
        text[--n] = '\0';
    if (text[n - 1] == '.')
        text[n - 1] = '\0';
}

static void
format(char out[32], double value, int digits)
{
    const double size = fabs(value);
    int decimals;

    if (isnan(value)) {
        snprintf(out, 32, "..");
    } else if (value == 0) {
        snprintf(out, 32, "0");
    } else if (isinf(value) || size < 1e-5 || size >= 1e13) {
        snprintf(out, 32, "%.*g", digits - 1, value);
    } else {
        decimals = digits - 1 - (int) floor(log10(size));
        snprintf(out, 32, "%.*f", decimals > 0 ? decimals : 0, value);
        if (decimals > 0)
            drop_zeros(out);
    }
}

void
sv_format_number(char out[32], double value)
{
    format(out, value, 6);
}

void
sv_text_short(struct sv_text_grid *g, double value)
{
    char text[32];

    format(text, value, 5);
    sv_text_cell(g, "%s", text);
}

void
sv_text_number(struct sv_text_grid *g, double value)
{
    char text[32];

    sv_format_number(text, value);
    sv_text_cell(g, "%s", text);
}

void
sv_text_percent(struct sv_text_grid *g, double share)
{
    if (isnan(share))
        sv_text_cell(g, "..");
    else
        sv_text_cell(g, "%.1f %%", 100 * share);
}

void
sv_text_line(struct sv_text_grid *g, const char *symbol, double value,
             const char *how)
{
    sv_text_cell(g, "%s", symbol);
    if (value == floor(value) && fabs(value) < 1e13)
        sv_text_cell(g, "%.0f", value);
    else
        sv_text_number(g, value);
    sv_text_cell(g, "%s", how);
}

/* The widths that cells ask for; then the first column of text gives what
 * there is no room for. */
static void
set_widths(unsigned *width, const struct sv_text_grid *g, unsigned room)
{
    unsigned sum = 0;

    memset(width, 0, g->columns * sizeof *width);
    for (size_t i = 0; i < g->n; i++) {
        const unsigned n = sv_text_columns(g->cell[i]);

        if (n > width[i % g->columns])
            width[i % g->columns] = n;
    }
    for (size_t k = 0; k < g->columns; k++)
        if (k + 1 < g->columns || g->align[k] == 'r')
            sum += width[k] + (k > 0 ? GAP : 0);
    for (size_t k = 0; k < g->columns && sum > room; k++)
        if (g->align[k] == 'l' && width[k] > NARROWEST) {
            const unsigned spare = width[k] - NARROWEST;
            const unsigned cut = sum - room < spare ? sum - room : spare;

            width[k] -= cut;
            sum -= cut;
        }
}

static void
print_rows(const struct sv_text_grid *g, FILE *to, unsigned indent,
           const unsigned *width)
{
    for (size_t i = 0; i < g->n; i++) {
        const size_t k = i % g->columns;
        const bool last = k + 1 == g->columns || i + 1 == g->n;

        if (!last || g->cell[i][0] != '\0')
            fprintf(to, "%*s", k == 0 ? (int) indent : GAP, "");
        if (g->align[k] == 'r')
            sv_put_right(to, g->cell[i], width[k], 0);
        else if (!last)
            sv_put_left(to, g->cell[i], width[k], 0);
        else
            fputs(g->cell[i], to);
        if (last)
            fputc('\n', to);
    }
}

bool
sv_text_grid_print(struct sv_text_grid *g, FILE *to, unsigned indent)
{
    const unsigned room = sv_terminal_width(to) - indent;
    unsigned *width = malloc((g->columns + 1) * sizeof *width);
    const bool complete = !g->failed && width != NULL;

    if (complete) {
        set_widths(width, g, room);
        print_rows(g, to, indent, width);
    }
    free(width);
    for (size_t i = 0; i < g->n; i++)
        free(g->cell[i]);
    free(g->cell);
    *g = (struct sv_text_grid) { .align = g->align };
    return complete;
}

void
sv_put_paragraph(FILE *to, const char *text, unsigned indent)
{
    const unsigned room = sv_terminal_width(to) - indent;
    unsigned used = 0;

    while (*text != '\0') {
        const size_t length = strcspn(text, " ");
        char word[512];
        unsigned n;

        snprintf(word, sizeof word, "%.*s",
                 (int) (length < sizeof word ? length : sizeof word - 1), text);
        n = sv_text_columns(word);
        if (used > 0 && used + 1 + n > room) {
            fputc('\n', to);
            used = 0;
        }
        if (used == 0)
            fprintf(to, "%*s", (int) indent, "");
        else
            fputc(' ', to);
        fputs(word, to);
        used += n + (used > 0);
        text += length;
        text += strspn(text, " ");
    }
    fputc('\n', to);
}
