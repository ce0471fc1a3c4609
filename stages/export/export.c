/* export.c - the derived microdata back to SPSS, Stata and CSV. */
#include "stages/export/export.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pipeline/output.h"
#include "pipeline/replicatefile.h"
#include "stages/export/exportformat.h"

/* One file and its codebook, being written. */
struct file {
    struct sv_output data, codebook;
    struct sv_output beside;    /* scales of replicates, or joint probabilities,
                                   where there are */
};

struct work {
    struct sv_stage *stage;
    const struct sv_export_options *options;
    const struct sv_export_format *format;
    struct sv_extract_sources from;
    struct sv_store *microdata, *units, *weights, *replicates;
    json_t *microdata_meta, *units_meta;
    struct file *file;          /* [survey->n_records] */
    size_t n;
    uint64_t rows;              /* written so far */
};

/* ---- where to -------------------------------------------------------------------- */

/* FILE with "-TAIL" before its suffix, or with TAIL in its place; the caller
 * frees *out. */
static enum sv_status
name_file(char **out, const struct work *w, const char *record,
          const char *tail, struct sv_fault *fault)
{
    const char *to = w->options->to;
    const int stem = (int) (strlen(to) - strlen(w->format->suffix));
    const bool several = w->options->record == NULL
                         && w->from.survey->n_records > 1;

    if (asprintf(out, "%.*s%s%s%s", stem, to, several ? "-" : "",
                 several ? record : "", tail != NULL ? tail : to + stem) < 0) {
        *out = NULL;
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    }
    return SV_OK;
}

/* The survey's own files are never written over. */
static enum sv_status
refuse_input(const struct work *w, const char *path, struct sv_fault *fault)
{
    const struct sv_survey *s = w->from.survey;
    struct stat old, its;

    if (stat(path, &old) != 0)
        return SV_OK;
    for (size_t r = 0; r < s->n_records; r++)
        if (s->record[r].path.text != NULL
            && stat(s->record[r].path.text, &its) == 0
            && its.st_dev == old.st_dev && its.st_ino == old.st_ino)
            return sv_fail(fault, SV_USAGE, "%s: is a data file of this "
                           "survey; it is not written over", path);
    for (size_t i = 0; i < s->n_sources; i++)
        if (stat(sv_source_path(s->source[i]), &its) == 0
            && its.st_dev == old.st_dev && its.st_ino == old.st_ino)
            return sv_fail(fault, SV_USAGE, "%s: is the description of this "
                           "survey; it is not written over", path);
    return SV_OK;
}

static enum sv_status
begin_file(struct sv_output *out, const struct work *w, const char *record,
           const char *tail, struct sv_fault *fault)
{
    char *path;
    enum sv_status status = name_file(&path, w, record, tail, fault);

    if (status == SV_OK)
        status = refuse_input(w, path, fault);
    if (status == SV_OK)
        status = sv_output_begin(out, path, fault);
    free(path);
    return status;
}

/* ---- what ------------------------------------------------------------------------ */

/* What a design has that is of no row. */
static enum sv_status
write_beside(struct work *w, const struct sv_extract *e, struct file *file,
             struct sv_fault *fault)
{
    const bool scales = e->n_replicates > 0;
    enum sv_status status;

    if (!scales && (e->ranges == NULL || e->ranges->joint == NULL))
        return SV_OK;
    status = begin_file(&file->beside, w, e->record,
                        scales ? "-replicates.csv" : "-joint.csv", fault);
    if (status == SV_OK)
        (scales ? sv_write_scales : sv_write_joint)(file->beside.to, e);
    return status;
}

static enum sv_status
write_extract(struct work *w, struct sv_extract *e, struct file *file,
              struct sv_fault *fault)
{
    const struct sv_survey *s = w->from.survey;
    struct sv_kind_codes codes;
    struct sv_export export = {
        .extract = e, .codes = &codes, .format = w->format,
        .title = s->title.text != NULL ? s->title.text : "", .year = s->year,
    };
    enum sv_status status = sv_extract_look(
        e, json_object_get(w->units_meta, "kinds"), fault);

