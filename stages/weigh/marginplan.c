/* marginplan.c - margins of a step as calibration variables with totals. */
#include "stages/weigh/marginplan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "stages/weigh/totals.h"

/* One margin on its way. */
struct margin {
    const struct sv_margin_spec *spec;
    struct sv_crossed x;        /* of a classification */
    const double *number;       /* of a number; else NULL */
    struct sv_known known;
    int32_t *column;            /* [n_cells] or -1: not needed */
    size_t first, n;            /* columns */
    size_t n_rows;              /* of the record type that is counted */
};

struct plan {
    const struct sv_weigh_world *world;
    const struct sv_step_spec *spec;
    const double *weight;
    struct margin *margin;
    size_t n_columns;
};

static enum sv_status
no_memory(struct sv_fault *fault)
{
    return sv_fail(fault, SV_SYSTEM, "out of memory for margins");
}

/* The row of the step's record type that row J of the margin's counts in. */
static size_t
unit_of(const struct plan *p, const struct margin *m, size_t j)
{
    return m->spec->record == p->spec->record
               ? j
               : p->world->record[m->spec->record].parent_row[j];
}

static double
weight_of(const struct plan *p, const struct margin *m, size_t j)
{
    return p->weight[unit_of(p, m, j)];
}

/* Units that have a weight and no value. */
static enum sv_status
check_missing(const struct plan *p, const struct margin *m,
              struct sv_fault *fault)
{
    const struct sv_string at = m->number != NULL ? m->spec->number
                                                  : m->spec->by.item[0];
    bool *bad = sv_arena_take(p->world->arena, m->n_rows + 1, sizeof *bad);

    if (bad == NULL)
        return no_memory(fault);
    for (size_t j = 0; j < m->n_rows; j++)
        bad[j] = weight_of(p, m, j) > 0
                 && (m->number != NULL ? isnan(m->number[j])
                                       : m->x.cell[j] < 0);
    return sv_weigh_rows_fault(p->world, m->spec->record, bad, at,
                               "have a weight, but no value for this margin; "
                               "give missing values a category, or leave the "
                               "margin out", fault);
}

/* Cells that occur in the sample have a total. */
static enum sv_status
check_known(const struct plan *p, const struct margin *m, const size_t *used,
            struct sv_fault *fault)
{
    for (size_t c = 0; c < m->x.n_cells; c++)
        if (used[c] > 0 && isnan(m->known.total[c]))
            sv_point(fault, SV_DATA, m->spec->by.item[0].at,
                     strlen(m->spec->by.item[0].text),
                     "%s: %zu rows of %s are there, but no total is given",
                     m->x.name[c], used[c],
                     p->world->record[m->spec->record].name);
    return fault->status;
}

/* A column for each cell that has a total or members. */
static enum sv_status
number_columns(struct plan *p, struct margin *m, struct sv_fault *fault)
{
    size_t *used = sv_arena_take(p->world->arena, m->x.n_cells, sizeof *used);

    m->column = sv_arena_take(p->world->arena, m->x.n_cells,
                              sizeof *m->column);
    if (used == NULL || m->column == NULL)
        return no_memory(fault);
    for (size_t j = 0; j < m->n_rows; j++)
        if (m->x.cell[j] >= 0 && weight_of(p, m, j) > 0)
            used[m->x.cell[j]]++;
    for (size_t c = 0; c < m->x.n_cells; c++) {
        const bool needed = used[c] > 0 || m->known.total[c] > 0;

        m->column[c] = needed ? (int32_t) (m->first + m->n++) : -1;
    }
    return check_known(p, m, used, fault);
}

static enum sv_status
read_margin(struct plan *p, struct margin *m, struct sv_stage *stage,
            struct sv_fault *fault)
{
    const struct sv_weigh_world *w = p->world;
    enum sv_status status;

    m->n_rows = w->record[m->spec->record].n_rows;
    m->first = p->n_columns;
    if (m->spec->by.n == 0) {
        status = sv_weigh_number(&m->number, w, m->spec->record,
                                 m->spec->number, fault);
        m->n = 1;
    } else {
        status = sv_weigh_cross(&m->x, w, m->spec->record, &m->spec->by, fault);
        if (status == SV_OK)
            status = sv_totals_read(&m->known, m->spec, &m->x, w->arena, stage,
                                    fault);
    }
    if (status == SV_OK)
        status = check_missing(p, m, fault);
    if (status == SV_OK && m->number == NULL)
        status = number_columns(p, m, fault);
    p->n_columns += m->n;
    return status;
}

/* What the members of one unit have, column by column. */
struct row {
    double *dense;              /* [n_columns] */
    size_t *seen;               /* [n_columns] row, from 1, that it is of */
    uint32_t *touched;          /* [n] columns */
    size_t n;
};

/* A margin of members has a column many times, and columns come in any order;
 * they are to ascend. */
static void
put_row(struct sv_auxiliary *x, size_t row, const struct row *from)
{
    size_t at = x->first[row];

    for (size_t i = 0; i < from->n; i++) {
        const uint32_t column = from->touched[i];
        size_t k = at;

        if (from->dense[column] == 0)
            continue;
        for (; k > x->first[row] && x->column[k - 1] > column; k--) {
            x->column[k] = x->column[k - 1];
            x->value[k] = x->value[k - 1];
        }
        x->column[k] = column;
        x->value[k] = from->dense[column];
        at++;
    }
    x->first[row + 1] = at;
}

