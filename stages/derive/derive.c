/* derive.c - the stage: from microdata to variables and indicators. */
#include "stages/derive/derive.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/ranges.h"
#include "stages/derive/derivation.h"
#include "stages/derive/inspect.h"
#include "stages/derive/lacking.h"
#include "stages/derive/produce.h"
#include "stages/derive/unitsmeta.h"

enum { NAME_SIZE = 512, SHOWN = 5 };

static const char *
path_of(char path[NAME_SIZE], const struct sv_derivation *d,
        const struct sv_target *t, const char *group)
{
    return sv_target_path(path, NAME_SIZE, d, t, group);
}

static enum sv_status
declare_targets(struct sv_store_maker *maker, const struct sv_derivation *d,
                struct sv_fault *fault)
{
    char path[NAME_SIZE];
    enum sv_status status = SV_OK;

    for (size_t i = 0; status == SV_OK && i < d->n_targets; i++) {
        const struct sv_target *t = &d->target[i];
        const size_t n = d->world.record[t->record].n;

        status = sv_store_declare(maker, path_of(path, d, t, "var"), t->type, n,
                                  fault);
        if (status == SV_OK)
            status = sv_store_declare(maker, path_of(path, d, t, "missing"),
                                      SV_U8, n, fault);
    }
    return status;
}

static enum sv_status
declare_measures(struct sv_store_maker *maker, const struct sv_derivation *d,
                 struct sv_fault *fault)
{
    char path[NAME_SIZE];
    enum sv_status status =
        sv_store_declare(maker, "ind/missing", SV_U64,
                         d->n_indicators * SV_MAX_KINDS, fault);

    for (size_t k = 0; status == SV_OK && k < d->n_measures; k++) {
        const struct sv_measure *m = &d->measure[k];
        const size_t n = d->world.record[m->indicator->record].n;

        snprintf(path, sizeof path, "ind/%zu/state", k);
        status = sv_store_declare(maker, path, SV_U8, n, fault);
        snprintf(path, sizeof path, "ind/%zu/y", k);
        if (status == SV_OK && sv_has_y(m))
            status = sv_store_declare(maker, path, SV_F64, n, fault);
        snprintf(path, sizeof path, "ind/%zu/x", k);
        if (status == SV_OK && m->denominator != NULL)
            status = sv_store_declare(maker, path, SV_F64, n, fault);
    }
    return status;
}

static enum sv_status
declare_models(struct sv_store_maker *maker, const struct sv_derivation *d,
               struct sv_fault *fault)
{
    const size_t n_models = d->survey->n_models;
    char path[NAME_SIZE];
    enum sv_status status =
        sv_store_declare(maker, "model/missing", SV_U64, 2 * n_models, fault);

    for (size_t k = 0; status == SV_OK && k < n_models; k++) {
        const size_t n = d->world.record[d->model[k].spec->record].n;

        snprintf(path, sizeof path, "model/%zu/state", k);
        status = sv_store_declare(maker, path, SV_U8, n, fault);
        snprintf(path, sizeof path, "model/%zu/y", k);
        if (status == SV_OK)
            status = sv_store_declare(maker, path, SV_F64, n, fault);
    }
    return status;
}

/* Copies column NAME of a record from the microdata, if it is there. */
static enum sv_status
copy(struct sv_store_maker *maker, const struct sv_derivation *d,
     const char *record, const char *name, struct sv_fault *fault)
{
    char path[2 * NAME_SIZE];
    struct sv_column c = { SV_U8, 0, NULL };
    enum sv_status status;

    snprintf(path, sizeof path, "%s/%s", record, name);
    if (!sv_store_has(d->microdata, path))
        return SV_OK;
    status = sv_store_column(&c, d->microdata, path, fault);
    return status == SV_OK ? sv_store_put(maker, path, c.type, c.n, c.data,
                                          fault)
                           : status;
}

