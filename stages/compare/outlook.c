/* outlook.c - breaks in wording between two rounds, and trends to targets.
 *
 * The trend is the straight line through the two estimates.  It has no error
 * here: with two points it is a way of speaking, not a forecast.  Across a break
 * the two are not of one series, and there is none.
 */
#include "stages/compare/outlook.h"

#include <math.h>

#include "pipeline/jsonmembers.h"

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

    return json_is_integer(year) ? (double) json_integer_value(year)
                                 : (double) NAN;
}

/* When the line through (YEAR_A, A) and (YEAR_B, B) is at TARGET; NAN if it does
 * not get there, or has been there by its own account. */
static double
year_at(double target, double a, double year_a, double b, double year_b)
{
    const double slope = (b - a) / (year_b - year_a);

    return b < target && slope > 0 ? year_b + (target - b) / slope
                                   : (double) NAN;
}

/* The year that the second round, or the trend, gives for the target of C. */
static double
reached_in(const struct sv_change *c, double year_a, double year_b)
{
    if (c->standing == SV_REACHED)
        return year_b;
    if (c->breaks != SV_NO_BREAK)
        return NAN;
    return year_at(c->target, sv_json_number_of(c->a, "estimate"), year_a,
                   sv_json_number_of(c->b, "estimate"), year_b);
}

void
sv_outlook(struct sv_changes *changes, const struct sv_round *a,
           const struct sv_round *b)
{
    for (size_t k = 0; k < changes->n; k++) {
        struct sv_change *c = &changes->change[k];
        const json_t *target = json_object_get(c->entry_b, "target");

        c->broken = break_between(c->entry_a, c->entry_b);
        c->target = c->by = c->reached = NAN;
        c->standing = SV_STANDING_UNKNOWN;
        if (target == NULL)
            continue;
        c->target = sv_json_number_of(target, "value");
        c->by = sv_json_number_of(target, "by");
        c->standing = sv_standing_of(sv_json_number_of(c->b, "ci_low"),
                                     sv_json_number_of(c->b, "ci_high"), c->target,
                                     INFINITY);
        c->reached = reached_in(c, year_of(a), year_of(b));
    }
}
