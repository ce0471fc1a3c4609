/* rscript.c - crosscheck.R: the results once more, by R survey. */
#include <math.h>
#include <string.h>

#include "pipeline/json.h"
#include "pipeline/jsonmembers.h"
#include "stages/crosscheck/recalibration.h"
#include "stages/crosscheck/rfunctions.h"
#include "stages/crosscheck/scripts.h"

void
sv_put_lines(FILE *to, const char *const *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s\n", line[i]);
}

static void
put_function(FILE *to, const char *name, const struct sv_r_function *list,
             size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].name, name) == 0)
            sv_put_lines(to, list[i].line, list[i].n);
}

void
sv_put_r_function(FILE *to, const char *name)
{
    put_function(to, name, sv_rfunctions, sv_n_rfunctions);
    put_function(to, name, sv_rinference, sv_n_rinference);
    put_function(to, name, sv_rdesigns, sv_n_rdesigns);
}

void
sv_put_quoted(FILE *to, const char *text)
{
    fputc('"', to);
    for (const char *p = text; *p != '\0'; p++)
        fprintf(to, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
    fputc('"', to);
}

void
sv_put_title(FILE *to, const char *sign, const struct sv_survey *survey)
{
    fprintf(to, "%s ", sign);
    for (const char *p = survey->title.text; p != NULL && *p != '\0'; p++)
        fputc((unsigned char) *p < ' ' ? ' ' : *p, to);
    fprintf(to, "%s%.0d\n%s\n", survey->year != 0 ? ", " : "", survey->year,
            sign);
}

static const struct sv_design_spec *
design_of(const struct sv_crosschecking *c)
{
    return &c->survey->design;
}

static void
put_head(FILE *to, const struct sv_crosschecking *c)
{
    const struct sv_design_spec *d = design_of(c);
    const bool collapse = strcmp(d->lonely_psu.text, "collapse") == 0;
    char level[32];

    fputs("# crosscheck.R - results of a survey once more, by R survey.\n#\n",
          to);
    sv_put_title(to, "#", c->survey);
    fputs("#     Rscript crosscheck.R [FOLDER]\n"
          "#\n# reads the exports in this folder (or FOLDER) and writes "
          "results.csv.  An indicator\n# HH7 has two columns there: HH7 itself "
          "and HH7_u, which is 1 for units of its\n# universe; "
          "*-codebook.csv tells the codes.\n\n"
          "folder <- commandArgs(TRUE)\n"
          "if (length(folder)) setwd(folder[1])\n", to);
    fprintf(to, "if (!requireNamespace(\"survey\", quietly = TRUE)) quit(status = "
            "%d)\nsuppressMessages(library(survey))\n", SV_SCRIPT_NO_SURVEY);
    fprintf(to, "options(survey.lonely.psu = \"%s\", "
            "survey.adjust.domain.lonely = %s)\n",
            collapse ? "remove" : d->lonely_psu.text,
            d->lonely_in_domains ? "TRUE" : "FALSE");
    sv_shortest(level, c->survey->tables.confidence);
    fprintf(to, "level <- %s                   # of confidence intervals\n",
            level);
}

/* ---- how a number is made ---------------------------------------------------------- */

/* Degrees of freedom by rule, of a design and of replicate weights, which do
 * not know the PSUs. */
static const struct degrees {
    const char *rule, *comment, *design[6], *replicates[6];
    const char *unknown;        /* nor does anybody else */
} degrees[] = {
    { "domain", "PSUs less strata, of those with members in the cell",
      { "  degf(cell)" },
      { "  members <- cell$variables[weights(cell, \"sampling\") > 0, ]",
        "  length(unique(members$hearth_psu)) - "
        "length(unique(members$hearth_stratum))" },
      "  min(sum(weights(cell, \"sampling\") > 0), degf(sample) + 1) - 1" },
    { "design", "all PSUs less all strata", { "  degf(sample)" },
      { "  length(unique(sample$variables$hearth_psu)) -",
        "    length(unique(sample$variables$hearth_stratum))" },
      "  degf(sample)" },
    { "strata-nonempty", "all PSUs of the strata with members, less these strata",
      { "  rows <- weights(cell, \"sampling\") > 0",
        "  strata <- unique(cell$strata[rows, 1])",
        "  inside <- sample$strata[, 1] %in% strata",
        "  length(unique(sample$cluster[inside, 1])) - length(strata)" },
      { "  members <- cell$variables[weights(cell, \"sampling\") > 0, ]",
        "  strata <- unique(members$hearth_stratum)",
        "  inside <- sample$variables$hearth_stratum %in% strata",
        "  length(unique(sample$variables$hearth_psu[inside])) - "
        "length(strata)" },
      "  min(sum(weights(cell, \"sampling\") > 0), degf(sample) + 1) - 1" },
    { "replicates", "the rank of the replicate weights less 1", { "  degf(cell)" },
      { "  degf(cell)" },
      "  min(sum(weights(cell, \"sampling\") > 0), degf(sample) + 1) - 1" },
};

static void
put_degrees(FILE *to, const struct sv_crosschecking *c)
{
    const struct sv_design_spec *d = design_of(c);
    bool replicates = d->pps.text != NULL;      /* certain PSUs are strata in R */

    for (size_t r = 0; r < c->survey->n_records; r++)
        replicates = replicates || (c->names[r].n > 0 && sv_has_replicates(c, r));
    if (!isnan(d->degrees)) {
        fprintf(to, "df_of <- function(cell, sample) %.17g\n", d->degrees);
        return;
    }
    for (size_t i = 0; i < sizeof degrees / sizeof *degrees; i++) {
        const char *const *body = replicates ? degrees[i].replicates
                                             : degrees[i].design;

        if (strcmp(degrees[i].rule, d->degrees_of_freedom.text) != 0)
            continue;
        if (replicates && d->replicates.columns.n > 0 && d->clusters.n == 0) {
            fprintf(to, "# Degrees of freedom: PSUs are not known; the rank of "
                    "the replicate weights less 1.\ndf_of <- function(cell, "
                    "sample)\n%s\n", degrees[i].unknown);
            continue;
        }
        fprintf(to, "# Degrees of freedom: %s.\ndf_of <- function(cell, sample) "
                "{\n", degrees[i].comment);
        for (size_t k = 0; k < 6 && body[k] != NULL; k++)
            fprintf(to, "%s\n", body[k]);
        fputs("}\n", to);
    }
}

/* Of a proportion p with error se and n members, as docs/method.md has it. */
static const struct interval {
    const char *name, *body[6];
} intervals[] = {
    { "mean", { "  p + c(-1, 1) * t * se" } },
    { "logit", { "  # svyciprop(method = \"xlogit\")",
                 "  plogis(qlogis(p) + c(-1, 1) * t * se / (p * (1 - p)))" } },
    { "xlogit", { "  plogis(qlogis(p) + c(-1, 1) * t * se / (p * (1 - p)))" } },
    { "asin", { "  at <- asin(sqrt(p)) + c(-1, 1) * t * se / "
                "(2 * sqrt(p * (1 - p)))",
                "  sin(pmin(pmax(at, 0), pi / 2))^2" } },
    { "beta", { "  # Korn and Graubard",
                "  n_eff <- p * (1 - p) / se^2 * (qt((1 + level) / 2, n - 1) / "
                "t)^2",
                "  c(qbeta((1 - level) / 2, n_eff * p, n_eff * (1 - p) + 1),",
                "    qbeta((1 + level) / 2, n_eff * p + 1, n_eff * (1 - p)))" } },
    { "wilson", { "  n_eff <- p * (1 - p) / se^2",
                  "  (p + t^2 / (2 * n_eff) +",
                  "     c(-1, 1) * t * sqrt(se^2 + t^2 / (4 * n_eff^2))) / "
                  "(1 + t^2 / n_eff)" } },
    { "likelihood", { "  n_eff <- p * (1 - p) / se^2",
                      "  far <- function(q) 2 * n_eff * (n - 1) / n *",
                      "    (p * log(p / q) + (1 - p) * log((1 - p) / (1 - q)))"
                      " - t^2",
                      "  c(uniroot(far, c(1e-15, p), tol = 1e-15)$root,",
                      "    uniroot(far, c(p, 1 - 1e-15), tol = 1e-15)$root)" } },
};

static bool
is_used(const struct sv_crosschecking *c, const char *method)
{
    if (strcmp(c->survey->tables.interval.text, method) == 0)
        return true;
    for (size_t k = 0; k < c->chosen->n_parts; k++)
        if (strcmp(c->recipe[k].estimator, "quantile") == 0
            && strcmp(c->recipe[k].interval, method) == 0)
            return true;
    return false;
}

static void
put_intervals(FILE *to, const struct sv_crosschecking *c)
{
    static const char *const lines[] = {
        "  n_kish <- sum(w)^2 / sum(w^2)",
        "  if (p < 1e-13) return(c(0, 1 - (1 - level)^(1 / n_kish)))",
        "  if (p > 1 - 1e-13) return(c((1 - level)^(1 / n_kish), 1))",
        "  get(paste0(\"interval_\", method))(p, se, t, n)",
        "}",
    };

    fputs("\n# Intervals of a proportion.  Of exactly 0 or 1 it is one-sided, "
          "Clopper-Pearson at\n# the effective sample size.\n", to);
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++) {
        if (!is_used(c, intervals[i].name))
            continue;
        fprintf(to, "interval_%s <- function(p, se, t, n) {\n",
                intervals[i].name);
        for (size_t k = 0; k < 6 && intervals[i].body[k] != NULL; k++)
            fprintf(to, "%s\n", intervals[i].body[k]);
        fputs("}\n", to);
    }
    fprintf(to, "interval_of <- function(p, se, t, n, w, method = \"%s\") {\n",
            c->survey->tables.interval.text);
    SV_PUT(to, lines);
}

