/* facts.c - all that there is to say of one number. */
#include "stages/explain/facts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"
#include "stages/common/numbername.h"
#include "stages/explain/quantilefacts.h"

static uint64_t
count_of(const json_t *object, const char *key)
{
    return (uint64_t) json_integer_value(json_object_get(object, key));
}

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a number");
}

static void
take_published(struct sv_facts *f)
{
    const json_t *p = f->number;

    f->value = sv_json_number_of(p, "estimate");
    f->se = sv_json_number_of(p, "se");
    f->cv = sv_json_number_of(p, "cv");
    f->low = sv_json_number_of(p, "ci_low");
    f->high = sv_json_number_of(p, "ci_high");
    f->df = sv_json_number_of(p, "df");
    f->deff = sv_json_number_of(p, "deff");
    f->numerator = sv_json_number_of(p, "weighted_numerator");
    f->denominator = sv_json_number_of(p, "weighted_denominator");
    f->n = count_of(p, "n");
    f->n_numerator = count_of(p, "n_numerator");
}

bool
sv_facts_have_error(const struct sv_facts *f)
{
    return !isnan(f->se);
}

bool
sv_facts_have_parts(const struct sv_facts *f)
{
    return sv_facts_have_error(f)
           && (f->quantile.rule == NULL || f->quantile.density > 0
               || strcmp(f->quantile.interval, "quantile") == 0);
}

bool
sv_facts_is_share(const struct sv_facts *f)
{
    return f->rule == NULL && f->quantile.rule == NULL
           && f->q.estimator->proportion;
}

/* Sums over the rows of the cell. */
static void
take_sums(struct sv_facts *f)
{
    const struct sv_variance *v = &f->r->variance;
    const size_t n_sums = v->record->n_sums;
    const double *square = v->rows.sums
                           + v->rows.cells[f->place.cell] * n_sums
                           + f->place.item->square;
    const struct sv_estimator *e = f->q.estimator;

    sv_totals(f->total, e, &f->q.rows);
    if (f->n > 0 && !isnan(f->value))
        e->gradient(f->total, f->gradient);
    for (size_t i = 0; i < f->q.rows.n; i++)
        f->sum_w2 += square[i * n_sums];
    f->sum_w = f->place.item->estimand == SV_RATIO ? NAN : f->denominator;
}

/* Where the variance of a simple random sample is not told, it follows from
 * the design effect. */
static void
take_effect(struct sv_facts *f)
{
    const bool against = f->o->effect->name[0] == 'w';  /* wr, wor */
    const double spread = f->q.estimator->spread(f->total, f->sum_w);

    f->srs = against ? f->se * f->se / f->deff : NAN;
    f->s2 = f->q.estimator->proportion
                ? sv_s2_binary(f->value, (double) f->n)
                : strcmp(f->o->effect->name, "wr") == 0
                      ? f->srs * (double) f->n / (spread * spread)
                      : NAN;
}

void
sv_facts_count_members(struct sv_facts *f, const struct sv_quantity *q,
                       bool *seen)
{
    const struct sv_design *d = f->r->variance.design;
    const size_t last = sv_design_n_stages(d) - 1;

    for (size_t i = 0; i < q->rows.n; i++) {
        const uint32_t psu = sv_unit_above(d, last, q->rows.unit[i], 0);

        if (q->rows.members[i] == 0 || seen[psu])
            continue;
        seen[psu] = true;
        f->members[sv_design_group_of(d, 0)[psu]]++;
    }
}

/* PSUs with members, by group. */
static enum sv_status
count_members(struct sv_facts *f, struct sv_fault *fault)
{
    const struct sv_design *d = f->r->variance.design;
    bool *seen = calloc(sv_design_n_units(d, 0) + 1, sizeof *seen);

    f->members = calloc(sv_design_n_groups(d, 0) + 1, sizeof *f->members);
    if (f->members != NULL && seen != NULL)
        sv_facts_count_members(f, &f->q, seen);
    f->support = sv_support_of(d, &f->q.rows, f->r->room.scratch);
    free(seen);
    return f->members != NULL ? SV_OK : no_memory(fault);
}

enum sv_status
sv_facts_open_scores(struct sv_facts *f, const struct sv_scores *scores,
                     struct sv_fault *fault)
{
    const enum sv_status status = sv_decompose(&f->parts,
                                               f->r->variance.design, scores,
                                               fault);

    f->by_scores = status == SV_OK;
    return status;
}

static enum sv_status
open_scores(struct sv_facts *f, struct sv_fault *fault)
{
    const size_t n = sv_quantity_n_scores(&f->q) + 1;
    struct sv_scores scores = {
        .unit = malloc(n * sizeof *scores.unit),
        .z = malloc(n * sizeof *scores.z),
    };
    enum sv_status status = SV_OK;

    if (scores.unit == NULL || scores.z == NULL) {
        status = no_memory(fault);
    } else {
        sv_quantity_scores(&scores, &f->q, &f->r->room);
        status = sv_facts_open_scores(f, &scores, fault);
    }
    free(scores.unit);
    free(scores.z);
    return status;
}

/* The centre, as sv_replicate_variance() has it. */
static double
centre_of(const struct sv_replicates *reps, const double *values, bool mse,
          double full)
{
    double sum = 0, n = 0;

    for (size_t r = 0; r < reps->n; r++)
        if (reps->rscale[r] > 0 && !isnan(values[r])) {
            sum += values[r];
            n++;
        }
    return mse ? full : sum / n;
}