/* The names of PSUs, for who opens a number. */
static enum sv_status
copy_names(struct sv_store_maker *maker, const struct sv_derivation *d,
           const char *record, struct sv_fault *fault)
{
    char path[2 * NAME_SIZE];
    const char *names;

    snprintf(path, sizeof path, "%s/design/psu-names", record);
    names = sv_store_text_of(d->microdata, path);
    return names != NULL ? sv_store_text(maker, path, names, fault) : SV_OK;
}

static enum sv_status
copy_record(struct sv_store_maker *maker, const struct sv_derivation *d,
            size_t r, struct sv_fault *fault)
{
    static const char *const names[] = {
        "row", "parent", "design/strata", "design/psu", "design/probability",
        "design/squares", "design/joint",
    };
    const char *record = d->world.record[r].name;
    char name[NAME_SIZE];
    enum sv_status status = SV_OK;

    for (size_t k = 0; status == SV_OK && k < sizeof names / sizeof *names; k++)
        status = copy(maker, d, record, names[k], fault);
    for (int s = 1; status == SV_OK && s <= SV_MAX_RANGES; s++) {
        snprintf(name, sizeof name, "design/stage%d", s);
        status = copy(maker, d, record, name, fault);
        snprintf(name, sizeof name, "design/fpc%d", s);
        if (status == SV_OK)
            status = copy(maker, d, record, name, fault);
    }
    if (status == SV_OK)
        status = copy_names(maker, d, record, fault);
    snprintf(name, sizeof name, "%s/weight", record);
    if (status == SV_OK && d->weight[r] != NULL)
        status = sv_store_declare(maker, name, SV_F64, d->world.record[r].n,
                                  fault);
    return status;
}

/* Tells targets, measures and weights where their columns are. */
static void
map(struct sv_store_maker *maker, struct sv_derivation *d)
{
    char path[NAME_SIZE];

    for (size_t i = 0; i < d->n_targets; i++) {
        struct sv_target *t = &d->target[i];

        t->data = sv_store_map(maker, path_of(path, d, t, "var"));
        t->missing = sv_store_map(maker, path_of(path, d, t, "missing"));
        if (t->symbol != NULL) {
            t->symbol->data = t->data;
            t->symbol->missing = t->missing;
            t->symbol->type = t->type;
        }
    }
    for (size_t k = 0; k < d->n_measures; k++) {
        struct sv_measure *m = &d->measure[k];

        snprintf(path, sizeof path, "ind/%zu/state", k);
        m->state = sv_store_map(maker, path);
        snprintf(path, sizeof path, "ind/%zu/y", k);
        if (sv_has_y(m))
            m->y = sv_store_map(maker, path);
        snprintf(path, sizeof path, "ind/%zu/x", k);
        if (m->denominator != NULL)
            m->x = sv_store_map(maker, path);
    }
    for (size_t k = 0; k < d->survey->n_models; k++) {
        snprintf(path, sizeof path, "model/%zu/state", k);
        d->model[k].state = sv_store_map(maker, path);
        snprintf(path, sizeof path, "model/%zu/y", k);
        d->model[k].y = sv_store_map(maker, path);
    }
    for (size_t r = 0; r < d->world.n; r++) {
        snprintf(path, sizeof path, "%s/weight", d->world.record[r].name);
        if (d->weight[r] != NULL)
            d->weights[r] = sv_store_map(maker, path);
    }
    d->counts = sv_store_map(maker, "ind/missing");
    if (d->survey->n_models > 0)
        d->model_counts = sv_store_map(maker, "model/missing");
}

static enum sv_status
fill(struct sv_store_maker *maker, struct sv_derivation *d,
     struct sv_stage *stage, struct sv_fault *fault)
{
    json_t *meta = sv_units_meta(d);
    char *text = meta != NULL ? json_dumps(meta, JSON_COMPACT) : NULL;
    enum sv_status status =
        text != NULL ? sv_store_text(maker, "meta", text, fault)
                     : sv_fail(fault, SV_SYSTEM, "out of memory for units.h5");

