/* goalsfile.c - indicators of the goals, and targets, as CSV for people.
 *
 * Columns are for programs as well: their names do not change with the
 * language.  A figure that tables withhold is withheld here.
 */
#include "stages/tabulate/goalsfile.h"

#include <math.h>
#include <string.h>

#include "stages/tabulate/wording.h"

enum { WORD = 64 };

typedef void write_figure(struct sv_csv *to, const struct sv_tabulation *t,
                          size_t i, json_t *entry);

static const char *
text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

static bool
is_goal(json_t *entry)
{
    return strcmp(text_of(entry, "catalogue"), "sdg") == 0;
}

static bool
is_target(json_t *entry)
{
    return json_object_get(entry, "target") != NULL;
}

static bool
has_any(const struct sv_tabulation *t, bool (*is)(json_t *entry))
{
    size_t i;
    json_t *entry;

    json_array_foreach(sv_naming_indicators(t->names), i, entry)
        if (is(entry))
            return true;
    return false;
}

bool
sv_has_goals(const struct sv_tabulation *t)
{
    return sv_naming_given(t->names) != NULL || has_any(t, is_goal);
}

bool
sv_has_targets(const struct sv_tabulation *t)
{
    return has_any(t, is_target);
}

static bool
is_total(const struct sv_tabulation *t, const struct sv_figure *f)
{
    for (size_t k = 0; k < t->figures->n_classes; k++)
        if (strcmp(f->category[k], "_T") != 0)
            return false;
    return true;
}

/* Calls WRITE for the totals of indicators that IS says so of. */
static void
each_total(struct sv_csv *to, const struct sv_tabulation *t,
           bool (*is)(json_t *entry), write_figure *write)
{
    for (size_t i = 0; i < t->figures->n; i++) {
        const struct sv_figure *f = &t->figures->figure[i];
        json_t *entry = is_total(t, f)
            ? sv_naming_entry(t->names, f->indicator, f->item) : NULL;

        if (entry != NULL && is(entry))
            write(to, t, i, entry);
    }
}

static void
write_head(struct sv_csv *to, const char *const *name, size_t n)
{
    for (size_t k = 0; k < n; k++)
        sv_csv_text(to, name[k]);
    sv_csv_end(to);
}

static void
write_name(struct sv_csv *to, const char *code, const char *item,
           const char *name, const char *item_name)
{
    char text[1024];

    sv_csv_text(to, code);
    sv_csv_text(to, item);
    snprintf(text, sizeof text, "%s%s%s", name, *item != '\0' ? ": " : "",
             *item != '\0' ? item_name : "");
    sv_csv_text(to, text);
}

static void
write_names(struct sv_csv *to, const struct sv_tabulation *t,
            const struct sv_figure *f)
{
    write_name(to, f->indicator, f->item,
               sv_name_of_indicator(t->names, f->indicator),
               sv_name_of_item(t->names, f->indicator, f->item));
}

/* The estimate and its interval, or the signs that stand for them. */
static void
write_value(struct sv_csv *to, const struct sv_tabulation *t, size_t i)
{
    const struct sv_figure *f = &t->figures->figure[i];
    const int round = t->survey->tables.publish.round;
    char text[WORD];

    sv_word_estimate(text, sizeof text, f, t->shown[i], round);
    sv_csv_text(to, text);
    sv_word_interval(text, sizeof text, f, t->shown[i], round);
    sv_csv_text(to, text);
}

static void
write_codes(struct sv_csv *to, const struct sv_tabulation *t, json_t *entry)
{
    json_t *sdmx = json_object_get(entry, "sdmx");
    json_t *note = json_object_get(entry, "note");

    sv_csv_text(to, text_of(sdmx, "series"));
    sv_csv_text(to, text_of(sdmx, "composite"));
    sv_csv_text(to, text_of(sdmx, "unit"));
    sv_csv_text(to, note != NULL ? sv_naming_text(t->names, note)
                                 : text_of(entry, "remark"));
    sv_csv_end(to);
}

static void
write_goal(struct sv_csv *to, const struct sv_tabulation *t, size_t i,
           json_t *entry)
{
    char year[WORD] = "";

    write_names(to, t, &t->figures->figure[i]);
    write_value(to, t, i);
    if (t->survey->year != 0)
        snprintf(year, sizeof year, "%d", t->survey->year);
    sv_csv_text(to, year);
    sv_csv_text(to, "survey");
    sv_csv_text(to, t->survey->title.text != NULL ? t->survey->title.text
                                                  : "");
    write_codes(to, t, entry);
}

static void
write_given(struct sv_csv *to, const struct sv_tabulation *t, json_t *entry)
{
    const json_t *value = json_object_get(entry, "value");
    const json_t *year = json_object_get(entry, "year");
    char text[WORD] = "..";

    write_name(to, text_of(entry, "code"), text_of(entry, "item"),
               sv_naming_text(t->names, json_object_get(entry, "name")),
               sv_naming_text(t->names, json_object_get(entry, "item_name")));
    if (!json_is_null(value))
        snprintf(text, sizeof text, "%.15g", json_number_value(value));
    sv_csv_text(to, text);
    sv_csv_text(to, "");
    sv_csv_number(to, year != NULL ? json_number_value(year) : NAN);
    sv_csv_text(to, "given");
    sv_csv_text(to, text_of(entry, "source"));
    write_codes(to, t, entry);
}

void
sv_write_goals(struct sv_csv *to, const struct sv_tabulation *t)
{
    static const char *const name[] = {
        "indicator", "item", "name", "value", "interval", "year", "basis",
        "source", "series", "composite", "unit", "note",
    };
    size_t i;
    json_t *entry;

    write_head(to, name, sizeof name / sizeof *name);
    each_total(to, t, is_goal, write_goal);
    json_array_foreach(sv_naming_given(t->names), i, entry)
        write_given(to, t, entry);
}

static bool
is_hidden(enum sv_shown shown)
{
    return shown != SV_SHOWN && shown != SV_UNCERTAIN;
}

static void
write_target(struct sv_csv *to, const struct sv_tabulation *t, size_t i,
             json_t *entry)
{
    const struct sv_figure *f = &t->figures->figure[i];
    json_t *target = json_object_get(entry, "target");
    const double value = json_number_value(json_object_get(target, "value"));
    const bool hidden = is_hidden(t->shown[i]);
    const double scale = sv_in_per_cent(f->estimator) ? 100 : 1;
    char text[WORD] = "";

    write_names(to, t, f);
    write_value(to, t, i);
    sv_csv_number(to, scale * value);
    sv_csv_number(to, json_number_value(json_object_get(target, "by")));
    if (!hidden)
        snprintf(text, sizeof text, "%.*f", t->survey->tables.publish.round,
                 scale * (value - f->estimate));
    sv_csv_text(to, text);
    sv_csv_text(to, hidden || isnan(f->low) ? ""
                    : f->low >= value ? "reached"
                    : f->high < value ? "not reached" : "within error");
    sv_csv_end(to);
}

void
sv_write_targets(struct sv_csv *to, const struct sv_tabulation *t)
{
    static const char *const name[] = {
        "indicator", "item", "name", "value", "interval", "target", "by",
        "distance", "reached",
    };

    write_head(to, name, sizeof name / sizeof *name);
    each_total(to, t, is_target, write_target);
}
