/* changetable.c - changes for people, in columns. */
#include "stages/compare/changetable.h"

#include <math.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "pipeline/textwidth.h"
#include "stages/common/codewords.h"
#include "stages/common/groupwords.h"
#include "stages/compare/changewords.h"

enum { NUMBERS = 5, CELL_SIZE = 32, NAME_SIZE = 256, GAP = 2, LEAST_NAME = 16 };

/* A line: code and item, its name, the group, numbers as they are shown, and
 * marks. */
struct line {
    char code[NAME_SIZE], name[NAME_SIZE], group[NAME_SIZE];
    char cell[NUMBERS][CELL_SIZE], mark[8];
};

struct widths {
    unsigned code, name, group, cell[NUMBERS];
};

/* What is printed, and where. */
struct sheet {
    FILE *to;
    const struct sv_changes *changes;
    const struct sv_round *a, *b;
    const char *language;
    bool groups;
};

static const char *
say(const struct sheet *s, enum sv_change_word word)
{
    return sv_change_word(s->language, word);
}

static void
name(char out[NAME_SIZE], const json_t *number)
{
    const char *item = sv_json_text_of(number, "item");

    snprintf(out, NAME_SIZE, "%s%s%s", sv_json_text_of(number, "indicator"),
             *item != '\0' ? " " : "", item);
}

