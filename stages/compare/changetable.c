/* changetable.c - changes for people, in columns. */
#include "stages/compare/changetable.h"

#include <math.h>
#include <string.h>

#include "pipeline/textwidth.h"

enum { NUMBERS = 5, CELL_SIZE = 32, NAME_SIZE = 256, GAP = 2, LEAST_NAME = 16 };

/* A line: code and item, its name, the group, numbers as they are shown, and
 * marks. */
struct line {
    char code[NAME_SIZE], name[NAME_SIZE], group[NAME_SIZE];
    char cell[NUMBERS][CELL_SIZE], mark[8];
};

static const struct line head = {
    "Code", "Indicator", "Group", { "First", "Second", "Change", "s.e.", "p" }, "",
};

struct widths {
    unsigned code, name, group, cell[NUMBERS];
};

/* What is printed, and where. */
struct sheet {
    FILE *to;
    const struct sv_changes *changes;
    const struct sv_round *a, *b;
    bool groups;
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

/* LABEL, an object of texts by language, in the first language of ROUND. */
static const char *
in_language(const struct sv_round *round, json_t *label)
{
    const json_t *survey = json_object_get(round->estimates, "survey");
    const char *language = json_string_value(
        json_array_get(json_object_get(survey, "languages"), 0));
    const char *key, *text = language != NULL
        ? json_string_value(json_object_get(label, language)) : NULL;
    json_t *value;

    if (text != NULL)
        return text;
    json_object_foreach(label, key, value)
        if (json_is_string(value))
            return json_string_value(value);
    return "";
}

/* What the indicator, or its item, or the category of shares is called. */
static void
call(char out[NAME_SIZE], const struct sv_round *round, const json_t *entry,
     const json_t *number)
{
    const char *item = text_of(number, "item");
    size_t k;
    json_t *category, *label = json_object_get(entry, "name");

    if (*item != '\0')
        label = json_object_get(entry, "item_name");
    json_array_foreach(json_object_get(entry, "categories"), k, category)
        if (strcmp(text_of(category, "name"), item) == 0)
            label = json_object_get(category, "label");
    snprintf(out, NAME_SIZE, "%s", in_language(round, label));
    if (*out == '\0')
        snprintf(out, NAME_SIZE, "%s", item);
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

/* Behind the point, so that four digits of a number like SCALE count. */
static int
decimals(double value, double scale)
{
    const double size = fabs(isnan(scale) || scale == 0 ? value : scale);
    const int n = size > 0 ? 3 - (int) floor(log10(size)) : 1;

    return n < 0 ? 0 : n > 9 ? 9 : n;
}

/* With one digit behind the point for per cent, else as many as SCALE asks. */
static void
show(char out[CELL_SIZE], double value, double scale, bool percent, bool sign)
{
    if (isnan(value))
        snprintf(out, CELL_SIZE, "-");
    else if (percent)
        snprintf(out, CELL_SIZE, sign ? "%+.1f" : "%.1f", 100 * value);
    else
        snprintf(out, CELL_SIZE, sign ? "%+.*f" : "%.*f",
                 decimals(value, scale), value);
}

static bool
is_significant(const struct sheet *s, const struct sv_change *c)
{
    return c->p < 1 - s->b->confidence;
}

static void
lay(struct line *line, const struct sheet *s, const struct sv_change *c)
{
    const bool percent = strcmp(c->estimator, "proportion") == 0
                         || strcmp(c->estimator, "highest") == 0
                         || strcmp(c->estimator, "shares") == 0;
    const double scale = sv_number_of(c->b, "estimate");

    name(line->code, c->a);
    call(line->name, s->b, c->entry_b, c->b);
    group(line->group, c->a);
    snprintf(line->mark, sizeof line->mark, "%s%s%s",
             is_significant(s, c) ? "*" : "",
             c->breaks & SV_BREAK_WORDING ? "B" : "",
             c->breaks & SV_BREAK_DEFINITION ? "D" : "");
    show(line->cell[0], sv_number_of(c->a, "estimate"), scale, percent, false);
    show(line->cell[1], sv_number_of(c->b, "estimate"), scale, percent, false);
    show(line->cell[2], c->difference, scale, percent, true);
    show(line->cell[3], c->se, scale, percent, false);
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
    widen(&w->name, line->name);
    widen(&w->group, line->group);
    for (size_t k = 0; k < NUMBERS; k++)
        widen(&w->cell[k], line->cell[k]);
}

/* The name gets what the others leave of the terminal, the group nothing where
 * there are totals alone. */
static void
fit(struct widths *w, const struct sheet *s)
{
    const unsigned width = sv_terminal_width(s->to);
    unsigned others = w->code + GAP + GAP + 4;

    if (s->groups)
        others += w->group + GAP;
    else
        w->group = 0;
    for (size_t k = 0; k < NUMBERS; k++)
        others += w->cell[k] + GAP;
    if (w->name + others > width)
        w->name = others + LEAST_NAME < width ? width - others : LEAST_NAME;
}

static void
print_line(const struct sheet *s, const struct widths *w,
           const struct line *line)
{
    sv_put_left(s->to, line->code, w->code, GAP);
    sv_put_left(s->to, line->name, w->name, GAP);
    if (s->groups)
        sv_put_left(s->to, line->group, w->group, GAP);
    for (size_t k = 0; k < NUMBERS; k++)
        sv_put_right(s->to, line->cell[k], w->cell[k],
                     k + 1 < NUMBERS ? GAP : 0);
    fprintf(s->to, "%s%s\n", *line->mark != '\0' ? " " : "", line->mark);
}

static bool
is_total(const json_t *number)
{
    return json_object_size(json_object_get(number, "by")) == 0;
}

static void
print_lines(const struct sheet *s)
{
    struct widths w = { 0 };
    struct line line;

    measure(&w, &head);
    for (int pass = 0; pass < 2; pass++) {
        if (pass == 1) {
            fit(&w, s);
            print_line(s, &w, &head);
        }
        for (size_t k = 0; k < s->changes->n; k++) {
            if (!s->groups && !is_total(s->changes->change[k].a))
                continue;
            lay(&line, s, &s->changes->change[k]);
            if (pass == 0)
                measure(&w, &line);
            else
                print_line(s, &w, &line);
        }
    }
}

/* A line for each indicator whose wording has changed. */
static void
print_wordings(const struct sheet *s)
{
    const json_t *last = NULL;
    char code[NAME_SIZE];

    for (size_t k = 0; k < s->changes->n; k++) {
        const struct sv_change *c = &s->changes->change[k];

        if (c->wording == NULL || c->wording == last || !is_total(c->a))
            continue;
        last = c->wording;
        name(code, c->a);
        fprintf(s->to, "   %s: %s\n", json_object_get(last, "item") != NULL
                && !json_is_string(json_object_get(last, "item"))
                ? text_of(c->a, "indicator") : code,
                in_language(s->b, json_object_get(last, "what")));
    }
}

/* What the marks mean that occur. */
static void
print_marks(const struct sheet *s)
{
    unsigned breaks = 0;
    size_t significant = 0, shown = 0;

    for (size_t k = 0; k < s->changes->n; k++) {
        const struct sv_change *c = &s->changes->change[k];

        if (!s->groups && !is_total(c->a))
            continue;
        shown++;
        breaks |= c->breaks;
        significant += is_significant(s, c);
    }
    fprintf(s->to, "\n*  changed at the %.4g %% level: %zu of %zu\n",
            100 * (1 - s->b->confidence), significant, shown);
    if (breaks & SV_BREAK_WORDING) {
        fputs("B  break: the wording of the question has changed between the "
              "rounds\n", s->to);
        print_wordings(s);
    }
    if (breaks & SV_BREAK_DEFINITION)
        fputs("D  break: the rounds write the indicator or its universe "
              "otherwise\n", s->to);
    if (!s->groups && s->changes->n > shown)
        fprintf(s->to, "Changes of %zu groups: --groups, or -o FILE.csv\n",
                s->changes->n - shown);
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

/* The indicators of numbers that are for the total, with their items. */
static void
print_only(FILE *to, const char *which, const json_t *const *only, size_t n)
{
    const unsigned width = sv_terminal_width(to);
    const char *last = "";
    unsigned used = 0;
    size_t cells = 0;

    for (size_t k = 0; k < n; k++) {
        const char *code = text_of(only[k], "indicator");
        const char *item = text_of(only[k], "item");
        const bool same = strcmp(code, last) == 0;
        const unsigned here = sv_text_columns(same ? item : code) + 2
            + (same || *item == '\0' ? 0 : sv_text_columns(item) + 1);

        if (!is_total(only[k])) {
            cells++;
            continue;
        }
        if (used == 0)
            fprintf(to, "\nOnly in the %s round:", which);
        if (used == 0 || used + here > width) {
            fputs(used > 0 && !same ? ",\n  " : "\n  ", to);
            used = 2;
        } else {
            fputs(same ? " " : ", ", to);
        }
        fprintf(to, same ? "%s%s" : "%s%s%s", same ? item : code,
                *item != '\0' && !same ? " " : "", item);
        used += here;
        last = code;
    }
    if (used > 0)
        fputc('\n', to);
    if (cells > 0)
        fprintf(to, "Numbers for groups only in the %s round: %zu\n", which,
                cells);
}

/* Whether there was a target to print. */
static bool
print_target(FILE *to, const struct sv_change *c, bool any)
{
    char text[NAME_SIZE];

    if (isnan(c->target) || !is_total(c->a))
        return false;
    name(text, c->a);
    if (!any)
        fputc('\n', to);
    fprintf(to, "%s: target %g %% by %.0f, ", text, 100 * c->target, c->by);
    if (sv_number_of(c->b, "estimate") >= c->target)
        fputs("reached\n", to);
    else if (isnan(c->reached))
        fputs("out of reach at this trend\n", to);
    else
        fprintf(to, "reached in %.0f at this trend\n", ceil(c->reached));
    return true;
}

/* The numbers whose question became another one, and how far targets are. */
static void
print_outlook(FILE *to, const struct sv_changes *changes)
{
    char text[NAME_SIZE];
    bool any = false;

    for (size_t k = 0; k < changes->n; k++) {
        const struct sv_change *c = &changes->change[k];

        if (c->broken == 0 || !is_total(c->a))
            continue;
        name(text, c->a);
        fprintf(to, any ? ", %s (%d)" : "\nThe wording became another one: "
                                        "%s (%d)", text, c->broken);
        any = true;
    }
    if (any)
        fputc('\n', to);
    any = false;
    for (size_t k = 0; k < changes->n; k++)
        any = print_target(to, &changes->change[k], any) || any;
}

void
sv_print_changes(FILE *to, const struct sv_changes *changes,
                 const struct sv_round *a, const struct sv_round *b,
                 const struct sv_compare_options *options)
{
    const struct sheet sheet = { to, changes, a, b, options->groups };

    print_round(to, "First: ", a);
    print_round(to, "Second:", b);
    for (size_t k = 0; k < changes->n_common; k++)
        print_common(to, &changes->common[k], options->independent);
    fputc('\n', to);
    print_lines(&sheet);
    print_marks(&sheet);
    print_outlook(to, changes);
    print_only(to, "first", changes->only_a, changes->n_only_a);
    print_only(to, "second", changes->only_b, changes->n_only_b);
}
