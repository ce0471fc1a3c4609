/* givenweights.c - replicate weights that came with the file. */
#include "stages/weigh/givenweights.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/columnranges.h"
#include "pipeline/operations.h"
#include "stages/weigh/notnumbers.h"
#include "stages/weigh/rscalesfile.h"
#include "weights/givenscale.h"

enum { NAME_SIZE = 512, BLOCK = 4096, TILE = 64, SHOWN = 5 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for replicate weights");
}

/* ---- where they are -------------------------------------------------------- */

/* The variables of a record type that microdata.h5 has. */
struct variables {
    const json_t *meta;         /* [n] */
    const char **name;          /* [n]; owned */
    size_t n;
};

static enum sv_status
variables_of(struct variables *out, const json_t *meta, const char *record,
             struct sv_fault *fault)
{
    size_t i;
    json_t *r;

    *out = (struct variables){ 0 };
    json_array_foreach(json_object_get(meta, "records"), i, r)
        if (strcmp(json_string_value(json_object_get(r, "name")), record) == 0)
            out->meta = json_object_get(r, "variables");
    out->n = json_array_size(out->meta);
    out->name = calloc(out->n + 1, sizeof *out->name);
    if (out->name == NULL)
        return no_memory(fault);
    for (i = 0; i < out->n; i++)
        out->name[i] = json_string_value(
            json_object_get(json_array_get(out->meta, i), "name"));
    return SV_OK;
}

/* The record type that has any of NAMES: RECORD, or one above it. */
static enum sv_status
find_holder(struct variables *v, int *holder, const struct sv_survey *s,
            int record, const struct sv_names *names, const json_t *meta,
            struct sv_fault *fault)
{
    for (*holder = record; *holder != SV_NO_RECORD;
         *holder = s->record[*holder].parent) {
        if (variables_of(v, meta, s->record[*holder].name.text, fault)
            != SV_OK)
            return fault->status;
        if (sv_columns_any(names, v->name, v->n))
            return SV_OK;
        free(v->name);
        v->name = NULL;
    }
    return sv_fail(fault, SV_BUG, "microdata.h5: has no replicate weights of "
                   "%s", s->record[record].name.text);
}

/* OUT [n_rows]: the row of HOLDER that each row of RECORD belongs to. */
static enum sv_status
climb(uint32_t *out, const struct sv_survey *s, int record, int holder,
      const struct sv_store *microdata, size_t n_rows, struct sv_fault *fault)
{
    for (size_t j = 0; j < n_rows; j++)
        out[j] = (uint32_t) j;
    for (int r = record; r != holder; r = s->record[r].parent) {
        struct sv_column parent = { SV_U8, 0, NULL };
        char name[NAME_SIZE];
        enum sv_status status;

        snprintf(name, sizeof name, "%s/parent", s->record[r].name.text);
        status = sv_store_column(&parent, microdata, name, fault);
        if (status != SV_OK)
            return status;
        for (size_t j = 0; j < n_rows; j++)
            out[j] = ((const uint32_t *) parent.data)[out[j]];
    }
    return SV_OK;
}

static enum sv_status
refuse_text(const struct sv_given *g, const struct sv_store *microdata,
            const char *name, struct sv_fault *fault)
{
    const uint32_t row = sv_first_not_number(microdata, g->holder, name);
    char where[32] = "";

    if (row > 0)
        snprintf(where, sizeof where, " from row %u on", row);
    return sv_add(fault, SV_DATA, "%s: replicate weight %s is a text%s; weights "
                  "are numbers: mend the file", g->holder, name, where);
}

static enum sv_status
take_column(struct sv_symbol *out, const struct sv_given *g,
            const struct sv_store *microdata, const json_t *variable,
            struct sv_fault *fault)
{
    const char *name = json_string_value(json_object_get(variable, "name"));
    struct sv_column c = { SV_U8, 0, NULL };
    const void *missing = NULL;
    char path[NAME_SIZE];
    enum sv_status status;

