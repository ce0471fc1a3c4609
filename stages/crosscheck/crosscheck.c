/* crosscheck.c - numbers of a run once more, by R survey and by Stata. */
#include "stages/crosscheck/crosscheck.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "pipeline/csv.h"
#include "pipeline/output.h"
#include "pipeline/route.h"
#include "stages/crosscheck/differences.h"
#include "stages/crosscheck/recalibration.h"
#include "stages/crosscheck/scripts.h"

#define TOLERANCE 1e-8
enum { MANY = 500 };            /* cells that take minutes */

struct work {
    struct sv_stage *stage;
    const struct sv_crosscheck_options *options;
    double tolerance;
    const char *folder;         /* OUT/crosscheck */
    struct sv_chosen chosen;
    struct sv_crosschecking c;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a crosscheck");
}

/* "FOLDER/NAME.SUFFIX"; in memory of the stage. */
static const char *
path_of(struct work *w, const char *name, const char *suffix,
        struct sv_fault *fault)
{
    char below[NAME_MAX + 32];

    snprintf(below, sizeof below, "crosscheck/%s%s", name, suffix);
    return sv_stage_path(w->stage, below, fault);
}

/* ---- the exports --------------------------------------------------------------------- */

/* Ends as a signal asks that came while a program ran. */
static void
heed(int received)
{
    if (received == 0)
        return;
    signal(received, SIG_DFL);
    raise(received);
}

static enum sv_status
export_as(struct work *w, const char *record, const char *suffix,
          struct sv_fault *fault)
{
    const char *to = path_of(w, record, suffix, fault);
    const char *argv[] = {
        "hearth-export", w->c.survey->path, "-o", sv_stage_out(w->stage), "-q",
        "--record", record, "--to", to, NULL
    };
    char path[PATH_MAX];
    int received;
    enum sv_status status;

    if (to == NULL)
        return fault->status;
    sv_program_path(path, "export");
    status = sv_spawn(path, argv, &received, fault);
    heed(received);
    return status;
}

static bool
is_chosen(const struct work *w, size_t record)
{
    for (size_t k = 0; k < w->chosen.n_groups; k++)
        if (strcmp(w->chosen.group[k].record,
                   w->c.survey->record[record].name.text) == 0)
            return true;
    return false;
}

/* Whether a result is of RECORD, or of one below it that lacks units which RECORD
 * has.  Calibrations are made again over all record types, since members have to
 * do with their parents. */
static bool
is_exported(const struct work *w, size_t record)
{
    const struct sv_survey *s = w->c.survey;

    if (s->n_steps > 0 || is_chosen(w, record))
        return true;
    for (size_t r = 0; r < s->n_records; r++)
        if (s->record[r].parent == (int) record && sv_lacks_units(&w->c, r)
            && is_exported(w, r))
            return true;
    return false;
}

/* The codebook is that of the CSV file, which comes last. */
static enum sv_status
export_records(struct work *w, struct sv_fault *fault)
{
    const struct sv_survey *s = w->c.survey;
    enum sv_status status = SV_OK;

    for (size_t r = 0; status == SV_OK && r < s->n_records; r++) {
        const char *record = s->record[r].name.text, *codebook;

        if (!is_exported(w, r))
            continue;
        status = export_as(w, record, ".dta", fault);
        if (status == SV_OK)
            status = export_as(w, record, ".csv", fault);
        codebook = status == SV_OK ? path_of(w, record, "-codebook.csv", fault)
                                   : NULL;
        if (codebook != NULL)
            status = sv_export_names_read(&w->c.names[r], codebook, fault);
    }
    return fault->status != SV_OK ? fault->status : status;
}

/* ---- the scripts --------------------------------------------------------------------- */

static enum sv_status
write_script(struct work *w, const char *suffix,
             void (*write)(FILE *to, const struct sv_crosschecking *c),
             struct sv_fault *fault)
{
    const char *path = path_of(w, "crosscheck", suffix, fault);
    struct sv_output out;
    enum sv_status status = path != NULL ? sv_output_begin(&out, path, fault)
                                         : fault->status;

