/* contrasting.c - differences, ratios and sums of categories. */
#include "stages/estimate/contrasting.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "weights/formula.h"
#include "weights/intervals.h"

/* All that the contrasts of a record type are made from; borrowed. */
struct task {
    struct sv_contrast_results *out;
    const struct sv_tally_record *record;
    const struct sv_variance *variance;
    const struct sv_kept_quantiles *kept;
    const struct sv_methods *methods;
    const json_t *meta;         /* of the tally */
    const struct sv_contrast_spec *spec;
    const struct sv_tally_crossing *crossing;
    size_t at[SV_MAX_CONTRASTED];       /* where the classifications are in it */
    size_t offset[SV_MAX_CONTRAST_TERMS];  /* of the spec's cells, from the first ones */
    struct sv_quantity cells[SV_MAX_CONTRAST_TERMS];
    double coefficient[SV_MAX_CONTRAST_TERMS];  /* of the spec, or its formula */
    struct sv_room room;
};

_Static_assert((int) SV_FORMULA_SIZE <= (int) SV_MAX_CONTRAST_TERMS,
               "a formula stands where coefficients do");

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

/* Which category of classification V term K is of. */
static enum sv_status
find_category(size_t *code, const struct task *t, size_t k, size_t v,
              struct sv_fault *fault)
{
    const char *category = t->spec->term[k].category[v];
    const json_t *categories = t->crossing->categories[t->at[v]];
    const size_t n = t->crossing->size[t->at[v]];
    const char **names;
    const char *near;

