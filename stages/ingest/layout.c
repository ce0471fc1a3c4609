/* layout.c - rows in design order, and the design as ranges of them. */
#include "stages/ingest/layout.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stages/ingest/located.h"
#include "stages/ingest/tuples.h"

struct worker {
    struct sv_layout *layout;
    struct sv_tables *all;
    const struct sv_survey *survey;
    struct sv_fault *fault;
    struct sv_view *view;       /* strata, stages, keys of one table */
    size_t n_strata, n_views;
};

static bool
is_key_of(const struct sv_table *t, const char *name)
{
    for (size_t k = 0; k < t->spec->key.n; k++)
        if (strcmp(t->spec->key.item[k].text, name) == 0)
            return true;
    return false;
}

/* Stages that the units of table T have, of which the table above has the first
 * ABOVE: a stage whose variable tells the rows of a table below apart belongs
 * there. */
static size_t
stages_of(const struct worker *w, int t, size_t above)
{
    const struct sv_names *const clusters = &w->survey->design.clusters;
    size_t s = above;

    for (; s < clusters->n; s++) {
        const char *const name = clusters->item[s].text;
        const int d = sv_view_table(w->all, t, name);

        if (d >= 0 && d != t && is_key_of(&w->all->table[d], name))
            break;
        if (d < 0)
            break;
    }
    return s;
}

/* Rows in which the variable is missing, as faults. */
static void
check_missing(const struct worker *w, const struct sv_table *t,
              const struct sv_view *v)
{
    struct sv_located rows = { .n = 0 };

    for (uint32_t i = 0; i < t->n; i++)
        if (sv_view_missing(v, i))
            sv_locate(&rows, sv_table_row(t, i));
    if (rows.n > 0)
        sv_add(w->fault, SV_DATA, "%s: variable %s of the design is missing in "
               "%s%s", t->file->path, v->name, sv_located_say(&rows).text,
               v->via != NULL ? " (or these have no rows below them)" : "");
}

static enum sv_status
add_view(struct worker *w, int t, const struct sv_string *name)
{
    struct sv_view *const v = &w->view[w->n_views++];
    bool found;

    if (sv_view(v, &found, w->all, t, name->text, w->fault) > SV_DATA)
        return w->fault->status;
    if (!found) {
        w->n_views--;
        sv_point(w->fault, SV_DATA, name->at, strlen(name->text),
                 "record %s has no variable %s, nor have records below it; "
                 "every topmost record needs the design",
                 w->all->table[t].spec->name.text, name->text);
        return SV_OK;
    }
    check_missing(w, &w->all->table[t], v);
    return sv_view_copies(w->all, t, name->text, w->fault) > SV_DATA
        ? w->fault->status : SV_OK;
}

static enum sv_status
add_views(struct worker *w, int t, const struct sv_names *names, size_t from,
          size_t to)
{
    for (size_t k = from; k < to; k++)
        if (add_view(w, t, &names->item[k]) > SV_DATA)
            return w->fault->status;
    return SV_OK;
}

/* Own keys have been checked; they only order rows. */
static enum sv_status
add_keys(struct worker *w, int t)
{
    struct sv_table *const table = &w->all->table[t];
    const struct sv_names *const key = &table->spec->key;

    for (size_t k = 0; k < key->n; k++) {
        struct sv_view *const v = &w->view[w->n_views++];

        *v = (struct sv_view) { .name = key->item[k].text };
        if (sv_table_cells(&v->cells, table, w->all->scratch, v->name, w->fault)
            != SV_OK)
            return w->fault->status;
    }
    return SV_OK;
}

static enum sv_status
take_stages(struct sv_layout *l, const struct worker *w, size_t n)
{
    const struct sv_names *const clusters = &w->survey->design.clusters;

    l->n_stages = n;
    l->stage = calloc(n, sizeof *l->stage);
    if (l->stage == NULL)
        return sv_fail(w->fault, SV_SYSTEM, "out of memory");
    for (size_t s = 0; s < n && clusters->n > 0; s++)
        l->stage[s].name = clusters->item[s].text;
    return SV_OK;
}

static enum sv_status
take_fpc(const struct worker *w, int t, size_t s, const struct sv_view *v)
{
    struct sv_table *const table = &w->all->table[t];

    if (s == 0 && w->survey->design.pps.text != NULL)
        return sv_layout_probabilities(&w->layout[t], table, v, w->all->scratch,
                                       w->fault);
    return sv_layout_fpc(&w->layout[t], s, table, v, w->all->scratch, w->fault);
}