    if (status != SV_OK)
        return status;
    write(out.to, &w->c);
    return sv_output_keep(&out, NULL, fault);
}

static bool
is_on_path(const char *program)
{
    const char *path = getenv("PATH");

    while (path != NULL && *path != '\0') {
        const size_t n = strcspn(path, ":");
        char at[PATH_MAX];

        if (n > 0 && snprintf(at, sizeof at, "%.*s/%s", (int) n, path, program)
                         < (int) sizeof at && access(at, X_OK) == 0)
            return true;
        path += n + (path[n] == ':');
    }
    return false;
}

/* Runs the script; *missing if R has no package survey. */
static enum sv_status
run_script(bool *missing, struct work *w, struct sv_fault *fault)
{
    const char *script = path_of(w, "crosscheck", ".R", fault);
    const char *results = path_of(w, "results", ".csv", fault);
    const char *argv[] = { "Rscript", "--vanilla", script, w->folder, NULL };
    int received;
    enum sv_status status;

    if (script == NULL || results == NULL)
        return fault->status;
    unlink(results);
    status = sv_spawn("Rscript", argv, &received, fault);
    heed(received);
    *missing = (int) status == SV_SCRIPT_NO_SURVEY;
    if (*missing)
        fault->status = SV_OK;
    else if (status != SV_OK)
        return sv_fail(fault, SV_SYSTEM, "Rscript %s %s: ended with status %d; "
                       "what R says is above", script, w->folder, (int) status);
    return SV_OK;
}

/* ---- the answer ------------------------------------------------------------------------ */

static void
print_where(const struct work *w)
{
    printf("\nScripts: %s/crosscheck.R, crosscheck.do (Stata, not run)\n",
           w->folder);
}

/* "60 numbers, 2 models". */
static void
print_chosen(const struct work *w)
{
    bool any = false;

    for (int k = 0; k < SV_N_RESULT_KINDS; k++) {
        const size_t n = sv_chosen_count(&w->chosen, (enum sv_result_kind) k);
        const char *name = sv_result_kind_names[k];
        const bool matrix = k == SV_RESULT_COVARIANCE;

        if (n == 0)
            continue;
        printf("%s%zu %s%s", any ? ", " : "", n,
               matrix && n > 1 ? "covariance matrices" : name,
               n > 1 && !matrix ? "s" : "");
        any = true;
    }
    if (!any)
        printf("nothing");
}

static void
print_version(struct work *w, struct sv_fault *fault)
{
    const char *path = path_of(w, "version", ".txt", fault);
    FILE *from = path != NULL ? fopen(path, "re") : NULL;
    char line[80] = "R survey\n";

    if (from != NULL && fgets(line, sizeof line, from) == NULL)
        line[0] = '\0';
    if (from != NULL)
        fclose(from);
    line[strcspn(line, "\n")] = '\0';
    print_chosen(w);
    printf(" once more by %s", line);
    if (w->chosen.n_empty > 0)
        printf("; %zu empty ones were left out", w->chosen.n_empty);
    puts("\n");
}

static enum sv_status
answer(struct work *w, struct sv_fault *fault)
{
    const char *results = path_of(w, "results", ".csv", fault);
    struct sv_differences d;
    enum sv_status status = results != NULL
                                ? sv_differences_find(&d, results, &w->c,
                                                      w->tolerance, fault)
                                : fault->status;

    if (status != SV_OK)
        return status;
    print_version(w, fault);
    sv_differences_print(stdout, &d, &w->c);
    if (w->c.survey->areas.file.text != NULL)
        puts("\nNot recomputed: coherence.csv and smallarea*.csv, for which R "
             "survey has nothing");
    print_where(w);
    return sv_differences_beyond(&d)
               ? sv_fail(fault, SV_DATA, "a difference is beyond the tolerance "
                         "of %g", w->tolerance)
               : SV_OK;
}