    free(text);
    json_decref(meta);
    for (size_t r = 0; status == SV_OK && r < d->world.n; r++)
        status = copy_record(maker, d, r, fault);
    if (status == SV_OK)
        status = declare_targets(maker, d, fault);
    if (status == SV_OK)
        status = declare_measures(maker, d, fault);
    if (status == SV_OK && d->survey->n_models > 0)
        status = declare_models(maker, d, fault);
    if (status == SV_OK)
        status = sv_stage_provenance(stage, maker, fault);
    if (status == SV_OK)
        status = sv_store_layout(maker, fault);
    if (status != SV_OK)
        return status;
    sv_store_rest(d->microdata);
    map(maker, d);
    return sv_produce(d, stage, fault);
}

/* Says of a variable with categories how many values were in none. */
static void
report_uncoded(const struct sv_derivation *d, const struct sv_target *t,
               struct sv_stage *stage)
{
    const size_t n = d->world.record[t->record].n;
    char path[NAME_SIZE], rows[SHOWN * 16] = "";
    struct sv_fault ignored = { 0 };
    size_t count = 0, used = 0;
    const void *row;

    if (t->symbol == NULL || t->variable == NULL
        || t->variable->n_categories == 0)
        return;
    snprintf(path, sizeof path, "%s/row", d->world.record[t->record].name);
    if (sv_store_typed(&row, d->microdata, path, SV_U32, n, &ignored) != SV_OK)
        return;
    for (size_t j = 0; j < n; j++)
        if (t->missing[j] == d->reasons.uncoded && count++ < SHOWN)
            used += (size_t) snprintf(rows + used, sizeof rows - used, "%s%u",
                                      used > 0 ? ", " : "",
                                      ((const uint32_t *) row)[j]);
    sv_pages_done(t->missing, n);
    if (count > 0)
        sv_stage_warn(stage, "%s: %zu of %zu rows have a value that is in no "
                      "category (row %s%s); they count as missing", t->name,
                      count, n, rows, count > SHOWN ? ", ..." : "");
}

static void
warn_of_lack(void *stage, const struct sv_lack *lack, size_t n,
             const char *list)
{
    char words[NAME_SIZE];

    sv_lack_words(words, sizeof words, lack);
    sv_stage_warn(stage, "%s: not available %s %s", words,
                  n == 1 ? "is" : "are", list);
}

/* The variable that most of the indicators lack, and how many; NULL if none
 * does. */
static const char *
most_wanted(size_t *most, const struct sv_survey *s)
{
    const char *wanted = NULL;

    *most = 0;
    for (size_t k = 0; k < s->n_indicators; k++) {
        const char *one = s->indicator[k].missing_variable;
        size_t n = 0;

        for (size_t j = 0; one != NULL && j < s->n_indicators; j++)
            n += s->indicator[j].missing_variable != NULL
                 && strcmp(s->indicator[j].missing_variable, one) == 0;
        if (n > *most) {
            *most = n;
            wanted = one;
        }
    }
    return wanted;
}

/* Tells of the variable that would make most more indicators available. */
static enum sv_status
count_wanted(const struct sv_survey *s, struct sv_stage *stage,
             struct sv_fault *fault)
{
    size_t most;
    const char *wanted = most_wanted(&most, s);
    char key[128];

    snprintf(key, sizeof key, "of these for want of %.64s",
             wanted != NULL ? wanted : "");
    return wanted != NULL ? sv_stage_count(stage, key, most, fault) : SV_OK;
}

/* What `skip` names and nobody would have made. */
static void
warn_of_skips(const struct sv_survey *s, struct sv_stage *stage)
{
    for (size_t k = 0; k < s->n_idle_skips; k++) {
        const struct sv_idle_skip *skip = &s->idle_skip[k];
        const char *near = skip->near;

        sv_stage_warn(stage, "line %u of the description: 'skip' leaves out "
                      "nothing by '%.60s', as no catalogue here has such an "
                      "indicator%s%s%s", skip->name.at.line, skip->name.text,
                      near != NULL ? "; did you mean '" : "",
                      near != NULL ? near : "", near != NULL ? "'?" : "");
    }
}