static void
put_effect(FILE *to, const char *name)
{
    static const char *const kish[] = {
        "", "# Design effect: Kish, 1 + cv^2 of the weights.",
        "deff_of <- function(estimator, y, x, w, estimate, se)",
        "  length(w) * sum(w^2) / sum(w)^2",
    };
    static const char *const none[] = {
        "", "deff_of <- function(...) NA",
    };
    static const char *const begin[] = {
        "deff_of <- function(estimator, y, x, w, estimate, se) {",
        "  n <- length(w)",
        "  N <- sum(w)",
        "  e <- if (estimator == \"ratio\") y - estimate * x else y",
        "  s2 <- n / (n - 1) * sum(w * (e - sum(w * e) / N)^2) / N",
        "  scale <- switch(estimator, total = N, ratio = N / sum(w * x), 1)",
    };

    if (strcmp(name, "kish") == 0)
        SV_PUT(to, kish);
    else if (strcmp(name, "none") == 0)
        SV_PUT(to, none);
    else {
        const bool wor = strcmp(name, "wor") == 0;

        fprintf(to, "\n# Design effect: against simple random sampling %s "
                "replacement, what\n# svymean(deff = %s) gives, in less "
                "time.\n", wor ? "without" : "with",
                wor ? "TRUE" : "\"replace\"");
        SV_PUT(to, begin);
        fprintf(to, "  se^2 / (scale^2 * s2 / n%s)\n}\n",
                wor ? " * (1 - n / N)" : "");
    }
}