/* ---- the stage ----------------------------------------------------------------------------- */

static enum sv_status
make_scripts(struct work *w, struct sv_fault *fault)
{
    enum sv_status status;

    if (mkdir(w->folder, 0700) != 0 && errno != EEXIST)
        return sv_fail_errno(fault, "%s: cannot be made", w->folder);
    w->c.names = calloc(w->c.survey->n_records + 1, sizeof *w->c.names);
    w->c.recipe = calloc(w->chosen.n_parts + 1, sizeof *w->c.recipe);
    if (w->c.names == NULL || w->c.recipe == NULL)
        return no_memory(fault);
    status = export_records(w, fault);
    if (status == SV_OK)
        status = sv_recipes_make(&w->c, fault);
    if (status == SV_OK)
        status = write_script(w, ".R", sv_write_r_script, fault);
    if (status == SV_OK)
        status = write_script(w, ".do", sv_write_do_file, fault);
    return status;
}

static enum sv_status
print_unrun(const struct work *w)
{
    print_chosen(w);
    printf("; %s\n", w->options->no_run ? "nothing was run"
                                 : "R with the package survey is not installed "
                                   "here, so nothing was run");
    print_where(w);
    return SV_OK;
}

static enum sv_status
check(struct work *w, struct sv_fault *fault)
{
    bool missing = false;
    enum sv_status status = make_scripts(w, fault);

    if (status != SV_OK)
        return status;
    if (w->options->no_run || !is_on_path("Rscript"))
        return print_unrun(w);
    if (w->chosen.n > MANY)
        sv_stage_warn(w->stage, "%zu results: R takes up to a second for each; "
                      "--sample 100 takes some of them", w->chosen.n);
    status = run_script(&missing, w, fault);
    if (missing)
        return print_unrun(w);
    return status == SV_OK ? answer(w, fault) : status;
}

static enum sv_status
read_tolerance(struct work *w, struct sv_fault *fault)
{
    const char *text = w->options->tolerance;

    w->tolerance = TOLERANCE;
    if (text != NULL && (!sv_csv_parse(&w->tolerance, text)
                         || !(w->tolerance > 0) || w->tolerance > 1))
        return sv_fail(fault, SV_USAGE, "--tolerance %s: expected a number "
                       "above 0, such as 1e-8", text);
    return SV_OK;
}

enum sv_status
sv_crosscheck(struct sv_stage *stage, const void *options,
              struct sv_fault *fault)
{
    const struct sv_crosscheck_options *o = options;
    struct work w = { .stage = stage, .options = o,
                      .folder = sv_stage_path(stage, "crosscheck", fault) };
    const char *const *cell;
    const size_t n = sv_stage_operands(stage, &cell);
    json_t *estimates = NULL;
    char *text;
    size_t size;
    enum sv_status status = w.folder != NULL ? read_tolerance(&w, fault)
                                             : fault->status;

    if (status == SV_OK)
        status = sv_stage_input_text(&text, &size, stage, "estimates.json",
                                     fault);
    if (status == SV_OK && (estimates = json_loadb(text, size, 0, NULL)) == NULL)
        status = sv_fail(fault, SV_SYSTEM, "estimates.json cannot be read");
    if (status == SV_OK)
        status = sv_choose_results(&w.chosen, estimates, stage, cell, n,
                                   o->sample, fault);
    w.c = (struct sv_crosschecking){ .survey = sv_stage_survey(stage),
                                     .estimates = estimates,
                                     .chosen = &w.chosen };
    if (status == SV_OK)
        status = check(&w, fault);
    sv_stage_progress(stage, w.chosen.n, w.chosen.n);
    for (size_t r = 0; w.c.names != NULL && r < w.c.survey->n_records; r++)
        sv_export_names_free(&w.c.names[r]);
    free(w.c.names);
    free(w.c.recipe);
    sv_chosen_free(&w.chosen);
    json_decref(estimates);
    return status;
}
