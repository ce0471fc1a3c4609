/* totals.c - what is known of the population, cell by cell of a margin. */
#include "stages/weigh/totals.h"

#include <math.h>
#include <string.h>

#include "pipeline/csv.h"
#include "pipeline/source.h"

enum { NO_COLUMN = -1 };

/* A file of totals that is being read. */
struct table {
    const char *path;
    const struct sv_crossed *x;
    int column[16];             /* of each classification */
    int value;                  /* column `total` or `share` */
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
read_head(struct table *t, const struct sv_csv_reader *r,
          struct sv_fault *fault)
{
    t->value = NO_COLUMN;
    for (size_t k = 0; k < t->x->by->n; k++)
        t->column[k] = NO_COLUMN;
    for (size_t c = 0; c < r->n; c++) {
        const bool share = strcmp(r->field[c], "share") == 0;

        if (share || strcmp(r->field[c], "total") == 0) {
            t->value = (int) c;
            t->known->shares = share;
        }
        for (size_t k = 0; k < t->x->by->n; k++)
            if (strcmp(r->field[c], t->x->by->item[k].text) == 0)
                t->column[k] = (int) c;
    }
    for (size_t k = 0; k < t->x->by->n; k++)
        if (t->column[k] == NO_COLUMN)
            sv_add(fault, SV_DATA, "%s: has no column '%s', which the margin "
                   "goes by", t->path, t->x->by->item[k].text);
    if (t->value == NO_COLUMN)
        sv_add(fault, SV_DATA, "%s: has no column 'total' or 'share'", t->path);
    return fault->status;
}

/* The cell that a row is of; -1 after a fault. */
static int
cell_of(const struct table *t, const struct sv_csv_reader *r,
        struct sv_fault *fault)
{
    int cell = 0;

    for (size_t k = 0; k < t->x->by->n; k++) {
        const char *name = r->field[t->column[k]], *near;
        const int category = category_of(t->x, k, name);

        if (category < 0) {
            near = nearest(t->x, k, name);
            sv_add(fault, SV_DATA, "%s: row %zu: '%.60s' is no category of "
                   "'%s'%s%s%s", t->path, r->row, name, t->x->by->item[k].text,
                   near != NULL ? "; did you mean '" : "",
                   near != NULL ? near : "", near != NULL ? "'?" : "");
            return -1;
        }
        cell = cell * (int) json_array_size(t->x->categories[k]) + category;
    }
    return cell;
}

static void
take_row(struct table *t, const struct sv_csv_reader *r, size_t n_fields,
         struct sv_fault *fault)
{
    double value = NAN;
    int cell;

    if (r->n != n_fields) {
        sv_add(fault, SV_DATA, "%s: row %zu has %zu fields, the first row %zu",
               t->path, r->row, r->n, n_fields);
        return;
    }
    cell = cell_of(t, r, fault);
    if (!sv_csv_parse(&value, r->field[t->value]) || !(value >= 0)
        || isinf(value))
        sv_add(fault, SV_DATA, "%s: row %zu: the total must be a number, 0 or "
               "above", t->path, r->row);
    else if (cell >= 0 && !isnan(t->known->total[cell]))
        sv_add(fault, SV_DATA, "%s: row %zu: %s is there twice", t->path,
               r->row, t->x->name[cell]);
    else if (cell >= 0)
        t->known->total[cell] = value;
}

static enum sv_status
read_table(struct table *t, char *text, size_t n, struct sv_fault *fault)
{
    struct sv_csv_reader r;
    int more = 0;
    size_t n_fields;
    enum sv_status status;

    sv_csv_read(&r, text, n);
    status = sv_csv_row(&r, &more, fault);
    if (status == SV_OK && !more)
        status = sv_fail(fault, SV_DATA, "%s: is empty", t->path);
    if (status == SV_OK)
        status = read_head(t, &r, fault);
    n_fields = r.n;
    while (status == SV_OK && (status = sv_csv_row(&r, &more, fault)) == SV_OK
           && more)
        take_row(t, &r, n_fields, fault);
    sv_csv_free(&r);
    return fault->status;
}

static enum sv_status
read_file(struct sv_known *out, const struct sv_margin_spec *margin,
          const struct sv_crossed *x, struct sv_arena *arena,
          struct sv_stage *stage, struct sv_fault *fault)
{
    struct table t = { .path = margin->totals.text, .x = x, .known = out };
    struct sv_source *source = NULL;
    struct sv_digest digest;
    size_t n = 0, size;
    const char *text;
    char *copy;
    enum sv_status status;

    if (x->by->n > sizeof t.column / sizeof *t.column)
        return sv_fail(fault, SV_DATA, "a margin crosses %zu classifications; "
                       "16 are the most", x->by->n);
    status = sv_source_read(&source, t.path, fault);
    if (status == SV_OK)
        status = sv_digest_file(&digest, &size, t.path, fault);
    if (status == SV_OK)
        status = sv_stage_used(stage, t.path, &digest, fault);
    if (status == SV_OK) {
        text = sv_source_text(source, &n);
        copy = sv_arena_text(arena, text, n);
        status = copy == NULL ? sv_fail(fault, SV_SYSTEM, "out of memory for "
                                        "%s", t.path)
                              : read_table(&t, copy, n, fault);
    }
    sv_source_free(source);
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
               ? read_file(out, margin, x, arena, stage, fault)
               : read_place(out, margin, x, fault);
}