/* survey before 4.2 took other centres for lonely PSUs. */
static void
put_lonely(FILE *to, const struct sv_design_spec *d)
{
    const char *rule = d->lonely_psu.text;
    static const char *const old[] = {
        "", "# survey before 4.2 centres lonely PSUs at 0, which is wrong for "
        "totals, and takes",
        "# those of lower stages one PSU at a time: such errors are no "
        "reference.",
        "is_old <- packageVersion(\"survey\") < \"4.2\"",
        "no_reference <- function(estimator, sample) {",
        "  n <- as.matrix(sample$fpc$sampsize)",
        "  is_old && (any(n[, -1] == 1) || (estimator == \"total\" &&",
        "    (any(n == 1) || getOption(\"survey.adjust.domain.lonely\"))))",
        "}",
    };

    if (strcmp(d->variance.text, "linearisation") == 0
        && (strcmp(rule, "adjust") == 0 || strcmp(rule, "average") == 0))
        SV_PUT(to, old);
    else
        fputs("\nno_reference <- function(...) FALSE\n", to);
}


/* ---- the functions that are called --------------------------------------------------- */

static bool
has_kind(const struct sv_crosschecking *c, enum sv_result_kind kind)
{
    return sv_chosen_count(c->chosen, kind) > 0;
}

