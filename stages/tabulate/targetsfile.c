/* targetsfile.c - indicators with a target, and how far off it is.
 *
 * A figure that tables withhold is withheld here; so is a ratio of parity where
 * either of its figures is, or its own error is above the limits.
 */
#include "stages/tabulate/targetsfile.h"

#include <math.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/standing.h"
#include "stages/tabulate/goalnotes.h"
#include "stages/tabulate/wording.h"

enum { WORD = 64 };

/* A line of the file. */
struct line {
    struct sv_figure figure;
    enum sv_shown shown;
    double target, least, most; /* what reaches it lies between the last two */
    int decimals;
    double scale;
    json_t *entry, *contrast;   /* contrast NULL: the indicator itself */
};

static bool
is_target(json_t *entry)
{
    return json_object_get(entry, "target") != NULL;
}

bool
sv_has_targets(const struct sv_tabulation *t)
{
    return sv_has_goal(t, is_target);
}

/* ---- parity -------------------------------------------------------------- */

/* Whether figure G is the part of a contrast: of the same indicator, in the
 * cell that BY names and in no other. */
static bool
is_part(const struct sv_tabulation *t, const struct sv_figure *g,
        const struct sv_figure *f, const json_t *by)
{
    if (strcmp(g->indicator, f->indicator) != 0
        || strcmp(g->item, f->item) != 0)
        return false;
    for (size_t k = 0; k < t->figures->n_classes; k++) {
        const char *category = sv_json_text_of(by, t->figures->class_name[k]);

        if (strcmp(g->category[k], *category != '\0' ? category : "_T") != 0)
            return false;
    }
    return true;
}

/* How the ratio is shown: never more of it than of its figures. */
static enum sv_shown
shown_of(const struct sv_tabulation *t, const struct sv_figure *ratio,
         const json_t *contrast)
{
    const double suppress = t->survey->tables.publish.suppress_cv;
    const double flag = t->survey->tables.publish.flag_cv;
    size_t m;
    json_t *part;

    json_array_foreach(json_object_get(contrast, "parts"), m, part)
        for (size_t i = 0; i < t->figures->n; i++)
            if (t->shown[i] > SV_UNCERTAIN
                && is_part(t, &t->figures->figure[i], ratio,
                           json_object_get(part, "by")))
                return t->shown[i];
    if (isnan(ratio->estimate))
        return SV_NOT_ESTIMABLE;
    if (isnan(ratio->se))
        return SV_UNCERTAIN;
    return ratio->cv > suppress ? SV_TOO_UNCERTAIN
         : ratio->cv > flag     ? SV_UNCERTAIN
                                : SV_SHOWN;
}

/* The line of parity by the classification that CLASS begins with. */
static struct line
parity_line(const struct sv_tabulation *t, const struct sv_figure *f,
            json_t *entry, const char *class)
{
    json_t *c = sv_naming_parity(t->names, f->indicator, f->item, class);
    struct line l = {
        .figure = *f, .shown = SV_NOT_ESTIMABLE, .target = 1,
        .least = SV_PARITY_LEAST, .most = SV_PARITY_MOST, .scale = 1,
        .decimals = t->survey->tables.publish.round + 2, .entry = entry,
        .contrast = c,
    };

    l.figure.estimator = "ratio";
    l.figure.estimate = sv_json_number_of(c, "estimate");
    l.figure.se = sv_json_number_of(c, "se");
    l.figure.cv = l.figure.se / fabs(l.figure.estimate);
    l.figure.low = sv_json_number_of(c, "ci_low");
    l.figure.high = sv_json_number_of(c, "ci_high");
    l.figure.flag = sv_json_text_of(c, "flag");
    if (c != NULL)
        l.shown = shown_of(t, &l.figure, c);
    return l;
}

/* "Women / Men", of the categories that the ratio is of. */
static void
word_ratio(char *out, size_t size, const struct sv_tabulation *t,
           const json_t *contrast)
{
    size_t m, used = 0;
    json_t *part, *category;
    const char *class;

    *out = '\0';
    json_array_foreach(json_object_get(contrast, "parts"), m, part)
        json_object_foreach(json_object_get(part, "by"), class, category)
            if (used < size)
                used += (size_t) snprintf(
                    out + used, size - used, "%s%s", used > 0 ? " / " : "",
                    sv_name_of_category(t->names, class,
                                        json_string_value(category)));
}

