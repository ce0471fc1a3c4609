/* designwords.c - the design in the words of R survey and of Stata. */
#include "stages/common/designwords.h"

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* Text that is being put together; what does not fit is cut. */
struct words {
    char *out;
    size_t size, used;
};

static void SV_PRINTF(2, 3)
add(struct words *w, const char *fmt, ...)
{
    va_list ap;

    if (w->used >= w->size)
        return;
    va_start(ap, fmt);
    w->used += (size_t) vsnprintf(w->out + w->used, w->size - w->used, fmt, ap);
    va_end(ap);
}

static void
add_names(struct words *w, const struct sv_names *names, size_t n,
          const char *between)
{
    for (size_t k = 0; k < n; k++)
        add(w, "%s%s", k > 0 ? between : "", names->item[k].text);
}

static bool
is_name(const char *text)
{
    return text[strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                             "0123456789_")] == '\0';
}

/* The variable of the file, or what weights are called that steps have made or
 * an expression. */
static const char *
weight_of(const struct sv_survey *survey, size_t record)
{
    const struct sv_design_spec *d = &survey->design;

    if (sv_survey_reweighs(survey, (int) record))
        return "hearth_weight";
    for (size_t k = 0; k < d->n_weights; k++)
        if (d->weight[k].record == (int) record)
            return is_name(d->weight[k].expression.text)
                       ? d->weight[k].expression.text : "hearth_weight";
    return "1";
}

/* Stages that carry variance: those with an fpc, and one more. */
static size_t
stages_of(const struct sv_design_spec *d)
{
    return d->fpc.n < d->clusters.n ? d->fpc.n + 1 : d->clusters.n;
}

/* Without clusters the units of the topmost record type are the PSUs. */
static const char *
unit_of(const struct sv_survey *survey, size_t record, const char *own)
{
    return survey->record[record].parent == SV_NO_RECORD ? own : "hearth_psu";
}

/* Whether some stages have counts and others rates, which R refuses. */
static bool
are_mixed(const struct sv_design_spec *d, const struct sv_ranges *ranges)
{
    size_t counted = 0;

    for (size_t s = 0; ranges != NULL && s < d->fpc.n; s++)
        counted += sv_stage_is_counted(ranges, s);
    return counted > 0 && counted < d->fpc.n;
}

/* A line for each stage that has counts: n, the different units of a group, by
 * the count. */
static void
add_rates(struct words *w, const struct sv_survey *survey, size_t record,
          const struct sv_ranges *ranges)
{
    const struct sv_design_spec *d = &survey->design;
    const char *data = survey->record[record].name.text;

    for (size_t s = 0; s < d->fpc.n; s++) {
        const char *unit = d->clusters.item[s].text;

        if (!sv_stage_is_counted(ranges, s))
            continue;
        add(w, "%s <- within(%s, hearth_rate%zu <- ", data, data, s + 1);
        if (s + d->strata.n == 0)
            add(w, "length(unique(%s))", unit);
        else
            add(w, "ave(match(%s, %s), ", unit, unit);
        add(w, "%s", s + d->strata.n > 1 ? "paste(" : "");
        add_names(w, &d->strata, d->strata.n, ", ");
        add(w, "%s", d->strata.n > 0 && s > 0 ? ", " : "");
        add_names(w, &d->clusters, s, ", ");
        add(w, "%s%s / %s)\n", s + d->strata.n > 1 ? ")" : "",
            s + d->strata.n > 0 ? ", FUN = function(u) length(unique(u)))" : "",
            d->fpc.item[s].text);
    }
}

/* R wants a population for every stage: counts of infinity, or rates of 0, for
 * the one that has none.  Which of them follows from the first stage. */
static void
add_populations(struct words *w, const struct sv_design_spec *d,
                const struct sv_ranges *ranges)
{
    const bool mixed = are_mixed(d, ranges);
    const char *first = d->fpc.item[0].text;

    add(w, ", fpc = ~");
    for (size_t s = 0; s < d->fpc.n; s++)
        if (mixed && sv_stage_is_counted(ranges, s))
            add(w, "%shearth_rate%zu", s > 0 ? " + " : "", s + 1);
        else
            add(w, "%s%s", s > 0 ? " + " : "", d->fpc.item[s].text);
    if (d->fpc.n < stages_of(d) && (d->pps.text != NULL || mixed))
        add(w, " + I(0 * %s)", first);
    else if (d->fpc.n < stages_of(d))
        add(w, " + I(if (all(%s <= 1)) 0 * %s else Inf + %s)", first, first,
            first);
}

