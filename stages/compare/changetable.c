/* changetable.c - changes for people, in columns. */
#include "stages/compare/changetable.h"

#include <math.h>
#include <string.h>

#include "pipeline/textwidth.h"

enum { NUMBERS = 5, CELL_SIZE = 32, NAME_SIZE = 256, GAP = 2 };

/* A line: code and item, the group, and numbers as they are shown. */
struct line {
    char code[NAME_SIZE], group[NAME_SIZE], cell[NUMBERS][CELL_SIZE];
};

static const struct line head = {
    "Indicator", "Group", { "First", "Second", "Change", "s.e.", "p" },
};

struct widths {
    unsigned code, group, cell[NUMBERS];
};

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

static void
name(char out[NAME_SIZE], const json_t *number)
{
    const char *item = text_of(number, "item");

    snprintf(out, NAME_SIZE, "%s%s%s", text_of(number, "indicator"),
             *item != '\0' ? " " : "", item);
}

static void
group(char out[NAME_SIZE], const json_t *number)
{
    json_t *by = json_object_get(number, "by"), *category;
    const char *variable;
    size_t used = 0;

    snprintf(out, NAME_SIZE, "total");
    json_object_foreach(by, variable, category) {
        used += (size_t) snprintf(out + used, NAME_SIZE - used, "%s%s=%s",
                                  used > 0 ? " " : "", variable,
                                  json_string_value(category));
        if (used >= NAME_SIZE)
            return;
    }
}

/* With one digit behind the point for per cent, else six digits that count. */
static void
show(char out[CELL_SIZE], double value, bool percent, bool sign)
{
    if (isnan(value))
        snprintf(out, CELL_SIZE, "-");
    else if (percent)
        snprintf(out, CELL_SIZE, sign ? "%+.1f" : "%.1f", 100 * value);
    else
        snprintf(out, CELL_SIZE, sign ? "%+.6g" : "%.6g", value);
}

static void
lay(struct line *line, const struct sv_change *c)
{
    const bool percent = strcmp(c->estimator, "proportion") == 0
                         || strcmp(c->estimator, "shares") == 0;

    name(line->code, c->a);
    group(line->group, c->a);
    show(line->cell[0], sv_number_of(c->a, "estimate"), percent, false);
    show(line->cell[1], sv_number_of(c->b, "estimate"), percent, false);
    show(line->cell[2], c->difference, percent, true);
    show(line->cell[3], c->se, percent, false);
    if (isnan(c->p))
        snprintf(line->cell[4], CELL_SIZE, "-");
    else if (c->p < 0.0005)
        snprintf(line->cell[4], CELL_SIZE, "<0.001");
    else
        snprintf(line->cell[4], CELL_SIZE, "%.3f", c->p);
}

static void
widen(unsigned *width, const char *text)
{
    if (sv_text_columns(text) > *width)
        *width = sv_text_columns(text);
}

static void
measure(struct widths *w, const struct line *line)
{
    widen(&w->code, line->code);
    widen(&w->group, line->group);
    for (size_t k = 0; k < NUMBERS; k++)
        widen(&w->cell[k], line->cell[k]);
}

static void
print_line(FILE *to, const struct widths *w, const struct line *line)
{
    sv_put_left(to, line->code, w->code, GAP);
    sv_put_left(to, line->group, w->group, GAP);
    for (size_t k = 0; k < NUMBERS; k++)
        sv_put_right(to, line->cell[k], w->cell[k], k + 1 < NUMBERS ? GAP : 0);
    fputc('\n', to);
}

static void
print_round(FILE *to, const char *which, const struct sv_round *round)
{
    const json_t *survey = json_object_get(round->estimates, "survey");
    const json_int_t year = json_integer_value(json_object_get(survey, "year"));

    fprintf(to, "%s  %s", which, text_of(survey, "title"));
    if (year > 0)
        fprintf(to, ", %lld", (long long) year);
    fprintf(to, " (%s)\n", round->folder);
}

static void
print_common(FILE *to, const struct sv_common *c, bool independent)
{
    fprintf(to, "%s: %zu and %zu PSUs, ", c->record, c->psus_a, c->psus_b);
    if (independent)
        fputs("taken as independent\n", to);
    else if (c->a->variance.ranges.identity == NULL
             || c->b->variance.ranges.identity == NULL)
        fputs("not known which are the same\n", to);
    else
        fprintf(to, "%zu in both, in %zu strata\n", c->psus, c->strata);
}

/* The indicators of numbers that are for the total. */
static void
print_only(FILE *to, const char *which, const json_t *const *only, size_t n)
{
    char text[NAME_SIZE];
    size_t cells = 0;
    bool any = false;

    for (size_t k = 0; k < n; k++) {
        if (json_object_size(json_object_get(only[k], "by")) > 0) {
            cells++;
            continue;
        }
        name(text, only[k]);
        fprintf(to, any ? ", %s" : "Only in the %s round: %s",
                any ? text : which, text);
        any = true;
    }
    if (any)
        fputc('\n', to);
    if (cells > 0)
        fprintf(to, "Numbers for groups only in the %s round: %zu\n", which,
                cells);
}

void
sv_print_changes(FILE *to, const struct sv_changes *changes,
                 const struct sv_round *a, const struct sv_round *b,
                 bool independent)
{
    struct widths w = { 0 };
    struct line line;

    print_round(to, "First: ", a);
    print_round(to, "Second:", b);
    for (size_t k = 0; k < changes->n_common; k++)
        print_common(to, &changes->common[k], independent);
    fputc('\n', to);
    measure(&w, &head);
    for (size_t k = 0; k < changes->n; k++) {
        lay(&line, &changes->change[k]);
        measure(&w, &line);
    }
    print_line(to, &w, &head);
    for (size_t k = 0; k < changes->n; k++) {
        lay(&line, &changes->change[k]);
        print_line(to, &w, &line);
    }
    if (changes->n_only_a + changes->n_only_b > 0)
        fputc('\n', to);
    print_only(to, "first", changes->only_a, changes->n_only_a);
    print_only(to, "second", changes->only_b, changes->n_only_b);
}
