/* makeweighting.c - the steps of weighting. */
#include <math.h>
#include <string.h>

#include "pipeline/making.h"

static const char *const names[] = {
    [SV_ADJUST_DESIGN] = "design-weights",
    [SV_ADJUST_ELIGIBILITY] = "unknown-eligibility",
    [SV_ADJUST_RESPONSE] = "non-response", [SV_ADJUST_PROPENSITY] = "propensity",
    [SV_ADJUST_PARENT] = "from-parent", [SV_ADJUST_ONE] = "one-per-household",
    [SV_ADJUST_POSTSTRATIFY] = "post-stratify", [SV_ADJUST_RAKE] = "rake",
    [SV_ADJUST_CALIBRATE] = "calibrate", [SV_ADJUST_TRIM] = "trim",
};

const char *
sv_adjustment_name(enum sv_adjustment k)
{
    return names[k];
}

static bool
is_ancestor(const struct sv_survey *s, int above, int record)
{
    for (int r = record; r != SV_NO_RECORD; r = s->record[r].parent)
        if (r == above)
            return true;
    return false;
}

/* A variable of RECORD or of what it belongs to. */
static void
check_variable(struct sv_making *m, struct sv_string name, int record)
{
    const struct sv_survey *s = m->survey;
    const struct sv_variable *v;
    const char *known[256], *near;
    size_t n = 0;

    if (name.text == NULL || record == SV_NO_RECORD)
        return;
    v = sv_survey_variable(s, name.text);
    if (v != NULL && v->record != SV_NO_RECORD
        && !is_ancestor(s, v->record, record))
        sv_making_fault(m, name, "'%s' is of %s; the step needs a variable of "
                        "%s, or of what that belongs to", name.text,
                        s->record[v->record].name.text,
                        s->record[record].name.text);
    if (v != NULL)
        return;
    for (; n < s->n_variables && n < 256; n++)
        known[n] = s->variable[n].name.text;
    near = sv_nearest(name.text, known, n);
    sv_making_fault(m, name, "there is no variable '%.60s' under 'variables'"
                    "%s%s%s", name.text, near != NULL ? "; did you mean '" : "",
                    near != NULL ? near : "", near != NULL ? "'?" : "");
}

static void
check_variables(struct sv_making *m, const struct sv_names *list, int record)
{
    for (size_t i = 0; i < list->n; i++)
        check_variable(m, list->item[i], record);
}

static void
take_counts(struct sv_making *m, struct sv_margin_spec *to,
            const struct sv_list *list)
{
    const struct sv_written_count *c = list->item;

    to->count = sv_arena_take(m->arena, list->n, sizeof *to->count);
    for (size_t i = 0; to->count != NULL && i < list->n; i++)
        to->count[to->n_counts++] = (struct sv_count_spec){ c[i].name,
                                                            c[i].value };
}

/* Shares add up to 1, but for rounding. */
static void
check_shares(struct sv_making *m, const struct sv_margin_spec *to,
             struct sv_string who)
{
    double sum = 0;

    for (size_t i = 0; i < to->n_counts; i++)
        sum += to->count[i].value;
    if (to->shares && fabs(sum - 1) > 1e-3)
        sv_making_fault(m, who, "the shares add up to %.6g; they must add up "
                        "to 1", sum);
}