static bool
is(struct sv_string s, const char *word)
{
    return s.text != NULL && strcmp(s.text, word) == 0;
}

static void
add_hartley_rao(struct words *w, const struct sv_design_spec *d,
                const char *data)
{
    if (d->squares.text == NULL)
        add(w, ", pps = HR()");
    else if (!isnan(d->squares_number))
        add(w, ", pps = HR(%s)", d->squares.text);
    else if (d->strata.n == 1)
        add(w, ", pps = HR(%s[\"%s\"], strata = %s[\"%s\"])", data,
            d->squares.text, data, d->strata.item[0].text);
    else
        add(w, ", pps = HR(%s$%s[1])", data, d->squares.text);
}

/* Unequal probabilities.  `joint` is a matrix with a row for each row of the
 * data, which the reader has to make of the file. */
static void
add_pps(struct words *w, const struct sv_design_spec *d, const char *data)
{
    const bool joint = is(d->pps, "yates-grundy")
                       || is(d->pps, "horvitz-thompson");
    const bool yates = is(d->pps, "yates-grundy")
                       || is(d->pps_form, "yates-grundy");

    if (d->pps.text == NULL)
        return;
    if (joint)
        add(w, ", pps = ppsmat(joint, tolerance = 0)");
    else if (is(d->pps, "hartley-rao"))
        add_hartley_rao(w, d, data);
    else
        add(w, ", pps = \"%s\"", d->pps.text);
    if (!is(d->pps, "brewer"))
        add(w, ", variance = \"%s\"", yates ? "YG" : "HT");
}

/* Whether replicate weights came with the file. */
static bool
is_given(const struct sv_survey *survey, size_t record)
{
    return sv_survey_replicates(survey, (int) record) != NULL;
}

static void
add_svydesign(struct words *w, const struct sv_survey *survey, size_t record,
              const struct sv_ranges *ranges)
{
    const struct sv_design_spec *d = &survey->design;

    add(w, "svydesign(ids = ~");
    if (d->clusters.n == 0)
        add(w, "%s", unit_of(survey, record, "1"));
    else
        add_names(w, &d->clusters, stages_of(d), " + ");
    if (d->strata.n == 1)
        add(w, ", strata = ~%s", d->strata.item[0].text);
    else if (d->strata.n > 1) {
        add(w, ", strata = ~interaction(");
        add_names(w, &d->strata, d->strata.n, ", ");
        add(w, ")");
    }
    if (d->fpc.n > 0)
        add_populations(w, d, ranges);
    add_pps(w, d, survey->record[record].name.text);
    add(w, ", weights = ~%s, nest = %s, data = %s)", weight_of(survey, record),
        d->nested ? "TRUE" : "FALSE", survey->record[record].name.text);
}

/* What a method that makes replicates is called elsewhere. */
static const struct method {
    const char *name, *r, *stata;
    const char *columns;        /* Stata's option for replicate weights; NULL:
                                   it makes them itself, and R the same ones */
} methods[] = {
    { "jk1", "JK1", "jackknife", NULL },
    { "jkn", "JKn", "jackknife", NULL },
    { "brr", "as.svrepdesign(type = \"BRR\")", "brr", "brrweight" },
    { "fay", "as.svrepdesign(type = \"Fay\")", "brr", "brrweight" },
    { "bootstrap", "as.svrepdesign(type = \"bootstrap\")", "bootstrap",
      "bsrweight" },
    { "rao-wu", "as.svrepdesign(type = \"subbootstrap\")", "bootstrap",
      "bsrweight" },
    { "preston", "as.svrepdesign(type = \"mrbbootstrap\")", "bootstrap",
      "bsrweight" },
    { "sdr", "svrep::as_sdr_design()", "sdr", "sdrweight" },
};

/* NULL: no replicates. */
static const struct method *
method_of(const struct sv_survey *survey)
{
    const char *name = survey->design.variance.text;

    for (size_t i = 0; name != NULL && i < sizeof methods / sizeof *methods; i++)
        if (strcmp(methods[i].name, name) == 0)
            return &methods[i];
    return NULL;
}

/* Whether R takes the replicate weights of an export: those of the file, those that
 * it would make otherwise, and those that went through the steps of weighting. */
static bool
are_exported(const struct sv_survey *survey, size_t record)
{
    const struct method *method = method_of(survey);

    return is_given(survey, record)
           || (method != NULL && (method->columns != NULL
                                  || survey->design.replicates.reweight));
}

