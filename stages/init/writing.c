/* writing.c - pieces of YAML: texts, names, codes. */
#include "stages/init/writing.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "stages/init/plaintext.h"

enum { REMARK = 72 };

static bool
is_control(char c)
{
    return (unsigned char) c < ' ' || c == 127;
}

void
sv_write_quoted(FILE *to, const char *text)
{
    fputc('"', to);
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\')
            fputc('\\', to);
        fputc(is_control(*text) ? ' ' : *text, to);
    }
    fputc('"', to);
}

void
sv_write_name(FILE *to, const char *name)
{
    static const char *const words[] = { "and", "or", "not", "in", "if",
                                         "missing", "any", "all", "count",
                                         "true", "false", "yes", "no" };
    bool plain = !isdigit((unsigned char) *name);

    for (const char *at = name; *at != '\0'; at++)
        plain = plain && (isalnum((unsigned char) *at) || *at == '_');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        plain = plain && strcmp(words[i], name) != 0;
    fprintf(to, plain ? "%s" : "`%s`", name);
}

void
sv_write_expression(FILE *to, const char *expression)
{
    if (strpbrk(expression, "`,#[]{}:\"") != NULL)
        sv_write_quoted(to, expression);
    else
        fputs(expression, to);
}

void
sv_write_item(FILE *to, const char *name)
{
    bool plain = isalpha((unsigned char) *name) != 0;

    for (const char *at = name; *at != '\0'; at++)
        plain = plain && (isalnum((unsigned char) *at) || *at == '_');
    if (plain)
        fputs(name, to);
    else
        sv_write_quoted(to, name);
}

void
sv_write_code(FILE *to, double code)
{
    if (!(floor(code) < code) && fabs(code) < 1e15)
        fprintf(to, "%.0f", code);
    else
        fprintf(to, "%.17g", code);
}

void
sv_write_label(FILE *to, const struct sv_label *label, const char *fallback)
{
    if (label->n == 0 && *fallback == '\0')
        return;
    fputs(", label: ", to);
    if (label->n == 0) {
        sv_write_quoted(to, fallback);
        return;
    }
    for (size_t i = 0; i < label->n; i++) {
        if (*label->in[i].language != '\0')
            fprintf(to, "%s%s: ", i == 0 ? "{" : ", ", label->in[i].language);
        sv_write_quoted(to, label->in[i].text);
    }
    if (*label->in[0].language != '\0')
        fputc('}', to);
}

void
sv_write_slug(char out[64], const char *text)
{
    char plain[SV_PLAIN_SIZE];
    size_t n = 0;

    sv_plain(plain, text);
    if (plain[0] == '\0' || isdigit((unsigned char) plain[1]))
        out[n++] = 'c';
    for (const char *at = plain; *at != '\0' && n < 48; at++)
        if (*at != ' ')
            out[n++] = *at;
        else if (n > 0 && at[1] != '\0')
            out[n++] = '_';
    out[n] = '\0';
}

void
sv_write_remark(FILE *to, const char *text)
{
    size_t n = 0;

    for (; *text != '\0'; text++) {
        if (n++ >= REMARK && ((unsigned char) *text & 0xc0) != 0x80) {
            fputs("...", to);
            return;
        }
        fputc(is_control(*text) ? ' ' : *text, to);
    }
}