/* LABEL, an object of texts by language, in that of the sheet. */
static const char *
in_language(const struct sheet *s, json_t *label)
{
    const char *key, *text = json_string_value(json_object_get(label,
                                                               s->language));
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
call(char out[NAME_SIZE], const struct sheet *s, const json_t *entry,
     const json_t *number)
{
    const char *item = sv_json_text_of(number, "item");
    size_t k;
    json_t *category, *label = json_object_get(entry, "name");

    if (*item != '\0')
        label = json_object_get(entry, "item_name");
    json_array_foreach(json_object_get(entry, "categories"), k, category)
        if (strcmp(sv_json_text_of(category, "name"), item) == 0)
            label = json_object_get(category, "label");
    snprintf(out, NAME_SIZE, "%s", in_language(s, label));
    if (*out == '\0')
        snprintf(out, NAME_SIZE, "%s", item);
}

/* What CATEGORY of VARIABLE is called in the second round; its name, without a
 * label. */
static const char *
category_name(const struct sheet *s, const char *variable, const char *category)
{
    const char *word;
    size_t i, k;
    json_t *class, *one, *label = NULL;

    json_array_foreach(json_object_get(s->b->estimates, "classifications"), i,
                       class)
        if (strcmp(sv_json_text_of(class, "name"), variable) == 0)
            json_array_foreach(json_object_get(class, "categories"), k, one)
                if (strcmp(sv_json_text_of(one, "name"), category) == 0)
                    label = json_object_get(one, "label");
    word = json_object_get(label, s->language) == NULL
        ? sv_group_word(s->language, variable, category)
        : in_language(s, label);
    if (word == NULL)
        word = in_language(s, label);
    return *word != '\0' ? word : category;
}

static void
group(char out[NAME_SIZE], const struct sheet *s, const json_t *number)
{
    json_t *by = json_object_get(number, "by"), *category;
    const char *variable;
    size_t used = 0;

    snprintf(out, NAME_SIZE, "%s", say(s, SV_CW_TOTAL));
    json_object_foreach(by, variable, category) {
        used += (size_t) snprintf(out + used, NAME_SIZE - used, "%s%s",
                                  used > 0 ? ", " : "",
                                  category_name(s, variable,
                                                json_string_value(category)));
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
    const double scale = sv_json_number_of(c->b, "estimate");

    name(line->code, c->a);
    call(line->name, s, c->entry_b, c->b);
    group(line->group, s, c->a);
    snprintf(line->mark, sizeof line->mark, "%s%s%s",
             is_significant(s, c) ? "*" : "",
             c->breaks & SV_BREAK_WORDING ? "B" : "",
             c->breaks & SV_BREAK_DEFINITION ? "D" : "");
    show(line->cell[0], sv_json_number_of(c->a, "estimate"), scale, percent, false);
    show(line->cell[1], sv_json_number_of(c->b, "estimate"), scale, percent, false);
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
put_heads(struct line *head, const struct sheet *s)
{
    static const enum sv_change_word cell[] = {
        SV_CW_FIRST_HEAD, SV_CW_SECOND_HEAD, SV_CW_CHANGE, SV_CW_ERROR,
    };

    *head = (struct line){ .mark = "" };
    snprintf(head->code, NAME_SIZE, "%s", say(s, SV_CW_CODE));
    snprintf(head->name, NAME_SIZE, "%s", say(s, SV_CW_INDICATOR));
    snprintf(head->group, NAME_SIZE, "%s", say(s, SV_CW_GROUP));
    for (size_t k = 0; k < sizeof cell / sizeof *cell; k++)
        snprintf(head->cell[k], CELL_SIZE, "%s", say(s, cell[k]));
    snprintf(head->cell[NUMBERS - 1], CELL_SIZE, "p");
}

static void
print_lines(const struct sheet *s)
{
    struct widths w = { 0 };
    struct line line, head;

    put_heads(&head, s);
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

/* Whether A and B say the same of their question. */
static bool
is_same_wording(const struct sv_change *a, const struct sv_change *b)
{
    return a->wording != NULL && b->wording != NULL && a->broken == b->broken
        && json_equal(json_object_get(a->wording, "what"),
                      json_object_get(b->wording, "what"));
}

/* Codes of all changes like FIRST: "HH15 d e f, HH18"; of a wording that the
 * survey declares for an indicator as a whole, its code. */
static void
print_codes(const struct sheet *s, size_t first)
{
    const struct sv_change *all = s->changes->change, *f = &all[first];
    const char *last = "";
    const bool whole = json_object_get(f->wording, "item") != NULL
        && !json_is_string(json_object_get(f->wording, "item"));

    for (size_t k = first; k < s->changes->n; k++) {
        const char *code = sv_json_text_of(all[k].a, "indicator");
        const char *item = whole ? "" : sv_json_text_of(all[k].a, "item");
        const bool same = strcmp(code, last) == 0;

        if (!is_total(all[k].a) || !is_same_wording(f, &all[k])
            || (same && *item == '\0'))
            continue;
        fprintf(s->to, "%s%s%s%s", *last == '\0' ? "" : same ? "" : ", ",
                same ? "" : code, *item != '\0' ? " " : "", item);
        last = code;
    }
}

/* A line for each change of wording, with what it is of. */
static void
print_wordings(const struct sheet *s)
{
    for (size_t k = 0; k < s->changes->n; k++) {
        const struct sv_change *c = &s->changes->change[k];
        bool before = false;

        for (size_t i = 0; i < k; i++)
            before = before || (is_total(s->changes->change[i].a)
                                && is_same_wording(&s->changes->change[i], c));
        if (c->wording == NULL || before || !is_total(c->a))
            continue;
        fputs("   ", s->to);
        print_codes(s, k);
        if (json_is_integer(json_object_get(c->wording, "in")))
            fprintf(s->to, " (%s %lld)", say(s, SV_CW_SINCE), (long long)
                    json_integer_value(json_object_get(c->wording, "in")));
        fprintf(s->to, "%s%s\n", say(s, SV_CW_COLON),
                in_language(s, json_object_get(c->wording, "what")));
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
    fprintf(s->to, "\n*  %s %.4g %%%s%s%zu %s %zu\n", say(s, SV_CW_CHANGED),
            100 * (1 - s->b->confidence), say(s, SV_CW_LEVEL),
            say(s, SV_CW_COLON), significant, say(s, SV_CW_OF), shown);
    if (breaks & SV_BREAK_WORDING) {
        fprintf(s->to, "B  %s\n", say(s, SV_CW_WORDING));
        print_wordings(s);
    }
    if (breaks & SV_BREAK_DEFINITION)
        fprintf(s->to, "D  %s\n", say(s, SV_CW_DEFINITION));
    if (!s->groups && s->changes->n > shown)
        fprintf(s->to, "%s %zu %s\n", say(s, SV_CW_CHANGES_OF),
                s->changes->n - shown, say(s, SV_CW_GROUPS));
}

static void
print_round(const struct sheet *s, enum sv_change_word which,
            const struct sv_round *round, unsigned width)
{
    const json_t *survey = json_object_get(round->estimates, "survey");
    const json_int_t year = json_integer_value(json_object_get(survey, "year"));
    const char *title = in_language(s, json_object_get(survey, "titles"));
    char name[NAME_SIZE];

    snprintf(name, sizeof name, "%s:", say(s, which));
    sv_put_left(s->to, name, width, 2);
    fputs(*title != '\0' ? title : sv_json_text_of(survey, "title"), s->to);
    if (year > 0)
        fprintf(s->to, ", %lld", (long long) year);
    fprintf(s->to, " (%s)\n", round->folder);
}

static void
print_rounds(const struct sheet *s)
{
    const unsigned first = sv_text_columns(say(s, SV_CW_FIRST));
    const unsigned second = sv_text_columns(say(s, SV_CW_SECOND));
    const unsigned width = (first > second ? first : second) + 1;

    print_round(s, SV_CW_FIRST, s->a, width);
    print_round(s, SV_CW_SECOND, s->b, width);
}

static void
print_common(const struct sheet *s, const struct sv_common *c, bool independent)
{
    const bool replicates = c->a->variance.replicates.n > 0
                            || c->b->variance.replicates.n > 0;
    const char *way = c->psus == 0 || !replicates ? ""
                    : say(s, c->paired ? SV_CW_PAIRED : SV_CW_BY_SCORES);

    fprintf(s->to, "%s%s%zu %s %zu %s, ", sv_word_of(s->language, c->record),
            say(s, SV_CW_COLON), c->psus_a, say(s, SV_CW_AND), c->psus_b,
            say(s, SV_CW_PSUS));
    if (independent)
        fprintf(s->to, "%s\n", say(s, SV_CW_INDEPENDENT));
    else if (c->a->variance.ranges.identity == NULL
             || c->b->variance.ranges.identity == NULL)
        fprintf(s->to, "%s\n", say(s, SV_CW_UNKNOWN));
    else
        fprintf(s->to, "%zu %s %zu %s%s%s\n", c->psus, say(s, SV_CW_IN_BOTH),
                c->strata, say(s, SV_CW_STRATA), *way != '\0' ? "; " : "", way);
}

/* The indicators of numbers that are for the total, with their items. */
static void
print_only(const struct sheet *s, bool second, const json_t *const *only,
           size_t n)
{
    FILE *to = s->to;
    const unsigned width = sv_terminal_width(to);
    const char *last = "";
    unsigned used = 0;
    size_t cells = 0;

    for (size_t k = 0; k < n; k++) {
        const char *code = sv_json_text_of(only[k], "indicator");
        const char *item = sv_json_text_of(only[k], "item");
        const bool same = strcmp(code, last) == 0;
        const unsigned here = sv_text_columns(same ? item : code) + 2
            + (same || *item == '\0' ? 0 : sv_text_columns(item) + 1);

        if (!is_total(only[k])) {
            cells++;
            continue;
        }
        if (used == 0)
            fprintf(to, "\n%s", say(s, second ? SV_CW_ONLY_SECOND
                                              : SV_CW_ONLY_FIRST));
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
        fprintf(to, "%s %zu\n", say(s, second ? SV_CW_CELLS_SECOND
                                              : SV_CW_CELLS_FIRST), cells);
}

/* When the target is reached, of one that is not. */
static void
print_trend(const struct sheet *s, const struct sv_change *c)
{
    const bool there = sv_json_number_of(c->b, "estimate") >= c->target;

    if (c->standing == SV_REACHED || (there && c->breaks == SV_NO_BREAK))
        fputc('\n', s->to);
    else if (c->breaks != SV_NO_BREAK)
        fprintf(s->to, "; %s\n", say(s, SV_CW_NO_TREND));
    else if (isnan(c->reached))
        fprintf(s->to, "; %s\n", say(s, SV_CW_NEVER));
    else
        fprintf(s->to, "; %s %.0f %s\n", say(s, SV_CW_REACHED_IN),
                ceil(c->reached), say(s, SV_CW_TREND));
}

/* Whether there was a target to print. */
static bool
print_target(const struct sheet *s, const struct sv_change *c, bool any)
{
    char text[NAME_SIZE];

    if (isnan(c->target) || !is_total(c->a))
        return false;
    name(text, c->a);
    fprintf(s->to, "%s%s%s%s %g %% %s %.0f, ", any ? "" : "\n", text,
            say(s, SV_CW_COLON), say(s, SV_CW_TARGET), 100 * c->target,
            say(s, SV_CW_BY), c->by);
    fputs(c->standing == SV_STANDING_UNKNOWN
              ? say(s, SV_CW_NO_INTERVAL)
              : sv_word_of(s->language, sv_standing_code(c->standing)), s->to);
    print_trend(s, c);
    return true;
}

/* OPTIONS' language, or the first of the second round. */
static const char *
language_of(const struct sv_compare_options *options, const struct sv_round *b)
{
    const json_t *survey = json_object_get(b->estimates, "survey");
    const char *first = json_string_value(
        json_array_get(json_object_get(survey, "languages"), 0));

    return options->language != NULL ? options->language
         : first != NULL ? first : "en";
}

void
sv_print_changes(FILE *to, const struct sv_changes *changes,
                 const struct sv_round *a, const struct sv_round *b,
                 const struct sv_compare_options *options)
{
    const struct sheet sheet = { to, changes, a, b, language_of(options, b),
                                 options->groups };
    bool any = false;

    print_rounds(&sheet);
    for (size_t k = 0; k < changes->n_common; k++)
        print_common(&sheet, &changes->common[k], options->independent);
    fputc('\n', to);
    print_lines(&sheet);
    print_marks(&sheet);
    for (size_t k = 0; k < changes->n; k++)
        any = print_target(&sheet, &changes->change[k], any) || any;
    print_only(&sheet, false, changes->only_a, changes->n_only_a);
    print_only(&sheet, true, changes->only_b, changes->n_only_b);
}
