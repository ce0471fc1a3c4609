/* covariancefacts.c - the covariances of any numbers of a survey. */
#include "stages/explain/covariancefacts.h"

#include <math.h>
#include <stdlib.h>

#include "pipeline/json.h"
#include "pipeline/jsonmembers.h"
#include "stages/common/numbername.h"
#include "stages/common/textgrid.h"
#include "stages/explain/acrossrecords.h"
#include "stages/explain/facts.h"

enum { MOST_NUMBERS = 1000 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for covariances");
}

static enum sv_status
find_numbers(struct sv_covariance_facts *f, const struct sv_opened *o,
             const char *const *name, size_t n, struct sv_fault *fault)
{
    f->numbers = json_array();
    for (size_t i = 0; i < n; i++)
        if (sv_numbers_find(f->numbers, o->folder.estimates, name[i], fault)
            != SV_OK)
            return fault->status;
    f->m = json_array_size(f->numbers);
    if (f->m > MOST_NUMBERS)
        return sv_fail(fault, SV_DATA, "covariances of %zu numbers; %d are the "
                       "most", f->m, MOST_NUMBERS);
    f->name = calloc(f->m + 1, sizeof *f->name);
    f->matrix = calloc(f->m * f->m + 1, sizeof *f->matrix);
    if (f->name == NULL || f->matrix == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < f->m; i++) {
        f->name[i] = sv_number_name(json_array_get(f->numbers, i));
        if (f->name[i] == NULL)
            return no_memory(fault);
    }
    return SV_OK;
}

/* What the numbers are made from. */
struct parts {
    struct sv_sampled_number *number;   /* [m] */
    struct sv_kept_quantile **kept;     /* [m] NULL: no quantile */
};

/* What number I, a quantile, is made from. */
static enum sv_status
take_quantile(struct parts *p, const struct sv_covariance_facts *f, size_t i,
              const struct sv_opened *o, struct sv_fault *fault)
{
    struct sv_facts own;
    enum sv_status status = sv_facts_find(&own, o,
                                          json_array_get(f->numbers, i), fault);

    if (status == SV_OK && own.quantile.kept != NULL) {
        p->kept[i] = own.quantile.kept;
        own.quantile.kept = NULL;
        p->number[i].q = *sv_kept_quantity(p->kept[i]);
    }
    sv_facts_free(&own);
    return status;
}

static enum sv_status
take_part(struct parts *p, const struct sv_covariance_facts *f, size_t i,
          const struct sv_opened *o, struct sv_fault *fault)
{
    const struct sv_opened_record *record;
    struct sv_tally_place place;

    if (!sv_tally_place_of(&place, &o->folder.layout, o->folder.meta,
                           json_array_get(f->numbers, i)))
        return sv_fail(fault, SV_DATA, "%s: is not made from the totals of the "
                       "tally, so that it cannot be opened", f->name[i]);
    record = &o->record[place.record];
    p->number[i] = (struct sv_sampled_number){
        f->name[i], record, sv_quantity_of(&record->variance, place.item,
                                           place.numerator, place.cell)
    };
    return place.item->estimand == SV_QUANTILE
               ? take_quantile(p, f, i, o, fault) : SV_OK;
}

enum sv_status
sv_covariance_facts(struct sv_covariance_facts *out, const struct sv_opened *o,
                    const char *const *name, size_t n, struct sv_fault *fault)
{
    struct parts p = { NULL, NULL };
    enum sv_status status;

    *out = (struct sv_covariance_facts){ .m = 0 };
    status = find_numbers(out, o, name, n, fault);
    if (status == SV_OK) {
        p.number = calloc(out->m + 1, sizeof *p.number);
        p.kept = calloc(out->m + 1, sizeof *p.kept);
        if (p.number == NULL || p.kept == NULL)
            status = no_memory(fault);
    }
    for (size_t i = 0; status == SV_OK && i < out->m; i++)
        status = take_part(&p, out, i, o, fault);
    if (status == SV_OK)
        status = sv_matrix_across_records(out->matrix, p.number, out->m,
                                          o->folder.meta, fault);
    for (size_t i = 0; p.kept != NULL && i < out->m; i++)
        free(p.kept[i]);
    free(p.kept);
    free(p.number);
    return status;
}

void
sv_covariance_facts_free(struct sv_covariance_facts *f)
{
    for (size_t i = 0; f->name != NULL && i < f->m; i++)
        free(f->name[i]);
    free(f->name);
    free(f->matrix);
    json_decref(f->numbers);
    *f = (struct sv_covariance_facts){ .m = 0 };
}

/* ---- for people and for programs ------------------------------------------- */

static double
covariance(const struct sv_covariance_facts *f, size_t i, size_t j)
{
    return f->matrix[i * f->m + j];
}

static double
estimate(const struct sv_covariance_facts *f, size_t i)
{
    return sv_json_number_of(json_array_get(f->numbers, i), "estimate");
}

static double
error(const struct sv_covariance_facts *f, size_t i)
{
    return sqrt(covariance(f, i, i));
}

static bool
print_numbers(const struct sv_covariance_facts *f)
{
    struct sv_text_grid g;

    sv_text_grid_begin(&g, "lrr");
    sv_text_cell(&g, "number");
    sv_text_cell(&g, "estimate");
    sv_text_cell(&g, "se");
    for (size_t i = 0; i < f->m; i++) {
        sv_text_cell(&g, "%s", f->name[i]);
        sv_text_number(&g, estimate(f, i));
        sv_text_number(&g, error(f, i));
    }
    return sv_text_grid_print(&g, stdout, 0);
}

static bool
print_pairs(const struct sv_covariance_facts *f)
{
    struct sv_text_grid g;

    sv_text_grid_begin(&g, "llrr");
    sv_text_cell(&g, "of");
    sv_text_cell(&g, "with");
    sv_text_cell(&g, "covariance");
    sv_text_cell(&g, "correlation");
    for (size_t i = 0; i < f->m; i++)
        for (size_t j = i + 1; j < f->m; j++) {
            sv_text_cell(&g, "%s", f->name[i]);
            sv_text_cell(&g, "%s", f->name[j]);
            sv_text_number(&g, covariance(f, i, j));
            sv_text_number(&g, covariance(f, i, j) / error(f, i) / error(f, j));
        }
    return sv_text_grid_print(&g, stdout, 0);
}

bool
sv_covariances_print(const struct sv_covariance_facts *f)
{
    if (!print_numbers(f))
        return false;
    if (f->m < 2)
        return true;
    putchar('\n');
    return print_pairs(f);
}

void
sv_covariances_json(struct sv_json *json, const struct sv_covariance_facts *f)
{
    sv_json_open(json, '{');
    sv_json_key(json, "numbers");
    sv_json_open(json, '[');
    for (size_t i = 0; i < f->m; i++)
        sv_json_text(json, f->name[i]);
    sv_json_close(json);
    sv_json_key(json, "estimates");
    sv_json_open(json, '[');
    for (size_t i = 0; i < f->m; i++)
        sv_json_number(json, estimate(f, i));
    sv_json_close(json);
    sv_json_key(json, "covariances");
    sv_json_open(json, '[');
    for (size_t i = 0; i < f->m; i++) {
        sv_json_open(json, '[');
        for (size_t j = 0; j < f->m; j++)
            sv_json_number(json, covariance(f, i, j));
        sv_json_close(json);
    }
    sv_json_close(json);
    sv_json_close(json);
}