/* Whether a number by itself is no quantile. */
static bool
has_numbers(const struct sv_crosschecking *c)
{
    for (size_t k = 0; k < c->chosen->n_groups; k++) {
        const struct sv_recheck_group *g = &c->chosen->group[k];

        if (g->kind == SV_RESULT_NUMBER
            && strcmp(c->recipe[g->first_part].estimator, "quantile") != 0)
            return true;
    }
    return false;
}

/* Whether anything is a quantile, or of one. */
static bool
has_quantiles(const struct sv_crosschecking *c)
{
    for (size_t k = 0; k < c->chosen->n_parts; k++)
        if (strcmp(c->recipe[k].estimator, "quantile") == 0)
            return true;
    return false;
}

static bool
has_tests(const struct sv_crosschecking *c, bool trends)
{
    for (size_t k = 0; k < c->chosen->n_groups; k++) {
        const struct sv_recheck_group *g = &c->chosen->group[k];
        const char *method = sv_json_text_of(g->entry, "method");
        const bool trend = strcmp(method, "linear") == 0
                           || strcmp(method, "departure") == 0;

        if (g->kind == SV_RESULT_TEST && trend == trends)
            return true;
    }
    return false;
}

static void
put_functions(FILE *to, const struct sv_crosschecking *c)
{
    const bool contrasts = has_kind(c, SV_RESULT_CONTRAST);
    const bool covariances = has_kind(c, SV_RESULT_COVARIANCE);
    const bool trends = has_tests(c, true);
    const struct { const char *name; bool used; } functions[] = {
        { "results", true }, { "number", has_numbers(c) },
        { "quantile", has_quantiles(c) },
        { "joint", contrasts || covariances || trends },
        { "contrast", contrasts }, { "covariance", covariances },
        { "test", has_tests(c, false) }, { "trend", trends },
        { "model", has_kind(c, SV_RESULT_MODEL) },
    };

    for (size_t k = 0; k < sizeof functions / sizeof *functions; k++)
        if (functions[k].used)
            sv_put_r_function(to, functions[k].name);
}

/* What the designs need, before they are made. */
static void
put_design_functions(FILE *to, const struct sv_crosschecking *c)
{
    const struct sv_design_spec *d = design_of(c);
    const bool pairs = d->pps.text != NULL && strcmp(d->pps.text, "brewer") != 0;
    bool calibrated = false, inherited = false;

    for (size_t r = 0; r < c->survey->n_records; r++) {
        const bool it = c->names[r].n > 0 && sv_recalibrates(c, r)
                        && sv_not_recalibrated(c, r) == NULL;

        calibrated = calibrated || it;
        inherited = inherited || (it && sv_calibrations_of(c, r).inherited);
    }
    if (calibrated)
        sv_put_r_function(to, "calibration");
    if (inherited || pairs)
        sv_put_r_function(to, "projections");
    if (inherited)
        sv_put_r_function(to, "inherit");
    if (pairs)
        sv_put_r_function(to, "pairs");
}

void
sv_write_r_script(FILE *to, const struct sv_crosschecking *c)
{
    static const char *const end[] = {
        "", "results <- as.data.frame(do.call(rbind, results))",
        "names(results) <- c(\"result\", \"estimate\", \"se\", \"ci_low\", "
        "\"ci_high\", \"df\", \"deff\",",
        "  \"p_value\", \"statistic\", \"df1\", \"df2\", \"covariance\", \"note\")",
        "Sys.umask(\"077\")",
        "write.csv(results, \"results.csv\", row.names = FALSE)",
        "writeLines(paste(\"R survey\", packageVersion(\"survey\")), "
        "\"version.txt\")",
    };

    put_head(to, c);
    put_design_functions(to, c);
    sv_put_samples(to, c);
    fputs("\n# ---- how a number is made ----\n\n", to);
    put_degrees(to, c);
    put_intervals(to, c);
    put_effect(to, c->survey->tables.design_effect.text);
    put_lonely(to, design_of(c));
    put_functions(to, c);
    fputs("\n# ---- the results ----\n\n", to);
    sv_put_calls(to, c);
    SV_PUT(to, end);
}