    for (*code = 0; *code < n; ++*code)
        if (strcmp(name_of(categories, *code), category) == 0)
            return SV_OK;
    names = calloc(n + 1, sizeof *names);
    if (names == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < n; i++)
        names[i] = name_of(categories, i);
    near = sv_nearest(category, names, n);
    sv_point(fault, SV_DATA, t->spec->term[k].at[v], strlen(category), "'%.60s' "
             "has no category '%.60s'%s%s%s", t->spec->variable[v], category,
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

/* On the log scale, as parity ratios are skewed and never below 0.  An error of
 * 0, of shares that are 0 or 1 on all sides, has no interval: one of no width
 * would say that nothing is uncertain. */
static struct sv_interval
interval_of(const struct task *t, const struct sv_contrast_result *r)
{
    const double value = r->contrast.value, level = t->methods->confidence;
    struct sv_interval bounds = { .low = NAN, .high = NAN };

    if (r->contrast.se == 0)
        return bounds;
    if (!t->spec->parity || !(value > 0))
        return sv_interval_wald(value, r->contrast.se, r->df, level);
    bounds = sv_interval_wald(log(value), r->contrast.se / value, r->df, level);
    bounds.low = exp(bounds.low);
    bounds.high = exp(bounds.high);
    return bounds;
}

/* The contrast of t->cells; ITEM, its numerator K and CELL say where it
 * stands. */
static bool
add_contrast(struct task *t, const struct sv_tally_item *item, size_t k,
             size_t cell)
{
    const struct sv_contrast_spec *spec = t->spec;
    const struct sv_contrast_rule *rule = sv_contrast_find(spec->rule);
    struct sv_contrast_result *out = next_result(t->out);
    struct sv_interval bounds;

    if (out == NULL)
        return false;
    *out = (struct sv_contrast_result){
        .spec = spec, .record = t->record, .item = item, .numerator = k,
        .crossing = t->crossing, .cell = cell,
        .contrast = sv_variance_contrast(t->variance, rule, t->coefficient,
                                         t->cells, spec->n, &t->room),
        .p = NAN, .psus = NAN, .strata = NAN,
    };
    out->df = sv_variance_degrees(t->variance, &out->contrast.support);
    if (t->variance->summed.psus_known) {
        out->psus = (double) out->contrast.support.psus;
        out->strata = (double) out->contrast.support.strata;
    }
    bounds = interval_of(t, out);
    out->low = bounds.low;
    out->high = bounds.high;
    out->contrast.flags |= bounds.flags;
    sv_drop_infinite(&out->contrast.value, &out->contrast.flags);
    sv_drop_infinite(&out->contrast.se, &out->contrast.flags);
    sv_drop_infinite(&out->low, &out->contrast.flags);
    sv_drop_infinite(&out->high, &out->contrast.flags);
    if (!spec->standard && spec->formula == NULL)
        out->p = two_sided(out->contrast.value
                               - (strcmp(spec->rule, "ratio") == 0),
                           out->contrast.se, out->df);
    return true;
}

/* ---- contrasts of categories ------------------------------------------------ */

/* Whether CELL has the first category of every classification contrasted. */
static bool
is_first(const struct task *t, size_t cell)
{
    for (size_t v = 0; v < t->spec->n_variables; v++)
        if (cell / stride_of(t->crossing, t->at[v])
                % t->crossing->size[t->at[v]] != 0)
            return false;
    return true;
}

/* A standardised rate is a sum of rates: no quantile is one of quantiles. */
static bool
passes_over(const struct task *t, const struct sv_tally_item *item)
{
    return t->spec->standard && item->estimand == SV_QUANTILE;
}

/* All indicators and all combinations of the other classifications. */
static bool
add_crossing(struct task *t)
{
    for (size_t i = 0; i < t->record->n_items; i++)
        for (size_t k = 0; !passes_over(t, &t->record->item[i])
                           && k < t->record->item[i].n_numerators; k++)
            for (size_t cell = 0; cell < t->crossing->n_cells; cell++) {
                if (!is_first(t, cell))
                    continue;
                for (size_t m = 0; m < t->spec->n; m++)
                    t->cells[m] = sv_kept_or_summed(
                        t->kept, t->variance, &t->record->item[i], k,
                        t->crossing->first_cell + cell + t->offset[m]);
                if (!add_contrast(t, &t->record->item[i], k, cell))
                    return false;
            }
    return true;
}

/* Where the contrast's classifications are in the crossing at hand; false if it
 * lacks one. */
static bool
find_places(struct task *t)
{
    for (size_t v = 0; v < t->spec->n_variables; v++) {
        t->at[v] = 0;
        while (t->at[v] < t->crossing->n
               && strcmp(t->crossing->variable[t->at[v]],
                         t->spec->variable[v]) != 0)
            t->at[v]++;
        if (t->at[v] == t->crossing->n)
            return false;
    }
    return true;
}

/* Whether the classifications have all categories of the contrast. */
static bool
has_categories(const struct task *t)
{
    for (size_t k = 0; k < t->spec->n; k++)
        for (size_t v = 0; v < t->spec->n_variables; v++) {
            const size_t n = t->crossing->size[t->at[v]];
            size_t code = 0;

            while (code < n && strcmp(name_of(t->crossing->categories[t->at[v]],
                                              code),
                                      t->spec->term[k].category[v]) != 0)
                code++;
            if (code == n)
                return false;
        }
    return true;
}

static enum sv_status
find_offsets(struct task *t, struct sv_fault *fault)
{
    for (size_t m = 0; m < t->spec->n; m++) {
        t->offset[m] = 0;
        for (size_t v = 0; v < t->spec->n_variables; v++) {
            size_t code;

            if (find_category(&code, t, m, v, fault) == SV_SYSTEM)
                return SV_SYSTEM;
            t->offset[m] += code * stride_of(t->crossing, t->at[v]);
        }
    }
    return fault->status;
}

/* ---- contrasts of indicators ------------------------------------------------- */

static bool
is_text(const json_t *text, const char *wanted)
{
    const char *is = json_string_value(text);

    return strcmp(is != NULL ? is : "", wanted != NULL ? wanted : "") == 0;
}

/* The item and numerator that TERM is of, in the record at hand. */
static const struct sv_tally_item *
find_item(size_t *numerator, const struct task *t,
          const struct sv_contrast_term *term)
{
    for (size_t i = 0; i < t->record->n_items; i++) {
        const struct sv_tally_item *item = &t->record->item[i];
        const json_t *indicator = json_array_get(
            json_object_get(t->meta, "indicators"), item->indicator);

        *numerator = 0;
        if (!is_text(json_object_get(indicator, "code"), term->code))
            continue;
        if (item->estimand != SV_SHARES) {
            if (is_text(json_object_get(indicator, "item"), term->item))
                return item;
            continue;
        }
        for (; *numerator < item->n_numerators; ++*numerator)
            if (is_text(json_object_get(
                            json_array_get(json_object_get(indicator,
                                                           "categories"),
                                           *numerator), "name"), term->item))
                return item;
    }
    return NULL;
}

/* Every cell of every crossing; nothing if the indicators are of another
 * record type. */
static enum sv_status
add_indicators(struct task *t, struct sv_fault *fault)
{
    const struct sv_tally_item *item[SV_MAX_CONTRAST_TERMS];
    size_t numerator[SV_MAX_CONTRAST_TERMS], found = 0;

    for (size_t m = 0; m < t->spec->n; m++) {
        item[m] = find_item(&numerator[m], t, &t->spec->term[m]);
        found += item[m] != NULL;
    }
    if (found == 0)
        return SV_OK;
    for (size_t m = 0; m < t->spec->n; m++)
        if (item[m] == NULL)
            return sv_point(fault, SV_DATA, t->spec->term[m].at[0],
                            strlen(t->spec->term[m].code), "'%.60s' has no "
                            "category '%.60s'", t->spec->term[m].code,
                            t->spec->term[m].item != NULL
                                ? t->spec->term[m].item : "");
    for (size_t c = 0; c < t->record->n_crossings; c++) {
        t->crossing = &t->record->crossing[c];
        for (size_t cell = 0; cell < t->crossing->n_cells; cell++) {
            for (size_t m = 0; m < t->spec->n; m++)
                t->cells[m] = sv_kept_or_summed(
                    t->kept, t->variance, item[m], numerator[m],
                    t->crossing->first_cell + cell);
            if (!add_contrast(t, item[0], numerator[0], cell))
                return no_memory(fault);
        }
    }
    return SV_OK;
}

static enum sv_status
add_spec(struct task *t, struct sv_fault *fault)
{
    for (size_t i = 0; i < t->spec->n; i++)
        t->coefficient[i] = t->spec->term[i].coefficient;
    if (t->spec->formula != NULL
        && !sv_formula_of(t->coefficient, t->spec->postfix))
        return sv_fail(fault, SV_BUG, "%s: is no formula", t->spec->postfix);
    if (t->spec->n_variables == 0)
        return add_indicators(t, fault);
    for (size_t c = 0; c < t->record->n_crossings; c++) {
        t->crossing = &t->record->crossing[c];
        if (!find_places(t) || (t->spec->of_view && !has_categories(t)))
            continue;
        if (find_offsets(t, fault) != SV_OK)
            return fault->status;
        if (!add_crossing(t))
            return no_memory(fault);
    }
    return SV_OK;
}

bool
sv_contrasts_want_quantiles(const struct sv_contrast_spec *contrast, size_t n,
                            const struct sv_tally_record *record,
                            const struct sv_tally_crossing *crossing,
                            const json_t *meta)
{
    struct task t = { .record = record, .crossing = crossing, .meta = meta };
    bool wanted = false;

    for (size_t i = 0; !wanted && i < n; i++) {
        t.spec = &contrast[i];
        wanted = t.spec->n_variables > 0 && !t.spec->standard && find_places(&t);
        for (size_t m = 0; t.spec->n_variables == 0 && m < t.spec->n; m++) {
            size_t numerator;
            const struct sv_tally_item *item = find_item(&numerator, &t,
                                                         &t.spec->term[m]);

            wanted = wanted
                     || (item != NULL && item->estimand == SV_QUANTILE);
        }
    }
    return wanted;
}

static size_t
most_terms(const struct sv_contrast_spec *contrast, size_t n)
{
    size_t most = 0;

    for (size_t i = 0; i < n; i++)
        if (contrast[i].n > most)
            most = contrast[i].n;
    return most;
}

enum sv_status
sv_contrasts_fill(struct sv_contrast_results *out,
                  const struct sv_contrast_spec *contrast, size_t n,
                  const struct sv_variance *v,
                  const struct sv_kept_quantiles *kept,
                  const struct sv_methods *methods, const json_t *meta,
                  struct sv_fault *fault)
{
    struct task t = { .out = out, .record = v->record, .variance = v,
                      .kept = kept, .methods = methods, .meta = meta };
    enum sv_status status =
        sv_room_take(&t.room, v, most_terms(contrast, n))
            ? SV_OK : no_memory(fault);

    for (size_t i = 0; status == SV_OK && i < n; i++) {
        t.spec = &contrast[i];
        status = add_spec(&t, fault);
    }
    sv_room_free(&t.room);
    return status;
}
