/* rscript.c - crosscheck.R: the cells once more, by R survey. */
#include <math.h>
#include <string.h>

#include "pipeline/json.h"
#include "stages/common/designwords.h"
#include "stages/crosscheck/recalibration.h"
#include "stages/crosscheck/scripts.h"

/* A line of a fixed part of the script each. */
static void
put_lines(FILE *to, const char *const *line, size_t n)
{
    for (size_t i = 0; i < n; i++)
        fprintf(to, "%s\n", line[i]);
}

#define PUT(to, lines) put_lines(to, lines, sizeof lines / sizeof *lines)

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

    fputs("# crosscheck.R - numbers of a survey once more, by R survey.\n#\n",
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

/* ---- the sample ------------------------------------------------------------------ */

/* Codes that look like numbers but are texts must stay texts. */
static void
put_texts(FILE *to, const struct sv_export_names *names)
{
    size_t n = 0;

    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->column[i].type, "text") == 0)
            fprintf(to, "%s%s = \"character\"", n++ > 0 ? ", " : ", colClasses = c(",
                    names->column[i].name);
    if (n > 0)
        fputs(")", to);
}

static void
put_replicates(FILE *to, const struct sv_crosschecking *c, const char *name)
{
    fprintf(to, "replicates <- read.csv(\"%s-replicates.csv\")\n"
            "%s <- svrepdesign(data = %s, weights = ~hearth_weight,\n"
            "    repweights = \"hearth_replicate[0-9]+\", type = \"other\", "
            "combined.weights = TRUE,\n    scale = replicates$scale[1], "
            "rscales = replicates$rscale, mse = %s)\n", name, name, name,
            design_of(c)->replicates.mse ? "TRUE" : "FALSE");
}

static void
put_sample(FILE *to, const struct sv_crosschecking *c, size_t r)
{
    const char *name = c->survey->record[r].name.text;
    const struct sv_step_spec *step = sv_recalibration(c, r);
    struct sv_export_design design;
    char words[2048];

    fprintf(to, "\n%s <- read.csv(\"%s.csv\"", name, name);
    put_texts(to, &c->names[r]);
    fputs(")\n", to);
    if (sv_has_replicates(c, r)) {
        put_replicates(to, c, name);
        return;
    }
    sv_export_design_of(&design, c, r, false);
    if (step != NULL)
        design.weight.expression.text = "hearth_uncalibrated";
    sv_word_svydesign(words, sizeof words, &design.survey, r);
    fprintf(to, "%s <- %s\n", name, words);
    if (step != NULL)
        sv_put_recalibration(to, c, r, step);
}

static void
put_samples(FILE *to, const struct sv_crosschecking *c)
{
    fputs("\n# ---- the sample ----\n", to);
    if (strcmp(design_of(c)->lonely_psu.text, "collapse") == 0)
        fputs("# Strata with a single PSU are joined to others beforehand "
              "(hearth_joined).\n", to);
    for (size_t r = 0; r < c->survey->n_records; r++) {
        if (c->names[r].n == 0)
            continue;
        put_sample(to, c, r);
        if (sv_not_recomputed(c, r) != NULL)
            fprintf(to, "# Not recomputed here: %s.\n", sv_not_recomputed(c, r));
    }
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
};