/* How many indicators there will be; a run without any is hardly meant. */
static enum sv_status
count_indicators(const struct sv_derivation *d, struct sv_stage *stage,
                 struct sv_fault *fault)
{
    const struct sv_survey *s = d->survey;
    size_t lacking = 0;
    enum sv_status status;

    warn_of_skips(s, stage);
    for (size_t k = 0; k < s->n_indicators; k++)
        lacking += !sv_is_available(d, k);
    if (lacking == s->n_indicators && s->n_models == 0)
        sv_stage_warn(stage, "no indicator can be estimated: %s; "
                      "docs/canonical-variables.md lists what they need",
                      lacking > 0 ? "each lacks a variable that is not under "
                                    "`variables`, or a category of one"
                                  : "none is named under `indicators`");
    status = sv_stage_count(stage, "indicators", s->n_indicators - lacking,
                            fault);
    if (status == SV_OK)
        status = sv_stage_count(stage, "indicators not available", lacking,
                                fault);
    return status == SV_OK ? count_wanted(s, stage, fault) : status;
}

/* With --check: all that there is to say of the data, for the driver. */
static enum sv_status
inspect(struct sv_derivation *d, struct sv_stage *stage,
        struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, "findings.json", fault);

    return path != NULL ? sv_inspect(d, path, fault) : fault->status;
}

static enum sv_status
write_units(struct sv_derivation *d, struct sv_stage *stage, bool check,
            struct sv_fault *fault)
{
    const char *path = sv_stage_path(stage, "units.h5", fault);
    struct sv_store_maker *maker;
    struct sv_digest digest;
    enum sv_status status;

    if (path == NULL)
        return fault->status;
    status = sv_store_begin(&maker, path, "units", 1, fault);
    if (status != SV_OK)
        return status;
    status = fill(maker, d, stage, fault);
    if (status != SV_OK) {
        sv_store_abandon(maker);
        return status;
    }
    if (check && inspect(d, stage, fault) != SV_OK) {
        sv_store_abandon(maker);
        return fault->status;
    }
    for (size_t i = 0; !check && i < d->n_targets; i++)
        report_uncoded(d, &d->target[i], stage);
    if (!check)
        sv_each_lack(d, warn_of_lack, stage);
    status = sv_store_seal(maker, &digest, fault);
    return status == SV_OK ? sv_stage_output(stage, "units.h5", &digest, fault)
                           : status;
}

enum sv_status
sv_derive(struct sv_stage *stage, const void *options, struct sv_fault *fault)
{
    struct sv_derivation d = { .survey = sv_stage_survey(stage),
                               .arena = sv_arena_new() };
    const struct sv_common_options *const common = options;
    struct sv_store *microdata = NULL;
    const char *text;
    enum sv_status status;

    status = d.arena == NULL
                 ? sv_fail(fault, SV_SYSTEM, "out of memory for variables")
                 : sv_stage_input(&microdata, stage, "microdata.h5",
                                  "microdata", 1, fault);
    if (status == SV_OK) {
        d.microdata = microdata;
        text = sv_store_text_of(microdata, "meta");
        d.meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
        status = d.meta == NULL
                     ? sv_fail(fault, SV_DATA, "microdata.h5: has no meta; run "
                               "hearth-ingest again")
                     : sv_derivation_make(&d, fault);
    }
    if (status == SV_OK)
        status = count_indicators(&d, stage, fault);
    if (status == SV_OK)
        status = write_units(&d, stage, common->check, fault);
    json_decref(d.meta);
    sv_store_close(microdata);
    sv_arena_free(d.arena);
    return status;
}
