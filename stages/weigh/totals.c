/* totals.c - what is known of the population, cell by cell of a margin. */
#include "stages/weigh/totals.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stages/common/outside.h"
#include "stages/common/outsidetable.h"

/* A file of totals that is being read. */
struct totals {
    struct sv_outside_table table;
    const struct sv_crossed *x;
    size_t column[16];          /* of each classification */
    size_t value;               /* column `total` or `share` */
    struct sv_known *known;
};

/* The category NAME of classification K, or -1. */
static int
category_of(const struct sv_crossed *x, size_t k, const char *name)
{
    const json_t *c;
    size_t i;

    json_array_foreach(x->categories[k], i, c)
        if (strcmp(json_string_value(json_object_get(c, "name")), name) == 0)
            return (int) i;
    return -1;
}

/* The nearest category to what is none. */
static const char *
nearest(const struct sv_crossed *x, size_t k, const char *name)
{
    const char *known[256];
    size_t n = json_array_size(x->categories[k]);

    n = n < 256 ? n : 256;
    for (size_t i = 0; i < n; i++)
        known[i] = json_string_value(json_object_get(
            json_array_get(x->categories[k], i), "name"));
    return sv_nearest(name, known, n);
}

static enum sv_status
read_head(struct totals *t)
{
    const struct sv_string *by = t->x->by->item;
    struct sv_fault *fault = t->table.fault;
    const char *path = t->table.path;

    t->value = sv_outside_table_column(&t->table, "share");
    t->known->shares = t->value != SIZE_MAX;
    if (!t->known->shares)
        t->value = sv_outside_table_column(&t->table, "total");
    for (size_t k = 0; k < t->x->by->n; k++) {
        t->column[k] = sv_outside_table_column(&t->table, by[k].text);
        if (t->column[k] == SIZE_MAX)
            sv_add(fault, SV_DATA, "%s: has no column '%s', which the margin "
                   "goes by", path, by[k].text);
    }
    if (t->value == SIZE_MAX)
        sv_add(fault, SV_DATA, "%s: has no column 'total' or 'share'", path);
    return fault->status;
}

/* The cell that the row is of; -1 after a fault. */
static int
cell_of(struct totals *t)
{
    int cell = 0;

    for (size_t k = 0; k < t->x->by->n; k++) {
        const char *name = t->table.csv.field[t->column[k]], *near;
        const int category = category_of(t->x, k, name);

        if (category < 0) {
            near = nearest(t->x, k, name);
            sv_outside_table_wrong(&t->table, "'%.60s' is no category of "
                                   "'%s'%s%s%s", name, t->x->by->item[k].text,
                                   near != NULL ? "; did you mean '" : "",
                                   near != NULL ? near : "",
                                   near != NULL ? "'?" : "");
            return -1;
        }
        cell = cell * (int) json_array_size(t->x->categories[k]) + category;
    }
    return cell;
}

static void
take_row(struct totals *t)
{
    const int cell = cell_of(t);
    double value = NAN;

    if (!sv_csv_parse(&value, t->table.csv.field[t->value]) || !(value >= 0)
        || isinf(value))
        sv_outside_table_wrong(&t->table, "the total must be a number, 0 or "
                               "above");
    else if (cell >= 0 && !isnan(t->known->total[cell]))
        sv_outside_table_wrong(&t->table, "%s is there twice", t->x->name[cell]);
    else if (cell >= 0)
        t->known->total[cell] = value;
}

static enum sv_status
read_table(struct totals *t, const char *path, char *text, size_t n,
           struct sv_fault *fault)
{
    enum sv_status status = sv_outside_table_begin(&t->table, path, text, n,
                                                   fault);

    if (status == SV_OK)
        status = read_head(t);
    while (status == SV_OK && sv_outside_table_row(&t->table))
        take_row(t);
    sv_outside_table_end(&t->table);
    return fault->status;
}

static enum sv_status
read_file(struct sv_known *out, const struct sv_margin_spec *margin,
          const struct sv_crossed *x, struct sv_stage *stage,
          struct sv_fault *fault)
{
    struct totals t = { .x = x, .known = out };
    const char *path = margin->totals.text;
    char *text;
    size_t n = 0;
    enum sv_status status;

    if (x->by->n > sizeof t.column / sizeof *t.column)
        return sv_fail(fault, SV_DATA, "a margin crosses %zu classifications; "
                       "16 are the most", x->by->n);
    status = sv_outside_text(&text, &n, stage, path, fault);
    if (status == SV_OK)
        status = read_table(&t, path, text, n, fault);
    free(text);
    return status;
}

static enum sv_status
read_place(struct sv_known *out, const struct sv_margin_spec *margin,
           const struct sv_crossed *x, struct sv_fault *fault)
{
    out->shares = margin->shares;
    for (size_t i = 0; i < margin->n_counts; i++) {
        const struct sv_string name = margin->count[i].name;
        const int cell = category_of(x, 0, name.text);
        const char *near = cell < 0 ? nearest(x, 0, name.text) : NULL;

        if (cell >= 0)
            out->total[cell] = margin->count[i].value;
        else
            sv_point(fault, SV_DATA, name.at, strlen(name.text),
                     "'%.60s' is no category of '%s'%s%s%s", name.text,
                     x->by->item[0].text,
                     near != NULL ? "; did you mean '" : "",
                     near != NULL ? near : "", near != NULL ? "'?" : "");
    }
    return fault->status;
}

enum sv_status
sv_totals_read(struct sv_known *out, const struct sv_margin_spec *margin,
               const struct sv_crossed *x, struct sv_arena *arena,
               struct sv_stage *stage, struct sv_fault *fault)
{
    out->shares = false;
    out->total = sv_arena_take(arena, x->n_cells, sizeof *out->total);
    if (out->total == NULL)
        return sv_fail(fault, SV_SYSTEM, "out of memory for totals");
    for (size_t c = 0; c < x->n_cells; c++)
        out->total[c] = NAN;
    return margin->totals.text != NULL
               ? read_file(out, margin, x, stage, fault)
               : read_place(out, margin, x, fault);
}