    if (status == SV_OK)
        status = sv_kind_codes_make(&codes, e, w->microdata_meta, fault);
    if (status == SV_OK)
        status = sv_export_fits(&export, fault);
    if (status == SV_OK)
        status = begin_file(&file->data, w, e->record, NULL, fault);
    if (status == SV_OK)
        status = begin_file(&file->codebook, w, e->record, "-codebook.csv",
                            fault);
    if (status == SV_OK) {
        status = w->format->write(file->data.to, &export, fault);
        if (status != SV_OK)
            status = sv_at(fault, "%s", file->data.path);
    }
    if (status == SV_OK)
        status = sv_write_codebook(file->codebook.to, &export, fault);
    if (status == SV_OK)
        status = write_beside(w, e, file, fault);
    if (export.cut > 0 && status == SV_OK && !w->options->common.quiet)
        sv_stage_warn(w->stage, "%s: %u labels are longer than a %s takes and "
                      "were cut; the codebook has them whole", e->record,
                      export.cut, w->format->title);
    return status;
}

static enum sv_status
write_record(struct work *w, const char *record, struct sv_fault *fault)
{
    struct sv_extract e;
    enum sv_status status = sv_extract_make(&e, &w->from, record, fault);

    if (status == SV_OK)
        status = write_extract(w, &e, &w->file[w->n++], fault);
    w->rows += e.n_rows;
    sv_stage_progress(w->stage, w->rows, w->rows);
    sv_extract_free(&e);
    return status;
}

