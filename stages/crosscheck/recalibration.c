/* recalibration.c - the calibration of weights once more, by R. */
#include "stages/crosscheck/recalibration.h"

#include <math.h>
#include <string.h>

/* The column of variable NAME, or NULL. */
static const char *
column_of(const struct sv_export_names *names, const char *name)
{
    static const char *const kinds[] = { "variable: %s", "condition: %s" };

    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        char origin[512];
        const struct sv_export_name *found;

        snprintf(origin, sizeof origin, kinds[k], name);
        found = sv_export_origin(names, origin, "");
        if (found != NULL)
            return found->name;
    }
    return NULL;
}

static bool
has_margin(const struct sv_crosschecking *c, size_t record,
           const struct sv_margin_spec *m)
{
    if (m->record != (int) record)
        return false;
    for (size_t k = 0; k < m->by.n; k++)
        if (column_of(&c->names[record], m->by.item[k].text) == NULL)
            return false;
    return m->by.n > 0
           || column_of(&c->names[record], m->number.text) != NULL;
}

/* R's name of the distance with these bounds, or NULL. */
static const char *
calfun_of(const struct sv_step_spec *step)
{
    const char *distance = step->distance.text;

    if (strcmp(distance, "linear") == 0
        || strcmp(distance, "truncated-linear") == 0)
        return "linear";
    if (strcmp(distance, "logit") == 0)
        return "logit";
    return isnan(step->low) ? "raking" : NULL;
}

const struct sv_step_spec *
sv_recalibration(const struct sv_crosschecking *c, size_t record)
{
    const struct sv_survey *s = c->survey;
    const struct sv_step_spec *step = NULL;

    if (sv_export_named(&c->names[record], "hearth_uncalibrated") == NULL)
        return NULL;
    for (size_t i = 0; i < s->n_steps; i++)
        if (s->step[i].record == (int) record)
            step = &s->step[i];
    if (step == NULL || (step->kind != SV_ADJUST_POSTSTRATIFY
                         && (step->kind != SV_ADJUST_CALIBRATE
                             || calfun_of(step) == NULL)))
        return NULL;
    for (size_t m = 0; m < step->n_margins; m++)
        if (!has_margin(c, record, &step->margin[m]))
            return NULL;
    return step;
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

/* "region + sex" of M. */
static void
put_names(FILE *to, const struct sv_export_names *names,
          const struct sv_margin_spec *m, const char *between)
{
    for (size_t k = 0; k < m->by.n; k++)
        fprintf(to, "%s%s", k > 0 ? between : "",
                column_of(names, m->by.item[k].text));
}

static void
put_margin(FILE *to, const struct sv_export_names *names,
           const struct sv_margin_spec *m)
{
    if (m->by.n == 0) {
        fputs(column_of(names, m->number.text), to);
        return;
    }
    fputs(m->by.n > 1 ? "interaction(" : "factor(", to);
    put_names(to, names, m, ", ");
    fputs(m->by.n > 1 ? ", drop = TRUE)" : ")", to);
}

static void
put_calibrate(FILE *to, const char *name, const struct sv_export_names *names,
              const struct sv_step_spec *step)
{
    bool constant = false;

    for (size_t m = 0; m < step->n_margins; m++)
        constant = constant || step->margin[m].by.n > 0;
    fprintf(to, "margins <- ~ %s", constant ? "" : "0 + ");
    for (size_t m = 0; m < step->n_margins; m++) {
        fputs(m > 0 ? " + " : "", to);
        put_margin(to, names, &step->margin[m]);
    }
    fprintf(to, "\ntotals <- colSums(model.matrix(margins, %s$variables) *\n"
            "                  %s$variables$hearth_weight)\n"
            "%s <- calibrate(%s, margins, totals, calfun = \"%s\"", name, name,
            name, name, calfun_of(step));
    if (!isnan(step->low))
        fprintf(to, ", bounds = c(%.17g, %.17g)", step->low, step->high);
    fputs(", epsilon = 1e-12, maxit = 1000)\n", to);
}

void
sv_put_recalibration(FILE *to, const struct sv_crosschecking *c,
                     size_t record, const struct sv_step_spec *step)
{
    const char *name = c->survey->record[record].name.text;
    const struct sv_export_names *names = &c->names[record];

    fputs("# The calibration, to the totals that the final weights reach.\n", to);
    fprintf(to, "%s <- subset(%s, hearth_uncalibrated > 0)\n", name, name);
    if (step->kind == SV_ADJUST_POSTSTRATIFY) {
        fprintf(to, "%s <- postStratify(%s, ~", name, name);
        put_names(to, names, &step->margin[0], " + ");
        fputs(", xtabs(hearth_weight ~ ", to);
        put_names(to, names, &step->margin[0], " + ");
        fprintf(to, ", %s$variables))\n", name);
    } else {
        put_calibrate(to, name, names, step);
    }
    fprintf(to, "stopifnot(\"the weights are others\" =\n"
            "  all(abs(weights(%s) / %s$variables$hearth_weight - 1) < 1e-8))\n",
            name, name);
}
