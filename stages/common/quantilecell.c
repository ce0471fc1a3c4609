/* quantilecell.c - a published quantile, once more from the members of its cell. */
#include "stages/common/quantilecell.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/jsonmembers.h"

enum { NAME_SIZE = 512 };

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for a quantile");
}

static enum sv_status
open_table(struct sv_quantile_cell *c, const struct sv_tally_place *place,
           const struct sv_store *tally, const json_t *meta,
           struct sv_fault *fault)
{
    const json_t *own = json_array_get(json_object_get(meta, "indicators"),
                                       place->item->indicator);
    const size_t k = (size_t) json_integer_value(json_object_get(own,
                                                                 "patterns"));
    enum sv_status status = sv_pattern_layout(&c->layouts, &c->n_layouts, meta,
                                              fault);

    if (status == SV_OK && k >= c->n_layouts)
        status = sv_fail(fault, SV_BUG, "tally.h5: a quantile lacks its table");
    if (status != SV_OK)
        return status;
    c->layout = &c->layouts[k];
    status = sv_pattern_table_of(&c->table, tally, c->layout, fault);
    return status == SV_OK
               ? sv_member_file_of(&c->members, tally, c->layout,
                                   c->table.rows.n, fault)
               : status;
}

static const struct sv_tally_crossing *
crossing_of(const struct sv_tally_record *r, size_t cell)
{
    size_t c = 0;

    while (cell - r->crossing[c].first_cell
           >= r->crossing[c].n_cells)
        c++;
    return &r->crossing[c];
}

/* Leaves in IN [patterns] those that are in the cell. */
static enum sv_status
find_members(bool *in, const struct sv_quantile_cell *w, size_t cell,
             struct sv_fault *fault)
{
    const struct sv_tally_crossing *c = crossing_of(w->v->record, cell);
    size_t rest = cell - c->first_cell, below = c->n_cells;

    memset(in, 1, w->table.n_patterns * sizeof *in);
    for (size_t k = 0; k < c->n; k++) {
        char name[NAME_SIZE];
        size_t column;
        const double *code;

        below /= c->size[k];
        snprintf(name, sizeof name, "%s/var/%s", w->layout->record,
                 c->variable[k]);
        column = sv_pattern_column(w->layout, name);
        if (column == w->layout->n_columns)
            return sv_fail(fault, SV_BUG, "tally.h5: %s does not have %s",
                           w->layout->group, c->variable[k]);
        code = w->table.values + column * w->table.n_patterns;
        for (size_t i = 0; i < w->table.n_patterns; i++)
            in[i] = in[i] && code[i] == (double) (rest / below) + 1;
        rest %= below;
    }
    return SV_OK;
}

static enum sv_status
gather(struct sv_quantile_cell *w, size_t cell, struct sv_fault *fault)
{
    const size_t n = w->table.n_patterns + 1;
    const size_t columns = w->v->calibrated.residuals.n_columns + 1;
    bool *in = calloc(n, sizeof *in);
    enum sv_status status;

    w->y = malloc(n * sizeof *w->y);
    w->w = malloc(n * sizeof *w->w);
    w->unit = malloc(n * sizeof *w->unit);
    w->at = malloc(n * sizeof *w->at);
    w->member = malloc(n * sizeof *w->member);
    w->cross[0] = calloc(2 * columns, sizeof *w->cross[0]);
    w->rows = malloc(sv_below_room(w->v->design) + 1);
    if (in == NULL || w->y == NULL || w->w == NULL || w->unit == NULL
        || w->at == NULL || w->member == NULL || w->cross[0] == NULL
        || w->rows == NULL || !sv_running_take(&w->running, &w->members, n)) {
        free(in);
        return no_memory(fault);
    }
    w->cross[1] = w->cross[0] + columns;
    status = find_members(in, w, cell, fault);
    w->values = (struct sv_values){ 0, w->y, w->w, w->unit };
    for (size_t i = 0; status == SV_OK && i + 1 < n; i++) {
        const size_t k = w->values.n;

        w->y[k] = w->table.values[i];
        w->w[k] = w->table.rows.sums[i * SV_PATTERN_SUMS + SV_PATTERN_W];
        w->unit[k] = w->table.rows.unit[i];
        w->at[k] = (uint32_t) i;
        w->values.n += in[i] && w->w[k] > 0;
        if (in[i])
            w->member[w->n_members++] = (uint32_t) i;
    }
    free(in);
    if (w->members.n > 0)
        sv_running_begin(&w->running, w->member, w->n_members);
    return status;
}