/* A population count, or a probability, that is a text has no value. */
static bool
is_number(const struct worker *w, int t, const struct sv_string *name,
          const struct sv_view *v)
{
    const int at = sv_view_table(w->all, t, name->text);
    const char *const of = w->all->table[at >= 0 ? at : t].file->path;

    return !v->cells.field->text
        || sv_point(w->fault, SV_DATA, name->at, strlen(name->text),
                    "%s is a text in %s; expected a number: mend the file, or "
                    "of a CSV file say `types: {%s: number}`", name->text, of,
                    name->text) == SV_OK;
}

/* Of a root: what unequal probabilities have besides FPCs. */
static enum sv_status
add_unequal(const struct worker *w, int t, const struct sv_order_by *by)
{
    const struct sv_design_spec *const d = &w->survey->design;
    struct sv_layout *const l = &w->layout[t];
    struct sv_table *const table = &w->all->table[t];
    struct sv_view v;
    bool found = true;

    if (w->fault->status != SV_OK || d->pps.text == NULL)
        return SV_OK;
    if (d->joint_probabilities.text != NULL)
        return sv_layout_joint(l, table, w->n_strata, by,
                               d->joint_probabilities.text, w->all->scratch,
                               w->fault);
    if (d->squares.text == NULL)
        return SV_OK;
    if (!isnan(d->squares_number))
        return sv_layout_squares(l, table, NULL, d->squares_number,
                                 w->all->scratch, w->fault);
    if (sv_view(&v, &found, w->all, t, d->squares.text, w->fault) > SV_DATA)
        return w->fault->status;
    if (found && !is_number(w, t, &d->squares, &v))
        return SV_OK;
    if (found)
        return sv_layout_squares(l, table, &v, 0, w->all->scratch, w->fault);
    return sv_point(w->fault, SV_DATA, d->squares.at, strlen(d->squares.text),
                    "record %s has no variable %s, nor have records below it",
                    table->spec->name.text, d->squares.text);
}

/* FPCs of stages [from, to), as far as they are given. */
static enum sv_status
add_fpcs(const struct worker *w, int t, size_t from, size_t to)
{
    const struct sv_names *const names = &w->survey->design.fpc;
    struct sv_table *const table = &w->all->table[t];

    for (size_t s = from; s < to && s < names->n; s++) {
        struct sv_view v;
        bool found;

        if (sv_view(&v, &found, w->all, t, names->item[s].text, w->fault)
            > SV_DATA)
            return w->fault->status;
        if (!found)
            sv_point(w->fault, SV_DATA, names->item[s].at,
                     strlen(names->item[s].text), "record %s has no variable "
                     "%s, nor have records below or above it; it is needed for stage "
                     "%zu", table->spec->name.text, names->item[s].text, s + 1);
        else if (!is_number(w, t, &names->item[s], &v))
            continue;
        else if (take_fpc(w, t, s, &v) > SV_DATA)
            return w->fault->status;
        else if (sv_view_copies(w->all, t, names->item[s].text, w->fault)
                 > SV_DATA)
            return w->fault->status;
    }
    return SV_OK;
}

static enum sv_status
lay_out_root(struct worker *w, int t)
{
    const struct sv_design_spec *const design = &w->survey->design;
    struct sv_table *const table = &w->all->table[t];
    struct sv_layout *const l = &w->layout[t];
    const bool units = design->clusters.n > 0;
    const size_t n = units ? stages_of(w, t, 0) : 1;
    const unsigned before = w->fault->n;
    struct sv_order_by by;

    if (n == 0) {
        sv_point(w->fault, SV_DATA, design->clusters.item[0].at,
                 strlen(design->clusters.item[0].text), "the first stage must "
                 "be a variable of the topmost record, %s, or the same in all "
                 "rows below one", table->spec->name.text);
        return SV_OK;
    }
    w->n_views = 0;
    if (add_views(w, t, &design->strata, 0, design->strata.n) != SV_OK)
        return w->fault->status;
    w->n_strata = w->n_views;
    if (add_views(w, t, &design->clusters, 0, units ? n : 0) != SV_OK
        || add_keys(w, t) != SV_OK || take_stages(l, w, n) != SV_OK)
        return w->fault->status;
    if (w->fault->n > before)
        return SV_OK;           /* told; there is no order without these */
    by = (struct sv_order_by) { w->view, w->n_views };
    if (sv_order_rows(&table->order, table->n, &by, w->all->scratch, w->fault)
        != SV_OK
        || sv_layout_root(l, table, w->n_strata, &by, w->all->scratch, w->fault)
           != SV_OK
        || sv_layout_names(l, table, w->n_strata, &by, units, w->fault)
           != SV_OK)
        return w->fault->status;
    if (units && !design->nested)
        sv_layout_check_nested(l, table, &w->view[w->n_strata], w->fault);
    if (!units)
        l->stage[0].name = table->spec->name.text;
    return add_fpcs(w, t, 0, n) > SV_DATA ? w->fault->status
                                          : add_unequal(w, t, &by);
}

