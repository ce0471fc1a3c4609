/* recalibration.c - the calibrations of weights once more, by R. */
#include "stages/crosscheck/recalibration.h"

#include <math.h>
#include <string.h>

#include "pipeline/jsonmembers.h"

static const char *
column_of(const struct sv_crosschecking *c, int record, const char *name)
{
    bool condition;

    return sv_variable_column(c, (size_t) record, name, &condition);
}

static bool
calibrates(enum sv_adjustment kind)
{
    return kind == SV_ADJUST_POSTSTRATIFY || kind == SV_ADJUST_RAKE
           || kind == SV_ADJUST_CALIBRATE;
}

struct sv_calibrations
sv_calibrations_of(const struct sv_crosschecking *c, size_t record)
{
    const struct sv_survey *s = c->survey;
    struct sv_calibrations out = { .n = 0 };

    for (size_t i = 0; i < s->n_steps; i++) {
        const enum sv_adjustment kind = s->step[i].kind;

        if (s->step[i].record != (int) record)
            continue;
        if (kind == SV_ADJUST_DESIGN || kind == SV_ADJUST_PARENT)
            out = (struct sv_calibrations){
                .inherited = kind == SV_ADJUST_PARENT };
        if (calibrates(kind) && out.n < SV_MOST_STEPS)
            out.step[out.n++] = i;
    }
    return out;
}

bool
sv_is_calibrated(const struct sv_crosschecking *c, size_t record)
{
    const json_t *design = json_object_get(
        json_object_get(c->estimates, "design"),
        c->survey->record[record].name.text);

    return strcmp(sv_json_text_of(json_object_get(design, "variance"),
                               "calibration"), "none") != 0;
}

bool
sv_recalibrates(const struct sv_crosschecking *c, size_t record)
{
    const struct sv_calibrations own = sv_calibrations_of(c, record);

    return !sv_has_replicates(c, record)
           && (own.n > 0
               || (own.inherited
                   && sv_recalibrates(
                       c, (size_t) c->survey->record[record].parent)));
}

bool
sv_is_raked(const struct sv_crosschecking *c, size_t record)
{
    const struct sv_calibrations own = sv_calibrations_of(c, record);

    for (size_t k = 0; k < own.n; k++)
        if (c->survey->step[own.step[k]].kind == SV_ADJUST_RAKE)
            return true;
    return own.inherited
           && sv_is_raked(c, (size_t) c->survey->record[record].parent);
}

/* ---- what cannot be told --------------------------------------------------------- */

/* R's name of the distance of STEP. */
static const char *
calfun_of(const struct sv_step_spec *step)
{
    const char *distance = step->distance.text;

    if (strcmp(distance, "logit") == 0)
        return "logit";
    return strcmp(distance, "linear") == 0
                   || strcmp(distance, "truncated-linear") == 0
               ? "linear" : "raking";
}

static bool
has_margin(const struct sv_crosschecking *c, const struct sv_margin_spec *m)
{
    for (size_t k = 0; k < m->by.n; k++)
        if (column_of(c, m->record, m->by.item[k].text) == NULL)
            return false;
    return m->by.n > 0 || column_of(c, m->record, m->number.text) != NULL;
}

/* What of STEP keeps R from it. */
static const char *
obstacle(const struct sv_crosschecking *c, const struct sv_step_spec *step)
{
    const int parent = c->survey->record[step->record].parent;

    for (size_t m = 0; m < step->n_margins; m++)
        if (!has_margin(c, &step->margin[m]))
            return "a margin is of a variable that the export does not have";
    if (step->common != SV_NO_RECORD && step->common != parent)
        return "a factor is common to units that are not the parent's";
    if (step->common != SV_NO_RECORD && step->kind == SV_ADJUST_RAKE)
        return "R rakes rows, not units with a common factor";
    return NULL;
}

/* Steps of the parent behind the one from which its members have their
 * weights. */
static bool
goes_on(const struct sv_survey *s, size_t record)
{
    bool taken = false;

    for (size_t i = 0; i < s->n_steps; i++) {
        if (taken && s->step[i].record == s->record[record].parent
            && calibrates(s->step[i].kind))
            return true;
        taken = taken || (s->step[i].record == (int) record
                          && s->step[i].kind == SV_ADJUST_PARENT);
    }
    return false;
}