    if (strcmp(json_string_value(json_object_get(variable, "type")), "string")
        == 0)
        return refuse_text(g, microdata, name, fault);
    snprintf(path, sizeof path, "%s/var/%s", g->holder, name);
    status = sv_store_column(&c, microdata, path, fault);
    snprintf(path, sizeof path, "%s/missing/%s", g->holder, name);
    if (status == SV_OK && sv_store_has(microdata, path))
        status = sv_store_typed(&missing, microdata, path, SV_U8, c.n, fault);
    *out = (struct sv_symbol){ .name = name, .type = c.type, .data = c.data,
                               .missing = missing };
    return status;
}

static enum sv_status
take_columns(struct sv_given *g, const struct variables *v,
             const struct sv_names *names, const struct sv_store *microdata,
             struct sv_fault *fault)
{
    struct sv_column_set set;
    enum sv_status status = sv_columns_expand(&set, names, v->name, v->n,
                                              "microdata.h5", fault);

    g->n = set.n;
    g->column = calloc(set.n + 1, sizeof *g->column);
    g->rscales = calloc(set.n + 1, sizeof *g->rscales);
    if (g->column == NULL || g->rscales == NULL)
        status = no_memory(fault);
    for (size_t i = 0; status <= SV_DATA && i < set.n; i++)
        status = take_column(&g->column[i], g, microdata,
                             json_array_get(v->meta, set.at[i]), fault);
    free(set.at);
    return fault->status;
}

/* What is known once the columns are: which rows they are of. */
static enum sv_status
take_rows(struct sv_given *g, const struct sv_survey *s, int record,
          int holder, const struct sv_store *microdata, struct sv_fault *fault)
{
    struct sv_column column = { SV_U8, 0, NULL };
    char name[NAME_SIZE];
    enum sv_status status;

    snprintf(name, sizeof name, "%s/row", g->holder);
    status = sv_store_column(&column, microdata, name, fault);
    g->row = column.data;
    g->n_rows = column.n;
    if (status != SV_OK || holder == record)
        return status;
    snprintf(name, sizeof name, "%s/row", s->record[record].name.text);
    status = sv_store_column(&column, microdata, name, fault);
    g->n_rows = column.n;
    g->above = malloc((column.n + 1) * sizeof *g->above);
    if (g->above == NULL)
        return no_memory(fault);
    return status == SV_OK
               ? climb(g->above, s, record, holder, microdata, g->n_rows, fault)
               : status;
}

/* Those of RECORD in replicates.h5, of which the microdata know the NAMES. */
static enum sv_status
take_final(struct sv_given *g, const json_t *names,
           const struct sv_store *microdata, struct sv_fault *fault)
{
    const void *facts = NULL;
    char path[NAME_SIZE];

    g->n = json_array_size(names);
    g->column = calloc(g->n + 1, sizeof *g->column);
    g->rscales = calloc(g->n + 1, sizeof *g->rscales);
    if (g->column == NULL || g->rscales == NULL)
        return no_memory(fault);
    for (size_t r = 0; r < g->n; r++)
        g->column[r].name = json_string_value(json_array_get(names, r));
    snprintf(path, sizeof path, "%s/replicates/facts", g->holder);
    if (sv_store_typed(&facts, microdata, path, SV_F64,
                       g->n * SV_N_REPLICATE_FACTS, fault) != SV_OK)
        return fault->status;
    g->facts = facts;
    return SV_OK;
}

/* The names of RECORD's replicates in replicates.h5; NULL: they are not there. */
static const json_t *
final_names(const json_t *meta, const char *record)
{
    json_t *r;
    size_t i;

    json_array_foreach(json_object_get(meta, "records"), i, r)
        if (strcmp(json_string_value(json_object_get(r, "name")), record) == 0)
            return json_object_get(r, "replicates");
    return NULL;
}

/* Those of RECORD that are columns, of itself or of a record type above. */
static enum sv_status
find_columns(struct sv_given *out, const struct sv_survey *survey, int record,
             int *holder, const struct sv_store *microdata,
             struct sv_fault *fault)
{
    const struct sv_names *names = sv_survey_replicates(survey, record);
    struct variables v = { 0 };
    enum sv_status status = find_holder(&v, holder, survey, record, names,
                                        out->meta, fault);

