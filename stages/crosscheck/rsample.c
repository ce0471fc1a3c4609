/* rsample.c - crosscheck.R: the data and the design of every record type. */
#include <math.h>
#include <string.h>

#include "stages/common/designwords.h"
#include "stages/crosscheck/recalibration.h"
#include "stages/crosscheck/rfunctions.h"
#include "stages/crosscheck/scripts.h"

static const struct sv_design_spec *
design_of(const struct sv_crosschecking *c)
{
    return &c->survey->design;
}

static bool
is(struct sv_string s, const char *word)
{
    return s.text != NULL && strcmp(s.text, word) == 0;
}

/* ---- data -------------------------------------------------------------------------- */

/* Codes that look like numbers but are texts must stay texts. */
static void
put_data(FILE *to, const char *record, const struct sv_export_names *names)
{
    size_t n = 0;

    fprintf(to, "%s <- read.csv(\"%s.csv\"", record, record);
    for (size_t i = 0; i < names->n; i++)
        if (strcmp(names->column[i].type, "text") == 0)
            fprintf(to, "%s%s = \"character\"", n++ > 0 ? ", " : ", colClasses = c(",
                    names->column[i].name);
    fputs(n > 0 ? "))\n" : ")\n", to);
}

/* Whether R is handed rows for units of RECORD that have none, or for parents
 * without members, whose calibration these inherit. */
static bool
gets_units(const struct sv_crosschecking *c, size_t record)
{
    return c->names[record].n > 0 && !sv_has_replicates(c, record)
           && (sv_lacks_units(c, record)
               || (sv_recalibrates(c, record)
                   && sv_calibrations_of(c, record).inherited));
}

/* Units of the parent first, which members may lack. */
static void
put_units(FILE *to, const struct sv_crosschecking *c, int parent)
{
    for (size_t r = 0; r < c->survey->n_records; r++) {
        const char *name = c->survey->record[r].name.text;

        if (c->survey->record[r].parent != parent)
            continue;
        if (gets_units(c, r))
            fprintf(to, "%s <- with_all_units(%s, %s)\n", name, name,
                    c->survey->record[parent].name.text);
        put_units(to, c, (int) r);
    }
}

/* ---- designs ----------------------------------------------------------------------- */

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

/* How R is told which pairs: a function of the data set of PSUs. */
static void
put_pairs(FILE *to, const struct sv_crosschecking *c, const char *name)
{
    const struct sv_design_spec *d = design_of(c);
    const bool yates = is(d->pps, "yates-grundy")
                       || is(d->pps_form, "yates-grundy");
    const bool joint = is(d->pps, "yates-grundy")
                       || is(d->pps, "horvitz-thompson");

    if (joint)
        fprintf(to, "joint <- read.csv(\"%s-joint.csv\")\n", name);
    fprintf(to, "%s$fpc$pairs <- pairs_of(%s$variables, function(unit) ", name,
            name);
    if (joint)
        fputs("ppsmat(joint_matrix(unit, joint), tolerance = 0)", to);
    else if (is(d->pps, "overton"))
        fputs("\"overton\"", to);
    else if (d->squares.text == NULL)
        fputs("HR()", to);
    else
        fputs("HR(unit[\"hearth_squares\"], strata = unit[\"hearth_stratum\"])",
              to);
    fprintf(to, ", \"%s\")\n", yates ? "YG" : "HT");
}

/* Stages of the export: those with a unit. */
static size_t
stages_of(const struct sv_export_names *names, const char *first,
          const char *form)
{
    char name[32];
    size_t n = sv_export_named(names, first) != NULL;

    for (size_t k = 2; n == k - 1; k++) {
        snprintf(name, sizeof name, form, k);
        n += sv_export_named(names, name) != NULL;
    }
    return n;
}

/* Unequal probabilities of the first stage; PSUs that are sure to be drawn are
 * strata of their own. */
static void
put_unequal(FILE *to, const struct sv_crosschecking *c, size_t r)
{
    const char *name = c->survey->record[r].name.text;
    const struct sv_export_names *names = &c->names[r];
    const size_t units = stages_of(names, "hearth_psu", "hearth_unit%zu");
    const size_t fpcs = stages_of(names, "hearth_fpc1", "hearth_fpc%zu");
    const size_t stages = fpcs < units ? fpcs + 1 : units;

    fprintf(to, "# PSUs that are sure to be drawn are strata of their own.\n"
            "%s$hearth_own <- with(%s, ifelse(hearth_fpc1 == 1, -hearth_psu, "
            "hearth_stratum))\n", name, name);
    fprintf(to, "%s <- svydesign(ids = ~hearth_psu", name);
    for (size_t k = 2; k <= stages; k++)
        fprintf(to, " + hearth_unit%zu", k);
    fputs(", strata = ~hearth_own, fpc = ~hearth_fpc1", to);
    for (size_t k = 2; k <= fpcs; k++)
        fprintf(to, " + hearth_fpc%zu", k);
    fprintf(to, "%s,\n    pps = \"brewer\", weights = ~hearth_weight, data = %s)"
            "\n", fpcs < stages ? " + I(0 * hearth_fpc1)" : "", name);
    if (!is(design_of(c)->pps, "brewer"))
        put_pairs(to, c, name);
}

static void
put_design(FILE *to, const struct sv_crosschecking *c, size_t r)
{
    const char *name = c->survey->record[r].name.text;
    const char *why = sv_not_recalibrated(c, r);
    struct sv_export_design design;
    char words[2048];

    fputs("\n", to);
    if (sv_has_replicates(c, r)) {
        put_replicates(to, c, name);
        return;
    }
    if (design_of(c)->pps.text != NULL)
        put_unequal(to, c, r);
    else {
        sv_export_design_of(&design, c, r, false);
        sv_word_svydesign(words, sizeof words, &design.survey, r, NULL);
        fprintf(to, "%s <- %s\n", name, words);
    }
    if (why != NULL)
        fprintf(to, "%s$note <- \"not as calibrated: %s\"\n", name, why);
    else if (sv_recalibrates(c, r))
        sv_put_recalibration(to, c, r);
}

/* The design of the parent first, which members may inherit from. */
static void
put_designs(FILE *to, const struct sv_crosschecking *c, int parent)
{
    for (size_t r = 0; r < c->survey->n_records; r++) {
        if (c->survey->record[r].parent != parent)
            continue;
        if (c->names[r].n > 0)
            put_design(to, c, r);
        put_designs(to, c, (int) r);
    }
}

void
sv_put_samples(FILE *to, const struct sv_crosschecking *c)
{
    fputs("\n# ---- the sample ----\n", to);
    if (strcmp(design_of(c)->lonely_psu.text, "collapse") == 0)
        fputs("# Strata with a single PSU are joined to others beforehand "
              "(hearth_joined).\n", to);
    fputs("\n", to);
    for (size_t r = 0; r < c->survey->n_records; r++)
        if (c->names[r].n > 0)
            put_data(to, c->survey->record[r].name.text, &c->names[r]);
    for (size_t r = 0; r < c->survey->n_records; r++)
        if (gets_units(c, r)) {
            sv_put_r_function(to, "units");
            put_units(to, c, SV_NO_RECORD);
            break;
        }
    put_designs(to, c, SV_NO_RECORD);
}