/* Whole weights by their names in an export; their scales lie beside it. */
static void
add_svrepdesign(struct words *w, const struct sv_survey *survey, size_t record)
{
    const char *name = survey->record[record].name.text;

    add(w, "svrepdesign(data = %s, weights = ~%s, repweights = "
        "\"hearth_replicate[0-9]+\", type = \"other\", combined.weights = TRUE, "
        "scale = replicates$scale[1], rscales = replicates$rscale, mse = %s)",
        name, weight_of(survey, record),
        survey->design.replicates.mse ? "TRUE" : "FALSE");
}

/* SURVEY without the stages that only record types below the one of RANGES
 * have. */
static struct sv_survey
without_lower_stages(const struct sv_survey *survey,
                     const struct sv_ranges *ranges)
{
    struct sv_survey out = *survey;
    struct sv_design_spec *d = &out.design;

    if (ranges != NULL && d->clusters.n > ranges->n_stages)
        d->clusters.n = ranges->n_stages;
    if (ranges != NULL && d->fpc.n > ranges->n_stages)
        d->fpc.n = ranges->n_stages;
    return out;
}

void
sv_word_svydesign(char *out, size_t size, const struct sv_survey *survey,
                  size_t record, const struct sv_ranges *ranges)
{
    const struct sv_survey own = without_lower_stages(survey, ranges);
    const struct sv_design_spec *d = &own.design;
    const struct method *method = method_of(survey);
    struct words w = { out, size, 0 };

    if (are_exported(survey, record)) {
        add_svrepdesign(&w, survey, record);
        return;
    }
    if (are_mixed(d, ranges))
        add_rates(&w, &own, record, ranges);
    if (method != NULL)
        add(&w, "as.svrepdesign(");
    add_svydesign(&w, &own, record, ranges);
    if (method != NULL)                 /* R has JKn for strata alone */
        add(&w, ", type = \"%s\", mse = %s)",
            d->strata.n == 0 ? "JK1" : method->r,
            d->replicates.mse ? "TRUE" : "FALSE");
}

/* Stata's name of a rule for lonely PSUs; "" where it has none. */
static const char *
singleunit(const char *rule)
{
    static const char *const names[][2] = {
        { "fail", "missing" }, { "adjust", "centered" },
        { "average", "scaled" }, { "certainty", "certainty" },
        { "remove", "certainty" },
    };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i][0], rule) == 0)
            return names[i][1];
    return "";
}

/* svyset's options about replicates, behind the last stage.  R is divided by
 * in Stata's bootstrap, and R - 1 in these two: hence bsn(). */
static void
add_replicates(struct words *w, const struct sv_design_spec *d,
               const struct method *method)
{
    const double n = d->replicates.number;

    add(w, " vce(%s)%s", method->stata, d->replicates.mse ? " mse" : "");
    if (method->columns != NULL)
        add(w, " %s(hearth_replicate*)", method->columns);
    if (strcmp(method->name, "fay") == 0)
        add(w, " fay(%g)", d->replicates.rho);
    if (strcmp(method->name, "rao-wu") == 0
        || strcmp(method->name, "preston") == 0)
        add(w, " bsn(%.15g)", n / (n - 1));
}

/* The same of replicate weights that came with the file.  SCALE is not known
 * here: who wrote none has that of the type, which is Stata's. */
static void
add_given(struct words *w, const struct sv_design_spec *d)
{
    static const struct { const char *type, *vce, *columns; } types[] = {
        { "jk1", "jackknife", "jkrweight" }, { "jk2", "jackknife", "jkrweight" },
        { "jkn", "jackknife", "jkrweight" }, { "brr", "brr", "brrweight" },
        { "fay", "brr", "brrweight" }, { "bootstrap", "bootstrap", "bsrweight" },
        { "sdr", "sdr", "sdrweight" },
    };

    for (size_t k = 0; k < sizeof types / sizeof *types; k++)
        if (is(d->replicates.type, types[k].type))
            add(w, " vce(%s)%s %s(hearth_replicate*)", types[k].vce,
                d->replicates.mse ? " mse" : "", types[k].columns);
    if (is(d->replicates.type, "fay"))
        add(w, " fay(%g)", d->replicates.rho);
}

