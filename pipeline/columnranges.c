/* columnranges.c - names and ranges of columns, against those of a file. */
#include "pipeline/columnranges.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_SIZE = 256, MOST_DIGITS = 6 };

struct expanding {
    struct sv_column_set *out;
    size_t room;
    const char *const *column;
    size_t n;
    const char *where;
    struct sv_fault *fault;
};

/* The two ends of a range. */
struct ends {
    char first[NAME_SIZE], last[NAME_SIZE];
};

static size_t
find(const char *name, const char *const *column, size_t n)
{
    size_t i = 0;

    while (i < n && strcmp(column[i], name) != 0)
        i++;
    return i;
}

/* Cuts TEXT at its first dash with something on both sides; blanks around the
 * dash are not of the names. */
static bool
cut(struct ends *e, const char *text)
{
    const char *dash = *text != '\0' ? strchr(text + 1, '-') : NULL;
    const char *last = dash != NULL ? dash + 1 + strspn(dash + 1, " ") : NULL;
    size_t n = dash != NULL ? (size_t) (dash - text) : 0;

    while (n > 1 && text[n - 1] == ' ')
        n--;
    if (dash == NULL || *last == '\0' || n >= NAME_SIZE
        || strlen(last) >= NAME_SIZE)
        return false;
    snprintf(e->first, sizeof e->first, "%.*s", (int) n, text);
    snprintf(e->last, sizeof e->last, "%s", last);
    return true;
}

/* How long NAME is before the number that it ends with; strlen(NAME) if there
 * is none. */
static size_t
stem(const char *name)
{
    size_t n = strlen(name);

    while (n > 0 && isdigit((unsigned char) name[n - 1])
           && strlen(name) - n < MOST_DIGITS)
        n--;
    return n;
}

/* The number that TEXT, digits alone, is. */
static long
number_of(const char *text)
{
    long n = 0;

    for (; *text != '\0'; text++)
        n = 10 * n + (*text - '0');
    return n;
}

static bool
is_numbered(const struct ends *e)
{
    const size_t a = stem(e->first), b = stem(e->last);

    return a == b && strncmp(e->first, e->last, a) == 0
           && e->first[a] != '\0' && e->last[b] != '\0'
           && number_of(e->first + a) <= number_of(e->last + b);
}

static void
add(struct expanding *x, size_t at, struct sv_string name)
{
    for (size_t i = 0; i < x->out->n; i++)
        if (x->out->at[i] == at) {
            sv_point(x->fault, SV_DATA, name.at, strlen(name.text),
                     "%s is meant twice", x->column[at]);
            return;
        }
    if (x->out->n == x->room) {
        const size_t room = 2 * x->room + 64;
        size_t *more = realloc(x->out->at, room * sizeof *more);

        if (more == NULL) {
            sv_fail(x->fault, SV_SYSTEM, "out of memory for columns");
            return;
        }
        x->out->at = more;
        x->room = room;
    }
    x->out->at[x->out->n++] = at;
}

/* A column that is written, or follows from what is written, is not there. */
static void
lacks(const struct expanding *x, struct sv_string written, const char *name)
{
    const char *near = sv_nearest(name, x->column, x->n);

    sv_point(x->fault, SV_DATA, written.at, strlen(written.text),
             "%s has no column %.60s%s%s%s", x->where, name,
             near != NULL ? "; did you mean " : "", near != NULL ? near : "",
             near != NULL ? "?" : "");
}

/* The column STEM with NUMBER behind it, plain or WIDTH digits wide. */
static size_t
numbered(const struct expanding *x, const char *stem_of, size_t length,
         long number, int width, char name[2 * NAME_SIZE])
{
    size_t at;

    snprintf(name, 2 * NAME_SIZE, "%.*s%ld", (int) length, stem_of, number);
    at = find(name, x->column, x->n);
    if (at < x->n)
        return at;
    snprintf(name, 2 * NAME_SIZE, "%.*s%0*ld", (int) length, stem_of, width,
             number);
    return find(name, x->column, x->n);
}

static void
add_numbered(struct expanding *x, struct sv_string written,
             const struct ends *e)
{
    const size_t length = stem(e->first);
    const long last = number_of(e->last + length);
    const int width = (int) strlen(e->first + length);
    char name[2 * NAME_SIZE];

    for (long k = number_of(e->first + length);
         k <= last && x->fault->status <= SV_DATA; k++) {
        const size_t at = numbered(x, e->first, length, k, width, name);

        if (at == x->n) {
            lacks(x, written, name);
            return;
        }
        add(x, at, written);
    }
}

static void
add_in_order(struct expanding *x, struct sv_string written,
             const struct ends *e)
{
    const size_t a = find(e->first, x->column, x->n);
    const size_t b = find(e->last, x->column, x->n);

    if (a == x->n || b == x->n)
        lacks(x, written, a == x->n ? e->first : e->last);
    else if (b < a)
        sv_point(x->fault, SV_DATA, written.at, strlen(written.text), "%s has "
                 "%s behind %s; write the range the other way round",
                 x->where, e->first, e->last);
    for (size_t i = a; a < x->n && b < x->n && i <= b; i++)
        add(x, i, written);
}

static void
add_name(struct expanding *x, struct sv_string written)
{
    const size_t at = find(written.text, x->column, x->n);
    struct ends e;

    if (at < x->n)
        add(x, at, written);
    else if (!cut(&e, written.text))
        lacks(x, written, written.text);
    else if (is_numbered(&e))
        add_numbered(x, written, &e);
    else
        add_in_order(x, written, &e);
}

enum sv_status
sv_columns_expand(struct sv_column_set *out, const struct sv_names *names,
                  const char *const *column, size_t n, const char *where,
                  struct sv_fault *fault)
{
    struct expanding x = { .out = out, .column = column, .n = n,
                           .where = where, .fault = fault };

    *out = (struct sv_column_set){ 0 };
    for (size_t k = 0; k < names->n && fault->status <= SV_DATA; k++)
        add_name(&x, names->item[k]);
    return fault->status;
}

bool
sv_columns_any(const struct sv_names *names, const char *const *column,
               size_t n)
{
    for (size_t k = 0; k < names->n; k++) {
        const char *const text = names->item[k].text;
        struct ends e;

        if (find(text, column, n) < n)
            return true;
        if (!cut(&e, text))
            continue;
        if (find(e.first, column, n) < n || find(e.last, column, n) < n)
            return true;
        for (size_t i = 0; is_numbered(&e) && i < n; i++)
            if (stem(column[i]) == stem(e.first) && column[i][stem(column[i])]
                && strncmp(column[i], e.first, stem(e.first)) == 0)
                return true;
    }
    return false;
}