/* What row J of the margin's record type adds to ROW, its unit. */
static void
add_value(struct row *to, const struct margin *m, size_t j, size_t row)
{
    int32_t column = (int32_t) m->first;
    double value = 1;

    if (m->number != NULL)
        value = m->number[j];
    else
        column = m->x.cell[j] < 0 ? -1 : m->column[m->x.cell[j]];
    if (column < 0 || isnan(value))
        return;
    if (to->seen[column] != row + 1) {
        to->seen[column] = row + 1;
        to->touched[to->n++] = (uint32_t) column;
        to->dense[column] = 0;
    }
    to->dense[column] += value;
}

/* All rows, those of members being taken along with their unit. */
static void
fill(struct sv_auxiliary *x, const struct plan *p, struct row *of, size_t *next)
{
    for (size_t row = 0; row < x->n_rows; row++) {
        of->n = 0;
        for (size_t i = 0; i < p->spec->n_margins; i++) {
            const struct margin *m = &p->margin[i];

            for (; next[i] < m->n_rows && unit_of(p, m, next[i]) <= row;
                 next[i]++)
                if (p->weight[row] > 0 && unit_of(p, m, next[i]) == row)
                    add_value(of, m, next[i], row);
        }
        put_row(x, row, of);
    }
}

static void
name_columns(struct sv_weighting_step *step, const struct plan *p,
             const char **name, bool *share, double *population)
{
    for (size_t i = 0; i < p->spec->n_margins; i++) {
        const struct margin *m = &p->margin[i];

        step->x.margin[i + 1] = m->first + m->n;
        share[i] = m->number == NULL && m->known.shares;
        population[i] = m->spec->population;
        if (m->number != NULL) {
            name[m->first] = m->spec->number.text;
            step->total[m->first] = m->spec->total;
        }
        for (size_t c = 0; m->number == NULL && c < m->x.n_cells; c++)
            if (m->column[c] >= 0) {
                name[m->column[c]] = m->x.name[c];
                step->total[m->column[c]] = m->known.total[c];
            }
    }
    step->x.name = name;
    step->share = share;
    step->population = population;
}

/* Groups are the units of the parent record type. */
static enum sv_status
group(struct sv_weighting_step *step, const struct plan *p,
      struct sv_fault *fault)
{
    const struct sv_weigh_world *w = p->world;
    struct sv_auxiliary mean;
    enum sv_status status;

    if (p->spec->common == SV_NO_RECORD)
        return SV_OK;
    step->group = w->record[p->spec->record].parent_row;
    status = sv_auxiliary_average(&mean, &step->x, step->group,
                                  w->record[p->spec->common].n_rows, fault);
    if (status != SV_OK)
        return status;
    sv_auxiliary_free(&step->x);
    step->x = mean;
    return SV_OK;
}

/* Entries that the rows can have at most. */
static size_t
most_entries(const struct plan *p)
{
    size_t n = 0;

    for (size_t i = 0; i < p->spec->n_margins; i++)
        n += p->margin[i].n_rows;
    return n;
}

static enum sv_status
build(struct sv_weighting_step *step, struct plan *p, struct sv_fault *fault)
{
    struct sv_arena *a = p->world->arena;
    const size_t n = p->n_columns, margins = p->spec->n_margins;
    const char **name = sv_arena_take(a, n + 1, sizeof *name);
    bool *share = sv_arena_take(a, margins + 1, sizeof *share);
    double *population = sv_arena_take(a, margins + 1, sizeof *population);
    struct row row = {
        .dense = sv_arena_take(a, n + 1, sizeof *row.dense),
        .seen = sv_arena_take(a, n + 1, sizeof *row.seen),
        .touched = sv_arena_take(a, n + 1, sizeof *row.touched),
    };
    size_t *next = sv_arena_take(a, margins + 1, sizeof *next);
    enum sv_status status;

    step->total = sv_arena_take(a, n + 1, sizeof *step->total);
    if (sv_arena_failed(a))
        return no_memory(fault);
    status = sv_auxiliary_take(&step->x,
                               p->world->record[p->spec->record].n_rows, n,
                               margins, most_entries(p), fault);
    if (status != SV_OK)
        return status;
    name_columns(step, p, name, share, population);
    fill(&step->x, p, &row, next);
    return group(step, p, fault);
}

enum sv_status
sv_margins_plan(struct sv_weighting_step *step, const struct sv_step_spec *spec,
                const struct sv_weigh_world *world, const double *weight,
                struct sv_stage *stage, struct sv_fault *fault)
{
    struct plan p = {
        .world = world, .spec = spec, .weight = weight,
        .margin = sv_arena_take(world->arena, spec->n_margins + 1,
                                sizeof *p.margin),
    };

    if (p.margin == NULL)
        return no_memory(fault);
    for (size_t i = 0; i < spec->n_margins; i++) {
        p.margin[i].spec = &spec->margin[i];
        if (read_margin(&p, &p.margin[i], stage, fault) > SV_DATA)
            break;
    }
    return fault->status == SV_OK ? build(step, &p, fault) : fault->status;
}