    if (status == SV_OK) {
        out->holder = strdup(survey->record[*holder].name.text);
        status = out->holder == NULL
                     ? no_memory(fault)
                     : take_columns(out, &v, names, microdata, fault);
    }
    free(v.name);
    return status;
}

enum sv_status
sv_given_find(struct sv_given *out, const struct sv_survey *survey, int record,
              const struct sv_store *microdata, const double *weight,
              struct sv_fault *fault)
{
    const char *text = sv_store_text_of(microdata, "meta");
    const char *name = survey->record[record].name.text;
    const json_t *names;
    int holder = record;
    enum sv_status status;

    *out = (struct sv_given){
        .weight = weight, .factors = !survey->design.replicates.combined,
    };
    if (sv_survey_replicates(survey, record) == NULL)
        return SV_OK;
    out->meta = text != NULL ? json_loads(text, 0, NULL) : NULL;
    if (out->meta == NULL)
        return sv_fail(fault, SV_DATA, "microdata.h5: has no meta; run "
                       "hearth-ingest again");
    names = final_names(out->meta, name);
    if (names == NULL)
        status = find_columns(out, survey, record, &holder, microdata, fault);
    else if ((out->holder = strdup(name)) == NULL)
        status = no_memory(fault);
    else
        status = take_final(out, names, microdata, fault);
    return status == SV_OK ? take_rows(out, survey, record, holder, microdata,
                                       fault)
                           : status;
}

void
sv_given_free(struct sv_given *g)
{
    free(g->column);
    free(g->holder);
    free(g->above);
    free(g->rscales);
    json_decref(g->meta);
    *g = (struct sv_given){ 0 };
}

/* ---- what they are like ---------------------------------------------------- */

/* Of one column. */
struct look {
    size_t missing;
    uint32_t row[SHOWN];        /* of the file, the first, ascending */
    size_t shown;
    struct sv_replicate_facts file;     /* as in the file */
    struct sv_replicate_facts weight;   /* of whole weights */
    bool narrow;
};

static void
note_missing(struct look *l, uint32_t row)
{
    size_t at = l->shown;

    l->missing++;
    while (at > 0 && l->row[at - 1] > row)
        at--;
    if (at > 0 && l->row[at - 1] == row)
        return;                         /* seen from another member */
    if (at == SHOWN)
        return;
    if (l->shown < SHOWN)
        l->shown++;
    memmove(l->row + at + 1, l->row + at,
            (l->shown - at - 1) * sizeof *l->row);
    l->row[at] = row;
}

static void
look_at_missing(struct look *l, const struct sv_given *g,
                const struct sv_symbol *c, const double *x, size_t first,
                size_t n)
{
    for (size_t j = first; j < first + n; j++) {
        const size_t up = g->above != NULL ? g->above[j] : j;

        if (!isfinite(x[j - first])
            || (c->missing != NULL && c->missing[up] != 0))
            note_missing(l, g->row[up]);
    }
}

/* Values of a column, as they are in the file. */
static void
load(double *out, const struct sv_given *g, size_t r, size_t first, size_t n)
{
    sv_load_numbers(out, &g->column[r], g->above != NULL ? g->above + first
                                                         : NULL, first, n);
}

/* X, values of the file, become weights. */
static void
look_at_block(struct look *l, const struct sv_given *g, double *x,
              size_t first, size_t n)
{
    for (size_t j = 0; g->factors && j < n; j++)
        x[j] *= g->weight[first + j];
    sv_replicate_facts_add(&l->weight, x, n);
    for (size_t j = 0; j < n; j++)
        l->narrow &= (double) (float) x[j] == x[j];
}

/* Tells the system that rows of column R need not stay in memory. */
static void
rest(const struct sv_given *g, size_t r, size_t first, size_t n)
{
    const size_t size = sv_type_size(g->column[r].type);

    if (g->above == NULL)
        sv_pages_done((const char *) g->column[r].data + first * size,
                      n * size);
}