enum sv_status
sv_quantile_cell_open(struct sv_quantile_cell *out, const struct sv_variance *v,
                      const struct sv_tally_place *place,
                      const struct sv_store *tally, const json_t *meta,
                      struct sv_fault *fault)
{
    enum sv_status status;

    *out = (struct sv_quantile_cell){ .v = v };
    status = open_table(out, place, tally, meta, fault);
    return status == SV_OK ? gather(out, place->cell, fault) : status;
}

void
sv_quantile_cell_close(struct sv_quantile_cell *w)
{
    sv_pattern_layout_free(w->layouts, w->n_layouts);
    free(w->y);
    free(w->w);
    free(w->unit);
    free(w->at);
    free(w->member);
    free(w->cross[0]);
    free(w->rows);
    sv_running_free(&w->running);
    *w = (struct sv_quantile_cell){ .n_members = 0 };
}

/* ---- the distribution function --------------------------------------------------- */

static void
add_cross(double *cross, const struct sv_quantile_cell *w, double q)
{
    const struct sv_pattern_table *t = &w->table;

    memset(cross, 0, w->v->calibrated.residuals.n_columns * sizeof *cross);
    for (size_t i = 0; i < w->values.n && w->y[i] <= q; i++)
        for (uint64_t e = t->first[w->at[i]]; e < t->first[w->at[i] + 1]; e++)
            cross[t->column[e]] += t->v[e];
}

struct sv_quantity
sv_quantile_cell_share(struct sv_quantile_cell *w, double q)
{
    struct sv_quantity share = {
        .estimator = sv_estimator_find("proportion"),
        .rows = sv_below_rows(w->v->design, &w->values, q, w->rows),
    };

    if (w->members.n > 0) {
        size_t upto = 0;

        while (upto < w->n_members && w->table.values[w->member[upto]] <= q)
            upto++;
        sv_running_upto(&w->running, upto);
        share.repeated[0] = w->running.below;
        share.repeated[1] = w->running.all;
    }
    if (w->members.n > 0 || w->table.first == NULL)
        return share;
    add_cross(w->cross[0], w, q);
    add_cross(w->cross[1], w, INFINITY);
    share.residuals = &w->v->calibrated.residuals;
    share.cross = (struct sv_cross){ .term = { w->cross[0], w->cross[1] } };
    return share;
}

/* ---- the quantile ------------------------------------------------------------------- */

bool
sv_quantile_cell_repeat(double *values, const struct sv_quantile_cell *w,
                        const struct sv_quantile_rule *rule, double p)
{
    const struct sv_member_values members = { w->table.values, w->member,
                                              w->n_members };
    double *scratch = malloc((2 * w->n_members + 1) * sizeof *scratch);

    if (scratch == NULL)
        return false;
    if (w->members.n > 0)
        sv_members_quantile(values, &w->members, &members, rule, p, 1, scratch);
    else
        sv_quantile_repeat(values, &w->v->replicates, w->v->design, rule,
                           &w->values, p, scratch, scratch + w->values.n);
    free(scratch);
    return true;
}

struct sv_told_quantile
sv_told_quantile(const json_t *number, const json_t *indicator)
{
    const char *rule = json_string_value(json_object_get(indicator, "rule"));
    const char *interval = json_string_value(json_object_get(indicator,
                                                             "interval"));

    return (struct sv_told_quantile){
        .value = sv_json_number_of(number, "estimate"), .se = sv_json_number_of(number, "se"),
        .p = sv_json_number_of(indicator, "p"),
        .rule = rule != NULL ? sv_quantile_rule_find(rule) : NULL,
        .interval = interval != NULL ? interval : "",
    };
}

struct sv_kept_quantile *
sv_quantile_cell_keep(struct sv_quantile_cell *w,
                      const struct sv_told_quantile *told, struct sv_room *room)
{
    const struct sv_quantile own = {
        .value = told->value, .se = told->se,
        .flags = isnan(told->se) ? SV_FLAG_UNDEFINED : 0 };
    const bool again = strcmp(told->interval, "quantile") == 0;
    double *values = calloc(w->v->replicates.n + 1, sizeof *values);
    struct sv_kept_quantile *kept = NULL;

    if (values != NULL
        && (!again || sv_quantile_cell_repeat(values, w, told->rule, told->p))) {
        const struct sv_quantity share = sv_quantile_cell_share(w, told->value);

        kept = sv_quantile_keep(w->v, &own, &share, again ? values : NULL, room);
    }
    free(values);
    return kept;
}
