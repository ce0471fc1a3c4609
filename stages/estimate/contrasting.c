/* contrasting.c - differences, ratios and sums of categories. */
#include "stages/estimate/contrasting.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/intervals.h"

/* All that the contrasts of a record type are made from; borrowed. */
struct task {
    struct sv_contrast_results *out;
    const struct sv_tally_record *record;
    const struct sv_variance *variance;
    const struct sv_methods *methods;
    const struct sv_contrast_spec *spec;
    const struct sv_tally_crossing *crossing;
    size_t at;                  /* where the classification is in it */
    size_t code[64];            /* of the spec's categories, from 0 */
    struct sv_room room;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for contrasts");
}

static const char *
name_of(const json_t *categories, size_t k)
{
    return json_string_value(json_object_get(json_array_get(categories, k),
                                             "name"));
}

/* The number of category TERM of the classification at hand. */
static enum sv_status
find_category(struct task *t, size_t k, struct sv_fault *fault)
{
    const struct sv_contrast_term *term = &t->spec->term[k];
    const json_t *categories = t->crossing->categories[t->at];
    const size_t n = t->crossing->size[t->at];
    const char **names;
    const char *near;

    for (t->code[k] = 0; t->code[k] < n; t->code[k]++)
        if (strcmp(name_of(categories, t->code[k]), term->category) == 0)
            return SV_OK;
    names = calloc(n + 1, sizeof *names);
    if (names == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < n; i++)
        names[i] = name_of(categories, i);
    near = sv_nearest(term->category, names, n);
    sv_point(fault, SV_DATA, term->at, strlen(term->category), "'%.60s' has no "
             "category '%.60s'%s%s%s", t->spec->variable, term->category,
             near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
             near != NULL ? "'?" : "");
    free(names);
    return fault->status;
}

/* How far apart cells are whose categories at AT follow each other. */
static size_t
stride_of(const struct sv_tally_crossing *c, size_t at)
{
    size_t stride = 1;

    for (size_t i = at + 1; i < c->n; i++)
        stride *= c->size[i];
    return stride;
}

static struct sv_contrast_result *
next_result(struct sv_contrast_results *r)
{
    if (r->n == r->capacity) {
        const size_t capacity = 2 * r->capacity + 64;
        struct sv_contrast_result *grown =
            realloc(r->result, capacity * sizeof *grown);

        if (grown == NULL)
            return NULL;
        r->result = grown;
        r->capacity = capacity;
    }
    return &r->result[r->n++];
}

/* The p value of X / SE by Student's t with DF. */
static double
two_sided(double x, double se, double df)
{
    return se > 0 && df > 0 ? 2 * gsl_cdf_tdist_Q(fabs(x / se), df) : NAN;
}

/* The contrast where the cell of the classification's first category is CELL. */
static bool
add_contrast(struct task *t, const struct sv_tally_item *item, size_t k,
             size_t cell)
{
    const size_t n = t->spec->n, stride = stride_of(t->crossing, t->at);
    const struct sv_contrast_rule *rule = sv_contrast_find(t->spec->rule);
    struct sv_contrast_result *out = next_result(t->out);
    struct sv_quantity cells[64];
    double coefficient[64];
    struct sv_interval bounds;

    if (out == NULL)
        return false;
    for (size_t i = 0; i < n; i++) {
        cells[i] = sv_quantity_of(t->variance, item, k,
                                  t->crossing->first_cell + cell
                                      + t->code[i] * stride);
        coefficient[i] = t->spec->term[i].coefficient;
    }
    *out = (struct sv_contrast_result){
        .spec = t->spec, .record = t->record, .item = item, .numerator = k,
        .crossing = t->crossing, .cell = cell,
        .contrast = sv_variance_contrast(t->variance, rule, coefficient, cells,
                                         n, &t->room),
        .psus = NAN, .strata = NAN,
    };
    out->df = sv_variance_degrees(t->variance, &out->contrast.support);
    if (t->variance->summed.psus_known) {
        out->psus = (double) out->contrast.support.psus;
        out->strata = (double) out->contrast.support.strata;
    }
    bounds = sv_interval_wald(out->contrast.value, out->contrast.se, out->df,
                              t->methods->confidence);
    out->low = bounds.low;
    out->high = bounds.high;
    out->contrast.flags |= bounds.flags;
    out->p = two_sided(out->contrast.value
                           - (strcmp(t->spec->rule, "ratio") == 0),
                       out->contrast.se, out->df);
    return true;
}

/* All indicators and all combinations of the other classifications. */
static bool
add_crossing(struct task *t)
{
    const size_t stride = stride_of(t->crossing, t->at);
    const size_t size = t->crossing->size[t->at];

    for (size_t i = 0; i < t->record->n_items; i++)
        for (size_t k = 0; k < t->record->item[i].n_numerators; k++)
            for (size_t cell = 0; cell < t->crossing->n_cells; cell++)
                if (cell / stride % size == 0
                    && !add_contrast(t, &t->record->item[i], k, cell))
                    return false;
    return true;
}

static enum sv_status
add_spec(struct task *t, struct sv_fault *fault)
{
    for (size_t c = 0; c < t->record->n_crossings; c++) {
        t->crossing = &t->record->crossing[c];
        for (t->at = 0; t->at < t->crossing->n; t->at++) {
            if (strcmp(t->crossing->variable[t->at], t->spec->variable) != 0)
                continue;
            for (size_t k = 0; k < t->spec->n; k++)
                if (find_category(t, k, fault) == SV_SYSTEM)
                    return SV_SYSTEM;
            if (fault->status != SV_OK)
                return fault->status;
            if (!add_crossing(t))
                return no_memory(fault);
        }
    }
    return SV_OK;
}

static size_t
most_terms(const struct sv_tables_spec *tables)
{
    size_t most = 0;

    for (size_t i = 0; i < tables->contrasts.n; i++)
        if (tables->contrast[i].n > most)
            most = tables->contrast[i].n;
    return most;
}

enum sv_status
sv_contrasts_fill(struct sv_contrast_results *out,
                  const struct sv_survey *survey, const struct sv_variance *v,
                  const struct sv_methods *methods, struct sv_fault *fault)
{
    struct task t = { .out = out, .record = v->record, .variance = v,
                      .methods = methods };
    enum sv_status status =
        sv_room_take(&t.room, v, most_terms(&survey->tables))
            ? SV_OK : no_memory(fault);

    for (size_t i = 0; status == SV_OK && i < survey->tables.contrasts.n; i++) {
        t.spec = &survey->tables.contrast[i];
        status = add_spec(&t, fault);
    }
    sv_room_free(&t.room);
    return status;
}
