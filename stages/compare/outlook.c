/* outlook.c - breaks in wording between two rounds, and trends to targets.
 *
 * The trend is the straight line through the two estimates.  It has no error
 * here: with two points it is a way of speaking, not a forecast.
 */
#include "stages/compare/outlook.h"

#include <math.h>
#include <string.h>

static const char *
text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text != NULL ? text : "";
}

/* What ROUND says of the indicator, and of the item, that NUMBER is of. */
static const json_t *
entry_of(const struct sv_round *round, const json_t *number)
{
    size_t k;
    json_t *entry;

    json_array_foreach(json_object_get(round->estimates, "indicators"), k,
                       entry)
        if (strcmp(text_of(entry, "code"), text_of(number, "indicator")) == 0
            && (strcmp(text_of(entry, "item"), text_of(number, "item")) == 0
                || json_array_size(json_object_get(entry, "categories")) > 0))
            return entry;
    return NULL;
}

static json_int_t
vintage_of(const json_t *entry)
{
    return json_integer_value(json_object_get(entry, "vintage"));
}

/* The last vintage between those of the rounds that has another wording. */
static int
break_between(const json_t *a, const json_t *b)
{
    const bool forward = vintage_of(a) <= vintage_of(b);
    const json_t *older = forward ? a : b, *newer = forward ? b : a;
    json_int_t last = 0;
    size_t k;
    json_t *change;

    if (vintage_of(older) == 0)
        return 0;
    json_array_foreach(json_object_get(newer, "breaks"), k, change) {
        const json_int_t in = json_integer_value(json_object_get(change,
                                                                 "in"));

        if (in > vintage_of(older) && in > last)
            last = in;
    }
    return (int) last;
}

static double
year_of(const struct sv_round *round)
{
    const json_t *survey = json_object_get(round->estimates, "survey");
    const json_t *year = json_object_get(survey, "year");

    return json_is_integer(year) ? (double) json_integer_value(year) : NAN;
}

/* When the line through (YEAR_A, A) and (YEAR_B, B) is at TARGET; YEAR_B if it
 * is there already, NAN if it does not get there. */
static double
year_at(double target, double a, double year_a, double b, double year_b)
{
    const double slope = (b - a) / (year_b - year_a);

    if (b >= target)
        return year_b;
    return slope > 0 ? year_b + (target - b) / slope : NAN;
}

void
sv_outlook(struct sv_changes *changes, const struct sv_round *a,
           const struct sv_round *b)
{
    for (size_t k = 0; k < changes->n; k++) {
        struct sv_change *c = &changes->change[k];
        const json_t *entry_a = entry_of(a, c->a), *entry_b = entry_of(b, c->b);
        const json_t *target = json_object_get(entry_b, "target");

        c->broken = break_between(entry_a, entry_b);
        c->target = c->by = c->reached = NAN;
        if (target == NULL)
            continue;
        c->target = sv_number_of(target, "value");
        c->by = sv_number_of(target, "by");
        c->reached = year_at(c->target, sv_number_of(c->a, "estimate"),
                             year_of(a), sv_number_of(c->b, "estimate"),
                             year_of(b));
    }
}
