/* goalsfile.c - indicators of the goals as CSV for people.
 *
 * A figure that tables withhold is withheld here.
 */
#include "stages/tabulate/goalsfile.h"

#include <math.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/tabulate/goalnotes.h"

enum { WORD = 64 };

static const char *
say(const struct sv_tabulation *t, enum sv_goal_word word)
{
    return sv_goal_word(sv_naming_language(t->names), word);
}

static bool
is_goal(json_t *entry)
{
    return strcmp(sv_json_text_of(entry, "catalogue"), "sdg") == 0;
}

bool
sv_has_goals(const struct sv_tabulation *t)
{
    return sv_naming_given(t->names) != NULL || sv_has_goal(t, is_goal);
}

static void
write_codes(struct sv_csv *to, json_t *entry)
{
    json_t *sdmx = json_object_get(entry, "sdmx");

    sv_csv_text(to, sv_json_text_of(sdmx, "series"));
    sv_csv_text(to, sv_json_text_of(sdmx, "composite"));
    sv_csv_text(to, sv_json_text_of(sdmx, "unit"));
}

static void
write_goal(struct sv_csv *to, const struct sv_tabulation *t, size_t i,
           json_t *entry)
{
    const struct sv_figure *f = &t->figures->figure[i];
    struct sv_goal_note note = { .used = 0 };
    char year[WORD] = "";

    sv_write_goal_code(to, f->indicator, f->item);
    sv_write_named(to, t, sv_name_of_indicator(t->names, f->indicator),
                   sv_name_of_item(t->names, f->indicator, f->item));
    sv_write_value(to, t, f, t->shown[i]);
    if (t->survey->year != 0)
        snprintf(year, sizeof year, "%d", t->survey->year);
    sv_csv_text(to, year);
    sv_csv_text(to, say(t, SV_GW_SURVEY));
    sv_csv_text(to, sv_label_in(&t->survey->titles,
                                sv_naming_language(t->names), ""));
    write_codes(to, entry);
    sv_write_base(to, t, entry);
    sv_csv_text(to, f->flag);
    sv_note_quality(&note, t, f, t->shown[i]);
    sv_note_breaks(&note, t, f, entry);
    sv_note_entry(&note, t, entry);
    sv_csv_text(to, note.text);
    sv_csv_end(to);
}

static void
write_given(struct sv_csv *to, const struct sv_tabulation *t, json_t *entry)
{
    const json_t *value = json_object_get(entry, "value");
    const json_t *year = json_object_get(entry, "year");
    struct sv_goal_note note = { .used = 0 };
    char text[WORD] = "..";

    sv_write_goal_code(to, sv_json_text_of(entry, "code"), sv_json_text_of(entry, "item"));
    sv_write_named(to, t,
                   sv_naming_text(t->names, json_object_get(entry, "name")),
                   sv_naming_text(t->names,
                                  json_object_get(entry, "item_name")));
    if (!json_is_null(value))
        snprintf(text, sizeof text, "%.15g", json_number_value(value));
    sv_csv_text(to, text);
    sv_csv_text(to, "");
    sv_csv_number(to, year != NULL ? json_number_value(year) : (double) NAN);
    sv_csv_text(to, say(t, SV_GW_GIVEN));
    sv_csv_text(to, sv_json_text_of(entry, "source"));
    write_codes(to, entry);
    sv_csv_text(to, "");
    sv_csv_text(to, "");
    sv_note_add(&note, say(t, json_is_null(value) ? SV_GW_NO_VALUE
                                                  : SV_GW_NOT_SURVEY));
    if (year != NULL && t->survey->year != 0
        && json_integer_value(year) != t->survey->year)
        sv_note_add(&note, say(t, SV_GW_OTHER_YEAR));
    sv_note_add(&note, sv_json_text_of(entry, "remark"));
    sv_note_entry(&note, t, entry);
    sv_csv_text(to, note.text);
    sv_csv_end(to);
}

void
sv_write_goals(struct sv_csv *to, const struct sv_tabulation *t)
{
    static const enum sv_goal_word head[] = {
        SV_GW_INDICATOR, SV_GW_ITEM, SV_GW_NAME, SV_GW_VALUE, SV_GW_INTERVAL,
        SV_GW_YEAR, SV_GW_BASIS, SV_GW_SOURCE, SV_GW_SERIES, SV_GW_COMPOSITE,
        SV_GW_UNIT, SV_GW_BASE, SV_GW_FLAG, SV_GW_NOTE,
    };
    size_t i;
    json_t *entry;

    sv_write_goal_head(to, t, head, sizeof head / sizeof *head);
    sv_each_goal(to, t, is_goal, write_goal);
    json_array_foreach(sv_naming_given(t->names), i, entry)
        write_given(to, t, entry);
}
