/* goalnotes.c - what must be told with a figure that stands alone. */
#include "stages/tabulate/goalnotes.h"

#include <string.h>

#include "stages/tabulate/remarks.h"
#include "stages/tabulate/wording.h"

enum { WORD = 64 };

static const char *
language_of(const struct sv_tabulation *t)
{
    return sv_naming_language(t->names);
}

void
sv_note_add(struct sv_goal_note *note, const char *text)
{
    const size_t n = strlen(text), gap = note->used > 0 ? 2 : 0;

    if (n == 0 || note->used + gap + n >= sizeof note->text)
        return;
    memcpy(note->text + note->used, "; ", gap);
    memcpy(note->text + note->used + gap, text, n + 1);
    note->used += gap + n;
}

/* Flags that the sign of a figure tells already. */
static bool
is_told(const char *flag)
{
    static const char *const told[] = { "few-cases", "high-cv", "suppressed" };

    for (size_t k = 0; k < sizeof told / sizeof *told; k++)
        if (strcmp(flag, told[k]) == 0)
            return true;
    return false;
}

void
sv_note_quality(struct sv_goal_note *note, const struct sv_tabulation *t,
                const struct sv_figure *f, enum sv_shown shown)
{
    char text[512], *flag, *rest = text;

    sv_word_sign(text, sizeof text, language_of(t), shown, &t->survey->tables);
    sv_note_add(note, text);
    snprintf(text, sizeof text, "%s", f->flag);
    while ((flag = strsep(&rest, ";")) != NULL)
        if (*flag != '\0' && !is_told(flag))
            sv_note_add(note, sv_word_of(language_of(t), flag));
}

void
sv_note_breaks(struct sv_goal_note *note, const struct sv_tabulation *t,
               const struct sv_figure *f, json_t *entry)
{
    char text[1024];
    size_t from = 0;
    const json_t *change;

    for (size_t k = 0; k < t->survey->n_breaks; k++) {
        const struct sv_break_spec *b = &t->survey->breaks[k];

        if (!sv_is_break_of(b, f))
            continue;
        snprintf(text, sizeof text, "%s%s%s",
                 sv_say(language_of(t), SV_SAY_BREAK),
                 sv_say(language_of(t), SV_SAY_COLON),
                 sv_label_in(&b->what, language_of(t), ""));
        sv_note_add(note, text);
    }
    while ((change = sv_next_wording(&from, entry)) != NULL) {
        sv_word_wording(text, sizeof text, t, change);
        sv_note_add(note, text);
    }
}

void
sv_note_entry(struct sv_goal_note *note, const struct sv_tabulation *t,
              json_t *entry)
{
    json_t *said = json_object_get(entry, "note");

    if (said != NULL)
        sv_note_add(note, sv_naming_text(t->names, said));
}

void
sv_write_goal_code(struct sv_csv *to, const char *code, const char *item)
{
    sv_csv_text(to, code);
    sv_csv_text(to, item);
}

void
sv_write_named(struct sv_csv *to, const struct sv_tabulation *t,
               const char *name, const char *item_name)
{
    const bool item = *item_name != '\0';
    char text[1024];

    snprintf(text, sizeof text, "%s%s%s", name,
             item ? sv_say(language_of(t), SV_SAY_COLON) : "", item_name);
    sv_csv_text(to, text);
}

void
sv_write_value(struct sv_csv *to, const struct sv_tabulation *t,
               const struct sv_figure *f, enum sv_shown shown)
{
    const int round = t->survey->tables.publish.round;
    char text[WORD];

    sv_word_estimate(text, sizeof text, f, shown, round);
    sv_csv_text(to, text);
    sv_word_interval(text, sizeof text, f, shown, round);
    sv_csv_text(to, text);
}

void
sv_write_base(struct sv_csv *to, const struct sv_tabulation *t, json_t *entry)
{
    json_t *base = json_object_get(entry, "base");
    const char *universe = json_string_value(json_object_get(entry,
                                                             "universe"));

    sv_csv_text(to, base != NULL ? sv_naming_text(t->names, base)
                    : universe != NULL && *universe != '\0'
                        ? universe
                        : sv_goal_word(language_of(t), SV_GW_ALL));
}

void
sv_write_goal_head(struct sv_csv *to, const struct sv_tabulation *t,
                   const enum sv_goal_word *word, size_t n)
{
    for (size_t k = 0; k < n; k++)
        sv_csv_text(to, sv_goal_word(language_of(t), word[k]));
    sv_csv_end(to);
}

static bool
is_total(const struct sv_tabulation *t, const struct sv_figure *f)
{
    for (size_t k = 0; k < t->figures->n_classes; k++)
        if (strcmp(f->category[k], "_T") != 0)
            return false;
    return true;
}

void
sv_each_goal(struct sv_csv *to, const struct sv_tabulation *t,
             bool (*is)(json_t *entry),
             void (*write)(struct sv_csv *to, const struct sv_tabulation *t,
                           size_t i, json_t *entry))
{
    for (size_t i = 0; i < t->figures->n; i++) {
        const struct sv_figure *f = &t->figures->figure[i];
        json_t *entry = is_total(t, f)
            ? sv_naming_entry(t->names, f->indicator, f->item) : NULL;

        if (entry != NULL && is(entry))
            write(to, t, i, entry);
    }
}

bool
sv_has_goal(const struct sv_tabulation *t, bool (*is)(json_t *entry))
{
    size_t i;
    json_t *entry;

    json_array_foreach(sv_naming_indicators(t->names), i, entry)
        if (is(entry))
            return true;
    return false;
}