static void
look_at(struct look *l, const struct sv_given *g, size_t r)
{
    double x[BLOCK];

    *l = (struct look){ .narrow = true };
    l->file = l->weight = sv_replicate_facts_none();
    if (g->facts != NULL) {
        l->file = l->weight = g->facts[r];
        return;
    }
    for (size_t first = 0; first < g->n_rows; first += BLOCK) {
        const size_t n = g->n_rows - first < BLOCK ? g->n_rows - first : BLOCK;

        load(x, g, r, first, n);
        sv_replicate_facts_add(&l->file, x, n);
        if (g->column[r].missing != NULL || !isfinite(l->file.sum))
            look_at_missing(l, g, &g->column[r], x, first, n);
        look_at_block(l, g, x, first, n);
        rest(g, r, first, n);
    }
}

static void
report_column(const struct look *l, const struct sv_given *g, size_t r,
              struct sv_fault *fault)
{
    char rows[SHOWN * 16] = "";
    size_t used = 0;

    for (size_t k = 0; k < l->shown; k++)
        used += (size_t) snprintf(rows + used, sizeof rows - used, "%s%u",
                                  k > 0 ? ", " : "", l->row[k]);
    if (l->missing > 0)
        sv_add(fault, SV_DATA, "%s: replicate weight %s is missing in %zu of "
               "%zu rows (row %s%s); mend the file, or leave these rows out of "
               "it", g->holder, g->column[r].name, l->missing, g->n_rows, rows,
               l->missing > l->shown ? ", ..." : "");
    else if (l->weight.greatest == 0)
        sv_add(fault, SV_DATA, "%s: replicate weight %s is 0 in all rows; it "
               "is not a replicate: leave it out of 'columns'", g->holder,
               g->column[r].name);
}

/* Whole weights have the size of weights, and factors are about 1: the limits
 * are those at which R warns. */
static enum sv_status
check_combined(const struct look *look, const struct sv_given *g,
               const struct sv_replicates_spec *spec, struct sv_fault *fault)
{
    const struct sv_string at = spec->columns.item[0].names.item[0];
    double sum = 0, mean = 0, ours, ratio;

    for (size_t r = 0; r < g->n; r++)
        sum += look[r].file.sum / (double) g->n_rows;
    for (size_t j = 0; j < g->n_rows; j++)
        mean += g->weight[j] / (double) g->n_rows;
    ours = sum / (double) g->n;
    ratio = mean / ours;
    if (!g->factors && ours < 5 && ratio > 5)
        return sv_point(fault, SV_DATA, at.at, strlen(at.text), "the mean of "
                        "these is %.3g, and that of the weights %.3g: they look"
                        " like factors of the weight; say 'combined: false'",
                        ours, mean);
    if (g->factors && ours > 5 && ratio < 5)
        return sv_point(fault, SV_DATA, at.at, strlen(at.text), "the mean of "
                        "these is %.3g, and that of the weights %.3g: they look"
                        " like whole weights; leave out 'combined: false'",
                        ours, mean);
    return SV_OK;
}

static void
take_bounds(struct sv_given *g, const struct look *look)
{
    double *b = g->bounds;

    b[0] = b[1] = 0;
    b[2] = INFINITY;
    b[3] = 1;
    g->narrow = true;
    for (size_t r = 0; r < g->n; r++) {
        b[0] = fmax(b[0], look[r].weight.greatest);
        b[1] = fmax(b[1], look[r].weight.size);
        b[2] = fmin(b[2], look[r].weight.least);
        b[3] = fmin(b[3], look[r].weight.whole);
        g->narrow = g->narrow && look[r].narrow;
    }
}

static enum sv_status
take_scales(struct sv_given *g, const struct look *look,
            const struct sv_replicates_spec *spec, struct sv_stage *stage,
            struct sv_fault *fault)
{
    const struct sv_given_kind *kind = sv_given_kind_find(spec->type.text);
    double *most = malloc((g->n + 1) * sizeof *most);
    struct sv_given_kind_facts facts = { g->n, spec->rho, g->factors, most };

    if (most == NULL)
        return no_memory(fault);
    for (size_t r = 0; r < g->n; r++)
        most[r] = look[r].file.most;
    if (kind != NULL)
        g->scale = sv_given_scales(g->rscales, kind, &facts);
    free(most);
    if (kind == NULL)
        return sv_fail(fault, SV_BUG, "replicates: there is no type '%s'",
                       spec->type.text);
    if (!isnan(spec->scale))
        g->scale = spec->scale;
    return spec->rscales.text != NULL
               ? sv_rscales_read(g->rscales, g->n, stage, spec->rscales, fault)
               : SV_OK;
}