static void
note_parity(struct sv_goal_note *note, const struct sv_tabulation *t,
            const struct line *l, const char *class)
{
    const char *language = sv_naming_language(t->names);
    char text[256];

    snprintf(text, sizeof text, "%s%s%g\xe2\x80\x93%g",
             sv_goal_word(language, SV_GW_PARITY),
             sv_say(language, SV_SAY_COLON), SV_PARITY_LEAST, SV_PARITY_MOST);
    sv_note_add(note, text);
    if (l->contrast != NULL)
        return;
    snprintf(text, sizeof text, "%s %s",
             sv_goal_word(language, SV_GW_NO_PARITY),
             sv_name_of_class(t->names, class));
    sv_note_add(note, text);
}

/* ---- lines --------------------------------------------------------------- */

static struct line
own_line(const struct sv_tabulation *t, size_t i, json_t *entry)
{
    const double target = sv_json_number_of(json_object_get(entry, "target"), "value");
    const struct sv_figure *f = &t->figures->figure[i];

    return (struct line){
        .figure = *f, .shown = t->shown[i], .target = target, .least = target,
        .most = INFINITY, .decimals = t->survey->tables.publish.round,
        .scale = sv_in_per_cent(f->estimator) ? 100 : 1, .entry = entry,
    };
}

static void
write_names(struct sv_csv *to, const struct sv_tabulation *t,
            const struct line *l, const char *class)
{
    const struct sv_figure *f = &l->figure;
    const char *item = sv_name_of_item(t->names, f->indicator, f->item);
    char text[1024], ratio[256];

    sv_write_goal_code(to, f->indicator, f->item);
    sv_csv_text(to, l->contrast != NULL ? sv_json_text_of(l->contrast, "contrast")
                                        : class);
    if (*class == '\0') {
        sv_write_named(to, t, sv_name_of_indicator(t->names, f->indicator),
                       item);
        return;
    }
    word_ratio(ratio, sizeof ratio, t, l->contrast);
    snprintf(text, sizeof text, "%s%s%s",
             sv_name_of_indicator(t->names, f->indicator),
             *item != '\0' ? sv_say(sv_naming_language(t->names), SV_SAY_COLON)
                           : "", item);
    sv_write_named(to, t, text, *ratio != '\0' ? ratio
                                        : sv_name_of_class(t->names, class));
}

/* The distance, in points; where it stands. */
static void
write_standing(struct sv_csv *to, const struct sv_tabulation *t,
               const struct line *l)
{
    const struct sv_figure *f = &l->figure;
    const bool hidden = l->shown > SV_UNCERTAIN;
    char text[WORD] = "";

    if (!hidden)
        snprintf(text, sizeof text, "%.*f", l->decimals,
                 l->scale * (l->target - f->estimate));
    sv_csv_text(to, text);
    sv_csv_text(to, hidden ? "" : sv_word_of(
        sv_naming_language(t->names),
        sv_standing_code(sv_standing_of(f->low, f->high, l->least, l->most))));
}

static void
write_line(struct sv_csv *to, const struct sv_tabulation *t,
           const struct line *l, const char *class)
{
    struct sv_goal_note note = { .used = 0 };

    write_names(to, t, l, class);
    sv_write_value(to, t, &l->figure, l->shown);
    sv_csv_number(to, l->scale * l->target);
    sv_csv_number(to, sv_json_number_of(json_object_get(l->entry, "target"), "by"));
    write_standing(to, t, l);
    sv_write_base(to, t, l->entry);
    sv_csv_text(to, l->figure.flag);
    sv_note_quality(&note, t, &l->figure, l->shown);
    if (*class != '\0')
        note_parity(&note, t, l, class);
    sv_note_breaks(&note, t, &l->figure, l->entry);
    sv_note_entry(&note, t, l->entry);
    sv_csv_text(to, note.text);
    sv_csv_end(to);
}

static void
write_target(struct sv_csv *to, const struct sv_tabulation *t, size_t i,
             json_t *entry)
{
    const char *class = sv_json_text_of(json_object_get(entry, "target"), "parity");
    struct line l = own_line(t, i, entry);

    write_line(to, t, &l, "");
    if (*class == '\0')
        return;
    l = parity_line(t, &t->figures->figure[i], entry, class);
    write_line(to, t, &l, class);
}

void
sv_write_targets(struct sv_csv *to, const struct sv_tabulation *t)
{
    static const enum sv_goal_word head[] = {
        SV_GW_INDICATOR, SV_GW_ITEM, SV_GW_CONTRAST, SV_GW_NAME, SV_GW_VALUE,
        SV_GW_INTERVAL, SV_GW_TARGET, SV_GW_BY, SV_GW_DISTANCE,
        SV_GW_STANDING, SV_GW_BASE, SV_GW_FLAG, SV_GW_NOTE,
    };

    sv_write_goal_head(to, t, head, sizeof head / sizeof *head);
    sv_each_goal(to, t, is_target, write_target);
}
