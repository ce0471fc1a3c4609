/* remarks.c - what the catalogue has to say about figures, below a table. */
#include "stages/tabulate/remarks.h"

#include <string.h>

#include "stages/tabulate/wording.h"

bool
sv_is_break_of(const struct sv_break_spec *b, const struct sv_figure *f)
{
    return strcmp(f->indicator, b->indicator.text) == 0
        && (b->item.text == NULL || strcmp(f->item, b->item.text) == 0);
}

json_t *
sv_next_wording(size_t *from, const json_t *entry)
{
    const json_int_t vintage = json_integer_value(json_object_get(entry,
                                                                  "vintage"));
    const json_t *all = json_object_get(entry, "breaks");

    while (*from < json_array_size(all)) {
        json_t *change = json_array_get(all, (*from)++);

        if (json_integer_value(json_object_get(change, "in")) == vintage)
            return change;
    }
    return NULL;
}

void
sv_word_wording(char *out, size_t size, const struct sv_tabulation *t,
                const json_t *change)
{
    snprintf(out, size, "%s %lld%s%s",
             sv_say(sv_naming_language(t->names), SV_SAY_NEW_WORDING),
             (long long) json_integer_value(json_object_get(change, "in")),
             sv_say(sv_naming_language(t->names), SV_SAY_COLON),
             sv_naming_text(t->names, json_object_get(change, "what")));
}

static void
write_line(struct sv_csv *to, const struct sv_tabulation *t, const char *who,
           const char *what)
{
    char text[1536];

    snprintf(text, sizeof text, "%s%s%s", who,
             sv_say(sv_naming_language(t->names), SV_SAY_COLON), what);
    sv_csv_text(to, text);
    sv_csv_end(to);
}

/* A note is the same for all items of most indicators: it is written once. */
static void
write_note(struct sv_csv *to, const struct sv_tabulation *t,
           const struct sv_figure *f, json_t *entry, const char **last)
{
    json_t *note = json_object_get(entry, "note");
    const char *text = note != NULL ? sv_naming_text(t->names, note) : NULL;

    if (text != NULL && (*last == NULL || strcmp(text, *last) != 0))
        write_line(to, t, f->indicator, text);
    *last = text;
}

static void
write_breaks(struct sv_csv *to, const struct sv_tabulation *t,
             const struct sv_figure *f, json_t *entry)
{
    char who[256], what[1024];
    size_t from = 0;
    const json_t *change;

    while ((change = sv_next_wording(&from, entry)) != NULL) {
        snprintf(who, sizeof who, "%s%s%s", f->indicator,
                 *f->item != '\0' ? "." : "", f->item);
        sv_word_wording(what, sizeof what, t, change);
        write_line(to, t, who, what);
    }
}

void
sv_write_remarks(struct sv_csv *to, const struct sv_tabulation *t,
                 const struct sv_grid *grid)
{
    const json_t *previous = NULL;
    const char *last = NULL;

    for (size_t r = 0; r < grid->n_rows; r++) {
        const struct sv_figure *f = &t->figures->figure[grid->row[r].first];
        json_t *entry = sv_naming_entry(t->names, f->indicator, f->item);

        if (entry == NULL || entry == previous)
            continue;
        previous = entry;
        write_note(to, t, f, entry, &last);
        write_breaks(to, t, f, entry);
    }
}