uint32_t
sv_left_out(const struct sv_facts *f, size_t replicate)
{
    const struct sv_replicates *reps = &f->r->variance.replicates;

    for (uint32_t u = 0; reps->stage == 0 && u < reps->n_units; u++) {
        const struct sv_replicate_block *b = &reps->block[reps->block_of[u]];

        if (b->kept > 0 && b->from + reps->at[u] == replicate)
            return u;
    }
    return UINT32_MAX;
}

static int
largest_first(const void *left, const void *right)
{
    const struct sv_replicate_part *x = left, *y = right;

    if (x->variance != y->variance)
        return x->variance < y->variance ? 1 : -1;
    return (x->replicate > y->replicate) - (x->replicate < y->replicate);
}

enum sv_status
sv_facts_open_values(struct sv_facts *f, const double *values,
                     struct sv_fault *fault)
{
    const struct sv_replicates *reps = &f->r->variance.replicates;

    f->centre = centre_of(reps, values, f->r->variance.mse, f->value);
    f->replicate = calloc(reps->n + 1, sizeof *f->replicate);
    if (f->replicate == NULL)
        return no_memory(fault);
    for (size_t r = 0; r < reps->n; r++)
        if (!isnan(values[r]))
            f->replicate[f->n_replicates++] = (struct sv_replicate_part) {
                r, values[r], reps->scale * reps->rscale[r]
                                  * (values[r] - f->centre)
                                  * (values[r] - f->centre),
            };
    qsort(f->replicate, f->n_replicates, sizeof *f->replicate, largest_first);
    return SV_OK;
}

static enum sv_status
open_replicates(struct sv_facts *f, struct sv_fault *fault)
{
    sv_variance_values(f->r->room.values, &f->r->variance, &f->q, &f->r->room);
    return sv_facts_open_values(f, f->r->room.values, fault);
}

double
sv_facts_gap(const struct sv_facts *f)
{
    const double v = f->se * f->se;
    double sum = 0;

    if (!sv_facts_have_parts(f))
        return 0;
    if (f->by_scores)
        sum = sv_decomposition_sum(&f->parts);
    for (size_t r = 0; r < f->n_replicates; r++)
        sum += f->replicate[r].variance;
    return v > 0 ? fabs(sum - v) / v : fabs(sum);
}

/* What is opened must be what is published. */
static enum sv_status
compare(const struct sv_facts *f, struct sv_fault *fault)
{
    const double value = f->q.estimator->value(f->total);
    const double far = fabs(value - f->value);

    if (!isnan(f->value) && !(far <= 1e-9 * fmax(fabs(value), 1e-300)))
        return sv_fail(fault, SV_BUG, "%s: the tally gives %.17g, published is "
                       "%.17g", f->name, value, f->value);
    if (!(sv_facts_gap(f) <= 1e-9))
        return sv_fail(fault, SV_BUG, "%s: the parts of the variance do not add "
                       "up to what is published, by %.3g of it", f->name,
                       sv_facts_gap(f));
    return SV_OK;
}

static void
work_interval(struct sv_facts *f)
{
    const struct sv_proportion x = {
        .p = f->value, .se = f->se, .df = f->df, .n = (double) f->n,
        .n_effective = sv_n_kish(f->sum_w, f->sum_w2),
    };

    f->n_lines = f->q.estimator->proportion
                     ? sv_worked_proportion(f->line, f->o->interval, &x,
                                            f->o->confidence)
                     : sv_worked_wald(f->line, &x, f->o->confidence);
}

static enum sv_status
open_number(struct sv_facts *f, struct sv_fault *fault)
{
    enum sv_status status;

    f->q = sv_quantity_of(&f->r->variance, f->place.item, f->place.numerator,
                          f->place.cell);
    take_sums(f);
    take_effect(f);
    status = count_members(f, fault);
    if (status == SV_OK && sv_facts_have_error(f))
        status = f->r->variance.replicates.n > 0 ? open_replicates(f, fault)
                                                 : open_scores(f, fault);
    if (status == SV_OK)
        status = compare(f, fault);
    work_interval(f);
    return status;
}

/* Of the highest of several it is that of the item that it is of. */
static const json_t *
indicator_of(const struct sv_opened *o, const json_t *number)
{
    json_t *highest = json_object_get(number, "highest");
    const json_t *found;
    json_t *of;

    if (highest == NULL)
        return sv_number_indicator(o->folder.estimates, number);
    of = json_pack("{s:O, s:O}", "indicator",
                   json_object_get(number, "indicator"), "item", highest);
    found = sv_number_indicator(o->folder.estimates, of);
    json_decref(of);
    return found;
}

enum sv_status
sv_facts_find(struct sv_facts *out, const struct sv_opened *o,
              const json_t *number, struct sv_fault *fault)
{
    *out = (struct sv_facts) {
        .o = o, .number = number, .name = sv_number_name(number),
        .indicator = indicator_of(o, number),
    };
    if (out->name == NULL)
        return no_memory(fault);
    take_published(out);
    if (!sv_tally_place_of(&out->place, &o->folder.layout, o->folder.meta,
                           number))
        return sv_fail(fault, SV_DATA, "%s: is not made from the totals of the "
                       "tally, so that it cannot be opened", out->name);
    out->r = &o->record[out->place.record];
    return out->place.item->estimand == SV_QUANTILE
               ? sv_facts_open_quantile(out, fault)
               : open_number(out, fault);
}

void
sv_facts_free(struct sv_facts *f)
{
    sv_decomposition_free(&f->parts);
    for (size_t k = 0; k < f->n_terms; k++) {
        free(f->term[k].name);
        free(f->term[k].kept);
    }
    free(f->quantile.kept);
    free(f->replicate);
    free(f->members);
    free(f->name);
    *f = (struct sv_facts) { 0 };
}