enum sv_status
sv_given_check(struct sv_given *g, const struct sv_replicates_spec *spec,
               struct sv_stage *stage, struct sv_fault *fault)
{
    struct look *look = calloc(g->n + 1, sizeof *look);

    if (look == NULL)
        return no_memory(fault);
    if (g->n < 2)
        sv_point(fault, SV_DATA, spec->columns.item[0].names.item[0].at, 1,
                 "one column is not enough; a variance needs two replicates or "
                 "more");
    #pragma omp parallel for schedule(dynamic, 1)
    for (size_t r = 0; r < g->n; r++)
        look_at(&look[r], g, r);
    for (size_t r = 0; r < g->n; r++)
        report_column(&look[r], g, r, fault);
    if (fault->status == SV_OK
        && check_combined(look, g, spec, fault) == SV_OK
        && take_scales(g, look, spec, stage, fault) == SV_OK)
        take_bounds(g, look);
    free(look);
    return fault->status;
}

/* ---- as rows --------------------------------------------------------------- */

void
sv_given_load(double *out, const struct sv_given *g, size_t r, size_t first,
              size_t n)
{
    load(out, g, r, first, n);
    for (size_t j = 0; g->factors && j < n; j++)
        out[j] *= g->weight[first + j];
}

/* Rows [first, first + n), few enough to stay in the cache. */
static void
fill_tile(void *to, const struct sv_given *g, size_t first, size_t n)
{
    double x[TILE];

    for (size_t r = 0; r < g->n; r++) {
        sv_given_load(x, g, r, first, n);
        if (g->narrow)
            for (size_t j = 0; j < n; j++)
                ((float *) to)[(first + j) * g->n + r] = (float) x[j];
        else
            for (size_t j = 0; j < n; j++)
                ((double *) to)[(first + j) * g->n + r] = x[j];
    }
}

static void
fill(void *to, const struct sv_given *g)
{
    const size_t line = g->n * sv_type_size(g->narrow ? SV_F32 : SV_F64);

    #pragma omp parallel for schedule(dynamic, 1)
    for (size_t first = 0; first < g->n_rows; first += BLOCK) {
        const size_t n = g->n_rows - first < BLOCK ? g->n_rows - first : BLOCK;

        for (size_t k = 0; k < n; k += TILE)
            fill_tile(to, g, first + k, n - k < TILE ? n - k : TILE);
        for (size_t r = 0; r < g->n; r++)
            rest(g, r, first, n);
        sv_pages_done((const char *) to + first * line, n * line);
    }
}

enum sv_status
sv_given_declare(struct sv_store_maker *maker, const struct sv_given *g,
                 const char *record, struct sv_fault *fault)
{
    char path[NAME_SIZE];

    if (g->n == 0)
        return SV_OK;
    snprintf(path, sizeof path, "%s/replicates/scale", record);
    if (sv_store_put(maker, path, SV_F64, 1, &g->scale, fault) != SV_OK)
        return fault->status;
    snprintf(path, sizeof path, "%s/replicates/rscales", record);
    if (sv_store_put(maker, path, SV_F64, g->n, g->rscales, fault) != SV_OK)
        return fault->status;
    snprintf(path, sizeof path, "%s/replicates/bounds", record);
    if (sv_store_put(maker, path, SV_F64, SV_N_BOUNDS, g->bounds, fault)
        != SV_OK)
        return fault->status;
    snprintf(path, sizeof path, "%s/replicates/weight", record);
    if (g->facts != NULL)
        return SV_OK;
    return sv_store_declare(maker, path, g->narrow ? SV_F32 : SV_F64,
                            g->n * g->n_rows, fault);
}

void
sv_given_put(struct sv_store_maker *maker, const struct sv_given *g,
             const char *record)
{
    char path[NAME_SIZE];

    if (g->n == 0 || g->facts != NULL)
        return;
    snprintf(path, sizeof path, "%s/replicates/weight", record);
    fill(sv_store_map(maker, path), g);
}