static void
make_margin(struct sv_making *m, struct sv_margin_spec *to,
            const struct sv_written_margin *w, int record, struct sv_string who)
{
    const bool number = w->number.text != NULL;
    const size_t ways = (size_t) (w->totals.text != NULL)
                        + (size_t) (w->counts.n > 0)
                        + (size_t) (w->shares.n > 0);

    *to = (struct sv_margin_spec){
        .at = who.at, .record = record, .by = w->by, .number = w->number,
        .totals = sv_making_path(m, w->totals), .shares = w->shares.n > 0,
        .total = number ? w->total : NAN,
        .population = w->population > 0 ? w->population : NAN,
    };
    if (w->of.text != NULL)
        to->record = sv_making_record(m, w->of, who, false);
    if (to->record != SV_NO_RECORD && record != SV_NO_RECORD
        && to->record != record && m->survey->record[to->record].parent != record)
        sv_making_fault(m, w->of, "%s are not members of %s",
                        m->survey->record[to->record].name.text,
                        m->survey->record[record].name.text);
    take_counts(m, to, w->shares.n > 0 ? &w->shares : &w->counts);
    check_shares(m, to, who);
    if (!m->sound)
        return;
    if (number == (w->by.n > 0))
        sv_making_fault(m, who, "a margin has either 'by' or 'number'");
    else if (!number && ways != 1)
        sv_making_fault(m, who, "a classification has exactly one of 'totals', "
                        "'counts' and 'shares'");
    else if (w->counts.n + w->shares.n > 0 && w->by.n > 1)
        sv_making_fault(m, who, "totals of crossed classifications come from a "
                        "file: use 'totals'");
    check_variables(m, &to->by, to->record);
    check_variable(m, to->number, to->record);
}

static void
make_margins(struct sv_making *m, struct sv_step_spec *s,
             const struct sv_written_step_way *w)
{
    const bool single = s->kind == SV_ADJUST_POSTSTRATIFY;
    const struct sv_written_margin *list = single ? &w->margin
                                                  : w->margins.item;
    const size_t n = single ? 1 : w->margins.n;

    s->margin = sv_arena_take(m->arena, n, sizeof *s->margin);
    for (size_t i = 0; s->margin != NULL && i < n; i++) {
        const struct sv_string who = single ? w->key : list[i].at;

        make_margin(m, &s->margin[s->n_margins++], &list[i], s->record, who);
        if (s->kind == SV_ADJUST_RAKE && list[i].number.text != NULL)
            sv_making_fault(m, list[i].number, "raking is for classifications; "
                            "use 'calibrate' for numbers");
        if (s->kind == SV_ADJUST_RAKE
            && s->margin[i].record != s->record)
            sv_making_fault(m, list[i].of, "raking counts units themselves; "
                            "use 'calibrate' for those of members");
    }
    if (n == 0 && m->sound)
        sv_making_fault(m, w->key, "'%s' has no margins", w->key.text);
}

/* Two numbers, ascending, as [LOW, HIGH]. */
static void
take_pair(struct sv_making *m, struct sv_step_spec *s,
          const struct sv_list *list, struct sv_string who)
{
    const double *v = list->item;

    if (list->n == 0)
        return;
    if (list->n != 2 || v[0] < 0) {
        sv_making_fault(m, who, "'%s' takes two numbers, the least (0 or more) "
                        "and the greatest", who.text);
        return;
    }
    s->low = v[0];
    s->high = v[1];
}

static void
check_calibration(struct sv_making *m, const struct sv_step_spec *s,
                  const struct sv_written_step_way *w)
{
    const bool bounds = w->bounds.n > 0;
    const char *d = s->distance.text;

    if (d == NULL)
        return;
    if (strcmp(d, "linear") == 0 && bounds)
        sv_making_fault(m, w->key, "the distance 'linear' knows no bounds; use "
                        "'truncated-linear'");
    if ((strcmp(d, "logit") == 0 || strcmp(d, "truncated-linear") == 0)
        && !bounds)
        sv_making_fault(m, w->key, "the distance '%s' needs bounds", d);
}