/* What an export that was killed has left beside FILE goes. */
static enum sv_status
clean_folder(const char *to, struct sv_fault *fault)
{
    const char *slash = strrchr(to, '/');
    char *folder = slash != NULL ? strndup(to, (size_t) (slash - to) + 1)
                                 : strdup(".");

    if (folder == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for a file name");
    sv_remove_temporaries(folder, 0);
    free(folder);
    return SV_OK;
}

/* All files are there before the first takes its name. */
static enum sv_status
write_all(struct work *w, struct sv_fault *fault)
{
    const struct sv_survey *s = w->from.survey;
    const char *only = w->options->record;
    enum sv_status status;

    w->file = calloc(s->n_records + 1, sizeof *w->file);
    if (w->file == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for an export");
    status = clean_folder(w->options->to, fault);
    for (size_t r = 0; status == SV_OK && r < s->n_records; r++)
        if (only == NULL || strcmp(only, s->record[r].name.text) == 0)
            status = write_record(w, s->record[r].name.text, fault);
    for (size_t i = 0; status == SV_OK && i < w->n; i++)
        if (fflush(w->file[i].data.to) != 0
            || fflush(w->file[i].codebook.to) != 0
            || (w->file[i].beside.to != NULL
                && fflush(w->file[i].beside.to) != 0))
            status = sv_fail_errno(fault, "%s: cannot be written",
                                   w->file[i].data.path);
    for (size_t i = 0; status == SV_OK && i < w->n; i++) {
        status = sv_output_keep(&w->file[i].codebook, NULL, fault);
        if (status == SV_OK && w->file[i].beside.to != NULL)
            status = sv_output_keep(&w->file[i].beside, NULL, fault);
        if (status == SV_OK)
            status = sv_output_keep(&w->file[i].data, NULL, fault);
    }
    for (size_t i = 0; i < w->n; i++) {
        sv_output_drop(&w->file[i].data);
        sv_output_drop(&w->file[i].codebook);
        sv_output_drop(&w->file[i].beside);
    }
    free(w->file);
    return status;
}

/* ---- the stage --------------------------------------------------------------------- */

static enum sv_status
unknown(const char *option, const char *given, const char *const *known,
        size_t n, struct sv_fault *fault)
{
    char list[512] = "";

    for (size_t i = 0; i < n; i++)
        snprintf(list + strlen(list), sizeof list - strlen(list), "%s%s",
                 i > 0 ? ", " : "", known[i]);
    return sv_fail(fault, SV_USAGE, "--%s %s: is not one of %s", option, given,
                   list);
}

static enum sv_status
check_options(struct work *w, struct sv_fault *fault)
{
    const struct sv_export_options *o = w->options;
    const struct sv_survey *s = w->from.survey;
    const char *known[64];
    size_t n = 0;

    if (o->to == NULL)
        return sv_fail(fault, SV_USAGE, "wants the file to write: --to FILE.sav, "
                       "FILE.dta or FILE.csv");
    w->format = sv_export_format_of(o->to);
    for (; n < sv_n_export_formats; n++)
        known[n] = sv_export_formats[n].suffix;
    if (w->format == NULL)
        return unknown("to", o->to, known, n, fault);
    for (n = 0; n < s->n_records && n < 64; n++)
        known[n] = s->record[n].name.text;
    if (o->record != NULL && sv_survey_record(s, o->record) == SV_NO_RECORD)
        return unknown("record", o->record, known, n, fault);
    w->from.language = o->language != NULL ? o->language
                                           : s->languages.item[0].text;
    for (n = 0; n < s->languages.n && n < 64; n++) {
        known[n] = s->languages.item[n].text;
        if (strcmp(known[n], w->from.language) == 0)
            return SV_OK;
    }
    return unknown("language", w->from.language, known, n, fault);
}

/* Opens artifact NAME with its meta. */
static enum sv_status
open_artifact(struct sv_store **out, json_t **meta, struct work *w,
              const char *name, const char *kind, struct sv_fault *fault)
{
    enum sv_status status = sv_stage_input(out, w->stage, name, kind, 1, fault);
    const char *text = status == SV_OK ? sv_store_text_of(*out, "meta") : NULL;

    if (status != SV_OK || meta == NULL)
        return status;
    *meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    return *meta != NULL ? SV_OK
                         : sv_fail(fault, SV_DATA, "%s: has no meta; run hearth "
                                   "run again", name);
}

/* replicates.h5, if weights of any record type are in there. */
static enum sv_status
open_replicates(struct work *w, struct sv_fault *fault)
{
    const struct sv_survey *s = w->from.survey;
    bool apart = false;

    for (size_t r = 0; r < s->n_records; r++) {
        struct sv_replicate_file file;

        if (sv_replicate_file_of(&file, w->weights, s->record[r].name.text,
                                 fault) != SV_OK)
            return fault->status;
        apart = apart || sv_replicates_are_apart(&file);
    }
    return apart ? open_artifact(&w->replicates, NULL, w, "replicates.h5",
                                 "replicates", fault)
                 : SV_OK;
}

static enum sv_status
open_all(struct work *w, struct sv_fault *fault)
{
    enum sv_status status =
        open_artifact(&w->microdata, &w->microdata_meta, w, "microdata.h5",
                      "microdata", fault);

    if (status == SV_OK)
        status = open_artifact(&w->units, &w->units_meta, w, "units.h5",
                               "units", fault);
    if (status == SV_OK)
        status = open_artifact(&w->weights, NULL, w, "weights.h5", "weights",
                               fault);
    if (status == SV_OK)
        status = open_replicates(w, fault);
    w->from.replicates = w->replicates;
    w->from.microdata = w->microdata;
    w->from.units = w->units;
    w->from.weights = w->weights;
    w->from.microdata_meta = w->microdata_meta;
    w->from.units_meta = w->units_meta;
    return status;
}

enum sv_status
sv_export(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    const struct sv_export_options *o = options;
    struct work w = {
        .stage = stage, .options = o,
        .from = { .survey = sv_stage_survey(stage), .raw = o->raw },
    };
    enum sv_status status = check_options(&w, fault);

    if (status == SV_OK)
        status = open_all(&w, fault);
    if (status == SV_OK)
        status = write_all(&w, fault);
    json_decref(w.units_meta);
    json_decref(w.microdata_meta);
    sv_store_close(w.replicates);
    sv_store_close(w.weights);
    sv_store_close(w.units);
    sv_store_close(w.microdata);
    return status;
}