const char *
sv_not_recalibrated(const struct sv_crosschecking *c, size_t record)
{
    const struct sv_calibrations own = sv_calibrations_of(c, record);

    if (!sv_recalibrates(c, record))
        return NULL;
    for (size_t k = 0; k < own.n; k++) {
        const char *why = obstacle(c, &c->survey->step[own.step[k]]);

        if (why != NULL)
            return why;
    }
    if (!own.inherited)
        return NULL;
    return goes_on(c->survey, record)
               ? "the parent was calibrated again after its members had taken "
                 "its weight"
               : sv_not_recalibrated(
                     c, (size_t) c->survey->record[record].parent);
}

/* ---- lines ------------------------------------------------------------------------ */

static void
put_columns(FILE *to, const struct sv_crosschecking *c,
            const struct sv_margin_spec *m)
{
    for (size_t k = 0; k < m->by.n; k++)
        fprintf(to, "%s%s", k > 0 ? ", " : "",
                column_of(c, m->record, m->by.item[k].text));
}

/* The columns of a margin, over the rows of RECORD. */
static void
put_margin(FILE *to, const struct sv_crosschecking *c, size_t record,
           const struct sv_margin_spec *m)
{
    const bool members = m->record != (int) record;
    const char *of = c->survey->record[m->record].name.text;

    if (members)
        fprintf(to, "of_members(with(%s, ", of);
    if (m->by.n > 0) {
        fputs("classes(", to);
        put_columns(to, c, m);
        fputs(")", to);
    } else
        fprintf(to, "cbind(%s)", column_of(c, m->record, m->number.text));
    if (members)
        fprintf(to, "), %s, %s$variables)", of,
                c->survey->record[record].name.text);
}

static void
put_calibrate(FILE *to, const struct sv_crosschecking *c, size_t at)
{
    const struct sv_step_spec *step = &c->survey->step[at];
    const char *name = c->survey->record[step->record].name.text;

    fprintf(to, "margins <- with(%s$variables, cbind(", name);
    for (size_t m = 0; m < step->n_margins; m++) {
        fputs(m > 0 ? ",\n    " : "", to);
        put_margin(to, c, (size_t) step->record, &step->margin[m]);
    }
    fprintf(to, "))\n%s <- recalibrate(%s, %zu, margins, \"%s\"", name, name,
            at + 1, calfun_of(step));
    if (!isnan(step->low) && !isnan(step->high))
        fprintf(to, ", bounds = c(%.17g, %.17g)", step->low, step->high);
    if (step->common != SV_NO_RECORD)
        fprintf(to, ",\n    common = %s$variables$hearth_parent", name);
    fputs(")\n", to);
}

static void
put_step(FILE *to, const struct sv_crosschecking *c, size_t at)
{
    const struct sv_step_spec *step = &c->survey->step[at];
    const char *name = c->survey->record[step->record].name.text;
    const bool rake = step->kind == SV_ADJUST_RAKE;

    fprintf(to, "# Step %zu of weighting: %s.\n", at + 1,
            sv_adjustment_name(step->kind));
    if (step->kind == SV_ADJUST_CALIBRATE) {
        put_calibrate(to, c, at);
        return;
    }
    fprintf(to, "%s <- %s(%s, %zu, with(%s$variables, %s", name,
            rake ? "rake_again" : "poststratify_again", name, at + 1, name,
            rake ? "list(" : "");
    for (size_t m = 0; m < step->n_margins; m++) {
        fputs(m > 0 ? ",\n    interaction(" : "interaction(", to);
        put_columns(to, c, &step->margin[m]);
        fputs(")", to);
    }
    fprintf(to, "%s))\n", rake ? ")" : "");
}

void
sv_put_recalibration(FILE *to, const struct sv_crosschecking *c, size_t record)
{
    const struct sv_calibrations own = sv_calibrations_of(c, record);
    const char *name = c->survey->record[record].name.text;
    const int parent = c->survey->record[record].parent;
    const char *of = parent != SV_NO_RECORD
                         ? c->survey->record[parent].name.text : "";

    if (own.inherited)
        fprintf(to, "%s <- subset(%s, hearth_parent %%in%% %s$variables"
                "$hearth_row)\n", name, name, of);
    if (own.n > 0)
        fprintf(to, "%s <- subset(%s, hearth_before%zu > 0)\n", name, name,
                own.step[0] + 1);
    for (size_t k = 0; k < own.n; k++)
        put_step(to, c, own.step[k]);
    if (own.inherited)
        fprintf(to, "%s <- inherit(%s, %s)\n", name, name, of);
    fprintf(to, "%s$prob <- 1 / %s$variables$hearth_weight\n", name, name);
}