static void
add_stage(struct words *w, const struct sv_survey *survey, size_t record,
          size_t s)
{
    const struct sv_design_spec *d = &survey->design;

    if (is_given(survey, record))       /* Stata takes no units beside them */
        return;
    add(w, "%s%s", s > 0 ? " || " : " ",
        d->clusters.n > 0 ? d->clusters.item[s].text
                          : unit_of(survey, record, "_n"));
}

void
sv_word_svyset(char *out, size_t size, const struct sv_survey *survey,
               size_t record, const struct sv_ranges *ranges)
{
    const struct sv_survey own = without_lower_stages(survey, ranges);
    const struct sv_design_spec *d = &own.design;
    const char *rule = singleunit(d->lonely_psu.text);
    const struct method *method = method_of(survey);
    const bool given = is_given(survey, record);
    const bool one = method != NULL || given || d->pps.text != NULL;
    const size_t n_stages = one ? 1 : stages_of(d);
    struct words w = { out, size, 0 };

    if (d->pps.text != NULL)
        add(&w, "* with replacement: Stata has nothing for unequal "
            "probabilities without\n");
    if (d->strata.n > 1) {              /* Stata takes one variable */
        add(&w, "egen hearth_stratum = group(");
        add_names(&w, &d->strata, d->strata.n, " ");
        add(&w, ")\n");
    }
    add(&w, "svyset");
    for (size_t s = 0; s == 0 || s < n_stages; s++) {
        add_stage(&w, &own, record, s);
        if (s == 0)
            add(&w, " [pweight = %s],", weight_of(survey, record));
        if (s == 0 && d->strata.n > 0 && !given)
            add(&w, " strata(%s)", d->strata.n > 1 ? "hearth_stratum"
                                               : d->strata.item[0].text);
        if (s < d->fpc.n && d->pps.text == NULL && !given)
            add(&w, "%s fpc(%s)", s > 0 ? "," : "", d->fpc.item[s].text);
        if (s == 0 && *rule != '\0' && !given)
            add(&w, " singleunit(%s)", rule);
    }
    if (given)
        add_given(&w, d);
    else if (method != NULL)
        add_replicates(&w, d, method);
}

/* Whether steps of weighting calibrate RECORD, or whose weights it takes. */
static bool
is_calibrated(const struct sv_survey *survey, size_t record)
{
    bool calibrated = false;

    for (size_t i = 0; i < survey->n_steps; i++) {
        const struct sv_step_spec *step = &survey->step[i];

        if (step->record != (int) record)
            continue;
        if (step->kind == SV_ADJUST_PARENT)
            calibrated = is_calibrated(survey,
                                       (size_t) survey->record[record].parent);
        calibrated = calibrated || step->kind == SV_ADJUST_POSTSTRATIFY
                     || step->kind == SV_ADJUST_RAKE
                     || step->kind == SV_ADJUST_CALIBRATE;
    }
    return calibrated;
}

void
sv_word_beyond(char *out, size_t size, const struct sv_survey *survey,
               size_t record, const struct sv_ranges *ranges)
{
    const struct sv_design_spec *d = &survey->design;
    const bool exported = are_exported(survey, record);
    const size_t empty = sv_units_without_rows(ranges);
    const struct method *method = method_of(survey);
    struct words w = { out, size, 0 };

    *out = '\0';
    if (exported)
        add(&w, "`replicates` is %s-replicates.csv, which `hearth export` "
            "writes beside the data. ", survey->record[record].name.text);
    if (d->pps.text != NULL && !is(d->pps, "brewer"))
        add(&w, "R takes this rule only with a row a PSU; with more, take it as "
            "crosscheck.R does. ");
    if (d->pps.text != NULL)
        add(&w, "PSUs that are sure to be drawn have to be strata of their own "
            "in R. ");
    if (is(d->lonely_psu, "collapse"))
        add(&w, "Joined strata are hearth_joined of `hearth export`. ");
    if (!exported && is_calibrated(survey, record) && method == NULL)
        add(&w, "The weights are calibrated, which is in the errors of "
            "estimates.csv but not in these words: crosscheck.R has the steps. ");
    if (!exported && empty > 0)
        add(&w, "%zu sampling unit%s without rows here count%s in the design, as "
            "crosscheck.R has %s. ", empty, empty > 1 ? "s" : "",
            empty > 1 ? "" : "s", empty > 1 ? "them" : "it");
    if (exported && method != NULL && method->columns != NULL)
        add(&w, "%s draws or builds others. ", method->r);
    if (w.used > 0 && w.used < size)
        out[w.used - 1] = '\0';
}