static void
put_degrees(FILE *to, const struct sv_crosschecking *c)
{
    const struct sv_design_spec *d = design_of(c);
    bool replicates = false;

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

static void
put_interval(FILE *to, const char *name)
{
    fprintf(to, "\n# Interval of a proportion: %s.  Of exactly 0 or 1 it is "
            "one-sided,\n# Clopper-Pearson at the effective sample size.\n"
            "interval_of <- function(p, se, t, n, w) {\n"
            "  n_kish <- sum(w)^2 / sum(w^2)\n"
            "  if (p < 1e-13) return(c(0, 1 - (1 - level)^(1 / n_kish)))\n"
            "  if (p > 1 - 1e-13) return(c((1 - level)^(1 / n_kish), 1))\n",
            name);
    for (size_t i = 0; i < sizeof intervals / sizeof *intervals; i++)
        for (size_t k = 0; strcmp(intervals[i].name, name) == 0 && k < 6
                           && intervals[i].body[k] != NULL; k++)
            fprintf(to, "%s\n", intervals[i].body[k]);
    fputs("}\n", to);
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
        PUT(to, kish);
    else if (strcmp(name, "none") == 0)
        PUT(to, none);
    else {
        const bool wor = strcmp(name, "wor") == 0;

        fprintf(to, "\n# Design effect: against simple random sampling %s "
                "replacement, what\n# svymean(deff = %s) gives, in less "
                "time.\n", wor ? "without" : "with",
                wor ? "TRUE" : "\"replace\"");
        PUT(to, begin);
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
        PUT(to, old);
    else
        fputs("\nno_reference <- function(...) FALSE\n", to);
}

static const char *const recompute[] = {
    "", "# One number: y, and d below it, over the members of a cell.",
    "results <- list()",
    "number <- function(name, estimator, y, sample, cell, d = NULL) {",
    "  cell <- subset(cell, hearth_weight > 0)",
    "  one <- switch(estimator, total = svytotal(y, cell, na.rm = TRUE),",
    "                ratio = svyratio(y, d, cell, na.rm = TRUE),",
    "                svymean(y, cell, na.rm = TRUE))",
    "  value <- function(f) if (!is.null(f)) as.numeric(eval(f[[2]], "
    "cell$variables))",
    "  w <- weights(cell, \"sampling\")",
    "  rows <- w > 0",
    "  estimate <- as.numeric(coef(one))",
    "  se <- as.numeric(SE(one))",
    "  df <- df_of(cell, sample)",
    "  t <- if (df > 0) qt((1 + level) / 2, df) else NA",
    "  bounds <- if (estimator %in% c(\"proportion\", \"shares\"))",
    "    interval_of(estimate, se, t, sum(rows), w[rows])",
    "  else estimate + c(-1, 1) * t * se",
    "  deff <- deff_of(estimator, value(y)[rows], value(d)[rows], w[rows], "
    "estimate, se)",
    "  results[[length(results) + 1]] <<- c(",
    "    name, sprintf(\"%.17g\", c(estimate, se, bounds, df, deff)),",
    "    if (no_reference(estimator, sample)) \"no reference\" else \"\")",
    "  if (length(results) %% 100 == 0) message(length(results), \" cells\")",
    "}",
};

/* ---- the cells ------------------------------------------------------------------------ */

static void
put_cell(FILE *to, const struct sv_crosschecking *c, const struct sv_recipe *r)
{
    const char *record = c->survey->record[r->record].name.text;

    fputs("number(\"", to);
    for (const char *p = r->name; *p != '\0'; p++)
        fprintf(to, *p == '"' || *p == '\\' ? "\\%c" : "%c", *p);
    fprintf(to, "\", \"%s\", ~", r->estimator);
    if (r->category > 0)
        fprintf(to, "as.numeric(%s == %zu)", r->value, r->category);
    else
        fputs(r->value, to);
    fprintf(to, ", %s,\n       subset(%s, %s == 1 & !is.na(%s)", record, record,
            r->universe, r->value);
    if (r->denominator != NULL)
        fprintf(to, " & !is.na(%s)", r->denominator);
    for (size_t k = 0; k < r->n_groups; k++)
        fprintf(to, " & %s == %zu", r->group[k].column, r->group[k].code);
    fputs(")", to);
    if (r->denominator != NULL)
        fprintf(to, ", ~%s", r->denominator);
    fputs(")\n", to);
}

void
sv_write_r_script(FILE *to, const struct sv_crosschecking *c)
{
    static const char *const end[] = {
        "", "results <- as.data.frame(do.call(rbind, results))",
        "names(results) <- c(\"cell\", \"estimate\", \"se\", \"ci_low\", "
        "\"ci_high\", \"df\", \"deff\", \"note\")",
        "Sys.umask(\"077\")",
        "write.csv(results, \"results.csv\", row.names = FALSE)",
        "writeLines(paste(\"R survey\", packageVersion(\"survey\")), "
        "\"version.txt\")",
    };

    put_head(to, c);
    put_samples(to, c);
    fputs("\n# ---- how a number is made ----\n\n", to);
    put_degrees(to, c);
    put_interval(to, c->survey->tables.interval.text);
    put_effect(to, c->survey->tables.design_effect.text);
    put_lonely(to, design_of(c));
    PUT(to, recompute);
    fputs("\n# ---- the cells ----\n\n", to);
    for (size_t i = 0; i < c->chosen->n; i++)
        put_cell(to, c, &c->recipe[i]);
    PUT(to, end);
}