/* The place of each row's parent. */
static enum sv_status
groups_of(uint32_t **out, const struct sv_table *table,
          const struct sv_table *parent, const struct worker *w)
{
    void *memory;

    if (sv_scratch_take(&memory, w->all->scratch, table->n, sizeof **out,
                        w->fault) != SV_OK)
        return w->fault->status;
    *out = memory;
    for (uint32_t i = 0; i < table->n; i++)
        (*out)[i] = parent->place[table->parent[i]];
    return SV_OK;
}

static enum sv_status
lay_out_child(struct worker *w, int t)
{
    const struct sv_names *const clusters = &w->survey->design.clusters;
    struct sv_table *const table = &w->all->table[t];
    const struct sv_table *const parent = &w->all->table[table->spec->parent];
    const struct sv_layout *const above = &w->layout[table->spec->parent];
    struct sv_layout *const l = &w->layout[t];
    const size_t n = clusters->n > 0 ? stages_of(w, t, above->n_stages)
                                     : above->n_stages;
    uint32_t *group = NULL, *start;
    struct sv_order_by by;

    w->n_views = 0;
    if (add_views(w, t, clusters, above->n_stages, n) != SV_OK
        || add_keys(w, t) != SV_OK || take_stages(l, w, n) != SV_OK
        || groups_of(&group, table, parent, w) != SV_OK)
        return w->fault->status;
    by = (struct sv_order_by) { w->view, w->n_views };
    if (sv_order_groups(&table->order, &start, table->n, group, parent->n, &by,
                        w->all->scratch, w->fault) != SV_OK
        || sv_layout_child(l, above, table, start, &by, w->all->scratch,
                           w->fault) != SV_OK)
        return w->fault->status;
    for (size_t s = above->n_stages; s < n; s++)
        l->stage[s].name = clusters->item[s].text;
    return add_fpcs(w, t, above->n_stages, n);
}

/* Parents before children. */
static enum sv_status
lay_out_one(struct worker *w, int t)
{
    struct sv_table *const table = &w->all->table[t];
    const int parent = table->spec->parent;

    if (table->order != NULL)
        return SV_OK;
    if (parent != SV_NO_RECORD && lay_out_one(w, parent) > SV_DATA)
        return w->fault->status;
    if (w->fault->status != SV_OK && parent != SV_NO_RECORD)
        return SV_OK;
    if ((parent == SV_NO_RECORD ? lay_out_root(w, t) : lay_out_child(w, t))
        > SV_DATA || w->fault->status != SV_OK)
        return w->fault->status > SV_DATA ? w->fault->status : SV_OK;
    sv_scratch_rest(w->all->scratch);
    return sv_order_inverse(&table->place, table->order, table->n,
                            w->all->scratch, w->fault);
}

enum sv_status
sv_lay_out(struct sv_layout *layout, struct sv_tables *all,
           const struct sv_survey *survey, struct sv_fault *fault)
{
    struct worker w = {
        .layout = layout, .all = all, .survey = survey, .fault = fault,
        .view = calloc(survey->design.strata.n + survey->design.clusters.n
                       + SV_MAX_KEYS + 1, sizeof *w.view),
    };

    if (w.view == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory");
    for (int t = 0; t < (int) all->n; t++)
        if (lay_out_one(&w, t) > SV_DATA)
            break;
    free(w.view);
    return fault->status;
}

void
sv_layout_clear(struct sv_layout *layout)
{
    free(layout->stage);
    json_decref(layout->labels);
    json_decref(layout->psus);
    *layout = (struct sv_layout) { .stage = NULL };
}

void
sv_layouts_free(struct sv_layout *layout, size_t n)
{
    for (size_t i = 0; layout != NULL && i < n; i++)
        sv_layout_clear(&layout[i]);
    free(layout);
}
