/* covarying.c - covariances of the estimates of all cells of a crossing. */
#include "stages/estimate/covarying.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/jsonmembers.h"
#include "pipeline/output.h"
#include "stages/estimate/estimation.h"

enum { MOST_CELLS = 1000 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for covariances");
}

/* Whether the crossing is the one that SPEC writes. */
static bool
is_asked(const struct sv_tally_crossing *c, const struct sv_crossing *spec)
{
    size_t same = 0;

    for (size_t k = 0; c->n == spec->variable.n && k < c->n; k++)
        same += strcmp(c->variable[k], spec->variable.item[k].text) == 0;
    return same > 0 && same == c->n;
}

static enum sv_status
add_one(struct sv_covariance_results *out, const struct sv_variance *v,
        const struct sv_kept_quantiles *kept, const struct sv_tally_crossing *c,
        const struct sv_tally_item *item, size_t numerator,
        struct sv_fault *fault)
{
    struct sv_covariance_result *grown =
        realloc(out->result, (out->n + 1) * sizeof *grown);
    struct sv_quantity *q = calloc(c->n_cells + 1, sizeof *q);
    double *matrix = calloc(c->n_cells * c->n_cells + 1, sizeof *matrix);
    enum sv_status status;

    if (grown != NULL)
        out->result = grown;
    if (grown == NULL || q == NULL || matrix == NULL) {
        free(q);
        free(matrix);
        return no_memory(fault);
    }
    for (size_t i = 0; i < c->n_cells; i++)
        q[i] = sv_kept_or_summed(kept, v, item, numerator, c->first_cell + i);
    status = sv_variance_matrix(matrix, v, q, c->n_cells, false,
                                fault);
    out->result[out->n++] = (struct sv_covariance_result){
        v->record, item, numerator, c, matrix };
    free(q);
    return status;
}

static enum sv_status
add_crossing(struct sv_covariance_results *out, const struct sv_variance *v,
             const struct sv_kept_quantiles *kept,
             const struct sv_tally_crossing *c, const struct sv_crossing *spec,
             struct sv_fault *fault)
{
    enum sv_status status = SV_OK;

    if (c->n_cells > MOST_CELLS)
        return sv_point(fault, SV_DATA, spec->variable.item[0].at,
                        strlen(spec->variable.item[0].text), "covariances of "
                        "%zu cells; %d are the most", c->n_cells, MOST_CELLS);
    for (size_t i = 0; i < v->record->n_items; i++) {
        const struct sv_tally_item *item = &v->record->item[i];

        for (size_t k = 0; status == SV_OK && k < item->n_numerators; k++)
            status = add_one(out, v, kept, c, item, k, fault);
    }
    return status;
}

bool
sv_covariances_want(const struct sv_survey *survey,
                    const struct sv_tally_crossing *crossing)
{
    const struct sv_tables_spec *t = &survey->tables;
    bool wanted = false;

    for (size_t s = 0; !wanted && s < t->n_covariances; s++)
        wanted = is_asked(crossing, &t->covariance[s]);
    return wanted;
}

enum sv_status
sv_covariances_fill(struct sv_covariance_results *out,
                    const struct sv_survey *survey, const struct sv_variance *v,
                    const struct sv_kept_quantiles *kept,
                    struct sv_fault *fault)
{
    const struct sv_tables_spec *t = &survey->tables;
    enum sv_status status = SV_OK;

    for (size_t s = 0; s < t->n_covariances; s++)
        for (size_t c = 0; status == SV_OK && c < v->record->n_crossings; c++)
            if (is_asked(&v->record->crossing[c], &t->covariance[s]))
                status = add_crossing(out, v, kept, &v->record->crossing[c],
                                      &t->covariance[s], fault);
    return status;
}

void
sv_covariances_free(struct sv_covariance_results *results)
{
    for (size_t i = 0; i < results->n; i++)
        free(results->result[i].matrix);
    free(results->result);
    *results = (struct sv_covariance_results){ 0 };
}

/* ---- covariance.csv ------------------------------------------------------------ */

static void
write_head(struct sv_csv *csv, const char **class, size_t n)
{
    static const char *const before[] = { "indicator", "item", "record" };
    char name[512];

    sv_csv_texts(csv, before, sizeof before / sizeof *before);
    for (size_t side = 0; side < 2; side++)
        for (size_t k = 0; k < n; k++) {
            snprintf(name, sizeof name, "%.500s_%c", class[k], "ab"[side]);
            sv_csv_text(csv, name);
        }
    sv_csv_text(csv, "covariance");
    sv_csv_end(csv);
}

/* The categories of CELL in all classifications, _T where it has none. */
static void
write_cell(struct sv_csv *csv, const struct sv_tally_crossing *c, size_t cell,
           const char **class, size_t n)
{
    const struct sv_number number = { .crossing = c, .cell = cell };

    for (size_t i = 0; i < n; i++) {
        const char *category = "_T";

        for (size_t k = 0; k < c->n; k++)
            if (strcmp(c->variable[k], class[i]) == 0)
                category = sv_category_of(&number, k);
        sv_csv_text(csv, category);
    }
}

static void
write_matrix(struct sv_csv *csv, const struct sv_covariance_result *r,
             const json_t *meta, const char **class, size_t n)
{
    const json_t *indicator = json_array_get(
        json_object_get(meta, "indicators"), r->item->indicator);
    const json_t *categories = json_object_get(indicator, "categories");
    const size_t m = r->crossing->n_cells;

    for (size_t i = 0; i < m; i++)
        for (size_t j = i; j < m; j++) {
            sv_csv_text(csv, sv_json_text_of(indicator, "code"));
            sv_csv_text(csv, r->item->estimand == SV_SHARES
                                 ? sv_json_text_of(json_array_get(categories,
                                                                  r->numerator),
                                                   "name")
                                 : sv_json_text_of(indicator, "item"));
            sv_csv_text(csv, r->record->name);
            write_cell(csv, r->crossing, i, class, n);
            write_cell(csv, r->crossing, j, class, n);
            sv_csv_number(csv, r->matrix[i * m + j]);
            sv_csv_end(csv);
        }
}

enum sv_status
sv_write_covariances(struct sv_stage *stage,
                     const struct sv_covariance_results *results,
                     const json_t *meta, struct sv_fault *fault)
{
    struct sv_csv csv = { 0 };
    const char **class = NULL;
    size_t n_classes = 0;
    struct sv_output out;
    enum sv_status status = sv_classes_of(&class, &n_classes, meta, fault);

    if (status == SV_OK)
        status = sv_stage_text_begin(&out, stage, "covariance.csv", fault);
    if (status == SV_OK) {
        csv.to = out.to;
        write_head(&csv, class, n_classes);
        for (size_t i = 0; i < results->n; i++)
            write_matrix(&csv, &results->result[i], meta, class, n_classes);
        status = sv_stage_text_keep(&out, stage, "covariance.csv", fault);
    }
    free(class);
    return status;
}