static void
check_kind(struct sv_making *m, const struct sv_step_spec *s,
           const struct sv_written_step_way *w)
{
    const size_t stages = w->drawn.n;

    if (s->kind == SV_ADJUST_DESIGN
        && !(w->probabilities.n > 0 ? stages == 0 && w->population.n == 0
                                    : stages > 0 && w->population.n == stages))
        sv_making_fault(m, w->key, "'design-weights' has either "
                        "'probabilities', or 'drawn' and 'population' with a "
                        "variable for each stage");
    if (s->kind == SV_ADJUST_PARENT && s->record != SV_NO_RECORD
        && m->survey->record[s->record].parent == SV_NO_RECORD)
        sv_making_fault(m, w->key, "%s has no parent to take a weight from",
                        m->survey->record[s->record].name.text);
    if (s->kind == SV_ADJUST_TRIM && (w->limits.n > 0) == (w->medians.n > 0))
        sv_making_fault(m, w->key, "'trim' has either 'limits' or 'medians'");
    if (s->kind == SV_ADJUST_CALIBRATE)
        check_calibration(m, s, w);
}

static void
find_common(struct sv_making *m, struct sv_step_spec *s,
            const struct sv_written_step_way *w)
{
    s->common = SV_NO_RECORD;
    if (w->common.text == NULL)
        return;
    s->common = sv_making_record(m, w->common, w->key, false);
    if (s->common != SV_NO_RECORD && s->record != SV_NO_RECORD
        && m->survey->record[s->record].parent != s->common)
        sv_making_fault(m, w->common, "%s is not the parent of %s",
                        w->common.text, m->survey->record[s->record].name.text);
}

static void
make_step(struct sv_making *m, enum sv_adjustment kind,
          const struct sv_written_step_way *w)
{
    struct sv_step_spec *s = &m->survey->step[m->survey->n_steps++];

    *s = (struct sv_step_spec){
        .kind = kind, .at = w->key.at, .probabilities = w->probabilities,
        .drawn = w->drawn, .population = w->population,
        .answered = kind == SV_ADJUST_ELIGIBILITY ? w->known : w->answered,
        .eligible = w->eligible, .by = w->by, .on = w->on,
        .classes = w->classes, .times = w->times, .distance = w->distance,
        .low = NAN, .high = NAN, .medians = w->medians.n > 0,
        .strict = w->strict, .redistribute = w->redistribute,
        .tolerance = w->tolerance, .iterations = w->iterations,
        .record = sv_making_record(m, w->of, w->key, false),
    };
    find_common(m, s, w);
    take_pair(m, s, w->bounds.n > 0 ? &w->bounds
                    : w->limits.n > 0 ? &w->limits : &w->medians, w->key);
    check_variables(m, &s->probabilities, s->record);
    check_variables(m, &s->drawn, s->record);
    check_variables(m, &s->population, s->record);
    check_variables(m, &s->by, s->record);
    check_variables(m, &s->on, s->record);
    check_variable(m, s->answered, s->record);
    check_variable(m, s->eligible, s->record);
    check_variable(m, s->times, s->record);
    if (kind == SV_ADJUST_POSTSTRATIFY || kind == SV_ADJUST_RAKE
        || kind == SV_ADJUST_CALIBRATE)
        make_margins(m, s, w);
    if (kind == SV_ADJUST_POSTSTRATIFY) {
        s->tolerance = 1e-9;
        s->iterations = 2;
    }
    if (m->sound)
        check_kind(m, s, w);
}

void
sv_make_weighting(struct sv_making *m)
{
    const struct sv_list *list = &m->written->weighting.steps;
    const struct sv_written_step *w = list->item;

    m->survey->step = sv_arena_take(m->arena, list->n, sizeof *m->survey->step);
    for (size_t i = 0; m->survey->step != NULL && i < list->n; i++) {
        size_t kinds = 0;

        for (int k = 0; k < SV_N_ADJUSTMENTS; k++)
            if (w[i].way[k].key.text != NULL && kinds++ == 0)
                make_step(m, (enum sv_adjustment) k, &w[i].way[k]);
        if (kinds != 1 && m->sound)
            sv_making_fault(m, w[i].at, "each entry of 'steps' is exactly one "
                            "step, such as 'trim' or 'calibrate'; this is %zu",
                            kinds);
    }
    if (list->n == 0 && m->sound && m->survey->weighting.line > 0)
        sv_making_fault(m, m->written->weighting.key,
                        "'weighting' has no steps");
}
